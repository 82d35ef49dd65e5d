"""What is mine to read, what I have read, and what I am asked to read again."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from beredskab.organisation.models import Membership, Staff
from plans import reading
from plans.models import Acknowledgement
from plans.reading import Request, Ruling, rule
from plans.release.publishing import Reread
from plans.vocabulary import Standing
from tests import build_plans as build
from tests.cast import Town

READ_AT = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
DECEMBER = dt.date(2026, 12, 1)


def standings(staff: Staff) -> dict[str, Standing]:
    staff = Staff.objects.get(pk=staff.pk)
    return {
        item.line.section.slug: item.ruling.standing for item in reading.reading_of(staff).items if item.mine
    }


# --- the decision -----------------------------------------------------------------------------


def test_nobody_has_read_what_they_never_acknowledged() -> None:
    asked = [Request(1, due_on=DECEMBER)]
    assert rule(1, asked, {}, {"paedagog"}) == Ruling(Standing.UNREAD, due_on=DECEMBER)


def test_a_version_that_asks_nobody_leaves_what_was_read_as_read() -> None:
    ruling = rule(3, [Request(1)], {1: READ_AT}, {"paedagog"})
    assert ruling == Ruling(Standing.READ, read_at=READ_AT, read_number=1)


def test_a_version_that_asks_my_profession_is_new_to_me() -> None:
    asked = [Request(1), Request(2, frozenset({"paedagog"}), DECEMBER)]
    ruling = rule(3, asked, {1: READ_AT}, {"paedagog"})
    assert ruling == Ruling(Standing.NEW_VERSION, DECEMBER, READ_AT, 1)


def test_a_version_that_asks_another_profession_is_not() -> None:
    asked = [Request(1), Request(2, frozenset({"leder"}), DECEMBER)]
    assert rule(2, asked, {1: READ_AT}, {"paedagog"}).standing is Standing.READ


def test_a_later_small_correction_does_not_excuse_the_change_before_it() -> None:
    asked = [Request(2, due_on=DECEMBER)]
    assert rule(4, asked, {1: READ_AT}, {"paedagog"}).standing is Standing.NEW_VERSION
    assert rule(4, asked, {3: READ_AT}, {"paedagog"}).standing is Standing.READ


def test_only_what_is_not_read_can_be_overdue() -> None:
    after = DECEMBER + dt.timedelta(days=1)
    assert rule(1, [Request(1, due_on=DECEMBER)], {}, set()).is_overdue(after)
    assert not rule(1, [Request(1, due_on=DECEMBER)], {}, set()).is_overdue(DECEMBER)
    assert not rule(1, [Request(1, due_on=DECEMBER)], {1: READ_AT}, set()).is_overdue(after)


# --- acknowledging ----------------------------------------------------------------------------


def test_anna_reads_and_her_list_changes(anna: Staff, hanne: Staff, dorte: Staff) -> None:
    sections = [
        build.section("akut"),
        build.section("leder", professions=("leder",)),
        build.section("opslag", must_acknowledge=False),
    ]
    edition = build.published(sections, editor=hanne, approver=dorte)
    assert standings(anna) == {"akut": Standing.UNREAD}

    line = build.line(edition, "akut")
    reading.acknowledge(line, version_number=1, by=anna, at=READ_AT)

    assert standings(anna) == {"akut": Standing.READ}
    [kept] = Acknowledgement.objects.all()
    assert (kept.staff, kept.version, kept.edition, kept.at) == (anna, line.version, edition, READ_AT)


def test_an_unchanged_section_stays_read_in_the_next_edition(anna: Staff, hanne: Staff, dorte: Staff) -> None:
    sections = [build.section("akut"), build.section("tolk")]
    edition = build.published(sections, editor=hanne, approver=dorte)
    for slug in ("akut", "tolk"):
        reading.acknowledge(build.line(edition, slug), version_number=1, by=anna, at=READ_AT)

    asked = Reread(due_on=DECEMBER)
    build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte, reread=asked)

    assert standings(anna) == {"akut": Standing.NEW_VERSION, "tolk": Standing.READ}


def test_a_small_correction_asks_nobody(anna: Staff, hanne: Staff, dorte: Staff) -> None:
    edition = build.published([build.section("akut")], editor=hanne, approver=dorte)
    reading.acknowledge(build.line(edition, "akut"), version_number=1, by=anna, at=READ_AT)
    build.changed(edition, "akut", "Ring, og skriv bagefter!", editor=hanne, approver=dorte)
    assert standings(anna) == {"akut": Standing.READ}


def test_two_professions_read_a_shared_section_once(
    anna: Staff, hanne: Staff, dorte: Staff, town: Town
) -> None:
    sections = [
        build.section("akut", professions=("paedagog", "laerer")),
        build.section("skole", professions=("laerer",)),
    ]
    edition = build.published(sections, editor=hanne, approver=dorte)
    reading.acknowledge(build.line(edition, "akut"), version_number=1, by=anna, at=READ_AT)
    teacher = town.municipality.professions.get(slug="laerer")
    Membership.objects.create(staff=anna, unit=town.school, profession=teacher)
    assert standings(anna) == {"akut": Standing.READ, "skole": Standing.UNREAD}


def test_acknowledging_twice_changes_nothing(anna: Staff, hanne: Staff, dorte: Staff) -> None:
    line = build.line(build.published([build.section()], editor=hanne, approver=dorte), "akut")
    first = reading.acknowledge(line, version_number=1, by=anna, at=READ_AT)
    again = reading.acknowledge(line, version_number=1, by=anna, at=LATER)
    assert (again.pk, again.at) == (first.pk, READ_AT)


def test_nobody_confirms_a_version_that_came_while_they_read(anna: Staff, hanne: Staff, dorte: Staff) -> None:
    edition = build.published([build.section()], editor=hanne, approver=dorte)
    line = build.line(edition, "akut")
    build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte, reread=Reread())
    with pytest.raises(reading.SectionMovedOn):
        reading.acknowledge(line, version_number=1, by=anna, at=LATER)
    assert not Acknowledgement.objects.exists()


def test_nobody_acknowledges_the_neighbours_plan(frida: Staff, hanne: Staff, dorte: Staff) -> None:
    line = build.line(build.published([build.section()], editor=hanne, approver=dorte), "akut")
    with pytest.raises(reading.SectionMovedOn):
        reading.acknowledge(line, version_number=1, by=frida, at=READ_AT)


def test_an_acknowledgement_is_never_changed_or_taken_away(anna: Staff, hanne: Staff, dorte: Staff) -> None:
    line = build.line(build.published([build.section()], editor=hanne, approver=dorte), "akut")
    kept = reading.acknowledge(line, version_number=1, by=anna, at=READ_AT)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Acknowledgement.objects.filter(pk=kept.pk).update(at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        Acknowledgement.objects.filter(pk=kept.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.create(
            staff=anna, section=kept.section, version=kept.version, edition=kept.edition, at=LATER
        )
