import datetime as dt
from contextlib import suppress
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from plans.implementation.measure_files import Line, Responsible, UnreadableFile, read, roles_in
from plans.vocabulary import Task

MOSS = Path(__file__).resolve().parents[4] / "shared" / "domain" / "mosseregionen.csv"
CATALOGUE = Path(__file__).resolve().parents[3] / "plans" / "catalogue"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def roles(cell: str) -> list[str]:
    return [one.role for one in roles_in(cell)]


def test_a_danish_table_with_semicolons_from_a_spreadsheet():
    data = (
        "Nr;Kapitel;Tiltag;Ansvarlig;Status;Frist;Anbefalinger\r\n"
        "1;Viden;Alle får kort om tegn;Skoleleder; ;2027-02-01;4, 15\r\n"
    ).encode("cp1252")
    assert read(data).lines == (
        Line(
            number="1",
            chapter="Viden",
            title="Alle får kort om tegn",
            responsible_text="Skoleleder",
            responsible=(Responsible("Skoleleder"),),
            due_on=dt.date(2027, 2, 1),
            due_text="2027-02-01",
            recommendations=("4", "15"),
        ),
    )


def test_the_ending_of_a_column_tells_the_language():
    assert read(b"title_no\nEn veileder").language == "nb"
    assert read(b"tiltag\nEn vejledning").language == ""


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", []),
        ("Skoleledere, dagtilbudsledere.", ["Skoleledere", "dagtilbudsledere"]),
        ("Leder/souschef", ["Leder", "souschef"]),
        (
            "Politi, krisecenter og SSP. Kommunens ledelse.",
            ["Politi", "krisecenter", "SSP", "Kommunens ledelse"],
        ),
        ("Koordinator i samarbejde med skoleledere", ["Koordinator", "skoleledere"]),
        ("Koordinator; Chef for dagtilbud\nSSP", ["Koordinator", "Chef for dagtilbud", "SSP"]),
        ("Ledere ved skole, klub, bibliotek.", ["Ledere ved skole, klub, bibliotek"]),
        ("Klubber, idræts- og kulturhuse", ["Klubber", "idræts- og kulturhuse"]),
        (
            "Lederen har ansvar for at gøre planen kendt",
            ["Lederen har ansvar for at gøre planen kendt"],
        ),
        ("Bestyrelsen. Kravene defineres senere.", ["Bestyrelsen"]),
        ("Koordinator. Se kap. om information.", ["Koordinator"]),
        ("Koordinator. Koordinator.", ["Koordinator"]),
    ],
)
def test_the_roles_in_a_cell(cell, names):
    assert roles(cell) == names


def test_a_label_gives_the_task():
    assert roles_in("Udarbejdelse: Koordinator. Godkendelse: Udvalget. Brug i husene: Ledere") == (
        Responsible("Koordinator", Task.MAKES),
        Responsible("Udvalget", Task.APPROVES),
        Responsible("Ledere", Task.USES),
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"title\n\n", "The file has a heading and no measures."),
        (b"foo,bar\n1,2\n", "Line 1: no column for the title. Found: foo, bar."),
        (b"number,title\n1,\n", "Line 2: the title is empty."),
        (b"number,title\n1,A,B\n", "Line 2: 3 cells, but the heading has 2."),
        (b"number,title\n1,A\n1,B\n", "Two measures have the number 1."),
        (b"title,due\nA,2026-02-30\n", "Line 2: there is no date 2026-02-30."),
        (b"title,anbefalinger\nA,fire\n", "Line 2: recommendations are numbers, such as 4, 15."),
        (b'title\n"A', "Line 2 cannot be read as a table."),
        (b"PK\x03\x04\x00", "The Excel file is damaged. Open it in Excel and save it anew."),
        (b"\x00\x01", "This is not a text file. Save the table as CSV (UTF-8)."),
        (b"title\n" + b"x" * 6000, "Line 2: title is longer than 5000 characters."),
        (b"x" * 5_000_001, "The file is larger than 5 MB."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(UnreadableFile) as refused:
        read(data)
    assert str(refused.value) == sentence


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    with suppress(UnreadableFile):
        assert read(b"number,title\n" + data).lines


@pytest.mark.skipif(not MOSS.exists(), reason="the real table is not beside this copy of the project")
def test_the_real_table_loses_none_of_its_45_measures():
    file = read(MOSS.read_bytes())
    assert [line.number for line in file.lines] == [str(number) for number in range(1, 46)]
    assert file.language == "nb"
    assert all(line.title for line in file.lines)
    assert sum(bool(line.status_text) for line in file.lines) == 23
    assert [one.task for one in file.lines[0].responsible] == [Task.MAKES, Task.USES]


def test_the_demo_plan_has_twelve_measures_that_serve_recommendations():
    file = read((CATALOGUE / "demo-measures.csv").read_bytes())
    assert len(file.lines) == 12
    assert all(line.responsible and line.recommendations and line.due_on for line in file.lines)
