"""Deadlines in one's own calendar: times and one title, by a secret address that can be taken back."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Staff, Unit
from beredskab.outbox import calendar
from beredskab.outbox.calendar import Due
from notifications import handling
from notifications.exclusion import exclusions
from notifications.feed import addresses
from notifications.models import CalendarFeed
from notifications.routing import Cause
from plans import reading
from plans.vocabulary import Interval, YearlyKind
from plans.yearly import keeping
from plans.yearly.keeping import TaskFacts
from tests import build, build_plans
from tests.build import monday_at
from tests.cast import Town
from tests.journeys.walking import client_of


@pytest.fixture
def at_noon(freeze: Callable[[datetime], None]) -> None:
    freeze(monday_at(12))


def fetched(secret: str) -> tuple[int, str]:
    answer = Client().get(f"/kalender/{secret}.ics")
    return answer.status_code, answer.content.decode()


def starts(text: str) -> list[str]:
    return re.findall(r"DTSTART:(\w+)", text)


def test_the_calendar_is_told_the_time_and_nothing_else(
    at_noon: None, anna: Staff, cia: Staff, town: Town
) -> None:
    concern = build.concern(filed_by=anna, team=town.reception)  # on Monday at 8
    status, text = fetched(addresses.make(by=cia, at=monday_at(9)))
    assert (status, starts(text)[0]) == (200, "20261124T070000Z")
    assert set(re.findall(r"SUMMARY:(.*)\r", text)) == {"Frist i Beredskabsportalen"}
    assert not re.search(rf"BK-|{concern.pk}|{concern.reference}|Anna|Modtagelsen|barn", text)
    known = "BEGIN END VERSION PRODID CALSCALE METHOD REFRESH-INTERVAL X-PUBLISHED-TTL UID DTSTAMP DTSTART"
    names = {re.split(r"[:;]", line)[0] for line in text.split("\r\n") if line}
    assert names <= {*known.split(), "DURATION", "SUMMARY", "URL", "CLASS", "TRANSP"}


def test_a_met_deadline_a_colleagues_case_and_what_one_is_kept_out_of_are_not_there(
    at_noon: None, anna: Staff, cia: Staff, ida: Staff, emil: Staff, town: Town
) -> None:
    mine, theirs, hidden = (build.concern(filed_by=anna, team=town.reception) for _ in range(3))
    handling.claim(theirs, by=ida, at=monday_at(9))
    with acting_as(anna):
        exclusions.keep_out_people(hidden, [cia.pk], Cause.SUSPECTED, at=monday_at(8))
    secret = addresses.make(by=cia, at=monday_at(9))
    assert len(starts(fetched(secret)[1])) == 2  # both clocks of the one that nobody has
    handling.claim(mine, by=cia, at=monday_at(10))
    handling.assess(mine, build.FINDING, by=cia, at=monday_at(11))
    assert len(starts(fetched(secret)[1])) == 1
    assert starts(fetched(addresses.make(by=emil, at=monday_at(9)))[1]) == []


def test_an_address_taken_back_replaced_or_never_made_is_a_missing_page(
    at_noon: None, cia: Staff, town: Town
) -> None:
    first = addresses.make(by=cia, at=monday_at(9))
    second = addresses.make(by=cia, at=monday_at(10))
    assert (fetched(first)[0], fetched(second)[0], fetched("none")[0]) == (404, 200, 404)
    addresses.revoke(by=cia, at=monday_at(11))
    assert fetched(second)[0] == 404


def test_whoever_handles_nothing_any_more_has_no_deadline_of_a_case_and_who_is_switched_off_no_calendar(
    at_noon: None, anna: Staff, cia: Staff, town: Town
) -> None:
    build.concern(filed_by=anna, team=town.reception)
    secret = addresses.make(by=cia, at=monday_at(9))
    assert len(starts(fetched(secret)[1])) == 2
    cia.role_assignments.all().delete()
    assert starts(fetched(secret)[1]) == []
    Staff.objects.filter(pk=cia.pk).update(is_active=False)
    assert fetched(secret)[0] == 404


def test_everybody_fetches_the_days_by_which_they_are_to_read(
    at_noon: None, anna: Staff, hanne: Staff, dorte: Staff
) -> None:
    day = monday_at(8).date() + dt.timedelta(days=9)
    sections = [build_plans.section(slug) for slug in ("akut", "tegn")]
    edition = build_plans.published(sections, editor=hanne, approver=dorte, due_on=day, at=monday_at(8))
    status, text = fetched(addresses.make(by=anna, at=monday_at(9)))
    assert (status, starts(text)) == (200, [f"{day:%Y%m%d}T070000Z"])  # one for both
    assert set(re.findall(r"SUMMARY:(.*)\r", text)) == {"Frist i Beredskabsportalen"}
    for line in edition.lines.all():
        reading.acknowledge(line, version_number=line.version.number, by=anna, at=monday_at(10))
    secret = addresses.make(by=anna, at=monday_at(11))
    assert starts(fetched(secret)[1]) == []


def test_a_concern_that_is_filed_changes_nothing_in_the_calendar_of_who_handles_none(
    at_noon: None, anna: Staff, ole: Staff, town: Town
) -> None:
    secret = addresses.make(by=ole, at=monday_at(9))
    before = fetched(secret)
    build.concern(filed_by=anna, team=town.reception, keep_out=(ole,))
    assert fetched(secret) == before


def test_the_card_on_my_page_leads_there(at_noon: None, anna: Staff) -> None:
    assert "/min-side/kalender/" in client_of(anna).get("/min-side/").content.decode()


def test_the_address_is_shown_once_and_kept_nowhere(at_noon: None, cia: Staff, town: Town) -> None:
    client = client_of(cia)
    page = client.post("/min-side/kalender/", {"handling": "make"}).content.decode()
    (secret,) = re.findall(r"/kalender/([\w-]+)\.ics", page)
    assert fetched(secret)[0] == 200
    assert secret not in client.get("/min-side/kalender/").content.decode()
    assert secret not in str(list(CalendarFeed.objects.values()))
    client.post("/min-side/kalender/", {"handling": "revoke"})
    assert fetched(secret)[0] == 404


def test_lines_are_folded_and_words_escaped_as_the_standard_says() -> None:
    text = calendar.text(
        [Due("a", monday_at(9))],
        feed=uuid.UUID(int=1),
        title="Æ, ø; å " * 20,
        portal="http://localhost/",
        domain="portal.invalid",
        at=monday_at(9),
    )
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "Æ\\, ø\\; å " * 20 in text.replace("\r\n ", "")


def test_what_one_does_in_the_annual_wheel_stands_in_the_one_address(
    at_noon: None, anna: Staff, bo: Staff, dorte: Staff, town: Town
) -> None:
    house = Unit.objects.get(pk=town.kindergarten.pk)
    first = {"kind": YearlyKind.THEME, "first_on": dt.date(2026, 11, 30), "every": Interval.QUARTER}
    keeping.add(TaskFacts(title="Øvelse i huset", unit=house, **first), by=dorte, at=monday_at(9))
    text = fetched(addresses.make(by=bo, at=monday_at(9)))[1]
    assert "DTSTART;VALUE=DATE:20261130" in text
    assert "Øvelse i huset" in text
    assert "Bo" not in re.findall(r"SUMMARY:(.*)\r", text)[0]
    assert "Øvelse i huset" not in fetched(addresses.make(by=anna, at=monday_at(9)))[1], (
        "somebody else does it"
    )
