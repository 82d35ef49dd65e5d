"""The plain columns of a sent concern: what lists, routing and counts need, and nothing about the child."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Unit
from notifications.drafting.answers import Stored
from notifications.guide.answers import Answers
from notifications.guide.birth import ADULT_AGE, age, born
from notifications.guide.clock import read_time
from notifications.models import Concern
from notifications.vocabulary import AgeBand, Question, Together

#: Upper age of each band, in years.
BANDS = ((2, AgeBand.BABY), (5, AgeBand.SMALL), (9, AgeBand.SCHOOL), (14, AgeBand.MIDDLE))


def describe(concern: Concern, a: Answers, stored: Stored, zone: ZoneInfo, *, at: dt.datetime) -> Concern:
    """The plain columns that lists, routing and counts need; everything else stays sealed."""
    concern.certainty = a.certainty.value if a.certainty else ""
    concern.topics = sorted(topic.value for topic in a.topics)
    concern.suspects = sorted(suspect.value for suspect in a.suspects)
    concern.acute = a.danger.value if a.danger else ""
    concern.together = a.together.value if a.together else ""
    concern.pick_up_at = _pick_up(stored, zone)
    concern.age_band = _age_band(a, stored, at.astimezone(zone).date())
    concern.is_protected = bool(stored.of(Question.CHILD).one("protected"))
    concern.unit = child_unit(stored, concern.municipality_id)
    return concern


def _pick_up(stored: Stored, zone: ZoneInfo) -> dt.datetime | None:
    """When the child is fetched, on the day on which the filer said so."""
    typed = stored.of(Question.TOGETHER)
    time = read_time(typed.one("pick_up"))
    if typed.one("together") != Together.YES or time is None:
        return None
    said = stored.saved_at[Question.TOGETHER].astimezone(zone).date()
    return dt.datetime.combine(said, time, zone)


def _age_band(a: Answers, stored: Stored, today: dt.date) -> str:
    if a.unborn:
        return AgeBand.UNBORN
    born_on = born(stored.of(Question.CHILD))
    if born_on is None or not 0 <= age(born_on, today) < ADULT_AGE:
        return AgeBand.UNKNOWN
    years = age(born_on, today)
    return next((band for limit, band in BANDS if years <= limit), AgeBand.YOUNG)


def child_unit(stored: Stored, municipality: int) -> Unit | None:
    """Where the child goes, None when that is not known. One statement at most."""
    chosen = stored.of(Question.CHILD).one("unit")
    if not (chosen.isascii() and chosen.isdigit()):
        return None
    return Unit.objects.filter(pk=int(chosen), municipality_id=municipality).first()
