"""Reports from the command line: the 45 measures of a real region, a year apart."""

import datetime as dt
import json
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from plans.implementation.frameworks import framework_named
from plans.implementation.telling import Statement, set_recommendation_status
from plans.models import Recommendation, StatusReport
from plans.paper.printing import why_off
from plans.vocabulary import Level, Status
from tests.plans.implementation.reporting import JULY, JUNE, NOW

SHARED = Path(__file__).resolve().parents[4] / "shared"
MOSS = SHARED / "domain" / "mosseregionen.csv"


FIRST, TOLD = dt.date(2017, 6, 1), dt.date(2017, 6, 23)
NEXT, NEXT_TOLD = dt.date(2018, 6, 1), dt.date(2018, 6, 22)


def command(name, *words, **options):
    out = StringIO()
    call_command(name, *words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def moss(town):
    if not MOSS.exists():
        pytest.skip("the status report of the Moss region lies beside the repository, in ../shared")
    town.municipality.language = "nb"
    town.municipality.save()
    command("import_measures", str(MOSS), plan="Moss", as_of=str(FIRST), published=str(TOLD))
    return town.municipality.action_plans.get()


def test_the_45_measures_of_2017_add_up_to_100_and_what_nobody_said_is_unknown(moss):
    told = json.loads(command("status", plan="Moss", at=str(FIRST), json=True))
    counts = {one["status"]: one["count"] for one in told["statuses"]}
    assert told["denominator"] == 45
    assert sum(one["share"] for one in told["statuses"]) == 100
    assert counts == {
        "done": 0,
        "partly_done": 3,
        "in_progress": 4,
        "at_risk": 0,
        "late": 0,
        "not_started": 1,
        "dropped": 1,
        "unknown": 36,
    }
    before = json.loads(command("status", plan="Moss", at="2017-06-20", known="2017-06-20", json=True))
    assert {one["status"]: one["count"] for one in before["statuses"]}["unknown"] == 45


@pytest.mark.skipif(bool(why_off()), reason="PDFs are off on this machine")
def test_two_reports_a_year_apart_and_what_changed_between_them(moss, dorte, tmp_path, town):
    file = tmp_path / "2017.pdf"
    options = {"plan": "Moss", "as_of": str(FIRST), "published": str(TOLD)}
    said = command("status_report", **options, out=file, approved_by=dorte.email)
    assert (
        command("status_report", **options, out=tmp_path / "again.pdf").split("SHA")[1]
        == said.split("SHA")[1]
    )
    by_number = {one.number: one for one in moss.measures.all()}
    for number, status in (("6", Status.LATE), ("27", Status.DONE), ("1", Status.DONE)):
        entry = by_number[number].statuses.create(
            status=status,
            sentence="Sagt et år senere.",
            as_of=NEXT,
            published_on=NEXT_TOLD,
            recorded_at=NOW,
            source="en egen opgørelse",
        )
        assert entry.pk
    told = json.loads(command("compare_status", plan="Moss", first=str(FIRST), last=str(NEXT), json=True))
    assert (told["denominator"], told["counts"]["same"]) == (45, 42)
    assert [(one["number"], one["from"], one["to"], one["change"]) for one in told["changes"]] == [
        ("6", "not_started", "late", "down"),
        ("27", "partly_done", "done", "up"),
        ("1", "unknown", "done", "told"),
    ]
    second = tmp_path / "2018.pdf"
    command("status_report", plan="Moss", as_of=str(NEXT), published=str(NEXT_TOLD), out=second)
    early, late = StatusReport.objects.order_by("as_of")
    assert (early.approved_name, late.approved_name) == ("Dorte Dahl", "")
    for one in (file, second):
        _looks_right(one)


def _looks_right(path):
    if shutil.which("pdfinfo") is None:
        return
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    pages = int(told.split("Pages:")[1].split()[0])
    found = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    text = found.stdout
    assert ("Tagged:          yes" in told, 4 <= pages <= 6) == (True, True)
    bokmaal = ("Statusrapport", "Delvis gjennomført", "Ukjent", "SHA-256", "Ansvarlig")
    assert [word for word in bokmaal if word not in text] == []
    assert [word for word in ("Gennemført", "Delvist", "Ukendt", "Tiltag ") if word in text] == []


@pytest.mark.parametrize(
    "options",
    [
        {"plan": "Findes ikke", "as_of": "2026-06-01", "published": "2026-06-01"},
        {"plan": "SISO", "as_of": "2026-06-31", "published": "2026-06-01"},
        {"plan": "SISO", "as_of": "2026-06-02", "published": "2026-06-01"},
        {"plan": "SISO", "as_of": "2026-06-01", "published": "2026-06-01", "approved_by": "x@y.example"},
    ],
)
def test_a_report_that_cannot_be_made_writes_no_file(town, tmp_path, options):
    with pytest.raises(CommandError):
        command("status_report", **options, out=tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []


def test_the_recommendations_compare_too(town, dorte):
    framework = framework_named(town.municipality, "SISO")
    fifteenth = Recommendation.objects.get(framework=framework, number=15)
    for level in Level:
        set_recommendation_status(fifteenth, level, Statement(Status.DONE, "Sådan.", JULY), by=dorte, at=NOW)
    told = json.loads(command("compare_status", plan="SISO", first=str(JUNE), last=str(JULY), json=True))
    assert [(one["number"], one["change"]) for one in told["changes"]] == [("15", "told")]
