"""The counted rows say what the facts say: whoever reads, gets or loses a job, whatever is published."""

import datetime as dt
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredskab.organisation.models import Membership, Profession, Staff, Unit
from beredskab.outbox import worker
from beredskab.outbox.models import Duty
from plans.following import counting, daily, standings, trend
from plans.following.matrix import Column, Mark, Now, figures, rows_by
from plans.following.overview import EVERYTHING, Looked, people, sections, units
from plans.following.people import book_of, people_of
from plans.models import ReaderStanding, ReadingTrend
from tests.cast import Town, make_person
from tests.plans.books import DAY, NOW, SPRING, TODAY, Book

AT = NOW


@pytest.fixture
def crowd(book: Book, town: Town, bo: Staff) -> list[Staff]:
    """Forty people at two places, some with two jobs, on leave, new, or gone, who have read this and that."""
    chance = random.Random(20261122)
    slugs = ("paedagog", "laerer", "leder", "koekken")
    found = []
    for number in range(40):
        home, other = chance.sample([town.kindergarten, town.school, town.department], 2)
        person = make_person(f"p{number} Prøve", home, chance.choice(slugs))
        if chance.random() < 0.3:
            job = Profession.objects.get(municipality=town.municipality, slug=chance.choice(slugs))
            Membership.objects.create(staff=person, unit=other, profession=job, order=1)
        facts = chance.choice(
            [
                {},
                {},
                {},
                {"on_leave_until": TODAY + DAY},
                {"starts_on": TODAY - 3 * DAY},
                {"ends_on": TODAY - DAY},
            ]
        )
        Membership.objects.filter(staff=person, order=0).update(**facts)
        book.read(person, *chance.sample(["akut", "barnet", "ledere"], chance.randint(0, 3)), at=SPRING + DAY)
        found.append(person)
    book.publish(
        at=NOW - 13 * DAY, sections=[("barnet", (), dt.date(2026, 12, 1)), ("nyt", ("leder",), None)]
    )
    for person in found[::3]:
        book.read(person, "barnet", at=NOW - DAY)
    return found


def count_all(town: Town) -> None:
    for first, last in counting.ranges(town.municipality):
        counting.recount(counting.ids_between(town.municipality.pk, first, last), town.municipality, at=AT)


def below(town: Town) -> list[Unit]:
    return list(Unit.objects.filter(municipality=town.municipality))


def from_facts(town: Town) -> dict[str, object]:
    """What everybody's own row says, added up."""
    book_now, now = book_of(town.municipality), Now.of(town.municipality, AT)
    everybody = people_of(below(town), TODAY)
    single = [Column(str(x.section_id), "", "", (x.section_id,), False) for x in book_now.lines]
    rows = rows_by(everybody, book_now.record([x.staff.pk for x in everybody]), single, now)
    marks = {}
    for line in book_now.lines:
        here = [r for r in rows if not r.is_away]
        cells = [cell.mark for r in here for cell, one in r.columns if one.key == str(line.section_id)]
        marks[line.section_id] = [cells.count(mark) for mark in Mark]
    return {"figures": figures(rows), "marks": marks}


def from_counts(town: Town) -> dict[str, object]:
    looked = Looked(town.municipality, town.department, below(town))
    found = sections(looked, AT)
    counts = {
        line.section_id: [c.read, c.only_new, c.missing, c.overdue, c.not_relevant]
        for line, c, _gone in found.rows
    }
    return {"figures": found.overview.figures, "marks": counts}


def test_what_is_counted_is_what_the_facts_say(crowd: list[Staff], town: Town) -> None:
    facts = from_facts(town)
    assert facts["figures"].people > 25  # type: ignore[attr-defined]
    assert from_counts(town) == facts, "nobody is counted yet: all are ruled on at once"
    count_all(town)
    assert not ReaderStanding.objects.filter(is_stale=True).exists()
    assert from_counts(town) == facts
    for person in crowd[::5]:
        Membership.objects.filter(staff=person).update(on_leave_until=TODAY + 5 * DAY)
    assert ReaderStanding.objects.filter(is_stale=True).exists()
    assert from_counts(town) == from_facts(town), "some are counted, some are ruled on at once"


def test_a_unit_and_a_chapter_are_counted_the_same_way(crowd: list[Staff], town: Town) -> None:
    looked = Looked(town.municipality, town.department, below(town))
    groups = {unit.pk: [unit] for unit in below(town)}
    live = units(looked, groups, AT, chapter="")
    count_all(town)
    counted = units(looked, groups, AT, chapter="")
    assert counted == live
    assert any(0 < share.done < share.people for _root, _told, shares in counted.rows for share in shares)


def test_many_people_come_by_pages_with_what_is_missing_first(
    crowd: list[Staff], town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Looked(town.municipality, town.department, below(town))
    whole = people(looked, AT, chapter="", show="", page=1)
    count_all(town)
    monkeypatch.setattr(standings, "PAGE", 10)
    monkeypatch.setattr("plans.following.overview.PAGE", 10)
    pages = [people(looked, AT, chapter="", show="", page=number) for number in (1, 2, 3, 4)]
    names = [row.person.staff.name for one in pages for row in one.rows]
    assert sorted(names) == sorted(row.person.staff.name for row in whole.rows)
    over = [max(row.days_over for row in one.rows) for one in pages]
    assert over == sorted(over, reverse=True)
    assert {one.overview.figures for one in pages} == {whole.overview.figures}
    missing = people(looked, AT, chapter="", show="missing", page=1)
    assert all(row.missing and not row.is_away for row in missing.rows)
    assert missing.last_page == -(-whole.overview.figures.missing // 10)


def test_reading_marks_a_row_stale_and_the_worker_counts_it_again(
    book: Book, anna: Staff, town: Town
) -> None:
    count_all(town)
    assert len(ReaderStanding.objects.get(pk=anna.pk).to_read) == 2
    book.read(anna, "akut", at=NOW)
    assert ReaderStanding.objects.get(pk=anna.pk).is_stale
    assert worker.do_duties(at=NOW + dt.timedelta(minutes=1))
    row = ReaderStanding.objects.get(pk=anna.pk)
    assert (row.is_stale, len(row.to_read)) == (False, 1)


def test_a_new_job_asks_for_what_it_needs_more(book: Book, anna: Staff, town: Town) -> None:
    book.read(anna, "akut", "barnet")
    count_all(town)
    assert ReaderStanding.objects.get(pk=anna.pk).to_read == []
    leader = Profession.objects.get(municipality=town.municipality, slug="leder")
    Membership.objects.create(staff=anna, unit=town.school, profession=leader)
    assert ReaderStanding.objects.get(pk=anna.pk).is_stale
    count_all(town)
    assert len(ReaderStanding.objects.get(pk=anna.pk).to_read) == 1


def test_the_progress_says_how_many_are_counted_for_what_is_in_force(
    book: Book, anna: Staff, ole: Staff, town: Town
) -> None:
    count_all(town)
    all_at_work = counting.progress(town.municipality, AT)
    assert all_at_work.is_done
    book.publish(at=NOW, sections=[("nyt", (), None)])
    assert counting.progress(town.municipality, AT) == counting.Progress(0, all_at_work.people)
    counting.recount([anna.pk], town.municipality, at=AT)
    assert counting.progress(town.municipality, AT) == counting.Progress(1, all_at_work.people)


def test_while_many_are_counted_the_last_count_is_shown(
    crowd: list[Staff],
    book: Book,
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count_all(town)
    before = from_counts(town)["figures"]
    monkeypatch.setattr(standings, "LIVE_MOST", 3)
    book.publish(at=NOW, sections=[("nyt", (), None)])
    looked = Looked(town.municipality, town.department, below(town))
    chosen = standings.select({EVERYTHING: looked.below}, book_of(town.municipality), AT)
    assert chosen.behind > 3
    assert standings.told_of(chosen)[EVERYTHING].figures == before


def test_the_morning_counts_everybody_keeps_the_month_and_comes_back(
    book: Book, bo: Staff, anna: Staff
) -> None:
    daily.ask_for_a_morning(anna.municipality, at=NOW)
    ReaderStanding.objects.all().delete()
    for _round in range(2):
        worker.do_duties(at=NOW + DAY)
    assert ReaderStanding.objects.filter(pk=anna.pk, is_stale=False).exists()
    assert set(ReadingTrend.objects.values_list("day", flat=True)) == {
        dt.date(2026, m, 1) for m in (9, 10, 11)
    }
    assert Duty.objects.filter(name=daily.DAILY, done_at=None).count() == 1


def test_a_trend_that_is_kept_stays_as_it_was(book: Book, anna: Staff, bo: Staff, town: Town) -> None:
    trend.remember_months(town.municipality, NOW)
    before = list(
        ReadingTrend.objects.order_by("unit", "day").values_list("unit", "day", "read_all", "others")
    )
    book.read(anna, "akut", "barnet", at=SPRING + DAY)
    trend.remember_months(town.municipality, NOW)
    assert before == list(
        ReadingTrend.objects.order_by("unit", "day").values_list("unit", "day", "read_all", "others")
    )


def test_counting_costs_the_same_for_one_and_for_forty(crowd: list[Staff], town: Town) -> None:
    def cost(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as caught:
            counting.recount(ids, town.municipality, at=AT)
        return len([one for one in caught.captured_queries if "SAVEPOINT" not in one["sql"]])

    cost([crowd[0].pk])
    assert cost([crowd[0].pk]) == cost([one.pk for one in crowd]) <= 7
