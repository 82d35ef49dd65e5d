"""The first visit of a role: shown on the front page until the person puts it away, and again when asked."""

import datetime as dt

from beredskab.access.acting import act
from beredskab.organisation.models import Staff
from beredskab.ui.guides import GUIDES

ROLES = frozenset(guide.role for guide in GUIDES)


@act
def put_away(role: str, *, by: Staff, at: dt.datetime) -> None:
    """Not shown any more; an unknown role changes nothing. It is no act that anybody has to answer for."""
    if role in ROLES and role not in by.welcomed:
        by.welcomed = [*by.welcomed, role]
        by.save(update_fields=["welcomed"])


@act
def show_again(*, by: Staff, at: dt.datetime) -> None:
    """Every first visit is shown once more."""
    if by.welcomed:
        by.welcomed = []
        by.save(update_fields=["welcomed"])
