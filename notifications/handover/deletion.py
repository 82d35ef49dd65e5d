"""What has been handed over is deleted here, when its time has come: never without a receipt (rule N-46).

How long depends on what the screening came to, counted from the day of closing. The worker deletes through a
function of the owner that asks the same questions again. What is left is the entry in the trail: that it was
deleted, when, and codes without anybody in them.
"""

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connections

from beredskab.access.acting import as_role
from beredskab.outbox import duties
from notifications.models import Concern
from notifications.vocabulary import Outcome

DELETE = "notifications.delete_handed_over"
UNDECIDED = "undecided"
DUE = "SELECT id, outcome, year FROM notifications_due_for_deletion(%s, %s)"
CLOSED = """
SELECT m.slug, f.outcome, f.due, f.kept, f.without_receipt, f.next_due
FROM notifications_closed_of(%s, %s) f JOIN organisation_municipality m ON m.id = f.municipality_id
ORDER BY m.slug, f.outcome
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A concern whose time has come; its outcome and year are codes of nobody."""

    id: uuid.UUID
    outcome: str
    year: int


@dataclass(frozen=True, slots=True)
class Closed:
    """Closed concerns of a municipality after one outcome: how many are due, how many stay, and until when.

    `without_receipt`: of those that stay, the ones that stay only for want of a receipt.
    """

    municipality: str
    outcome: str
    due: int
    kept: int
    without_receipt: int
    next_due: dt.datetime | None


def ask(concern: Concern, *, at: dt.datetime) -> None:
    """Let the worker look when the concern's time has come."""
    decision = concern.decisions.order_by("-at").first()
    days = concern.municipality.days_kept(decision.outcome if decision else UNDECIDED)
    due = max(concern.closed_at or at, at) + dt.timedelta(days=days, minutes=1)
    duties.ask(DELETE, f"{concern.pk} {due:%Y-%m-%d}", due=due, concern=str(concern.pk))


def due(*, at: dt.datetime) -> list[Due]:
    """Every concern that would be deleted now."""
    with as_role("clock") as alias, connections[alias].cursor() as cursor:
        cursor.execute(DUE, [_limits(), at])
        return [Due(*row) for row in cursor.fetchall()]


def closed(*, at: dt.datetime) -> list[Closed]:
    """What is closed, for each municipality and outcome."""
    with as_role("clock") as alias, connections[alias].cursor() as cursor:
        cursor.execute(CLOSED, [_limits(), at])
        return [Closed(*row) for row in cursor.fetchall()]


def delete(found: Iterable[Due], *, at: dt.datetime) -> int:
    """Delete these, each with everything that belongs to it; how many went. Safe to repeat."""
    gone = 0
    for one in found:
        with as_role("clock") as alias, connections[alias].cursor() as cursor:
            cursor.execute("SELECT notifications_delete_closed(%s, %s, %s)", [one.id, _limits(), at])
            gone += cursor.fetchone()[0]
    return gone


@duties.duty(DELETE)
def do_delete(_ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part; whatever else is due goes as well."""
    delete(due(at=at), at=at)


def _limits() -> str:
    """The installation's; what a municipality has decided for itself goes before them (migration 0046)."""
    ours = settings.RETENTION_DAYS
    return json.dumps({name: ours.get(name, ours[UNDECIDED]) for name in (*Outcome.values, UNDECIDED)})
