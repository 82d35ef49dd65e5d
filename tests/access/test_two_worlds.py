"""Two worlds: with Anna's concern and without it. Whoever must not know gets the same bytes in both.

Same people, same seed, frozen clock; only the masked token of forms is put aside. Catches a count, a list, an
order, a mail, an export or a header through which the existence of a concern could be seen (rule N-06).
"""

import hashlib
import itertools
import random
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.access.models import ExclusionCause as Cause
from beredskab.outbox.models import Message
from notifications import handling
from notifications.demo_stories import Story
from notifications.exclusion import keeping_out
from notifications.models import Note
from notifications.observing import notes
from notifications.other_teams import emergency_access, transferring
from notifications.vocabulary import Emergency, Question
from tests import build
from tests.access.test_matrix import OUTSIDERS
from tests.access.test_two_layers import without_policy, without_row_security
from tests.build import monday_at
from tests.routes import Route, routes
from tests.world import World
from tests.world.browsers import NOBODY, Browsers, masked
from tests.world.story import HOUR, about_ole

Seen = dict[tuple[str, str], tuple[Any, ...]]
TOKEN_COOKIE = re.compile(r"(csrf)=[^;]+")
EVERYBODY_ELSE = (NOBODY, *OUTSIDERS)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _same_randomness(freeze: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(monday_at(12))
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 50, 50)
    )  # the machine has its own life
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=DICE.getrandbits(128), version=4))


DICE = random.Random()


def seen_by(world: World, browsers: Browsers, people: tuple[str, ...], doors: list[Route]) -> Seen:
    """Every page that these people can ask for, as it is now."""
    found: Seen = {}
    for route, person in itertools.product(doors, people):
        DICE.seed(f"{route.name} {person}")
        path = reverse(route.name, kwargs=world.arguments(route))
        answer = browsers.ask(person, "GET", path)
        cookies = tuple(TOKEN_COOKIE.sub(r"\1=", cookie) for cookie in answer.cookies)
        # A digest is as equal as the bytes, and thousands of pages fit into memory.
        body = hashlib.sha256(masked(answer.body)).digest()
        found[route.name, person] = (answer.status, answer.headers, body, cookies)
    return found


def mails_to(world: World, people: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """What these people were promised: the mails say no more than this.

    Without Ida: the team was told before she stepped aside.
    """
    ids = [world.people[name].pk for name in people if name not in {NOBODY, "ida"}]
    with as_role("clock") as alias:
        rows = Message.objects.using(alias).filter(recipient__in=ids).order_by("created_at", "recipient")
        return list(rows.values_list("recipient", "kind", "due_at"))


def exports() -> str:
    """What the command line tells a manager."""
    told = StringIO()
    call_command("status", plan="SISO", at="2026-11-23", json=True, stdout=told)
    return told.getvalue()


@contextmanager
def another_world() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def differences(
    world: World,
    browsers: Browsers,
    happens: Callable[[World], object],
    people: tuple[str, ...] = EVERYBODY_ELSE,
    doors: list[Route] | None = None,
) -> list[str]:
    """Where the world in which it happens differs from the one in which it does not."""
    readable = doors or [route for route in routes() if "GET" in route.methods]
    seen_by(world, browsers, people, readable)  # what is made once and kept (keys, files) is made now
    with another_world():
        DICE.seed()  # what happens is given ids of its own: files of an earlier time may still be there
        happens(world)
        for person in world.people.values():
            forget(person)
        with_it = seen_by(world, browsers, people, readable), mails_to(world, people), exports()
    without_it = seen_by(world, browsers, people, readable), mails_to(world, people), exports()
    pages = [
        f"{name} as {who}" for name, who in with_it[0] if with_it[0][name, who] != without_it[0][name, who]
    ]
    return [
        *pages,
        *(["mails"] * (with_it[1] != without_it[1])),
        *(["exports"] * (with_it[2] != without_it[2])),
    ]


def test_a_colleague_is_suspected_and_nobody_else_notices(world: World, browsers: Browsers) -> None:
    def happens(world: World) -> None:
        world.file_a_concern()
        world.begin_a_draft()

    assert differences(world, browsers, happens) == []


def everything_between_teams(world: World) -> None:
    """All at once, for each costs a walk over every page: asked, noted, passed on, opened, corrected."""
    cia, emil, anna = (world.people[name] for name in ("cia", "emil", "anna"))
    world.ask_without_a_name()
    notes.add(world.begin_a_draft(), monday_at(9).date(), "Er træt og sulten.", by=anna, at=monday_at(9))
    concern = world.file_a_concern()
    with acting_as(cia):
        wrong = Note.objects.get(pk=world.note)
    handling.add_note(concern, "På torsdag.", by=cia, at=monday_at(11), corrects=wrong)
    transferring.transfer(concern, world.town.other_team, "I kender familien.", by=cia, at=monday_at(11))
    forget(cia)
    glass = emergency_access.break_glass(
        concern.reference or "", Emergency.IN_DANGER, by=cia, at=monday_at(11)
    )
    assert glass == concern.pk
    handling.claim(concern, by=emil, at=monday_at(11))
    handling.assess(concern, build.FINDING, by=emil, at=monday_at(11))
    handling.send_receipt(concern, by=emil, at=monday_at(11))
    keeping_out.exclude(concern, world.people["bo"], Cause.CONFLICT, by=emil, at=monday_at(11))


def test_what_two_teams_do_is_between_them(world: World, browsers: Browsers) -> None:
    """Ida is of the team that is asked without a name, Emil of the one that gets the case."""
    outside = tuple(one for one in EVERYBODY_ELSE if one not in {"ida", "emil"})
    assert differences(world, browsers, everything_between_teams, outside) == []


def test_nobody_knows_who_it_is_and_the_whole_house_notices_nothing(world: World, browsers: Browsers) -> None:
    """»I don't know who« counts everybody of Anna's house as suspected; nobody has taken the case yet."""
    house = ("bo", "ole", "dorte", "gert")
    assert differences(world, browsers, lambda world: world.tell(somebody_here(world)), house) == []


def somebody_here(world: World) -> Story:
    known = about_ole(world.people)
    told = {**known.told, Question.PERSON: {"unknown": "on"}}
    return Story("somebody here", "anna", HOUR, "suspicion", told)


def test_the_comparison_would_notice(
    world: World, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With both layers off Emil's front page counts a case; his inbox lists his own teams' alone."""
    without_policy(monkeypatch)
    lists = [route for route in routes() if route.name in {"home", "notifications:inbox"}]
    with without_row_security():
        found = differences(world, browsers, lambda world: world.tell(somebody_here(world)), ("emil",), lists)
    assert found == ["home as emil"]


def test_the_team_does_notice(world: World, browsers: Browsers) -> None:
    inbox = [route for route in routes() if route.name == "notifications:inbox"]
    happens = lambda world: world.tell(somebody_here(world))  # noqa: E731
    assert differences(world, browsers, happens, ("cia",), inbox) == ["notifications:inbox as cia", "mails"]
