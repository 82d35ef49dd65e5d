"""Two persons for what is dangerous: one suggests, another decides. What changes stands with its own kind."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, models, transaction

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.organisation.models import Staff


class AlreadyWaiting(Exception):
    """Another change of the same thing waits; it is decided first."""


def keep(change: models.Model) -> None:
    """Store what is suggested. Raises AlreadyWaiting where the database knows of one that waits."""
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError:
        raise AlreadyWaiting from None


def decide(change: Any, needed: Act, *, approve: bool, by: Staff, at: dt.datetime) -> bool:
    """Write what another person decides; whoever suggested it may take it back and never approve it.

    `change` is locked and has `proposed_by`, `decided_by`, `decided_at` and `is_approved`. False when it was
    decided before: then nothing is done. Raises Forbidden.
    """
    is_own = change.proposed_by_id == by.pk
    if approve or not is_own:
        guard.require(by, needed)
    if is_own and approve:
        raise guard.Forbidden("four eyes")
    if change.decided_at is not None:
        return False
    change.decided_by, change.decided_at, change.is_approved = by, at, approve
    change.save(update_fields=["decided_by", "decided_at", "is_approved"])
    return True
