"""Keeping somebody out of a concern that the team already has: oneself, or a colleague.

The row that hides it, every key that was the person's own, and the team's key where they are of the team
(sealing.py). What the person has read until now stands in the trail, where the team sees it.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import connection

from beredskab.access import grants
from beredskab.access.acting import act
from beredskab.access.models import Exclusion, ExclusionCause
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from notifications import alerts, lifecycle
from notifications.exclusion import exclusions, sealing
from notifications.handling import locked
from notifications.models import Concern
from notifications.vocabulary import Move, State


class NobodyLeft(Exception):
    """The team would have nobody who can handle the concern: it must move to another team first."""


class NotToBeKeptOut(Exception):
    """Who filed keeps access; oneself one takes out by stepping aside; other municipalities never had any."""


@act
def step_aside(concern: Concern, *, by: Staff, at: dt.datetime) -> None:
    """Somebody of the team is too close to it, and sees it no more. Raises NobodyLeft."""
    concern = locked(concern, by)
    _require_others(concern, by.pk)
    _give_back(concern, by.pk, by=by, at=at)
    trail.record(by.pk, "concern.stepped_aside", concern.pk, at=at)
    sealing.narrow(concern, by=by, at=at, leaving=frozenset({by.pk}))
    _shut_out(concern, by.pk, Exclusion.Cause.CONFLICT, at=at)


@act
def exclude(concern: Concern, person: Staff, cause: ExclusionCause, *, by: Staff, at: dt.datetime) -> None:
    """Keep a person out from now on; of who is suspected, the leaders above where that is decided (N-06).

    Raises NotToBeKeptOut, NobodyLeft.
    """
    concern = locked(concern, by)
    if person.pk in {by.pk, concern.own_of} or person.municipality_id != concern.municipality_id:
        raise NotToBeKeptOut
    _require_others(concern, person.pk)
    _give_back(concern, person.pk, by=by, at=at)
    _shut_out(concern, person.pk, cause, at=at)
    if cause == Exclusion.Cause.SUSPECTED:
        exclusions.keep_out_line(concern, at=at, sparing=by.pk)
    sealing.narrow(concern, by=by, at=at)
    trail.record(by.pk, "concern.person_kept_out", concern.pk, at=at, cause=str(cause), person=person.pk)


@act
def settle(concern: Concern, suspected: Iterable[Staff], *, by: Staff, at: dt.datetime) -> None:
    """The team has found out who is suspected: these people instead of everybody at the place.

    Nobody means that no colleague is. Leaders above are kept out anew, of the people who are suspected now.
    """
    concern = locked(concern, by)
    loose = [Exclusion.Cause.UNKNOWN_PERSON, Exclusion.Cause.LINE]
    exclusions.in_force(concern).filter(cause__in=loose).update(lifted_at=at)
    named = {person.pk for person in suspected} - {concern.own_of}
    exclusions.keep_out_people(concern, named, Exclusion.Cause.SUSPECTED, at=at)
    exclusions.keep_out_line(concern, at=at)
    sealing.narrow(concern, by=by, at=at)
    trail.record(by.pk, "concern.suspicion_settled", concern.pk, at=at, people=len(named))


def _require_others(concern: Concern, person: int) -> None:
    assert concern.team is not None, "it is filed"
    hidden = exclusions.people_kept_out(concern) | {person, concern.own_of}
    if all(one.pk in hidden for one in grants.holders("handle_concerns", concern.team)):
        raise NobodyLeft


def _give_back(concern: Concern, person: int, *, by: Staff, at: dt.datetime) -> None:
    """The concern goes back to the team when the person was responsible."""
    if concern.claimed_by_id != person or State(concern.state) is State.CLOSED:
        return
    concern.state = lifecycle.after(State(concern.state), Move.RELEASE)
    concern.claimed_by, concern.claimed_at = None, None
    concern.save(update_fields=["state", "claimed_by", "claimed_at"])
    trail.record(by.pk, "concern.released", concern.pk, at=at)
    alerts.tell_team(concern, but=by, at=at, nor={person})


def _shut_out(concern: Concern, person: int, cause: str, *, at: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT notifications_shut_out(%s, %s)", [concern.pk, person])
    exclusions.keep_out_people(concern, {person}, cause, at=at)
