"""`deadline` and `route`: the same functions as the pages, asked from the command line."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from notifications.routes import rulebook


@pytest.fixture
def ask(town, capsys):
    """Run a command with --json and read its answer; standard output holds nothing else."""
    rulebook.start(town.municipality)

    def run(command: str, *words: str) -> dict:
        capsys.readouterr()
        call_command(command, *words, "--municipality", "eksempel", "--json")
        return json.loads(capsys.readouterr().out)

    return run


def test_the_receipt_of_easter_2026(ask):
    assert ask("deadline", "--received", "2026-04-01T14:05", "--kind", "receipt") == {
        "kind": "receipt",
        "received": "2026-04-01T14:05:00+02:00",
        "due": "2026-04-11",
        "skipped": [
            {"date": "2026-04-02", "reason": "Maundy Thursday"},
            {"date": "2026-04-03", "reason": "Good Friday"},
            {"date": "2026-04-05", "reason": "Easter Day"},
            {"date": "2026-04-06", "reason": "Easter Monday"},
        ],
        "explanation": "Received Wednesday 1 April at 14.05. Maundy Thursday, Good Friday, Easter Day and "
        "Easter Monday are not counted. Due Saturday 11 April.",
    }


def test_a_municipality_that_does_not_count_saturdays(ask, town):
    town.municipality.saturday_is_workday = False
    town.municipality.save()
    answer = ask("deadline", "--received", "2026-11-24T10:58", "--kind", "receipt")
    assert answer["due"] == "2026-12-02"
    assert answer["skipped"] == [
        {"date": "2026-11-28", "reason": "Saturday"},
        {"date": "2026-11-29", "reason": "Sunday"},
    ]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-28T14:05", "2026-03-29T15:05:00+02:00"),
        ("2026-10-24T14:05", "2026-10-25T13:05:00+01:00"),
        ("2026-10-25T02:30", "2026-10-26T01:30:00+01:00"),  # came twice: the first, which is stricter
        ("2026-10-25T02:30+01:00", "2026-10-26T02:30:00+01:00"),
        ("2026-12-24T23:00:30", "2026-12-25T23:00:30+01:00"),
    ],
)
def test_24_hours_over_both_clock_changes(ask, received, due):
    assert ask("deadline", "--received", received, "--kind", "assessment")["due"] == due


@pytest.mark.parametrize(
    ("received", "sentence"),
    [
        ("2026-03-29T02:30", "does not exist in Europe/Copenhagen"),
        ("tomorrow", "'tomorrow' is no time"),
        ("2026-02-30T10:00", "is no time"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_a_sentence(ask, received, sentence):
    with pytest.raises(CommandError, match=sentence):
        ask("deadline", "--received", received, "--kind", "receipt")


FACTS = ("--topic", "fysisk", "--certainty", "mistanke", "--unit", "solsikken", "--at", "2026-11-23T10:00")


def test_a_named_colleague_is_kept_out_with_the_leaders_above(ask, anna, bo, cia, dorte, ole):
    answer = ask("route", *FACTS, "--suspect", "ansat", "--named", ole.email)
    assert answer == {
        "team": "modtagelsen",
        "team_name": "Modtagelsen",
        "rule": "Mistanke mod en ansat",
        "reason": "“Mistanke mod en ansat” fits: employee.",
        "phone": "familieraadgivningen",  # the head of the field may lie in the line that is kept out (N-29)
        "excluded": ["bo@eksempel.example", "dorte@eksempel.example", "ole@eksempel.example"],
        "excluded_because": [
            {"person": "ole@eksempel.example", "cause": "suspected"},
            {"person": "bo@eksempel.example", "cause": "line"},
            {"person": "dorte@eksempel.example", "cause": "line"},
        ],
        "somebody_has_to_be_called": False,
    }


def test_when_anna_does_not_know_who_everybody_there_is_kept_out_but_not_anna(ask, anna, bo, cia, ole):
    answer = ask("route", *FACTS, "--suspect", "employee", "--filer", anna.email)
    assert answer["excluded"] == ["bo@eksempel.example", "ole@eksempel.example"]
    assert answer["excluded_because"][0] == {"unit": "solsikken", "cause": "unknown_person"}


def test_a_suspected_leader_goes_to_people_who_do_not_work_under_them(ask, bo, cia, dorte, emil):
    answer = ask("route", *FACTS, "--suspect", "leder", "--named", bo.email)
    assert answer["team"] == "modtagelsen"  # the closed group is empty, and Dorte is in the line
    assert answer["excluded"] == ["bo@eksempel.example", "dorte@eksempel.example"]


def test_a_suspected_member_of_the_receiving_team_goes_to_another_team(ask, cia, emil, ida):
    answer = ask("route", *FACTS, "--suspect", "employee", "--named", ida.email)
    assert answer["team"] == "ungeteamet"
    assert answer["excluded"] == ["ida@eksempel.example"]


def test_a_suspected_director_of_everybody_leaves_the_phone(ask, cia, dorte):
    answer = ask("route", *FACTS, "--suspect", "leader", "--named", dorte.email)
    assert (answer["somebody_has_to_be_called"], answer["phone"]) == (True, "sociale-vagt")
    assert answer["team"] == "modtagelsen"  # still taken in


@pytest.mark.parametrize(
    ("at", "phone"), [("2026-11-23T10:00", "familieraadgivningen"), ("2026-11-23T22:00", "sociale-vagt")]
)
def test_at_night_the_filer_is_told_to_call_somebody_who_answers(ask, cia, at, phone):
    answer = ask("route", *FACTS[:-1], at, "--suspect", "hjem")
    assert (answer["team"], answer["phone"]) == ("modtagelsen", phone)


def test_asking_changes_nothing_and_needs_a_table(town, cia):
    words = ["route", *FACTS, "--suspect", "home", "--municipality", "eksempel"]
    with pytest.raises(CommandError, match="no rule that always fits"):
        call_command(*words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--named", "nobody@eksempel.example"), "Nobody of Eksempel Kommune has the address"),
        (("--unit", "nowhere"), "No unit of Eksempel Kommune"),
    ],
)
def test_whoever_is_not_there_is_named(ask, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        ask("route", *FACTS, "--suspect", "home", *words)


def test_a_word_that_nobody_uses_lists_the_ones_there_are(ask):
    with pytest.raises(CommandError, match="'vred' is not one of: home, sibling"):
        ask("route", *FACTS, "--suspect", "vred")
