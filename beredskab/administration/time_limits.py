"""How long what the kernel keeps about people lives: the privacy page reads what deletion goes by."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from beredskab.administration.importing import lists
from beredskab.administration.personal_data import register_days
from beredskab.administration.personal_fields import Words
from beredskab.organisation.models import Municipality
from beredskab.signin.views import saml


def tell() -> None:
    """Called once when the portal starts."""
    register_days("sessions", _sessions)
    register_days("staff", _staff)
    register_days("attempts", lambda place: [(_("After the try"), settings.AXES_COOLOFF_TIME)])


def _sessions(place: Municipality) -> Iterator[tuple[Words, dt.timedelta]]:
    """What the clock of the session and signin/sweeping.py go by."""
    longest = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    yield _("You are logged off when you do nothing, after"), dt.timedelta(seconds=place.idle_seconds)
    yield _("You are logged off however much you do, after"), longest
    yield _("What is left of it is deleted, after you last did something"), longest


def _staff(place: Municipality) -> Iterator[tuple[Words, dt.timedelta]]:
    """What is put aside on its way into the list of employees."""
    yield _("A list of employees that nobody took in"), lists.KEPT
    yield _("What the municipality's login said about somebody, when nobody read it"), saml.KEPT
