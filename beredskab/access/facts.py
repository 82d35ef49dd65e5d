"""What access needs to know about a person, read in one statement and kept for one request."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from beredskab.access.acts import Act
from beredskab.access.roles import Role, acts_of
from beredskab.organisation.models import Staff

FACTS = "roles, teams, led_teams, led_units, named, excluded"


@dataclass(frozen=True)
class Facts:
    """A person's roles, the teams and units they hold a grant on, and concerns named or closed to them."""

    roles: frozenset[str] = frozenset({Role.STAFF.value})
    teams: frozenset[int] = frozenset()
    led_teams: frozenset[int] = frozenset()
    led_units: frozenset[int] = frozenset()
    named: frozenset[uuid.UUID] = frozenset()
    excluded: frozenset[uuid.UUID] = frozenset()
    acts: frozenset[Act] = field(default_factory=lambda: acts_of(frozenset({Role.STAFF.value})))


def facts_of(staff: Staff) -> Facts:
    """The person's facts; read once and kept on the object, which lives for one request."""
    kept: Facts | None = getattr(staff, "_access_facts", None)
    if kept is None:
        kept = _read(staff.pk)
        staff._access_facts = kept  # type: ignore[attr-defined]  # a cache on the request's own object
    return kept


def take(staff: Staff, row: tuple[Any, ...]) -> Facts:
    """The facts as the columns FACTS came, kept as `facts_of` keeps them."""
    kept = _of(row)
    staff._access_facts = kept  # type: ignore[attr-defined]  # a cache on the request's own object
    return kept


def known(staff: Staff) -> bool:
    """Whether the person's facts were read already."""
    return hasattr(staff, "_access_facts")


def forget(staff: Staff) -> None:
    """After an act that changed this person's own rights."""
    if hasattr(staff, "_access_facts"):
        del staff._access_facts


def _read(actor: int) -> Facts:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FACTS} FROM access_facts(%s)", [actor])  # noqa: S608 - our own column names
        return _of(cursor.fetchone())


def _of(row: tuple[Any, ...]) -> Facts:
    roles = frozenset(row[0]) | {Role.STAFF.value}
    return Facts(
        roles=roles,
        teams=frozenset(row[1]),
        led_teams=frozenset(row[2]),
        led_units=frozenset(row[3]),
        named=frozenset(uuid.UUID(str(one)) for one in row[4]),
        excluded=frozenset(uuid.UUID(str(one)) for one in row[5]),
        acts=acts_of(roles),
    )
