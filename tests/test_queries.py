"""Statements per page: constant in the size of the data, at most 12, 14 where concerns are shown.

Every door of the resolver is opened by everybody who may, once in a small municipality and once in one with
fifty of everything; transaction control is not counted. Catches a list that asks once per row, and a page
that has grown over its budget.
"""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beredskab.doors import tokens
from beredskab.doors.hooks import changing as hooks
from beredskab.doors.models import Delivery, DirectoryPerson, Group, GroupMember, Webhook
from beredskab.doors.scim import groups
from beredskab.doors.vocabulary import Event, Scope
from beredskab.organisation.models import Membership, Profession, Staff
from notifications.demo_stories import Story
from notifications.models import Drill, DrillCase, DrillPlayer
from notifications.vocabulary import Question
from plans.models import ActionCard, Hanging, Measure
from tests import build
from tests.access.test_matrix import wanted
from tests.build import monday_at
from tests.cast import make_contact, make_person
from tests.routes import Route, routes
from tests.world import World
from tests.world.browsers import NOBODY
from tests.world.story import HOUR

CONTROL = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET LOCAL|SELECT set_config)")
PLAIN, WITH_CONCERNS = 12, 14
SHOWS_CONCERNS = ("notifications:", "home")
VISITORS = ("anna", "cia", "bo", "dorte", "hanne", NOBODY)
MANY = 50
# A file is made by the worker, or while one waits for it; the page around it has a budget.
MADE_ON_ASKING = frozenset(
    {"notifications:receipt_pdf", "notifications:full_copy_pdf", "plans:plan_pdf", "plans:plan_sheet"}
)
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def busy(world: World, freeze: Any) -> World:
    freeze(monday_at(12))
    world.file_a_concern()
    world.ask_without_a_name()
    world.begin_a_draft()
    return world


def statements(person: Staff | None, path: str) -> list[str]:
    """What a page asks the database, the second time it is opened in this process."""
    client = Client()
    if person is not None:
        client.force_login(person)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return [one["sql"] for one in captured.captured_queries if not CONTROL.match(one["sql"])]


def counts(world: World) -> dict[str, int]:
    """Door and visitor -> statements, for everybody who gets a page there."""
    found = {}
    for route in routes():
        if "GET" not in route.methods or route.name in MADE_ON_ASKING or route.name == "hide":
            continue
        for person in visitors_of(route):
            path = reverse(route.name, kwargs=world.arguments(route))
            found[f"{route.name} as {person}"] = len(statements(world.people.get(person), path))
    return found


def visitors_of(route: Route) -> list[str]:
    return [person for person in VISITORS if wanted(route.name, "GET", person) == 200]


def budget(door: str) -> int:
    return WITH_CONCERNS if door.startswith(SHOWS_CONCERNS) else PLAIN


def fill(world: World) -> None:
    """Fifty colleagues, children, contacts, cases of Cia's team, messages and measures."""
    town, place = world.town, world.town.municipality
    for number in range(MANY):
        make_person(f"Nr{number} Nielsen", town.kindergarten, "paedagog")
        make_contact(place, f"kontakt-{number}", f"Kontakt {number}", "12 34 56 99")
        build.concern(filed_by=world.people["per"], team=town.reception, at=monday_at(8))
    for number in range(5):
        world.tell(begun(number))
    teacher = Profession.objects.get(municipality=place, slug="laerer")
    Membership.objects.create(staff=world.people["anna"], unit=town.school, profession=teacher)
    _paper_on_walls(world)
    _drills(world)
    first = world.measure
    for number in range(MANY):
        same = {"plan": first.plan, "chapter": first.chapter, "title": first.title}
        Measure.objects.create(number=f"x{number}", position=500 + number, **same)


def _drills(world: World) -> None:
    """Fifty drills more, and fifty people more in the one that runs."""
    running, finished = world.drills["running"], world.drills["finished"]
    for person in world.town.municipality.staff.filter(name__startswith="Nr"):
        DrillPlayer.objects.create(
            drill=running, staff=person, unit=world.town.kindergarten, told_at=monday_at(8)
        )
    plain = {f.name: getattr(finished, f.name) for f in Drill._meta.fields if f.name not in ("id", "title")}
    for number in range(MANY):
        made = Drill.objects.create(title=f"Øvelse {number}", **plain)
        made.units.add(world.town.kindergarten)
        DrillPlayer.objects.create(drill=made, staff=world.people["anna"], told_at=monday_at(8))
        DrillCase.objects.create(
            drill=made,
            team=world.town.reception,
            arrived_at=monday_at(8),
            due_at=monday_at(8) + 24 * HOUR,
            is_theirs=True,
        )


def _paper_on_walls(world: World) -> None:
    """Fifty posters in the book of the walls, every other one out of date, and as many cards."""
    first = world.hanging
    for number in range(MANY):
        same = {"unit": first.unit, "card": first.card, "poster": first.poster, "size": "a4"}
        outdated = {"outdated_at": monday_at(9)} if number % 2 else {}
        Hanging.objects.create(
            room=f"Stue {number}", hung_by=first.hung_by, hung_at=monday_at(8), **same, **outdated
        )
        words = {"title": "Bekymret?", "role": f"Rolle {number}", "steps": first.card.steps}
        ActionCard.objects.create(
            municipality=first.card.municipality, slug=f"rolle-{number}", changed_at=monday_at(8), **words
        )


def test_the_page_of_a_card_out_of_use_costs_the_same_with_fifty_of_everything(world: World) -> None:
    ActionCard.objects.filter(pk=world.hanging.card_id).update(retired_at=monday_at(9))
    doors = [
        reverse("plans:card", args=[world.hanging.card.slug]),
        reverse("plans:card", args=["findes-ikke"]),
    ]
    people = [world.people.get(name) for name in ("anna", NOBODY)]
    small = [len(statements(person, path)) for person in people for path in doors]
    _paper_on_walls(world)
    large = [len(statements(person, path)) for person in people for path in doors]
    assert large == small
    assert max(large) <= PLAIN


@pytest.mark.parametrize("person", ["gert", "dorte"])
def test_lists_of_other_systems_cost_the_same_with_fifty_of_each(world: World, person: str) -> None:
    hook = _systems(world, 1)
    names = ["doors:overview", "doors:groups", "signin:providers", "administration:home"]
    paths = [reverse(name) for name in names]
    if person == "gert":
        paths += [reverse("doors:hook", args=[hook.pk]), reverse("doors:held")]
    paths += [reverse("administration:rights"), reverse("home")]
    small = {path: len(statements(world.people[person], path)) for path in paths}
    _systems(world, MANY)
    large = {path: len(statements(world.people[person], path)) for path in paths}
    assert large == small
    assert max(large.values()) <= PLAIN, large


def _systems(world: World, number: int) -> Webhook:
    """So many systems that ask, wait and are told; groups that mean a unit or shall mean a team."""
    gert, town, at = world.people["gert"], world.town, monday_at(9)
    mine = {"municipality": town.municipality}
    for one in range(number):
        for scope in (Scope.STATUS, Scope.SCIM):
            tokens.make(f"System {scope} {one}", [scope], at.date(), by=gert, at=at)
        hook, _secret = hooks.make(f"Hører {one}", "https://x.example/", [Event.TEST], by=gert, at=at)
        told = {"event": Event.TEST, "happened_at": at, "given_up_at": at}
        Delivery.objects.bulk_create(Delivery(hook=hook, key=f"{key}", **told) for key in range(number))
        group = Group.objects.create(name=f"Gruppe {number} {one}", made_at=at, changed_at=at, **mine)
        groups.propose(group, town.reception, by=gert, at=at)
        groups.propose(group, town.kindergarten, by=gert, at=at)
        person = make_person(f"Væk{number}x{one} Vang", town.kindergarten, "paedagog")
        GroupMember.objects.create(group=group, staff=person)
        known = {"user_name": f"vaek{number}x{one}", "made_at": at, "changed_at": at, "held_at": at}
        DirectoryPerson.objects.create(staff=person, **known, **mine)
    return hook


def begun(number: int) -> Story:
    told = {Question.DANGER: {"danger": "no"}, Question.TOPIC: {"topics": ("psychological",)}}
    ago = HOUR + dt.timedelta(minutes=number)
    return Story(f"begun {number}", "anna", ago, "suspicion", told, is_sent=False)


def test_every_page_keeps_its_budget_and_costs_the_same_with_fifty_of_everything(busy: World) -> None:
    small = counts(busy)
    fill(busy)
    large = counts(busy)
    grown = {door: (small[door], large[door]) for door in small if large[door] > small[door]}
    over = {door: count for door, count in large.items() if count > budget(door)}
    assert (grown, over) == ({}, {})
    assert len(small) > 80


def test_a_page_that_asks_once_per_row_would_be_noticed(busy: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from notifications.views import inbox

    before = len(statements(busy.people["cia"], reverse("notifications:inbox")))
    shown = inbox.render

    def ask_for_each(request: Any, *args: Any, **kwargs: Any) -> Any:
        for person in Staff.objects.filter(municipality=busy.town.municipality):
            list(person.memberships.all())
        return shown(request, *args, **kwargs)

    monkeypatch.setattr(inbox, "render", ask_for_each)
    assert len(statements(busy.people["cia"], reverse("notifications:inbox"))) > before + 5
