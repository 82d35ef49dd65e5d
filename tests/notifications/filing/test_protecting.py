"""A protected name or address: marked for the team, absent from lists, from paper and from files."""

import datetime as dt
import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from pypdf import PdfReader

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff
from notifications.drafting.answers import Stored
from notifications.forms.filing_sheet import sheet
from notifications.guide.answers import read
from notifications.guide.typed import Typed
from notifications.protecting import place_of
from notifications.statistics import publishing
from notifications.views import handover
from notifications.views.case_file import CaseFile, open_case
from notifications.vocabulary import Question
from tests import build
from tests.build import monday_at
from tests.cast import Town
from tests.journeys.walking import Walk, client_of


def protected_concern(anna: Staff, protected: str = "on") -> Walk:
    walk = Walk(anna).start("mistanke")
    walk.answer(danger="no")
    walk.answer(topics=["neglect"]).go_on()
    walk.answer(suspects=["home"])
    walk.answer(together="no").go_on()
    walk.answer(said="no")
    walk.answer(account="Hun er alene hver dag.")
    walk.answer()
    walk.answer(
        name="Pige fra Hemmelig", lives_with="Hos mor", **({"protected": protected} if protected else {})
    )
    walk.answer(interpreter="no")
    walk.answer(talked=["nobody"])
    return walk.answer(phone="12 34 56 00").answer()


def test_the_inbox_shows_the_mark_instead_of_the_place_and_the_case_says_why(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    concern = protected_concern(anna).concern
    inbox = client_of(cia).get("/indbakke/").content.decode()
    case = client_of(cia).get(f"/indbakke/{concern.pk}/").content.decode()
    assert (concern.is_protected, place_of(concern)) == (True, "Beskyttet")
    assert (ready.kindergarten.name in inbox, "Beskyttet" in inbox) == (False, True)
    assert "Beskyttet navn eller adresse." in case


def test_the_paper_copy_leaves_out_who_and_where_and_the_screen_does_not(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = protected_concern(anna)
    screen = client_of(anna).get(f"/bekymring/{walk.draft}/sendt/").content.decode()
    assert ("Pige fra Hemmelig" in screen, "Hos mor" in screen) == (True, True)


def test_what_is_left_out_is_said_and_the_account_stands() -> None:
    told = {
        Question.CHILD: Typed({"name": ("Pige fra Hemmelig",), "protected": ("on",), "others": ("yes",)}),
        Question.OTHERS: Typed({"part_0": ("sibling",), "who_0": ("Bror fra Hemmelig",)}),
        Question.WHEN_WHERE: Typed({"place": ("Hemmelig Legeplads",), "about_when": ("I går",)}),
        Question.FILER: Typed({"phone": ("12 34 56 00",), "workplace": ("Hemmelig Børnehave",)}),
        Question.ACCOUNT: Typed({"account": ("Hun er alene.",)}),
    }
    stored = Stored(typed=told)
    today = monday_at(10).date()
    groups = sheet(stored, read(told, today=today), today, hides_place=True)
    words = "\n".join(row.line for group in groups for entry in group.entries for row in entry.rows)
    assert "Hemmelig" not in words
    assert ("Hun er alene." in words, "I går" in words, "beskyttet navn" in words) == (True, True, True)


def test_what_leaves_the_portal_on_paper_names_neither_the_family_nor_the_place(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    """The filer's full copy, the receipt, the PDF of the hand-over; mails have no content at all."""
    freeze(monday_at(10))
    walk = protected_concern(anna)
    place = ready.kindergarten.name
    papers = [
        pages_of(client_of(anna).get(f"/bekymring/{walk.draft}/{name}").content)
        for name in ("fuld-kopi/underretning.pdf", "kvittering/uden-navne.pdf")
    ]
    papers.append(pages_of(handover.paper_of(case_of(cia, walk))))
    for words in papers:
        assert [one for one in ("Hemmelig", "Hos mor", place) if one in words] == []
    assert "Beskyttet navn eller adresse" in papers[-1]


def test_the_structured_file_is_whole_for_the_case_system_and_marks_what_is_protected(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = protected_concern(anna)
    made = json.loads(handover.files_of(case_of(cia, walk)).file)
    lines = {
        line["field"]: (line["text"], line["is_protected"])
        for answer in made["answers"]
        for line in answer["lines"]
    }
    assert made["is_protected"]
    assert lines["name"] == ("Pige fra Hemmelig", True)
    assert lines["account"] == ("Hun er alene hver dag.", False)
    assert lines["unit"][1]


def test_a_family_that_is_not_protected_stands_on_paper_and_nothing_is_marked(
    ready: Town, anna: Staff, cia: Staff, freeze: Any
) -> None:
    freeze(monday_at(10))
    walk = protected_concern(anna, protected="")
    assert "Pige fra Hemmelig" in pages_of(handover.paper_of(case_of(cia, walk)))
    made = json.loads(handover.files_of(case_of(cia, walk)).file)
    assert not any(line["is_protected"] for answer in made["answers"] for line in answer["lines"])


def test_neither_the_answer_to_a_citizen_nor_the_statistics_tell_where_the_family_is(
    ready: Town, anna: Staff, cia: Staff, dorte: Staff, freeze: Any
) -> None:
    """Every line and sheet of what is exported, and the draft on the openings."""
    freeze(monday_at(10))
    walk = protected_concern(anna)
    for _more in range(6):
        build.concern(filed_by=anna, team=ready.reception)
    client_of(cia).get(f"/indbakke/{walk.draft}/")
    given = [client_of(cia).get(f"/indbakke/{walk.draft}/indsigt/").content.decode()]
    freeze(monday_at(10) + dt.timedelta(days=80))
    publishing.catch_up(ready.municipality, at=monday_at(10) + dt.timedelta(days=80))
    leader = client_of(dorte)
    given.append(leader.get("/statistik/?year=2026").content.decode())
    given.append(leader.get("/statistik/fil/?year=2026").content.decode())
    with ZipFile(BytesIO(leader.get("/statistik/fil/?year=2026&format=xlsx").content)) as sheets:
        given += [sheets.read(name).decode() for name in sheets.namelist()]
    assert "UND1;" in given[2]
    for words in given:
        assert [one for one in ("Hemmelig", "Hos mor", ready.kindergarten.name) if one in words] == []


def pages_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def case_of(reader: Staff, walk: Walk) -> CaseFile:
    with acting_as(reader):
        return open_case(reader, walk.draft, at=monday_at(10))
