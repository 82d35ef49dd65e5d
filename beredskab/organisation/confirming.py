"""Whether somebody still vouches for a number. Pure."""

import datetime as dt

CONFIRMED_FOR = dt.timedelta(days=183)
"""A number is asked about twice a year; after that nobody vouches for it."""
ASKED_BEFORE = dt.timedelta(days=14)
"""How long before that the owner is asked, and how long we wait before asking again."""


def is_unconfirmed(verified_on: dt.date | None, on: dt.date) -> bool:
    """Nobody has confirmed the number in the last half year."""
    return verified_on is None or on - verified_on > CONFIRMED_FOR


def is_due(verified_on: dt.date | None, on: dt.date) -> bool:
    """Two weeks before nobody vouches for it any more, it is time to look."""
    return verified_on is None or on - verified_on > CONFIRMED_FOR - ASKED_BEFORE


def is_to_be_asked(verified_on: dt.date | None, asked_on: dt.date | None, on: dt.date) -> bool:
    """When it is time the owner is asked, and every two weeks again until they answer."""
    return is_due(verified_on, on) and (asked_on is None or on - asked_on >= ASKED_BEFORE)
