"""Telling people that there is something new: one mail for everything, without a word of what it is.

Never somebody who is kept out, never a leader because they lead, never the person who did it.
"""

import datetime as dt
from collections.abc import Collection

from beredskab.access import grants
from beredskab.organisation.models import Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from notifications.exclusion.exclusions import people_kept_out
from notifications.models import Concern


def tell_team(concern: Concern, *, but: Staff, at: dt.datetime, nor: Collection[int] = ()) -> None:
    """The people of the receiving team who may handle the concern, without the one who acted (N-50)."""
    assert concern.team is not None, "it is filed"
    hidden = people_kept_out(concern) | {but.pk, concern.own_of, *nor}
    for person in grants.holders("handle_concerns", concern.team):
        if person.pk not in hidden:
            tell(person, Kind.NEWS, at=at, about=concern.pk)


def tell_responsible(concern: Concern, *, but: Staff, at: dt.datetime) -> None:
    """Whoever has taken the concern; the whole team while nobody has."""
    if concern.claimed_by is None:
        tell_team(concern, but=but, at=at)
    elif concern.claimed_by_id != but.pk and concern.claimed_by_id not in people_kept_out(concern):
        tell(concern.claimed_by, Kind.NEWS, at=at, about=concern.pk)


def tell_filer(concern: Concern, *, at: dt.datetime) -> None:
    """Who filed the concern; not who took it down for somebody else, who is a colleague of the team."""
    if concern.is_taken_down:
        return
    tell(concern.filed_by, Kind.NEWS, at=at, about=concern.pk)
