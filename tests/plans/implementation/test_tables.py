import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from beredskab.ui.spreadsheets import Table, as_csv, as_xlsx
from plans.implementation import measures
from plans.implementation.exporting import measures_table
from plans.implementation.importing import RefusedImport, import_measures, try_out
from plans.implementation.measure_files import UnreadableFile, read
from plans.implementation.measures import MeasureFacts, PlanFacts
from plans.implementation.measures_at import plan_at
from plans.models import Measure
from plans.vocabulary import Task
from tests.plans.implementation.test_status_pages import seen, signed_in, words

NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _sunday(freeze):
    freeze(NOW)


@pytest.fixture
def plan(dorte, bo, anna):
    made = measures.make_plan(PlanFacts("Handleplan"), by=dorte, at=NOW)
    first = measures.save_measure(made, MeasureFacts("1", "Alle huse øver.", "Øvelser"), by=dorte, at=NOW)
    measures.name_responsible(first, role="", staff=bo, deputy=anna, task=Task.MAKES, by=dorte, at=NOW)
    measures.save_measure(made, MeasureFacts("2", "Kortene hænger."), by=dorte, at=NOW)
    return made


def table(*rows):
    return read("\n".join(("nr;titel;kapitel;ejer", *rows)).encode())


def test_what_was_taken_out_and_in_again_changes_nothing(plan, town):
    file = read(as_csv(measures_table(plan_at(plan, NOW.date()))))
    outcome = import_measures(file, plan.name, town.municipality, at=NOW)
    assert (outcome.unchanged, outcome.changed, outcome.added) == (["1", "2"], [], [])


def test_an_excel_file_goes_the_same_way_as_a_csv_file(plan, town):
    file = read(as_xlsx(measures_table(plan_at(plan, NOW.date()))))
    assert file == read(as_csv(measures_table(plan_at(plan, NOW.date()))))
    book = openpyxl.Workbook()
    for row in (
        ("nr", "titel", "frist", "anbefalinger"),
        (1.0, "Øve", dt.date(2027, 3, 1), 15),
        (None, None),
    ):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    (line,) = read(target.getvalue()).lines
    assert (line.number, line.due_on, line.recommendations) == ("1", dt.date(2027, 3, 1), ("15",))


def packed(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        packed({"x": b"y"}),
        packed({"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        packed({"big": b"\0" * 41_000_000}),
        packed({f"{n}": b"" for n in range(501)}),
        as_xlsx(Table("x", ["nr"], [["1"]]))[:-300],
    ],
    ids=["cut", "no book", "entities", "bomb", "parts", "damaged"],
)
def test_an_excel_file_that_is_none_is_refused_with_a_sentence(data):
    with pytest.raises(UnreadableFile):
        read(data)


def test_every_line_says_what_becomes_of_it_and_nothing_is_done(plan, town, bo):
    rows = ("1;Alle huse øver to gange.;Øvelser;bo@eksempel.example", "3;Nyt tiltag;;")
    outcome = try_out(table(*rows), plan.name, town.municipality, at=NOW)
    assert (outcome.added, outcome.changed, outcome.not_in_file) == (["3"], ["1"], ["2"])
    assert outcome.what == {"1": ["title"]}
    assert [one.title for one in Measure.objects.order_by("position")] == [
        "Alle huse øver.",
        "Kortene hænger.",
    ]


def test_owners_come_and_go_with_the_table_and_their_deputies_stay(plan, town, bo, hanne):
    rows = ("1;Alle huse øver.;Øvelser;bo@eksempel.example hanne@eksempel.example", "2;Kortene hænger.;;")
    import_measures(table(*rows), plan.name, town.municipality, at=NOW)
    first = plan.measures.get(number="1")
    people = {one.staff.name: one.deputy.name if one.deputy else "" for one in first.responsible.all()}
    assert people == {"Bo Bang": "Anna Andersen", "Hanne Holm": ""}
    without = read("nr;titel;kapitel\n1;Alle huse øver igen.;Øvelser\n".encode())
    import_measures(without, plan.name, town.municipality, at=NOW)
    assert first.responsible.count() == 2


@pytest.mark.parametrize("email", ["ukendt@eksempel.example", "frida@nabo.example"])
def test_an_owner_nobody_knows_here_refuses_the_whole_table(plan, town, frida, email):
    with pytest.raises(RefusedImport, match=email):
        import_measures(table(f"1;Nyt navn;;{email}"), plan.name, town.municipality, at=NOW)
    assert plan.measures.get(number="1").title == "Alle huse øver."


def test_dorte_looks_at_every_line_and_takes_it_in(plan, dorte):
    client = signed_in(dorte)
    path = f"/status/handleplan/{plan.pk}/indlaes/"
    file = io.BytesIO("nr;titel;kapitel\n1;Alle huse øver igen.;Øvelser\n4;Nyt;\n".encode())
    file.name = "tiltag.csv"
    page = seen(client.post(path, {"file": file}))
    assert words(page, "tbody tr") == ["4 Ny", "1 Ændret Titel", "2 Ikke i tabellen; bliver, som det er"]
    assert plan.measures.count() == 2
    client.post(path, {"table": page.select_one("input[name=table]")["value"]})
    assert plan.measures.count() == 3
    assert client.get(f"/status/handleplan/{plan.pk}/tiltag.xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("sent", ["", "!!", "AAAA"])
def test_a_table_that_cannot_be_read_does_no_harm(plan, dorte, sent):
    path = f"/status/handleplan/{plan.pk}/indlaes/"
    response = signed_in(dorte).post(path, {"table": sent})
    assert (response.status_code, plan.measures.count()) == (302, 2)
