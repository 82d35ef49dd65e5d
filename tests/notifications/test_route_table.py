"""The truth table: every combination once, answered by the functions of filing, and naming nobody."""

import csv
import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from beredskab.organisation.models import Profession, Staff
from notifications.models import RoutingRule
from notifications.routes import route_table, rulebook
from notifications.routing import Cause, Kept
from notifications.vocabulary import Certainty, Suspect, Topic
from tests.build import monday_at
from tests.cast import PROFESSIONS, Town

FACTS = ("profession", "suspect", "certainty", "topic", "acute", "hours")
SIZE = len(PROFESSIONS) * len(Suspect) * len(Certainty) * len(Topic) * 2 * 2
FEW = ("paedagog", "leder", "myndighed")
HEADING = (*FACTS, "team", "rule", "reason", "excluded")


@pytest.fixture
def few(town: Town) -> None:
    """A small table is enough for most stories."""
    Profession.objects.filter(municipality=town.municipality).exclude(slug__in=FEW).delete()


def table(capsys: Any, *words: str) -> list[dict[str, str]]:
    capsys.readouterr()
    call_command("route_table", "--csv", "--municipality", "eksempel", *words)
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def of(rows: list[dict[str, str]], **facts: str) -> dict[str, str]:
    """The line of a pædagog's concern of violence by day, with these facts."""
    usual = {
        "profession": "paedagog",
        "topic": "physical",
        "certainty": "suspicion",
        "acute": "no",
        "hours": "open",
    }
    (found,) = [row for row in rows if {**usual, **facts}.items() <= row.items()]
    return found


def test_every_combination_has_one_line_and_an_answer(
    town: Town, anna: Staff, bo: Staff, cia: Staff, dorte: Staff, emil: Staff, capsys: Any
) -> None:
    rulebook.start(town.municipality)
    rows = table(capsys)
    assert (len(rows), tuple(rows[0])) == (SIZE, HEADING)
    assert len({tuple(row[fact] for fact in FACTS) for row in rows}) == SIZE
    assert [row for row in rows if not (row["team"] and row["rule"] and row["reason"])] == []


def test_the_table_says_what_route_says(
    few: None,
    town: Town,
    anna: Staff,
    bo: Staff,
    cia: Staff,
    dorte: Staff,
    emil: Staff,
    capsys: Any,
) -> None:
    rulebook.start(town.municipality)
    rows = table(capsys, "--unit", "solsikken")
    words = (
        "--topic",
        "physical",
        "--certainty",
        "suspicion",
        "--unit",
        "solsikken",
        "--at",
        "2026-11-23T10:00",
    )
    for suspect, named in (("home", None), ("employee", None), ("leader", bo.email)):
        capsys.readouterr()
        call_command("route", *words, "--suspect", suspect, *(["--named", named] if named else []), "--json")
        answer = json.loads(capsys.readouterr().out)
        line = of(rows, suspect=suspect)
        expected = {key: answer[key] for key in ("team", "rule", "reason")}
        assert {key: line[key] for key in ("team", "rule", "reason")} == expected
        assert bool(line["excluded"]) == bool(answer["excluded"])


def test_who_is_kept_out_is_a_function(
    few: None, town: Town, anna: Staff, bo: Staff, cia: Staff, dorte: Staff, capsys: Any
) -> None:
    town.municipality.exclude_line_of_leaders = True
    town.municipality.save()
    rulebook.start(town.municipality)
    rows = table(capsys)
    assert of(rows, suspect="home")["excluded"] == ""
    assert of(rows, suspect="employee")["excluded"] == (
        "everybody who works at the place, except the filer; the leader of the place; leaders above the place"
    )
    assert of(rows, suspect="leader")["excluded"] == "the suspected person; leaders above the place"


def test_a_team_of_the_leaders_above_is_passed_over_in_the_table_too(
    few: None, town: Town, cia: Staff, dorte: Staff, capsys: Any
) -> None:
    town.municipality.exclude_line_of_leaders = True
    town.municipality.save()
    rulebook.start(town.municipality)
    line = of(table(capsys), suspect="leader")
    assert (line["team"], "passed over: nobody in it may see the concern" in line["reason"]) == (
        "modtagelsen",
        True,
    )


@pytest.mark.parametrize("words", [(), ("--unit", "solsikken")])
def test_nobodys_name_or_address_is_in_it(
    few: None,
    town: Town,
    anna: Staff,
    bo: Staff,
    cia: Staff,
    dorte: Staff,
    capsys: Any,
    words: tuple[str, ...],
) -> None:
    rulebook.start(town.municipality)
    call_command("route_table", "--csv", "--municipality", "eksempel", *words)
    printed = capsys.readouterr().out
    assert "@" not in printed
    assert [one.name for one in (anna, bo, cia, dorte) if one.name in printed] == []


def test_a_change_of_the_rules_changes_the_table(
    few: None, town: Town, cia: Staff, emil: Staff, capsys: Any
) -> None:
    rulebook.start(town.municipality)
    RoutingRule.objects.create(
        municipality=town.municipality, priority=0, name="=Ledere", profession="leder", team=town.other_team
    )
    rows = table(capsys)
    assert {(row["team"], row["rule"]) for row in rows if row["profession"] == "leder"} == {
        ("ungeteamet", "'=Ledere")
    }
    assert of(rows, suspect="home")["team"] == "modtagelsen"


def test_the_database_is_asked_the_same_however_long_the_table(few: None, town: Town, cia: Staff) -> None:
    rulebook.start(town.municipality)
    asked = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert list(route_table.lines(town.municipality, at=monday_at(10)))
        asked.append(len(queries))
        Profession.objects.create(municipality=town.municipality, slug=f"ny-{number}", name_da="Ny")
    assert asked[0] == asked[1] <= 12


def test_without_csv_it_counts_what_each_team_receives(
    few: None, town: Town, cia: Staff, capsys: Any
) -> None:
    rulebook.start(town.municipality)
    call_command("route_table", "--municipality", "eksempel")
    size = SIZE // len(PROFESSIONS) * len(FEW)
    assert capsys.readouterr().out == f"combinations: {size}\nmodtagelsen: {size}\n"


def test_no_table_is_said(town: Town, cia: Staff) -> None:
    with pytest.raises(CommandError, match="no rule that always fits"):
        call_command("route_table", "--csv", "--municipality", "eksempel")


def test_whoever_stepped_aside_has_a_word_too() -> None:
    with translation.override("en"):
        found = route_table.functions([Kept(Cause.CONFLICT, staff=1)] * 2)
    assert found == ["whoever stepped aside"]


def test_the_reason_says_places_and_professions_by_name(
    few: None, town: Town, cia: Staff, emil: Staff, capsys: Any
) -> None:
    rulebook.start(town.municipality)
    here = {"municipality": town.municipality, "team": town.other_team}
    RoutingRule.objects.create(priority=0, name="Ledere", profession="leder", **here)
    RoutingRule.objects.create(priority=1, name="Solsikken", unit=town.kindergarten, **here)
    reasons = " ".join({row["reason"] for row in table(capsys, "--unit", town.kindergarten.slug)})
    assert "Børnehuset Solsikken" in reasons
    assert (town.kindergarten.slug in reasons, "fits: leder." in reasons) == (False, False)


def test_the_spreadsheet_of_the_page_is_in_words(
    few: None, town: Town, cia: Staff, dorte: Staff, client: Any
) -> None:
    rulebook.start(town.municipality)
    client.force_login(dorte, backend="beredskab.signin.backends.StaffBackend")
    answer = client.get(reverse("notifications:truth_table_file"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    head, rows = lines[0].split(";"), list(csv.DictReader(lines, delimiter=";"))
    assert head[:4] == ["Team", "Profession", "Mistanke mod", "Grad"]
    assert {row["Team"] for row in rows} <= set(town.municipality.teams.values_list("name", flat=True))
    assert {row["I fare nu"] for row in rows} == {"Ja", "Nej"}
