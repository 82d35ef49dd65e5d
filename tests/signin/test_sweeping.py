"""What signing in leaves behind is gone when the privacy page says so."""

import datetime as dt
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from beredskab.signin import sweeping
from beredskab.signin.models import PostedAnswer, Protocol, Provider
from tests.build import monday_at

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _first_round() -> None:
    sweeping._last.clear()


def left() -> tuple[list[str], list[str], int]:
    return (
        sorted(Session.objects.values_list("session_key", flat=True)),
        sorted(AccessAttempt.objects.values_list("username", flat=True)),
        PostedAnswer.objects.count(),
    )


def attempt(email: str, at: dt.datetime) -> None:
    made = AccessAttempt.objects.create(username=email, ip_address="192.0.2.1", failures_since_start=1)
    AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=at)


def test_what_is_over_is_swept_away_and_nothing_else(town: Any, settings: Any) -> None:
    at = monday_at(9)
    for key, until in (("over", at - MINUTE), ("runs", at + MINUTE)):
        Session.objects.create(session_key=key, session_data="", expire_date=until)
    attempt("anna@eksempel.example", at - settings.AXES_COOLOFF_TIME - MINUTE)
    attempt("bo@eksempel.example", at - MINUTE)
    provider = Provider.objects.create(
        municipality=town.municipality, slug="idp", name="Login", protocol=Protocol.SAML
    )
    for until in (at - MINUTE, at + MINUTE):
        PostedAnswer.objects.create(provider=provider, content="…", until=until)
    sweeping.look_round(at=at)
    assert left() == (["runs"], ["bo@eksempel.example"], 1)


def test_rounds_that_come_every_two_seconds_sweep_every_five_minutes() -> None:
    at = monday_at(9)
    sweeping.look_round(at=at)
    Session.objects.create(session_key="over", session_data="", expire_date=at)
    sweeping.look_round(at=at + MINUTE)
    assert Session.objects.count() == 1
    sweeping.look_round(at=at + 5 * MINUTE)
    assert Session.objects.count() == 0
