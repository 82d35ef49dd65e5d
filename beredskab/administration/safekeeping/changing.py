"""Two persons decide what is done to keys; an operator does it, once and within a week. Rule A-50."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from beredskab.access import four_eyes, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.administration.models import KeyChange, KeyChangeKind
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind

#: So long an approval may be used. What nobody does within a week is asked about again.
APPROVED_FOR = dt.timedelta(days=7)


class NotApproved(LookupError):
    """No two persons have decided this, or it was done, or it is more than a week ago."""


def may_look(staff: Staff) -> bool:
    """Who runs the installation or answers for it."""
    return guard.may(staff, Act.ADMINISTER) or guard.may(staff, Act.APPROVE_KEYS)


def changes_for(staff: Staff) -> QuerySet[KeyChange]:
    """Everything that was ever suggested about the municipality's keys."""
    if not may_look(staff):
        return KeyChange.objects.none()
    found = KeyChange.objects.filter(municipality=staff.municipality_id)
    return found.select_related("proposed_by", "decided_by")


@act
def propose(
    kind: KeyChangeKind, *, about: str = "", offices: Sequence[str] = (), by: Staff, at: dt.datetime
) -> KeyChange:
    """Suggest it. Nothing changes yet. Raises Forbidden, AlreadyWaiting."""
    guard.require(by, Act.ADMINISTER)
    made = KeyChange(municipality=by.municipality, kind=kind, about=about, proposed_by=by, proposed_at=at)
    made.told = {"offices": list(offices)} if offices else {}
    four_eyes.keep(made)
    trail.record(by.pk, "keys.proposed", made.pk, at=at, kind=kind.value, about=about)
    for person in guard.who_may(Act.APPROVE_KEYS, by.municipality_id).exclude(pk=by.pk):
        tell(person, Kind.NEWS, at=at)
    return made


@act
def decide(change: KeyChange, *, approve: bool, by: Staff, at: dt.datetime) -> None:
    """Another person says yes or no; whoever suggested it may take it back. Raises Forbidden."""
    found = KeyChange.objects.select_for_update().get(pk=change.pk, municipality=by.municipality_id)
    if not four_eyes.decide(found, Act.APPROVE_KEYS, approve=approve, by=by, at=at):
        return
    trail.record(by.pk, f"keys.{'approved' if approve else 'rejected'}", found.pk, at=at, kind=found.kind)


def is_usable(change: KeyChange, *, at: dt.datetime) -> bool:
    """Whether an operator may still do it."""
    if not change.is_approved or change.done_at is not None or change.decided_at is None:
        return False
    return at - change.decided_at < APPROVED_FOR


def take(
    municipality: Municipality, kind: KeyChangeKind, *, about: str = "", using: str, at: dt.datetime
) -> KeyChange:
    """The approval that is used up now, in the transaction of what it is for. Raises NotApproved."""
    waiting = KeyChange.objects.using(using).select_for_update(of=("self",))
    mine = waiting.filter(
        municipality=municipality, kind=kind, about=about, is_approved=True, done_at__isnull=True
    )
    found = next((one for one in mine.order_by("decided_at") if is_usable(one, at=at)), None)
    if found is None:
        raise NotApproved(
            "No two persons have approved this within the last week: an administrator suggests it under "
            "/administration/noegler/, a manager or approver approves it there."
        )
    found.done_at = at
    found.save(update_fields=["done_at"], using=using)
    return found
