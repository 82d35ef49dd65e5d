"""Half the time, four fifths, all of it: more people hear each time, and nobody who is kept out."""

import datetime as dt

import pytest

from beredskab.access import grants
from beredskab.access.acting import acting_as, as_role
from beredskab.access.roles import Role
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.outbox import worker
from beredskab.outbox.models import Duty
from notifications import handling
from notifications.models import Concern
from notifications.oversight import escalation
from notifications.oversight.escalation import ESCALATE
from notifications.vocabulary import State
from tests import build
from tests.build import COPENHAGEN, monday_at
from tests.cast import Town, make_person
from tests.seen import outbox_to

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def lena(town: Town) -> Staff:
    """Leads the receiving team."""
    lena = make_person("Lena Lund", town.counselling, "leder", Role.CASEWORKER)
    grants.grant(lena, "lead_team", town.reception)
    return lena


def watched(filed_by: Staff, town: Town, **more: object) -> Concern:
    """A concern of Monday at eight, with the clock that filing asks for."""
    concern = build.concern(filed_by=filed_by, team=town.reception, **more)  # type: ignore[arg-type]
    with acting_as(filed_by):
        escalation.watch(concern, at=monday_at(8))
    return concern


def told(*people: Staff) -> list[int]:
    """How many mails each was promised; there is only one kind."""
    found = [outbox_to(person) for person in people]
    assert {kind for kinds in found for kind in kinds} <= {"news"}
    return [len(kinds) for kinds in found]


def work(*hours_after: float) -> None:
    for hours in hours_after:
        worker.do_duties(at=monday_at(8) + hours * HOUR)


def said_of(concern: Concern) -> list[dict[str, int]]:
    with as_role("auditor") as alias:
        rows = Entry.objects.using(alias).filter(concern=concern.pk, verb="concern.deadline_near")
        return list(rows.order_by("at").values_list("plain", flat=True))


def test_the_moments_are_24_hours_by_the_clock_over_a_clock_change() -> None:
    received = dt.datetime(2026, 10, 24, 14, 0, tzinfo=COPENHAGEN)
    found = [escalation.moment_of(received, one).astimezone(COPENHAGEN) for one in escalation.PERCENTS]
    assert [f"{one:%d %H.%M %Z}" for one in found] == ["25 02.00 CEST", "25 08.12 CET", "25 13.00 CET"]


@pytest.mark.parametrize(
    ("hours", "percent"), [(0, 0), (11.99, 0), (12, 50), (19.2, 80), (23.9, 80), (24, 100), (90, 100)]
)
def test_how_much_of_the_time_is_gone(hours: float, percent: int) -> None:
    assert escalation.reached(monday_at(8), at=monday_at(8) + hours * HOUR) == percent


def test_a_concern_that_nobody_takes_is_told_to_the_team_and_at_last_to_who_leads_it(
    anna: Staff, cia: Staff, ida: Staff, lena: Staff, emil: Staff, town: Town
) -> None:
    concern = watched(anna, town)
    everybody = (cia, ida, lena, emil, anna)
    work(11.9)
    assert told(*everybody) == [0, 0, 0, 0, 0]
    work(12, 12.1)
    assert told(*everybody) == [1, 1, 0, 0, 0]
    work(19.2, 20)
    assert told(*everybody) == [2, 2, 0, 0, 0]
    work(24, 25, 90)
    assert told(*everybody) == [3, 3, 1, 0, 0]
    assert said_of(concern) == [
        {"percent": 50, "told": 2},
        {"percent": 80, "told": 2},
        {"percent": 100, "told": 3},
    ]


def test_who_has_taken_it_hears_first_then_the_team(anna: Staff, cia: Staff, ida: Staff, town: Town) -> None:
    watched(anna, town, state=State.CLAIMED, by=cia)
    work(12)
    assert told(cia, ida) == [1, 0]
    work(19.2)
    assert told(cia, ida) == [2, 1]


def test_nothing_comes_after_the_assessment(anna: Staff, cia: Staff, lena: Staff, town: Town) -> None:
    concern = watched(anna, town, state=State.CLAIMED, by=cia)
    work(12)
    handling.assess(concern, build.FINDING, by=cia, at=monday_at(21))
    work(19.2, 24, 90)
    assert (told(cia, lena), said_of(concern)) == ([1, 0], [{"percent": 50, "told": 1}])


def test_who_is_kept_out_hears_nothing_not_even_who_leads_the_team(
    anna: Staff, cia: Staff, ida: Staff, lena: Staff, town: Town
) -> None:
    watched(anna, town, keep_out=(ida, lena))
    work(12, 19.2, 24)
    assert told(cia, ida, lena) == [3, 0, 0]


def test_who_works_where_everybody_is_kept_out_hears_nothing(
    anna: Staff, bo: Staff, cia: Staff, lena: Staff, town: Town
) -> None:
    grants.grant(bo, "lead_team", town.reception)
    watched(anna, town, keep_out_units=(town.kindergarten,))
    work(24)
    assert told(bo, lena, cia) == [0, 1, 1]


def test_when_who_has_taken_it_has_left_the_team_hears(
    anna: Staff, cia: Staff, ida: Staff, town: Town
) -> None:
    watched(anna, town, state=State.CLAIMED, by=cia)
    Staff.objects.filter(pk=cia.pk).update(is_active=False)
    work(12)
    assert told(cia, ida) == [0, 2]  # that the case came back, and that half of the time is gone


def test_a_team_without_people_is_told_through_who_leads_it(anna: Staff, lena: Staff, town: Town) -> None:
    watched(anna, town)
    work(12)
    assert told(lena) == [1]


def test_a_worker_that_was_away_tells_once(anna: Staff, cia: Staff, town: Town) -> None:
    concern = watched(anna, town)
    work(30, 31)
    assert (told(cia), said_of(concern)) == ([1], [{"percent": 100, "told": 1}])


def test_a_closed_concern_is_quiet_and_counts_on_when_it_is_opened_again(
    anna: Staff, cia: Staff, town: Town
) -> None:
    concern = watched(anna, town, state=State.CLAIMED, by=cia)
    handling.close(concern, by=cia, at=monday_at(9), reason="A mistake.")
    work(12)
    handling.reopen(concern, by=cia, at=monday_at(21))
    assert told(cia) == [0]
    work(19.2)
    assert told(cia) == [1]


def test_the_clock_goes_on_for_a_filer_who_has_left(anna: Staff, cia: Staff, town: Town) -> None:
    watched(anna, town)
    Staff.objects.filter(pk=anna.pk).update(is_active=False)
    work(12, 19.2, 24)
    assert told(cia) == [3]


def test_the_duty_is_hidden_from_everybody_in_the_portal(anna: Staff, gert: Staff, town: Town) -> None:
    watched(anna, town)
    for person in (anna, gert):
        with acting_as(person):
            assert not Duty.objects.filter(name=ESCALATE).exists()
