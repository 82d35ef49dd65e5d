"""Two independent layers: each alone shows an outsider nothing, and an exclusion wins over both."""

import threading

import pytest
from django.db import connection, connections

from beredskab.access import grants
from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import Facts, forget
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from notifications import access, handling
from notifications.handling import AlreadyClaimed
from notifications.models import Concern
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at
from tests.seen import outbox_to, shown_by_database

TABLES = [
    "notifications_concern",
    "notifications_answer",
    "notifications_assessment",
    "notifications_decision",
    "notifications_note",
    "notifications_message",
    "notifications_deadline",
    "notifications_transfer",
    "notifications_handover",
    "notifications_readingcheck",
    "notifications_childindex",
    "notifications_brokenglass",
    "vault_sealedkey",
    "access_exclusion",
    "outbox_message WHERE about IS NOT NULL",
    "audit_entry WHERE concern IS NOT NULL",
]
OUTSIDERS = ["emil", "frida", "gert", "bo", "dorte", "hanne", "ole"]


@pytest.fixture
def full(anna, cia, ida, ole, town) -> Concern:
    """A concern with a row in every table, from which Ole and his leaders are kept out."""
    concern = build.concern(filed_by=anna, team=town.reception, state=State.DECIDED, by=cia, keep_out=(ole,))
    handling.add_note(concern, "internal", by=cia, at=monday_at(9))
    handling.send_receipt(concern, by=cia, at=monday_at(10))
    handling.message_team(concern, "thank you", by=anna, at=monday_at(11))
    return concern


def everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the Python policy off: it shows everybody every concern."""
    monkeypatch.setattr(access, "concerns_for", lambda staff: Concern.objects.all())
    monkeypatch.setattr(access, "followed_concerns_for", lambda staff: Concern.objects.all())
    monkeypatch.setattr(access, "drafts_for", lambda staff: Concern.objects.all())


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_the_database_alone_shows_an_outsider_nothing(full, outsider, request, monkeypatch):
    everything(monkeypatch)
    person = request.getfixturevalue(outsider)
    assert {table: shown_by_database(person, table) for table in TABLES} == dict.fromkeys(TABLES, 0)
    with acting_as(person):
        assert list(access.concerns_for(person)) == []


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_the_policy_alone_shows_an_outsider_nothing(full, outsider, request):
    person = request.getfixturevalue(outsider)
    with as_role("owner"):  # row-level security does not bind the owner
        assert Concern.objects.count() == 1
        shown = [
            *access.concerns_for(person),
            *access.handled_concerns_for(person),
            *access.followed_concerns_for(person),
            *access.drafts_for(person),
        ]
        asked = [ask(person, full) for ask in PREDICATES]
    assert (shown, asked) == ([], [False] * 4)


PREDICATES = [access.may_read, access.may_handle, access.may_follow, access.may_continue]


def test_the_team_sees_every_table(full, cia):
    empty = (
        "answer",
        "transfer",
        "brokenglass",
        "handover",
        "childindex",
        "readingcheck",
    )
    assert all(shown_by_database(cia, one) for one in TABLES if not one.endswith(empty))


def test_the_filer_sees_the_conversation_and_nothing_of_the_teams_own(full, anna):
    shown = {table for table in TABLES if shown_by_database(anna, table)}
    assert shown == {
        "notifications_concern",
        "notifications_message",
        "notifications_deadline",
        "vault_sealedkey",
        "access_exclusion",
        "outbox_message WHERE about IS NOT NULL",
    }


@pytest.mark.parametrize("kept_out", ["ida", "dorte"])
def test_an_exclusion_wins_over_every_grant(anna, cia, town, kept_out, request):
    person = request.getfixturevalue(kept_out)
    for permission in ("handle_concerns", "lead_team"):
        grants.grant(person, permission, town.reception)
    Staff.objects.filter(pk=person.pk).update(is_superuser=True)
    build.concern(filed_by=anna, team=town.reception, keep_out=(person,))
    assert {table: shown_by_database(person, table) for table in TABLES} == dict.fromkeys(TABLES, 0)
    forget(person)
    with as_role("owner"):
        assert list(access.concerns_for(person)) == []


def test_with_somebody_unknown_the_whole_unit_is_kept_out_but_not_who_filed(anna, bo, cia, ole, town):
    for colleague in (anna, bo, ole):
        grants.grant(colleague, "handle_concerns", town.reception)
    build.concern(filed_by=anna, team=town.reception, keep_out_units=(town.kindergarten,))
    shown = {one.name: shown_by_database(one, "notifications_concern") for one in (anna, bo, ole, cia)}
    assert shown == {"Anna Andersen": 1, "Bo Bang": 0, "Ole Olsen": 0, "Cia Clausen": 1}


def test_who_is_kept_out_gets_no_mail_and_changes_nobody_elses(anna, cia, ida, ole, town):
    grants.grant(ole, "handle_concerns", town.reception)
    concern = build.concern(filed_by=anna, team=town.reception, keep_out=(ole, ida))
    handling.message_team(concern, "more", by=anna, at=monday_at(9))
    handling.claim(concern, by=cia, at=monday_at(9))
    handling.release(concern, by=cia, at=monday_at(10))
    assert {one.name: len(outbox_to(one)) for one in (cia, ida, ole)} == {
        "Cia Clausen": 1,
        "Ida Iversen": 0,
        "Ole Olsen": 0,
    }


def test_a_draft_is_nobodys_but_the_filers(anna, bo, cia, town):
    with acting_as(anna):
        draft = Concern(
            municipality=town.municipality, filed_by=anna, started_at=monday_at(8), saved_at=monday_at(8)
        )
        draft.save(force_insert=True)
        assert list(access.drafts_for(anna)) == [draft]
        assert list(access.followed_concerns_for(anna)) == []
    assert [shown_by_database(one, "notifications_concern") for one in (anna, bo, cia)] == [1, 0, 0]


def test_a_right_that_is_taken_away_is_gone_at_the_next_look(anna, cia, town):
    build.concern(filed_by=anna, team=town.reception)
    assert shown_by_database(cia, "notifications_concern") == 1
    grants.revoke(cia, "handle_concerns", town.reception)
    assert shown_by_database(cia, "notifications_concern") == 0


def test_somebody_inactive_reads_nothing(anna, cia, town):
    concern = build.concern(filed_by=anna, team=town.reception)
    Staff.objects.filter(pk=cia.pk).update(is_active=False)
    cia.refresh_from_db()
    assert shown_by_database(cia, "notifications_concern") == 0
    cia._access_facts = Facts(teams=frozenset({town.reception.pk}))  # an old decision, kept too long
    assert not access.may_read(cia, concern)


def test_nothing_that_was_written_about_a_concern_can_be_changed_afterwards(full, cia):
    with acting_as(cia), pytest.raises(Exception, match=r"permission denied|append-only"):
        Entry.objects.filter(concern=full.pk).update(verb="concern.nothing")


@pytest.mark.committing
def test_two_press_at_once_and_one_wins(town, anna, cia, ida):
    concern = build.concern(filed_by=anna, team=town.reception)
    start = threading.Barrier(2)
    results: dict[str, str] = {}

    def press(person: Staff) -> None:
        start.wait()
        try:
            results[person.name] = handling.claim(concern, by=person, at=monday_at(9)).claimed_by.name
        except AlreadyClaimed as refusal:
            results[person.name] = f"{refusal.concern.claimed_by.name} has it"
        finally:
            connections.close_all()

    presses = [threading.Thread(target=press, args=(person,)) for person in (cia, ida)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    with acting_as(cia):
        concern.refresh_from_db()
    winner = concern.claimed_by.name
    loser = ({"Cia Clausen", "Ida Iversen"} - {winner}).pop()
    assert results == {winner: winner, loser: f"{winner} has it"}


def test_without_an_actor_the_database_shows_nothing(full):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notifications_concern")
        assert cursor.fetchone() == (0,)
