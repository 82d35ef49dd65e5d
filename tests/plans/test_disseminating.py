"""Meetings, networks, courses and drills: recorded by a leader, never an acknowledgement."""

import pytest
from django.test import Client

from beredskab.access.guard import Forbidden
from beredskab.access.roles import Role
from beredskab.audit.models import Entry
from beredskab.organisation.models import Membership, Staff
from plans.following import counting, disseminating, leaving
from plans.following.disseminating import Told
from plans.following.overview import Looked, people, sections
from plans.following.people import book_of
from plans.models import Acknowledgement, ClosingRecord, Dissemination, EndedJob
from plans.vocabulary import Occasion
from tests.cast import Town, lead, make_person
from tests.plans.books import DAY, NOW, SPRING, TODAY, Book
from tests.plans.test_leader_pages import seen, signed_in, words


def meeting(town: Town, *people: Staff, slugs: tuple[str, ...] = (), **more: object) -> Told:
    lines = [line for line in book_of(town.municipality).lines if line.section.slug in slugs]
    facts = {"occasion": Occasion.MEETING, "held_on": TODAY - DAY, "given": "Kapitel 1 læst sammen"}
    return Told(**{**facts, **more}, lines=lines, participants=[one.pk for one in people])  # type: ignore[arg-type]


def test_what_was_gone_through_is_shown_beside_what_is_missing_and_confirms_nothing(
    book: Book, town: Town, bo: Staff, anna: Staff, ole: Staff
) -> None:
    book.read(anna, "akut", at=SPRING)
    made = disseminating.record(
        town.kindergarten, meeting(town, anna, ole, slugs=("akut", "barnet")), by=bo, at=NOW
    )
    assert not Acknowledgement.objects.filter(staff=ole).exists()
    looked = Looked(town.municipality, town.kindergarten, [town.kindergarten])
    found = {row.person.staff: row for row in people(looked, NOW, chapter="", show="", page=1).rows}
    gone = [[cell.gone_on for cell, _column in found[one].columns][:2] for one in (anna, ole, bo)]
    day = TODAY - DAY
    assert gone == [[None, day], [day, day], [None, None]]
    assert [found[one].only_gone_through for one in (anna, ole, bo)] == [True, True, False]
    page = seen(signed_in(bo).get("/leder/laest/"))
    assert "2 medarbejdere har på et møde gennemgået det, der mangler." in page.get_text()
    assert page.get_text().count("Gennemgået 21. nov") == 3
    trail = Entry.objects.get(verb="dissemination.recorded")
    assert (trail.actor_id, trail.subject) == (bo.pk, str(made.pk))


def test_a_mistake_is_taken_back_and_stays_in_the_log(book: Book, town: Town, bo: Staff, ole: Staff) -> None:
    made = disseminating.record(town.kindergarten, meeting(town, ole, slugs=("akut",)), by=bo, at=NOW)
    signed_in(bo).post(f"/leder/formidling/{made.pk}/")
    assert disseminating.gone_through([ole.pk], set(made.versions.values_list("pk", flat=True))) == {}
    log = seen(signed_in(bo).get("/leder/formidling/"))
    assert "Trukket tilbage" in log.get_text()


def test_recording_twice_is_recording_once(book: Book, town: Town, bo: Staff, ole: Staff) -> None:
    first = disseminating.record(town.kindergarten, meeting(town, ole), by=bo, at=NOW)
    assert disseminating.record(town.kindergarten, meeting(town, ole), by=bo, at=NOW) == first


def test_nobody_is_recorded_who_was_not_there_to_be(
    book: Book, town: Town, bo: Staff, cia: Staff, anna: Staff
) -> None:
    with pytest.raises(disseminating.NotInTheUnit):
        disseminating.record(town.kindergarten, meeting(town, cia), by=bo, at=NOW)
    with pytest.raises(disseminating.NotYet):
        disseminating.record(town.kindergarten, meeting(town, anna, held_on=TODAY + DAY), by=bo, at=NOW)
    vagn = make_person("Vagn Vind", town.school, "leder", Role.LEADER)
    lead(vagn, town.school)
    with pytest.raises(Forbidden):
        disseminating.record(town.kindergarten, meeting(town, anna), by=vagn, at=NOW)
    assert not Dissemination.objects.exists()


def form(**more: object) -> dict[str, object]:
    day = {"held_on_0": "21", "held_on_1": "11", "held_on_2": "2026"}
    return {"occasion": "drill", "given": "Øvelse i stuen", "others": "", **day, **more}


def test_bo_records_a_drill_on_the_page(book: Book, town: Town, bo: Staff, anna: Staff) -> None:
    section = book.plan.sections.get(slug="akut").pk
    sent = form(people=[anna.pk], sections=[section], others="2")
    response = signed_in(bo).post("/leder/formidling/ny/", sent, follow=True)
    assert response.status_code == 200
    made = Dissemination.objects.get()
    assert (made.occasion, made.others, list(made.participants.all())) == (Occasion.DRILL, 2, [anna])
    assert words(seen(response), "h1") == ["Øvelse, 21. november 2026"]


@pytest.mark.parametrize(
    "wrong",
    [{"occasion": "fest"}, {"given": " "}, {"held_on_0": "23"}, {"people": ["9"]}, {"sections": ["x"]}, {}],
)
def test_what_is_missing_or_odd_is_said(book: Book, bo: Staff, anna: Staff, wrong: dict[str, object]) -> None:
    sent = {**form(people=[anna.pk] if wrong else []), **wrong}
    response = signed_in(bo).post("/leder/formidling/ny/", sent)
    assert (response.status_code, Dissemination.objects.count()) == (422, 0)


def test_who_leaves_keeps_a_closing_record(book: Book, town: Town, bo: Staff, ole: Staff) -> None:
    book.read(ole, "akut", at=SPRING)
    Membership.objects.filter(staff=ole).update(ends_on=TODAY - DAY)
    assert leaving.close_what_ended(town.municipality, NOW) == 1
    assert leaving.close_what_ended(town.municipality, NOW) == 0
    record = ClosingRecord.objects.get()
    assert (record.total, record.read, record.missing) == (
        2,
        [{"title": "Akut", "version": 1, "day": "2026-03-02"}],
        ["Barnet"],
    )
    Membership.objects.filter(staff=ole).delete()
    page = seen(signed_in(bo).get("/leder/fratraadte/"))
    assert "Ole Olsen" in page.get_text()
    assert "havde læst 1 af 2" in page.get_text()


def test_who_is_deleted_from_a_place_keeps_a_closing_record_too(
    book: Book, town: Town, bo: Staff, ole: Staff
) -> None:
    book.read(ole, "akut", at=SPRING)
    Membership.objects.filter(staff=ole).delete()
    assert leaving.close_what_ended(town.municipality, NOW) == 1
    assert leaving.close_what_ended(town.municipality, NOW) == 0
    record = ClosingRecord.objects.get()
    assert (record.staff, record.unit, record.total) == (ole, town.kindergarten, 2)
    assert [one["title"] for one in record.read] == ["Akut"]


def test_whoever_is_entered_anew_has_not_left(book: Book, town: Town, ole: Staff) -> None:
    job = Membership.objects.get(staff=ole)
    job.delete()
    Membership.objects.create(staff=ole, unit=town.kindergarten, profession=job.profession)
    assert leaving.close_what_ended(town.municipality, NOW) == 0
    assert EndedJob.objects.count() == 0


def test_the_view_by_sections_counts_apart_who_went_through_it(
    book: Book, town: Town, bo: Staff, anna: Staff, ole: Staff
) -> None:
    book.read(anna, "akut", at=SPRING)
    told = meeting(town, anna, ole, slugs=("akut", "barnet"))
    disseminating.record(town.kindergarten, told, by=bo, at=NOW)
    looked = Looked(town.municipality, town.kindergarten, [town.kindergarten])

    def gone() -> dict[str, int]:
        return {line.section.slug: number for line, _count, number in sections(looked, NOW).rows}

    assert gone() == {"akut": 1, "barnet": 2, "ledere": 0}
    everybody = [one.pk for one in Staff.objects.filter(municipality=town.municipality)]
    counting.recount(everybody, town.municipality, at=NOW)
    assert gone() == {"akut": 1, "barnet": 2, "ledere": 0}
    page = seen(signed_in(bo).get("/leder/laest/?rows=sections"))
    assert "2, der mangler det, har gennemgået det på et møde" in page.get_text()


def test_the_history_is_the_same_for_the_person_and_the_leader(
    book: Book, town: Town, bo: Staff, anna: Staff, cia: Staff
) -> None:
    book.read(anna, "akut", at=SPRING)
    for page in (signed_in(bo).get(f"/leder/laest/medarbejder/{anna.pk}/"), signed_in(anna).get("/laest/")):
        assert [row[:2] for row in _rows(page)] == [["Akut", "Læst"], ["Barnet", "Mangler"]]
    assert signed_in(bo).get(f"/leder/laest/medarbejder/{cia.pk}/").status_code == 404


def _rows(page: object) -> list[list[str]]:
    soup = seen(page)
    return [words(row, "th,td") for row in soup.select("tbody tr")]


def test_the_paper_list_is_a_pdf_and_stands_in_the_trail(book: Book, bo: Staff, anna: Staff) -> None:
    response = signed_in(bo).get("/leder/laest/personalemoede.pdf")
    assert response.content.startswith(b"%PDF")
    assert Entry.objects.filter(verb="reading.exported", actor_id=bo.pk).count() == 1


def test_odd_addresses_are_no_fault(book: Book, bo: Staff) -> None:
    client: Client = signed_in(bo)
    for query in ("?page=0", "?page=99999", "?page=x", "?rows=x", "?chapter=%00", "?show=missing&page=7"):
        assert client.get(f"/leder/laest/{query}").status_code == 200
    assert client.get("/leder/laest/laest.exe").status_code == 404
