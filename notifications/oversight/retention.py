"""What must not be kept is not kept: drafts that lapsed and posts that were rescued and not fetched.

A draft's own duty (`drafts.look`) deletes it in time. This is the net under it: the worker's database role
sweeps whatever has lapsed by the database's clock, and may delete nothing else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connections

from beredskab.access.acting import as_role
from beredskab.outbox import duties

SWEEP = "notifications.sweep"
#: Sweeps are asked for at whole steps of this length, so that many posts ask for one sweep.
STEP = dt.timedelta(minutes=5)

# One statement each: what is deleted and what the trail keeps of it stand or fall together. The trail names
# the draft's id as a subject and says nothing more of it.
SWEEP_DRAFTS = """
WITH gone AS (
    DELETE FROM notifications_concern WHERE state = 'draft' AND expires_at < now() RETURNING id
)
INSERT INTO audit_entry (id, at, actor_id, verb, subject, concern, purpose, plain)
SELECT gen_random_uuid(), now(), NULL, 'draft.lapsed', id::text, NULL, '', '{}' FROM gone
"""
SWEEP_QUESTIONS = "DELETE FROM notifications_consultation WHERE expires_at < now()"
SWEEP_POSTS = "DELETE FROM notifications_rescuedpost WHERE expires_at < now()"
SWEEP_PROOFS = "DELETE FROM notifications_proof WHERE last_year < extract(year FROM now())"
SWEEP_TRIES = "DELETE FROM notifications_prooftry WHERE at < now() - interval '1 hour'"
COUNT = """
SELECT
    (SELECT count(*) FROM notifications_concern WHERE state = 'draft' AND expires_at < now()),
    (SELECT count(*) FROM notifications_concern WHERE state = 'draft' AND expires_at >= now()),
    (SELECT min(expires_at) FROM notifications_concern WHERE state = 'draft' AND expires_at >= now()),
    (SELECT count(*) FROM notifications_rescuedpost WHERE expires_at < now()),
    (SELECT count(*) FROM notifications_rescuedpost WHERE expires_at >= now())
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows of each kind were deleted."""

    drafts: int
    posts: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What is due for deletion, what is not yet, and when the next draft lapses."""

    lapsed_drafts: int
    drafts: int
    next_draft: dt.datetime | None
    lapsed_posts: int
    posts: int


def sweep() -> Swept:
    """Delete everything that has lapsed; safe to repeat."""
    with as_role("clock") as alias, connections[alias].cursor() as cursor:
        cursor.execute(SWEEP_DRAFTS)
        drafts = cursor.rowcount
        for statement in (SWEEP_QUESTIONS, SWEEP_PROOFS, SWEEP_TRIES):
            cursor.execute(statement)
        cursor.execute(SWEEP_POSTS)
        return Swept(drafts, cursor.rowcount)


def look() -> Kept:
    """What a sweep would delete now; deletes nothing."""
    with as_role("clock") as alias, connections[alias].cursor() as cursor:
        cursor.execute(COUNT)
        return Kept(*cursor.fetchone())


def ask_for_sweep(lapses_at: dt.datetime) -> None:
    """Let the worker sweep soon after that moment; asking again for the same step changes nothing."""
    due = step_after(lapses_at)
    duties.ask(SWEEP, due.isoformat(), due=due)


def step_after(moment: dt.datetime) -> dt.datetime:
    """The next whole step after the moment, in UTC. Pure."""
    moment = moment.astimezone(dt.UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + ((moment - midnight) // STEP + 1) * STEP


@duties.duty(SWEEP)
def do_sweep(_ids: dict[str, object], _at: dt.datetime) -> None:
    """The worker's part."""
    sweep()
