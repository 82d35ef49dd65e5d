import datetime as dt
import json
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction
from django.utils import translation

from beredskab.access.guard import Forbidden
from plans.implementation import facts, measures
from plans.implementation.facts import Figure, Meaning
from plans.implementation.frameworks import framework_named
from plans.implementation.measures import MeasureFacts, PlanFacts
from plans.implementation.reports import content as contents
from plans.implementation.reports import making, showing
from plans.implementation.reports.comparing import Item, change_of, compare
from plans.implementation.reports.content import Wanted, checksum
from plans.implementation.reports.showing import Report, compare_reports
from plans.implementation.telling import Statement, set_measure_status, set_recommendation_status
from plans.models import FactCount, Recommendation, StatusReport
from plans.paper.printing import why_off
from plans.vocabulary import Change, Level, Status, Task
from tests.cast import make_person
from tests.plans.implementation.test_status_pages import seen, signed_in, words

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)
TODAY = NOW.date()
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
SHARED = Path(__file__).resolve().parents[4] / "shared"
MOSS = SHARED / "domain" / "mosseregionen.csv"


@pytest.fixture
def plan(dorte):
    return measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=NOW)


def add(plan, number, dorte):
    facts = MeasureFacts(number=number, title=f"Tiltag {number}")
    return measures.save_measure(plan, facts, by=dorte, at=NOW)


def say(measure, status, day, dorte):
    return set_measure_status(measure, Statement(status, "Sådan.", day), by=dorte, at=NOW)


def make(plan, day, dorte, told=TODAY):
    return making.make(Wanted(plan, day, told), by=dorte, at=NOW)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (None, Status.DONE, Change.NEW),
        (Status.DONE, None, Change.GONE),
        (Status.LATE, Status.LATE, Change.SAME),
        (Status.IN_PROGRESS, Status.DONE, Change.UP),
        (Status.NOT_STARTED, Status.LATE, Change.DOWN),
        (Status.LATE, Status.NOT_STARTED, Change.UP),
        (Status.DONE, Status.PARTLY_DONE, Change.DOWN),
        (Status.UNKNOWN, Status.LATE, Change.TOLD),
        (Status.DONE, Status.UNKNOWN, Change.UNTOLD),
        (Status.UNKNOWN, Status.DROPPED, Change.DROPPED),
        (Status.DROPPED, Status.UNKNOWN, Change.RESUMED),
        (Status.DROPPED, Status.DONE, Change.RESUMED),
    ],
)
def test_what_became_of_something(before, after, change):
    assert change_of(before, after) is change


def test_every_pair_of_statuses_is_some_change_and_only_the_same_is_unchanged():
    pairs = [(a, b) for a in Status for b in Status]
    assert all((change_of(a, b) is Change.SAME) == (a is b) for a, b in pairs)


def test_what_calls_for_somebody_stands_first():
    before = {"a": Item("1", "A", Status.DONE), "b": Item("2", "B", Status.DONE)}
    after = {
        "b": Item("2", "B", Status.LATE),
        "a": Item("1", "A", Status.DONE),
        "c": Item("3", "C", Status.DONE),
    }
    told = compare(before, after)
    assert [(one.key, one.change) for one in told.items] == [
        ("b", Change.DOWN),
        ("c", Change.NEW),
        ("a", Change.SAME),
    ]


def test_a_report_says_what_held_on_its_day_and_had_been_told_by_its_publication(plan, dorte):
    first, second = add(plan, "1", dorte), add(plan, "2", dorte)
    say(first, Status.DONE, JUNE, dorte)
    say(second, Status.LATE, JULY, dorte)
    report = make(plan, JUNE, dorte)
    assert [(x["number"], x["status"]) for x in report.content["measures"]] == [
        ("1", "done"),
        ("2", "unknown"),
    ]
    assert make(plan, JUNE, dorte, told=JUNE).content["measures"][0]["status"] == "unknown"


def test_until_somebody_approves_it_a_report_follows_and_then_it_stands(plan, dorte):
    measure = add(plan, "1", dorte)
    report = make(plan, JUNE, dorte)
    say(measure, Status.DONE, JUNE, dorte)
    again = make(plan, JUNE, dorte)
    assert (again.pk, again.content["measures"][0]["status"]) == (report.pk, "done")
    approved = making.approve(again, by=dorte, at=NOW)
    assert making.approve(again, by=dorte, at=NOW + dt.timedelta(days=1)).approved_at == NOW
    say(measure, Status.LATE, JUNE, dorte)
    later = make(plan, JUNE, dorte)
    assert (later.content, later.checksum) == (approved.content, checksum(approved.content))
    assert later.approved_name == "Dorte Dahl"


@pytest.mark.parametrize("change", [{"content": {}}, {"as_of": JULY}, {"approved_name": "Anna"}])
def test_the_database_keeps_an_approved_report(plan, dorte, change):
    report = making.approve(make(plan, JUNE, dorte), by=dorte, at=NOW)
    rows = StatusReport.objects.filter(pk=report.pk)
    for attempt in (lambda: rows.update(**change), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert making.show_everybody(report, True, by=dorte, at=NOW).is_public


def test_only_an_approved_report_is_public_and_it_is_not_thrown_away(plan, dorte, hanne, neighbour):
    report = make(plan, JUNE, dorte)
    with pytest.raises(making.RefusedReport):
        making.show_everybody(report, True, by=dorte, at=NOW)
    with pytest.raises(Forbidden):
        making.approve(report, by=hanne, at=NOW)
    making.approve(report, by=dorte, at=NOW)
    with pytest.raises(making.RefusedReport):
        making.discard(report, by=dorte, at=NOW)


def test_numbers_follow_each_other_and_days_that_have_not_come_are_refused(plan, dorte):
    numbers = [make(plan, day, dorte).number for day in (JUNE, JULY, JUNE)]
    assert numbers == [1, 2, 1]
    for wanted in (Wanted(plan, TODAY + dt.timedelta(days=1), dt.date(2027, 1, 1)), Wanted(plan, JULY, JUNE)):
        with pytest.raises(making.RefusedReport):
            making.make(wanted, by=dorte, at=NOW)


def test_two_reports_compare_as_they_were_frozen(plan, dorte):
    first, second = add(plan, "1", dorte), add(plan, "2", dorte)
    say(first, Status.IN_PROGRESS, JUNE, dorte)
    early = making.approve(make(plan, JUNE, dorte), by=dorte, at=NOW)
    say(first, Status.LATE, JULY, dorte)
    say(second, Status.DONE, JULY, dorte)
    add(plan, "3", dorte)
    late = make(plan, JULY, dorte)
    assert making.before(late) == early
    told = compare_reports(early, late)
    assert [(one.item.number, one.change) for one in told.items] == [
        ("1", Change.DOWN),
        ("2", Change.TOLD),
        ("3", Change.NEW),
    ]
    report = Report(late, early)
    assert report.counts == [(Change.DOWN, 1), (Change.TOLD, 1), (Change.NEW, 1)]
    assert [row.told["number"] for row in report.decisions] == ["1"]
    assert [row.told["number"] for row in report.measures] == ["1", "2", "3"]


def test_figures_of_the_day_are_kept_in_the_report_and_old_ones_are_not(plan, dorte, monkeypatch):
    counted = [Figure("in_time", 80, 85, is_percent=True), Figure("few", 0, 4)]
    monkeypatch.setattr(facts, "_sources", [lambda place, at: counted])
    monkeypatch.setattr(facts, "_meanings", {"in_time": Meaning("I tide", 8), "few": Meaning("Få", 8)})
    report = make(plan, TODAY, dorte)
    assert [(title, figure.number) for title, figure, _before in Report(report, None).facts] == [
        ("Få", "under 5"),
        ("I tide", "80–85 %"),
    ]
    assert make(plan, JUNE, dorte).content["facts"] == []
    facts.remember(dorte.municipality, TODAY, NOW)
    assert FactCount.objects.count() == 2


def test_no_person_and_no_small_unit_is_in_a_report(plan, dorte, bo, anna, town):
    measure = measures.save_measure(
        plan,
        MeasureFacts("1", "Alle øver", is_local=True, units=[town.kindergarten]),
        by=dorte,
        at=NOW,
    )
    measures.name_responsible(measure, role="Leder", staff=bo, deputy=None, task=Task.MAKES, by=dorte, at=NOW)
    told = json.dumps(make(plan, TODAY, dorte).content, ensure_ascii=False)
    hidden = ("Bo Bang", "Dorte", "Anna", "Solsikken")
    assert [name for name in hidden if name in told] == []
    assert '"places": {"unknown": 1}' in told


# --- pages ------------------------------------------------------------------------------------


@pytest.fixture
def sunday(freeze):
    freeze(NOW)


def asked(about, day=JUNE, **more):
    return {
        "plan": str(about.pk),
        **{f"as_of_{n}": v for n, v in enumerate((day.day, day.month, day.year))},
        **{f"published_on_{n}": v for n, v in enumerate((TODAY.day, TODAY.month, TODAY.year))},
        **more,
    }


def test_dorte_makes_approves_and_shows_a_report_to_everybody(plan, dorte, client, sunday):
    add(plan, "1", dorte)
    hers = signed_in(dorte)
    page = hers.post("/status/rapporter/ny/", asked(plan, lines="Vi er på vej.\n\nMere følger."), follow=True)
    assert words(seen(page), "#most ~ ul:not(.key-figures) li")[:2] == ["Vi er på vej.", "Mere følger."]
    assert "Ingen har godkendt" in words(seen(page), ".alert-warning")[0]
    assert client.get("/status/rapport/1/").status_code == 404
    hers.post("/status/rapporter/1/godkend/")
    hers.post("/status/rapporter/1/offentlig/")
    public = client.get("/status/rapport/1/")
    assert public.status_code == 200
    assert "Godkendt af Dorte Dahl" in public.content.decode()
    hers.post("/status/rapporter/1/offentlig/", {"hide": "1"})
    assert client.get("/status/rapport/1/").status_code == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"lines": "en\n" * 6}, "lines"),
        ({"plan": "77"}, "plan"),
        ({"published_on_2": 2020}, "published"),
    ],
)
def test_a_mistake_is_said_beside_the_field(plan, dorte, more, field, sunday):
    response = signed_in(dorte).post("/status/rapporter/ny/", asked(plan, **more))
    assert (response.status_code, StatusReport.objects.exists()) == (422, False)
    assert field in seen(response).select_one(".form-error-message")["id"]


def test_two_reports_stand_side_by_side_and_go_to_a_spreadsheet(plan, dorte, sunday):
    measure = add(plan, "1", dorte)
    making.approve(make(plan, JUNE, dorte), by=dorte, at=NOW)
    say(measure, Status.DONE, JULY, dorte)
    making.approve(make(plan, JULY, dorte), by=dorte, at=NOW)
    client = signed_in(dorte)
    page = seen(client.get("/status/rapporter/sammenlign/?first=1&second=2"))
    assert words(page, ".changes tbody tr") == ["1. Tiltag 1 Sådan. Ukendt Gennemført Nu kendt"]
    sheet = client.get("/status/rapporter/sammenlign/?first=1&second=2&format=csv").content.decode(
        "utf-8-sig"
    )
    assert sheet.splitlines()[1] == "1;Tiltag 1;Ukendt;Gennemført;Nu kendt"
    lines = client.get("/status/rapporter/2/rapport.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Tiltag;1;Tiltag 1;;;Gennemført;Sådan.;2026-07-01")
    assert client.get("/status/rapporter/2/rapport.xlsx").content[:2] == b"PK"
    assert client.get("/status/rapporter/2/rapport.exe").status_code == 404


def test_another_municipality_sees_no_report(plan, dorte, neighbour, sunday):
    make(plan, JUNE, dorte)
    nora = make_person("Nora Nabo", neighbour.department, "leder", "manager")
    assert signed_in(nora).get("/status/rapporter/1/").status_code == 404


# --- the real case ----------------------------------------------------------------------------

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


# --- last year, and month by month --------------------------------------------------------------


def test_a_report_says_what_a_figure_was_a_year_before(plan, dorte, monkeypatch):
    monkeypatch.setattr(facts, "_meanings", {"in_time": Meaning("I tide", 8)})
    for percent, day in ((70, TODAY - dt.timedelta(days=370)), (82, TODAY)):
        counted = [Figure("in_time", percent, percent, 50, is_percent=True)]
        monkeypatch.setattr(facts, "_sources", [lambda place, at, counted=counted: counted])
        facts.remember(dorte.municipality, day, NOW)
    ((_title, figure, before),) = Report(make(plan, TODAY, dorte), None).facts
    assert (figure.number, before.number) == ("82 %", "70 %")


def month(number, low, high=None, year=2026):
    return {"month": f"{year}-{number:02}-01", "low": low, "high": high or low}


def test_months_say_no_more_than_was_told():
    kept = [
        month(12, 61, year=2025),
        month(1, 12),
        month(2, 12, 16),
        month(3, 19),
        month(4, 24),
        month(5, 24, 28),
    ]
    with translation.override("en"):
        told = [(one.count, one.with_months, one.so_far) for one in showing.months_of(kept)]
    assert told == [
        (None, 0, "61"),
        (12, 0, "12"),
        (None, 0, "12–16"),
        (7, 1, "19"),
        (5, 0, "24"),
        (None, 0, "24–28"),
    ]


def test_the_year_before_a_leap_day_is_the_28th():
    assert contents.a_year_before(dt.date(2028, 2, 29)) == dt.date(2027, 2, 28)
