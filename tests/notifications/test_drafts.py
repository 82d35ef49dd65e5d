"""A suspicion that lies unsent is the danger: its filer hears of it; what nobody touches is deleted."""

import datetime as dt
import uuid
from typing import Any

import pytest

from beredskab.access.acting import acting_as, as_role
from beredskab.organisation.models import Staff
from beredskab.organisation.workdays import WorkdayRules
from beredskab.outbox import worker
from beredskab.outbox.models import Duty
from beredskab.vault import safe
from beredskab.vault.models import SealedKey
from notifications import filing
from notifications.drafting import drafts
from notifications.guide.typed import Typed
from notifications.models import Answer, Concern
from notifications.vocabulary import Question
from tests.build import COPENHAGEN, monday_at, tuesday_at
from tests.seen import outbox_to

RULES = WorkdayRules()


def started(staff: Staff, certainty: str, at: dt.datetime) -> Concern:
    draft = filing.start(uuid.uuid4(), certainty=certainty, by=staff, at=at)
    with acting_as(staff):
        opened = safe.open_for(draft.pk, by=staff, at=at)
        typed = Typed({"danger": ("no",)})
        filing.save_step(draft, opened, Question.DANGER, typed, by=staff, at=at)
    return draft


def exists(draft: Concern, staff: Staff) -> bool:
    with acting_as(staff):
        return Concern.objects.filter(pk=draft.pk).exists()


def work_until(end: dt.datetime, start: dt.datetime) -> None:
    """The worker looks round every hour."""
    at = start
    while at <= end:
        worker.do_duties(at=at)
        at += dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [
        ("suspicion", monday_at(12)),
        ("knowledge", monday_at(12)),
        ("concern", monday_at(10) + dt.timedelta(days=6)),
    ],
)
def test_a_suspicion_is_looked_at_after_two_hours(certainty: str, expected: dt.datetime) -> None:
    draft = Concern(
        certainty=certainty,
        saved_at=monday_at(10),
        expires_at=monday_at(10) + filing.DRAFT_LIVES,
    )
    assert drafts.next_look(draft, RULES, COPENHAGEN, at=monday_at(10)) == expected


def test_after_the_first_reminder_comes_the_next_working_morning() -> None:
    draft = Concern(
        certainty="suspicion",
        saved_at=monday_at(10),
        expires_at=monday_at(10) + filing.DRAFT_LIVES,
    )
    assert drafts.next_look(draft, RULES, COPENHAGEN, at=monday_at(12)) == tuesday_at(9)


def test_a_suspicion_is_reminded_of_each_working_day_and_deleted_after_seven(anna: Staff) -> None:
    draft = started(anna, "suspicion", monday_at(10))
    work_until(monday_at(11), monday_at(10))
    assert outbox_to(anna) == []
    work_until(tuesday_at(10), monday_at(12))
    assert outbox_to(anna) == ["news", "news"]
    work_until(monday_at(10) + dt.timedelta(days=7), tuesday_at(11))
    assert not exists(draft, anna)
    with as_role("owner"):
        assert not Answer.objects.filter(concern=draft.pk).exists()
        assert not SealedKey.objects.filter(subject=draft.pk, holder__kind="staff").exists()


def test_a_concern_is_reminded_of_the_day_before_only(anna: Staff) -> None:
    draft = started(anna, "concern", monday_at(10))
    work_until(monday_at(9) + dt.timedelta(days=6), monday_at(10))
    assert outbox_to(anna) == []
    work_until(monday_at(11) + dt.timedelta(days=6), monday_at(10) + dt.timedelta(days=6))
    assert (outbox_to(anna), exists(draft, anna)) == (["news"], True)


def test_a_draft_that_is_used_lives_on(anna: Staff) -> None:
    draft = started(anna, "concern", monday_at(10))
    later = monday_at(10) + dt.timedelta(days=5)
    with acting_as(anna):
        opened = safe.open_for(draft.pk, by=anna, at=later)
        typed = Typed({"danger": ("yes",)})
        filing.save_step(draft, opened, Question.DANGER, typed, by=anna, at=later)
    work_until(monday_at(10) + dt.timedelta(days=8), monday_at(10))
    assert exists(draft, anna)
    work_until(later + dt.timedelta(days=7), monday_at(10) + dt.timedelta(days=8))
    assert not exists(draft, anna)


def test_an_agreed_day_keeps_the_draft_for_a_week_after_it(anna: Staff) -> None:
    draft = started(anna, "concern", monday_at(10))
    typed = Typed({"end": ("talk",), "review_0": ("14",), "review_1": ("12",), "review_2": ("2026",)})
    with acting_as(anna):
        opened = safe.open_for(draft.pk, by=anna, at=monday_at(11))
        filing.save_step(draft, opened, Question.ENDS, typed, by=anna, at=monday_at(11))
        draft.refresh_from_db()
    assert draft.expires_at == dt.datetime(2026, 12, 21, tzinfo=COPENHAGEN)


def test_on_the_agreed_day_the_filer_hears_of_it_in_the_morning(anna: Staff) -> None:
    draft = started(anna, "concern", monday_at(10))
    typed = Typed({"end": ("talk",), "review_0": ("26",), "review_1": ("11",), "review_2": ("2026",)})
    with acting_as(anna):
        opened = safe.open_for(draft.pk, by=anna, at=monday_at(11))
        filing.save_step(draft, opened, Question.ENDS, typed, by=anna, at=monday_at(11))
    day = dt.datetime(2026, 11, 26, 9, tzinfo=COPENHAGEN)
    work_until(day - dt.timedelta(minutes=1), monday_at(11))
    assert outbox_to(anna) == []
    work_until(day + dt.timedelta(hours=1), day - dt.timedelta(minutes=1))
    assert outbox_to(anna) == ["news"]


def test_who_looks_after_drafts_is_hidden_from_everybody_in_the_portal(
    anna: Staff, gert: Staff, freeze: Any
) -> None:
    started(anna, "suspicion", monday_at(10))
    for person in (anna, gert):
        with acting_as(person):
            assert not Duty.objects.filter(name=drafts.LOOK_AFTER).exists()
    with as_role("clock") as alias:
        assert Duty.objects.using(alias).filter(name=drafts.LOOK_AFTER).count() == 1
