import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from plans.implementation.telling import Statement, set_measure_status
from plans.models import Measure, MeasureStatus
from plans.vocabulary import Status

NOON = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "tiltag.csv"
    rows = "\n".join(f"{number};Tiltag {number};Pågår: møder" for number in range(1, 8))
    path.write_text(f"number;title;status\n{rows}\n", encoding="utf-8")
    return path


def said(capsys, *arguments):
    call_command(*arguments)
    return capsys.readouterr().out


def test_a_plan_is_imported_and_asked_about(town, dorte, table, capsys):
    out = said(capsys, "import_measures", str(table), "--plan", "Handleplan")
    assert out == ("Handleplan: 7 measures added, 0 changed, 0 unchanged, 0 statuses read from the text.\n")
    statement = Statement(Status.DONE, "Færdig.", dt.date(2026, 6, 1))
    set_measure_status(Measure.objects.get(number="1"), statement, by=dorte, at=NOON)
    told = json.loads(said(capsys, "status", "--plan", "handleplan", "--at", "2026-06-01", "--json"))
    assert told["denominator"] == 7
    assert [(one["status"], one["count"], one["share"]) for one in told["statuses"]] == [
        ("done", 1, 14),
        ("partly_done", 0, 0),
        ("in_progress", 0, 0),
        ("at_risk", 0, 0),
        ("late", 0, 0),
        ("not_started", 0, 0),
        ("dropped", 0, 0),
        ("unknown", 6, 86),
    ]


def test_the_fifteen_answer_to_their_name(town, capsys):
    told = json.loads(said(capsys, "status", "--plan", "SISO", "--at", "2026-01-01", "--json"))
    assert (told["denominator"], told["statuses"][-1]) == (
        15,
        {"status": "unknown", "count": 15, "share": 100},
    )


def test_without_json_it_is_a_small_table(town, capsys):
    lines = said(capsys, "status", "--plan", "SISO").splitlines()
    assert lines[-2:] == ["unknown         15  100 %", "all             15"]


def test_with_a_day_the_words_of_the_table_are_statuses(town, table, capsys):
    arguments = ["import_measures", str(table), "--plan", "Plan", "--as-of", "2017-06-01"]
    told = json.loads(said(capsys, *arguments, "--published", "2017-06-23", "--json"))
    assert told == {
        "plan": "Plan",
        "added": 7,
        "changed": 0,
        "unchanged": 0,
        "statuses": 7,
        "not_in_file": [],
    }
    assert MeasureStatus.objects.filter(status=Status.IN_PROGRESS).count() == 7


def test_the_neighbour_is_asked_by_name(neighbour, table, capsys):
    said(capsys, "import_measures", str(table), "--plan", "Nabo", "--municipality", "Nabo Kommune")
    assert "all              7" in said(capsys, "status", "--plan", "Nabo", "--municipality", "nabo")
    with pytest.raises(CommandError) as refused:
        call_command("status", "--plan", "Nabo")
    assert str(refused.value) == "No plan is called 'Nabo'. There are: SISO."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["status", "--plan", "SISO", "--at", "i går"], "'i går' is not a date such as 2026-06-01."),
        (
            ["status", "--plan", "SISO", "--municipality", "Ingen"],
            "No municipality is called 'Ingen'. There are: Eksempel Kommune.",
        ),
        (
            ["import_measures", "/findes/ikke.csv", "--plan", "P"],
            "/findes/ikke.csv cannot be opened: No such file or directory.",
        ),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(town, arguments, sentence):
    with pytest.raises(CommandError) as refused:
        call_command(*arguments)
    assert str(refused.value) == sentence


def test_a_broken_table_changes_nothing(town, tmp_path):
    path = tmp_path / "tiltag.csv"
    path.write_text("number;title\n1;A\n1;B\n", encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("import_measures", str(path), "--plan", "P")
    assert str(refused.value) == "Nothing was imported. Two measures have the number 1."
    assert not Measure.objects.exists()
