"""Rules that two persons decide: how long closed cases stay, and whether leaders are kept out. Rule A-23.

Alone one could have cases deleted tomorrow, or let a suspected employee's leader read.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from beredskab.access import four_eyes, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.administration.health import Words
from beredskab.administration.models import RuleChange
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind

SHORTEST, LONGEST = 7, 3650
"""Days; a week at least, so that a mistake can still be noticed."""

_outcomes: dict[str, Words] = {}


class NothingChanged(Exception):
    """What was suggested is in force already."""


class OutOfDate(Exception):
    """What is in force is not what the suggestion was made from."""


@dataclass(frozen=True)
class Rules:
    """`days` from closing to deletion by outcome; `exclude_line`: leaders of a suspect are kept out."""

    days: Mapping[str, int]
    exclude_line: bool

    def as_json(self) -> dict[str, Any]:
        """As it is stored in a suggestion."""
        return {"retention_days": dict(self.days), "exclude_line_of_leaders": self.exclude_line}

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> "Rules":
        """The reverse."""
        return cls(dict(told["retention_days"]), bool(told["exclude_line_of_leaders"]))


def tell_outcomes(words: Mapping[str, Words]) -> None:
    """Told once at the start: what the outcomes of a screening are called."""
    _outcomes.update(words)


def outcomes() -> dict[str, Words]:
    """Every outcome that decides how long a case stays, in the order of the settings."""
    return {name: _outcomes.get(name, name) for name in settings.RETENTION_DAYS}


def in_force(municipality: Municipality) -> Rules:
    """The rules now; no statement, the municipality's row holds them."""
    days = {name: municipality.days_kept(name) for name in settings.RETENTION_DAYS}
    return Rules(days, municipality.exclude_line_of_leaders)


def may_see(staff: Staff) -> bool:
    """Whoever may suggest or approve."""
    return guard.may(staff, Act.ADMINISTER) or guard.may(staff, Act.APPROVE_RULES)


def changes_for(staff: Staff) -> QuerySet[RuleChange]:
    """What was suggested, newest first."""
    if not may_see(staff):
        return RuleChange.objects.none()
    mine = RuleChange.objects.filter(municipality=staff.municipality_id)
    return mine.select_related("proposed_by", "decided_by")


@act
def propose(rules: Rules, *, by: Staff, at: dt.datetime) -> RuleChange:
    """Suggest rules. Nothing changes yet. Raises Forbidden, NothingChanged, AlreadyWaiting, ValueError."""
    guard.require(by, Act.ADMINISTER)
    if set(rules.days) != set(settings.RETENTION_DAYS):
        raise ValueError("every outcome has its days")
    if not all(SHORTEST <= days <= LONGEST for days in rules.days.values()):
        raise ValueError("a week to ten years")
    before = in_force(Municipality.objects.get(pk=by.municipality_id))
    if rules == before:
        raise NothingChanged
    told = {"told": rules.as_json(), "before": before.as_json()}
    made = RuleChange(municipality=by.municipality, proposed_by=by, proposed_at=at, **told)
    four_eyes.keep(made)
    trail.record(by.pk, "rules.proposed", made.pk, at=at)
    for person in guard.who_may(Act.APPROVE_RULES, by.municipality_id).exclude(pk=by.pk):
        tell(person, Kind.NEWS, at=at)
    return made


@act
def decide(change: RuleChange, *, approve: bool, by: Staff, at: dt.datetime) -> None:
    """Another person says yes or no; whoever suggested it may take it back. Raises Forbidden, OutOfDate."""
    found = RuleChange.objects.select_for_update().get(pk=change.pk, municipality=by.municipality_id)
    if not four_eyes.decide(found, Act.APPROVE_RULES, approve=approve, by=by, at=at):
        return
    if approve:
        _put_in_force(found)
    trail.record(by.pk, f"rules.{'approved' if approve else 'rejected'}", found.pk, at=at)


def _put_in_force(change: RuleChange) -> None:
    place = Municipality.objects.select_for_update().get(pk=change.municipality_id)
    if in_force(place) != Rules.of_json(change.before):
        raise OutOfDate
    wanted = Rules.of_json(change.told)
    place.retention_days, place.exclude_line_of_leaders = dict(wanted.days), wanted.exclude_line
    place.save(update_fields=["retention_days", "exclude_line_of_leaders"])
