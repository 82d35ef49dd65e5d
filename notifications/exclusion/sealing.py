"""To whom a concern is sealed: the team's own key, or its rest's while somebody of the team is kept out.

Access keeps an excluded person out in both layers. Beyond that the key that their team holds must not open
the concern either (trust.md, stage 2): where the team's key lies open, or is asked for past the code, it is
of no use for what one of its people must not know.
"""

import datetime as dt
from collections.abc import Collection

from django.db import connection

from beredskab.access import grants
from beredskab.organisation.models import Staff, Team
from beredskab.vault import safe
from beredskab.vault.models import HolderKind, KeyHolder
from beredskab.vault.safe import Opened
from beredskab.vault.sealed.team import is_sealed
from notifications.exclusion.exclusions import people_kept_out
from notifications.models import Concern


def seal_to(opened: Opened, team: Team, hidden: Collection[int]) -> KeyHolder:
    """Let the team open it, without those of its people who are kept out: the key that it is sealed to."""
    if any(one.pk in hidden for one in grants.holders("handle_concerns", team)):
        return safe.seal_to_rest(opened, team, hidden)
    return safe.seal_to_team(opened, team)


def seal_at_filing(concern: Concern, opened: Opened) -> bool:
    """For the team that receives it, when it is settled who is kept out; whether that is a sealed one."""
    assert concern.team is not None, "it was just given one"
    return is_sealed(seal_to(opened, concern.team, people_kept_out(concern)))


def narrow(concern: Concern, *, by: Staff, at: dt.datetime, leaving: frozenset[int] = frozenset()) -> None:
    """Somebody more is kept out: where they are of the team, its key is taken away and the rest gets one.

    `leaving`: who will be kept out in a moment; `by` must still be able to open it.
    """
    assert concern.team is not None, "it is filed"
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="exclude")
    rest = seal_to(opened, concern.team, people_kept_out(concern) | leaving)
    if rest.kind == HolderKind.REST:
        with connection.cursor() as cursor:
            cursor.execute("SELECT notifications_narrow(%s, %s)", [concern.pk, rest.pk])
