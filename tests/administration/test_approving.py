"""Whoever is a second pair of eyes finds what waits, administrator or not."""

import datetime as dt

import pytest
from django.test import Client

from beredskab.access.roles import Role
from beredskab.administration import approving, rules
from beredskab.administration.demo import PROVIDER
from beredskab.administration.models import KeyChangeKind
from beredskab.administration.safekeeping import changing as keys
from beredskab.doors import tokens
from beredskab.doors.models import Group
from beredskab.doors.scim import groups
from beredskab.doors.vocabulary import Scope
from beredskab.organisation.models import Municipality, Staff
from beredskab.signin.providers import changing
from notifications.routes import proposals, rulebook
from tests.build import monday_at
from tests.cast import Town, make_person

pytestmark = pytest.mark.django_db
NOW = monday_at(9)
ALL = ["routing", "login", "rules", "keys", "systems", "groups"]


@pytest.fixture
def busy(town: Town, gert: Staff, cia: Staff, emil: Staff) -> Town:
    """Gert has suggested one of everything, and a manager a routing table."""
    rulebook.start(town.municipality)
    manager = make_person("Mia Munk", town.department, "leder", Role.MANAGER)
    table = rulebook.table_of(town.municipality)
    proposals.propose(tuple(reversed(table[:2])) + tuple(table[2:]), note="", by=manager, at=NOW)
    changing.propose("login", PROVIDER, "", by=gert, at=NOW)
    before = rules.in_force(Municipality.objects.get(pk=town.municipality.pk))
    rules.propose(rules.Rules(before.days, not before.exclude_line), by=gert, at=NOW)
    keys.propose(KeyChangeKind.RECOVERY, offices=["A", "B", "C"], by=gert, at=NOW)
    tokens.make("Katalog", [Scope.SCIM], NOW.date() + dt.timedelta(days=30), by=gert, at=NOW)
    group = Group.objects.create(municipality=town.municipality, name="M", made_at=NOW, changed_at=NOW)
    groups.propose(group, town.reception, by=gert, at=NOW)
    return town


def told(person: Staff) -> list[str]:
    return [one.name for one, count in approving.waiting_for(person) if count == 1]


def test_an_approver_hears_of_all_and_an_administrator_of_none(busy: Town, gert: Staff, dorte: Staff) -> None:
    assert told(dorte) == ALL
    assert approving.waiting_for(gert) == []


def test_what_one_has_suggested_waits_for_somebody_else(busy: Town) -> None:
    assert "routing" not in told(Staff.objects.get(name="Mia Munk"))


def test_another_municipality_hears_nothing(busy: Town, neighbour: Town) -> None:
    person = make_person("Nis Nabo", neighbour.department, "leder", Role.APPROVER, Role.MANAGER)
    assert approving.waiting_for(person) == []


def test_the_front_page_says_so_and_each_link_opens(busy: Town, dorte: Staff) -> None:
    client = Client()
    client.force_login(dorte)
    page = client.get("/").content.decode()
    hub = client.get("/administration/").content.decode()
    for one in approving.decisions_for(dorte):
        assert f'href="{one.url}"' in page
        assert f'href="{one.url}"' in hub
        assert client.get(one.url).status_code == 200
    assert "/administration/medarbejdere/" not in hub
    assert 'href="/administration/"' in client.get("/min-side/").content.decode()


def test_the_front_page_forgets_what_was_decided(busy: Town, dorte: Staff) -> None:
    client = Client()
    client.force_login(dorte)
    assert 'href="/administration/noegler/"' in client.get("/").content.decode()
    [change] = keys.changes_for(dorte)
    keys.decide(change, approve=False, by=dorte, at=NOW)
    assert 'href="/administration/noegler/"' not in client.get("/").content.decode()
    [token] = tokens.tokens_for(dorte)
    tokens.approve(token, by=dorte, at=NOW)
    assert 'href="/administration/systemer/"' not in client.get("/").content.decode()


def test_a_request_of_a_system_draws_no_revision(busy: Town, dorte: Staff, gert: Staff) -> None:
    _made, secret = tokens.make("Læser", [Scope.STATUS], NOW.date(), by=gert, at=NOW)
    before = Municipality.objects.get(pk=busy.municipality.pk).revision
    tokens.admit(secret, Scope.STATUS, at=NOW)
    assert Municipality.objects.get(pk=busy.municipality.pk).revision == before


def test_who_decides_nothing_has_no_such_page(anna: Staff, hanne: Staff) -> None:
    for person in (anna, hanne):
        client = Client()
        client.force_login(person)
        assert client.get("/administration/").status_code == 403
        assert 'href="/administration/"' not in client.get("/min-side/").content.decode()
