"""What shows that something is done, how long it shows that, and what colleagues say to each other."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import messages
from beredskab.outbox.vocabulary import Kind
from plans.implementation.telling import may_tell, today
from plans.models import Comment, Evidence, Measure, Recommendation

MONDAY, MONTH = 0, dt.timedelta(days=31)


@dataclass(frozen=True)
class Shown:
    """What somebody shows: its title, where it is, from when it holds and how long, who keeps it."""

    title: str
    holds_from: dt.date
    note: str = ""
    url: str = ""
    expires_on: dt.date | None = None
    owner: Staff | None = None
    fact: str = ""


@act
def add(thing: Measure | Recommendation, shown: Shown, *, by: Staff, at: dt.datetime) -> Evidence:
    """Show something for a measure or a recommendation, in one's own municipality.

    Showing the same again changes nothing. Raises Forbidden.
    """
    about = _about(thing, by)
    same = Evidence.objects.filter(
        municipality=by.municipality, title=shown.title, holds_from=shown.holds_from, **about
    )
    found = same.filter(withdrawn_at__isnull=True).first()
    if found is not None:
        return found
    found = Evidence.objects.create(
        municipality=by.municipality,
        title=shown.title.strip(),
        note=shown.note.strip(),
        url=shown.url,
        fact=shown.fact,
        holds_from=shown.holds_from,
        expires_on=shown.expires_on,
        owner=shown.owner or by,
        added_by=by,
        added_at=at,
        **about,
    )
    trail.record(by.pk, "evidence.added", found.pk, at=at, fact=shown.fact)
    return found


@act
def withdraw(evidence: Evidence, *, by: Staff, at: dt.datetime) -> Evidence:
    """Take it back: it stays in the history, and shows nothing any longer. Raises Forbidden."""
    if evidence.municipality_id != by.municipality_id:
        raise Forbidden("another municipality's evidence")
    _about(evidence.measure or evidence.recommendation, by)
    found = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_by = at, by
        found.save(update_fields=["withdrawn_at", "withdrawn_by"])
        trail.record(by.pk, "evidence.withdrawn", found.pk, at=at)
    return found


@act
def comment(measure: Measure, text: str, *, by: Staff, at: dt.datetime) -> Comment:
    """Say something to the colleagues about a measure; saying the same twice is saying it once.

    Raises Forbidden, or ValueError for no words.
    """
    if not may_tell(by, measure):
        raise Forbidden("another's measure")
    if not text.strip():
        raise ValueError("A comment has words.")
    last = measure.comments.order_by("-said_at").first()
    if last is not None and last.said_by_id == by.pk and last.text == text.strip():
        return last
    made = Comment.objects.create(measure=measure, said_by=by, said_at=at, text=text.strip())
    trail.record(by.pk, "measure.commented", measure.pk, at=at)
    return made


def in_force(municipality: Municipality, on: dt.date) -> "QuerySet[Evidence]":
    """What shows something on that day: given, not withdrawn, not expired."""
    not_over = Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    found = Evidence.objects.filter(not_over, municipality=municipality, holds_from__lte=on)
    return found.filter(withdrawn_at__isnull=True).select_related("owner")


def expiring(municipality: Municipality, on: dt.date, within: dt.timedelta) -> "QuerySet[Evidence]":
    """What has expired, or will soon, nearest day first."""
    found = Evidence.objects.filter(municipality=municipality, withdrawn_at__isnull=True)
    return found.filter(expires_on__lte=on + within).select_related("owner").order_by("expires_on")


def remind_owners(municipality: Municipality, at: dt.datetime) -> list[Staff]:
    """On Mondays: whoever keeps something that expires within a month is told, once about each (rule P-123).

    One mail a person, however much it is. What nobody keeps, or somebody who has left, tells nobody.
    """
    day = today(municipality, at)
    if day.weekday() != MONDAY:
        return []
    due = expiring(municipality, day, MONTH).filter(told_at__isnull=True, owner__is_active=True)
    owners = {one.owner_id: one.owner for one in due if one.owner is not None}
    due.update(told_at=at)
    for owner in owners.values():
        messages.tell(owner, Kind.EVIDENCE_EXPIRES, at=at)
    return list(owners.values())


def _about(thing: Measure | Recommendation | None, by: Staff) -> dict[str, Measure | Recommendation]:
    if isinstance(thing, Measure):
        if not may_tell(by, thing):
            raise Forbidden("another's measure")
        return {"measure": thing}
    require(by, Act.SET_STATUS)
    if thing is None or thing.framework.municipality_id not in (None, by.municipality_id):
        raise Forbidden("another municipality's framework")
    return {"recommendation": thing}
