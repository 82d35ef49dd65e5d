"""Two persons decide about keys, on a page that opens nothing. Rule A-50."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from beredskab.access.guard import Forbidden
from beredskab.administration.models import KeyChange, KeyChangeKind
from beredskab.administration.safekeeping import changing
from beredskab.organisation.models import Staff
from beredskab.outbox.models import Message
from beredskab.vault.models import KeyHolder
from tests import build
from tests.cast import Town

PAGE = "/administration/noegler/"
SHEETS = {"kind": "recovery", "office_1": "Direktøren", "office_2": "DPO", "office_3": "Arkivet"}
pytestmark = pytest.mark.django_db


def client_of(staff: Staff) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(staff)
    client.cookies["language"] = "en"
    return client


def text_of(client: Client) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", client.get(PAGE).content.decode())


def test_one_suggests_another_approves_and_the_command_is_shown(
    town: Town, gert: Staff, dorte: Staff
) -> None:
    gerts, dortes = client_of(gert), client_of(dorte)
    assert gerts.post(f"{PAGE}foreslaa/", SHEETS).status_code == 302
    change = KeyChange.objects.get()
    assert (change.told, change.is_approved) == ({"offices": ["Direktøren", "DPO", "Arkivet"]}, False)
    assert list(Message.objects.values_list("recipient", flat=True)) == [dorte.pk]
    assert 'value="approve"' not in gerts.get(PAGE).content.decode()
    assert 'value="approve"' in dortes.get(PAGE).content.decode()
    assert dortes.post(f"{PAGE}{change.pk}/", {"decision": "approve"}).status_code == 302
    assert "share_recovery_key --municipality eksempel" in text_of(gerts)
    changing.take(town.municipality, KeyChangeKind.RECOVERY, using="default", at=timezone.now())
    assert "share_recovery_key" not in text_of(gerts)


def test_nobody_approves_what_they_suggested(town: Town, gert: Staff, dorte: Staff) -> None:
    from beredskab.access.models import RoleAssignment
    from beredskab.access.roles import Role

    RoleAssignment.objects.create(staff=gert, role=Role.MANAGER)
    made = changing.propose(KeyChangeKind.TEAM, about="modtagelsen", by=gert, at=timezone.now())
    assert client_of(gert).post(f"{PAGE}{made.pk}/", {"decision": "approve"}).status_code == 403
    with pytest.raises(Forbidden):
        changing.decide(made, approve=True, by=gert, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyChange.objects.filter(pk=made.pk).update(is_approved=True, decided_by=gert)
    assert client_of(gert).post(f"{PAGE}{made.pk}/", {"decision": "reject"}).status_code == 302
    assert "turned down or taken back" in text_of(client_of(dorte))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "team"}, "team"),
        ({**SHEETS, "office_2": ""}, "office_2"),
        ({**SHEETS, "office_3": "direktøren"}, "office_3"),
        ({}, "kind"),
    ],
)
def test_what_is_not_whole_is_said_and_nothing_typed_is_lost(
    town: Town, gert: Staff, said: dict[str, str], field: str
) -> None:
    answer = client_of(gert).post(f"{PAGE}foreslaa/", said)
    page = answer.content.decode()
    assert (answer.status_code, KeyChange.objects.count()) == (422, 0)
    assert f"#id_{field}" in page
    assert all(value in page for key, value in said.items() if key.startswith("office"))


def test_the_same_twice_is_suggested_once(town: Town, gert: Staff) -> None:
    gerts = client_of(gert)
    answers = [gerts.post(f"{PAGE}foreslaa/", SHEETS).status_code for _ in range(2)]
    assert (answers, KeyChange.objects.count()) == ([302, 422], 1)


def test_another_municipality_sees_and_decides_nothing(
    town: Town, neighbour: Town, gert: Staff, dorte: Staff, frida: Staff
) -> None:
    made = changing.propose(KeyChangeKind.TEAM, about="modtagelsen", by=gert, at=timezone.now())
    Staff.objects.filter(pk=dorte.pk).update(municipality=neighbour.municipality)
    stranger = Staff.objects.get(pk=dorte.pk)
    assert list(changing.changes_for(stranger)) == []
    assert client_of(stranger).post(f"{PAGE}{made.pk}/", {"decision": "approve"}).status_code == 404


def test_the_page_says_where_the_keys_are(town: Town, gert: Staff, settings: Any) -> None:
    with translation.override("en"):
        assert "lies on the machine with the other keys" in text_of(client_of(gert))
        assert "own key folder" in text_of(client_of(gert))
        settings.KEY_AGENT_SOCKET = "/run/beredskab/keys.sock"
        assert "with the key agent" in text_of(client_of(gert))


def test_the_page_does_not_tell_whether_a_team_has_ever_had_a_notification(
    town: Town, gert: Staff, anna: Staff
) -> None:
    """A team's key is made with its first notification, and that may be about whoever looks."""
    changing.propose(KeyChangeKind.TEAM, about="lukket", by=gert, at=timezone.now())
    gerts = client_of(gert)
    before = text_of(gerts)
    build.concern(filed_by=anna, team=town.closed)
    assert KeyHolder.objects.filter(kind="team").exists()
    assert text_of(gerts) == before


def test_many_changes_cost_as_many_statements_as_one(town: Town, gert: Staff, dorte: Staff) -> None:
    gerts = client_of(gert)
    gerts.get(PAGE)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            gerts.get(PAGE)
        return len(asked)

    changing.propose(KeyChangeKind.TEAM, about="lukket", by=gert, at=timezone.now())
    one = statements()
    for team in ("modtagelsen", "ungeteamet", "fagchef", "tvaergaaende"):
        made = changing.propose(KeyChangeKind.TEAM, about=team, by=gert, at=timezone.now())
        changing.decide(made, approve=team != "fagchef", by=dorte, at=timezone.now())
    assert statements() == one
