"""The only door to the database for somebody: row-level security sees only what is set here."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction

from beredskab.access.facts import FACTS, Facts, facts_of, known, take
from beredskab.organisation.models import Staff

P = ParamSpec("P")
R = TypeVar("R")

_actor: ContextVar[Staff | None] = ContextVar("actor", default=None)
NAMES = ("app.actor", "app.teams", "app.named", "app.excluded", "app.led")
SET = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in NAMES)
# Reads the person's facts and sets them, when both are to be done: most requests need it once.
ENTER = f"""SELECT {FACTS}, set_config('app.actor', %s, true), set_config('app.teams', teams::text, true),
    set_config('app.named', named::text, true), set_config('app.excluded', excluded::text, true),
    set_config('app.led', led_teams::text, true) FROM access_facts(%s)"""  # noqa: S608 - our own column names
NOBODY = ("", "{}", "{}", "{}", "{}")
_serving: ContextVar[bool] = ContextVar("serving", default=False)


def current_actor() -> Staff | None:
    """Who the database believes is acting, None outside acting_as."""
    return _actor.get()


@contextmanager
def acting_as(staff: Staff) -> Iterator[Facts]:
    """Open a transaction in which row-level security shows what this person may see; clear it on leaving.

    The settings are local to the transaction, but they survive a released savepoint: an inner use puts
    the outer actor back, or tests would hide mistakes.
    """
    outer = _actor.get()
    nested = connection.in_atomic_block
    with transaction.atomic():
        facts = _enter(staff)
        token = _actor.set(staff)
        try:
            yield facts
        finally:
            _actor.reset(token)
        # After an exception the rollback has put the settings back by itself.
        if nested and not connection.needs_rollback:
            _tell_database(_settings_of(outer, facts_of(outer)) if outer else NOBODY)


def act(verb: Callable[P, R]) -> Callable[P, R]:
    """An act runs in one transaction as the person in its keyword `by`; a failure leaves nothing behind."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs["by"]
        assert isinstance(by, Staff), "an act has a by"
        current = _actor.get()
        if current is not None and current.pk == by.pk:
            with transaction.atomic():
                return verb(*args, **kwargs)
        with acting_as(by):
            return verb(*args, **kwargs)

    return run


class OnlyTheApplication(RuntimeError):
    """A view asked for another database role: a fault in our code. The web process has one."""


@contextmanager
def serving() -> Iterator[None]:
    """While a view answers, no other role is there: not in an installation, and so not in tests either."""
    token = _serving.set(True)
    try:
        yield
    finally:
        _serving.reset(token)


@contextmanager
def as_role(role: str) -> Iterator[str]:
    """A transaction as another database role (`clock`, `auditor`, `owner`); gives the alias for `using`.

    An installation has a connection of its own for each role. Tests have one connection, whose login may
    become any role, so that they see what they wrote. Raises OnlyTheApplication while a view answers.
    """
    if _serving.get():
        raise OnlyTheApplication(role)
    if not settings.DATABASE_ONE_CONNECTION:
        # Commands of the owner (env.OWNER_COMMANDS) are connected as the owner to begin with.
        alias = "default" if role == "owner" else role
        with transaction.atomic(using=alias):
            yield alias
        return
    if role not in {"clock", "auditor", "owner"}:
        raise ValueError(f"unknown database role {role!r}")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
        yield "default"
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE app")


def _enter(staff: Staff) -> Facts:
    if not known(staff):
        with connection.cursor() as cursor:
            cursor.execute(ENTER, [str(staff.pk), staff.pk])
            return take(staff, cursor.fetchone())
    facts = facts_of(staff)
    _tell_database(_settings_of(staff, facts))
    return facts


def _settings_of(staff: Staff, facts: Facts) -> tuple[str, ...]:
    arrays = (facts.teams, facts.named, facts.excluded, facts.led_teams)
    return (str(staff.pk), *(_array(values) for values in arrays))


def _array(values: frozenset[object] | frozenset[int]) -> str:
    return "{" + ",".join(sorted(str(value) for value in values)) + "}"


def _tell_database(values: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET, values)
