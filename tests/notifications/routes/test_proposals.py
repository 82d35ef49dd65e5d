"""Two persons change who receives what; until then nothing changes, and a hole is not accepted (N-80)."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from beredskab.access import four_eyes, guard
from beredskab.access.acting import as_role
from beredskab.access.roles import Role
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from notifications.models import RouteProposal
from notifications.routes import moves, proposals, rulebook
from notifications.routes.cells import Cells, table_of_json
from notifications.views.routing_change import _listed
from tests.build import monday_at
from tests.cast import Town, make_person

pytestmark = pytest.mark.django_db
NIGHT = Cells("Fravær", "ungeteamet", topic="absence", phone="sociale-vagt")


@pytest.fixture
def liv(town: Town) -> Staff:
    """Leads the receiving team."""
    return make_person("Liv Lund", town.counselling, "myndighed", Role.TEAM_LEADER)


@pytest.fixture
def table(town: Town) -> Any:
    rulebook.start(town.municipality)
    return rulebook.table_of(town.municipality)


def test_a_suggestion_is_in_force_when_another_has_approved_it(
    town: Town, dorte: Staff, liv: Staff, table: Any
) -> None:
    wanted = (NIGHT, *table)
    made = proposals.propose(wanted, note="Skolen", by=dorte, at=monday_at(9))
    assert rulebook.table_of(town.municipality) == table
    proposals.approve(made, by=liv, at=monday_at(10))
    assert rulebook.table_of(town.municipality) == wanted
    made.refresh_from_db()
    assert (made.state, made.decided_by, made.decided_at) == ("approved", liv, monday_at(10))
    assert table_of_json(made.before) == table


def test_nobody_approves_their_own(dorte: Staff, liv: Staff, table: Any) -> None:
    made = proposals.propose((NIGHT, *table), note="", by=dorte, at=monday_at(9))
    with pytest.raises(guard.Forbidden):
        proposals.approve(made, by=dorte, at=monday_at(10))
    made.refresh_from_db()
    assert made.state == "waiting"


def test_who_may_neither_edit_nor_approve_is_refused(
    cia: Staff, liv: Staff, dorte: Staff, table: Any
) -> None:
    for person in (cia, liv):
        with pytest.raises(guard.Forbidden):
            proposals.propose((NIGHT, *table), note="", by=person, at=monday_at(9))
    made = proposals.propose((NIGHT, *table), note="", by=dorte, at=monday_at(9))
    for verb in (proposals.approve, proposals.reject):
        with pytest.raises(guard.Forbidden):
            verb(made, by=cia, at=monday_at(10))


def test_a_suggestion_made_from_an_older_table_is_not_put_in_force(
    town: Town, dorte: Staff, liv: Staff, table: Any
) -> None:
    made = proposals.propose((NIGHT, *table), note="", by=dorte, at=monday_at(9))
    rulebook.replace(town.municipality, table[1:])
    with pytest.raises(proposals.OutOfDate):
        proposals.approve(made, by=liv, at=monday_at(10))
    assert rulebook.table_of(town.municipality) == table[1:]


def test_a_cell_whose_place_is_gone_never_becomes_any(town: Town, table: Any) -> None:
    with pytest.raises(rulebook.GoneMeanwhile):
        rulebook.replace(town.municipality, (replace(NIGHT, unit="nedlagt"), *table))
    assert rulebook.table_of(town.municipality) == table


def test_a_table_that_leaves_somebody_out_is_not_sent(dorte: Staff, table: Any) -> None:
    with pytest.raises(proposals.LeavesSomebodyOut):
        proposals.propose(
            tuple(line for line in table if not line.is_fallback), note="", by=dorte, at=monday_at(9)
        )
    assert not RouteProposal.objects.exists()


def test_one_waits_at_a_time_and_can_be_taken_back(dorte: Staff, table: Any) -> None:
    made = proposals.propose((NIGHT, *table), note="", by=dorte, at=monday_at(9))
    with pytest.raises(four_eyes.AlreadyWaiting):
        proposals.propose(table[1:], note="", by=dorte, at=monday_at(9))
    assert proposals.reject(made, by=dorte, at=monday_at(10)).state == "withdrawn"
    with pytest.raises(proposals.NotDecided):
        proposals.reject(made, by=dorte, at=monday_at(11))


def test_what_moves_is_what_the_change_says_and_no_more(
    town: Town, cia: Staff, emil: Staff, table: Any
) -> None:
    on = proposals.today(town.municipality, monday_at(9))
    found = proposals.moved(town.municipality, table, (NIGHT, *table), on=on)
    assert {tuple(one.topics) for one in found} == {("absence",)}
    assert {one.after.team for one in found if one.after} == {"Ungeteamet"}
    professions = town.municipality.professions.count()
    assert moves.count(found) <= professions * 8 * 3 * 2 * 2
    assert proposals.moved(town.municipality, table, table, on=on) == []


def test_a_rule_with_another_name_moves_nothing(town: Town, cia: Staff, table: Any) -> None:
    on = proposals.today(town.municipality, monday_at(9))
    renamed = (replace(table[0], name="Noget andet"), *table[1:])
    assert proposals.moved(town.municipality, table, renamed, on=on) == []


# --- the pages --------------------------------------------------------------------------------------


def typed(table: Any, **more: str) -> dict[str, str]:
    """The form as a browser posts it."""
    data = {"lines": str(len(table) + 2), "note": "Skolen"}
    for place, line in enumerate(table):
        data |= {f"r{place}_number": str((place + 1) * 10), f"r{place}_name": line.name}
        data |= {f"r{place}_{name}": cell for name, cell in line.as_json().items()}
    return data | more


def test_the_page_shows_what_moves_and_sends(
    client: Any, town: Town, dorte: Staff, liv: Staff, cia: Staff, table: Any
) -> None:
    client.force_login(dorte)
    url = reverse("notifications:routing_change")
    assert client.get(url).status_code == 200
    place = len(table)
    new = {
        f"r{place}_number": "5",
        f"r{place}_name": "Fravær",
        f"r{place}_topic": "absence",
        f"r{place}_team": "ungeteamet",
        f"r{place}_phone": "sociale-vagt",
    }
    shown = client.post(url, typed(table, handling="vis", **new))
    assert shown.status_code == 200
    assert "Ungeteamet" in shown.content.decode()
    sent = client.post(url, typed(table, handling="send", **new))
    made = RouteProposal.objects.get()
    assert sent.status_code == 302
    assert table_of_json(made.table) == (NIGHT, *table)
    client.force_login(liv)
    here = reverse("notifications:routing_proposal", args=[made.pk])
    client.post(here, {"handling": "godkend"})
    assert rulebook.table_of(town.municipality) == (NIGHT, *table)
    assert "Godkendt" in client.get(here).content.decode()


def test_a_table_without_a_last_word_comes_back_with_what_was_typed(
    client: Any, dorte: Staff, table: Any
) -> None:
    client.force_login(dorte)
    rules = tuple(line for line in table if not line.is_fallback)
    answer = client.post(reverse("notifications:routing_change"), typed(rules, handling="send"))
    assert answer.status_code == 422
    assert rules[0].name in answer.content.decode()


def test_the_simulator_answers_as_filing_does(client: Any, dorte: Staff, cia: Staff, table: Any) -> None:
    client.force_login(dorte)
    facts = {
        "suspect": "home",
        "topic": "physical",
        "certainty": "suspicion",
        "acute": "no",
        "hour": "10",
        "day": "1",
    }
    answer = client.get(reverse("notifications:routing_try"), facts)
    assert "Modtagelsen" in answer.content.decode()
    assert client.get(reverse("notifications:routing_try"), {**facts, "topic": "x"}).status_code == 422


def test_the_truth_table_streams_whole(client: Any, dorte: Staff, cia: Staff, town: Town, table: Any) -> None:
    client.force_login(dorte)
    answer = client.get(reverse("notifications:truth_table_file"))
    assert answer.streaming
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 1 + town.municipality.professions.count() * 8 * 3 * 14 * 4
    page = client.get(reverse("notifications:truth_table"), {"suspect": "leader"})
    assert page.status_code == 200
    for person in (dorte, cia):
        assert person.name not in "\n".join(lines)


def test_every_step_is_in_the_trail(dorte: Staff, liv: Staff, table: Any) -> None:
    made = proposals.propose((NIGHT, *table), note="", by=dorte, at=monday_at(9))
    proposals.reject(made, by=liv, at=monday_at(10))
    with as_role("auditor") as alias:
        entries = Entry.objects.using(alias).filter(subject=str(made.pk)).order_by("at")
        assert list(entries.values_list("verb", "actor_id")) == [
            ("routing.proposed", dorte.pk),
            ("routing.rejected", liv.pk),
        ]


def test_most_topics_are_told_by_what_is_left_out() -> None:
    names = {number: str(number) for number in range(5)}
    assert _listed([0, 1, 2, 3], names, "all but %(others)s") == "all but 4"
    assert _listed([0, 1], names, "all but %(others)s") == "0, 1"
    assert _listed([0, 1, 2, 3, 4], names, "all but %(others)s") == "0, 1, 2, 3, 4"
    assert _listed([], {}, "all but %(others)s") == ""
