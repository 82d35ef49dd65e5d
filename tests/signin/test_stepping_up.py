"""Opening what is said about a child asks again who one is; refused where nobody is sure. A-12 and A-13."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beredskab.organisation.models import Staff
from beredskab.signin import codes
from beredskab.signin.entering import LEVEL, METHOD, PROVED, Level
from tests import build
from tests.build import monday_at
from tests.signin import phone

MINUTE = dt.timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def cias(
    cia: Staff, anna: Staff, town: Any, freeze: Callable[[dt.datetime], None]
) -> tuple[Client, str, str]:
    """Cia's browser, the address of a concern of her team, and the secret of her app."""
    freeze(monday_at(9))
    concern = build.concern(filed_by=anna, team=town.reception, at=monday_at(8))
    secret = codes.new_secret()
    codes.set_up(cia, secret, phone.shows(secret, monday_at(8)), at=monday_at(8))
    client = Client()
    client.force_login(cia)
    return client, f"/indbakke/{concern.pk}/", secret


def set_session(client: Client, **told: object) -> None:
    session = client.session
    session.update(told)
    session.save()


def later(client: Client, freeze: Callable[[dt.datetime], None], minutes: int) -> None:
    """Minutes of work that opens no notification: a page every quarter of an hour."""
    now = timezone.now()
    for passed in range(15, minutes, 15):
        freeze(now + passed * MINUTE)
        client.get("/laest/")
    freeze(now + minutes * MINUTE)


def test_who_has_just_signed_in_is_not_asked(cias: tuple[Client, str, str]) -> None:
    client, path, _secret = cias
    assert client.get(path).status_code == 200


def test_after_half_an_hour_without_a_notification_the_code_is_asked(
    cias: tuple[Client, str, str], freeze: Any
) -> None:
    client, path, secret = cias
    client.get(path)
    later(client, freeze, 31)
    asked = client.get(path)
    assert asked["Location"] == f"/log-ind/er-det-dig/?next={path.replace('/', '%2F')}"
    assert client.get(asked["Location"]).status_code == 200
    assert client.post("/log-ind/er-det-dig/", {"code": "000000", "next": path}).status_code == 422
    shown = {"code": phone.shows(secret, timezone.now()), "next": path}
    assert client.post("/log-ind/er-det-dig/", shown)["Location"] == path
    assert client.get(path).status_code == 200


def test_whoever_works_on_notifications_is_not_asked_again_and_again(
    cias: tuple[Client, str, str], freeze: Any
) -> None:
    client, path, _secret = cias
    for minutes in range(0, 120, 15):
        freeze(monday_at(9) + minutes * MINUTE)
        assert client.get(path).status_code == 200


def test_a_concern_that_never_was_is_asked_about_in_the_same_way(
    cias: tuple[Client, str, str], freeze: Any
) -> None:
    client, path, _secret = cias
    client.get(path)
    later(client, freeze, 31)
    real, unreal = client.get(path), client.get(f"/indbakke/{uuid.uuid4()}/")
    assert real.status_code == unreal.status_code == 302
    assert real.content == unreal.content


def test_what_was_typed_is_taken_in(cias: tuple[Client, str, str], freeze: Any) -> None:
    client, path, _secret = cias
    client.post(f"{path}tag/")
    later(client, freeze, 31)
    answer = client.post(f"{path}note/", {"text": "Ringet til skolen."})
    assert answer["Location"].startswith("/indbakke/")


def test_filing_is_never_held_up(anna: Staff, town: Any, freeze: Any) -> None:
    freeze(monday_at(9))
    client = Client()
    client.force_login(anna)
    client.get("/")
    set_session(client, **{LEVEL: Level.LOW.value, PROVED: 0})
    assert client.get("/bekymring/ny/?grad=mistanke").status_code == 200
    assert client.get("/bekymring/mine/").status_code == 200


@pytest.mark.parametrize(("level", "status"), [("low", 302), ("substantial", 200), ("high", 200)])
def test_a_notification_is_opened_from_substantial_on(
    cias: tuple[Client, str, str], level: str, status: int
) -> None:
    client, path, _secret = cias
    client.get("/laest/")
    set_session(client, **{LEVEL: level})
    answer = client.get(path)
    assert answer.status_code == status
    if status == 302:
        assert answer["Location"] == "/log-ind/ikke-sikkert-nok/"


def test_in_the_demo_a_button_is_enough(cias: tuple[Client, str, str]) -> None:
    client, path, _secret = cias
    client.get("/laest/")
    set_session(client, **{METHOD: "demo", PROVED: 0})
    assert client.get(path).status_code == 302
    assert client.post("/log-ind/er-det-dig/", {"next": path})["Location"] == path
    assert client.get(path).status_code == 200


def test_nothing_but_entering_opens_a_session() -> None:
    """Whoever calls Django's login() decides how sure we are of somebody; there is one such place."""
    from tests.sources import sources

    callers = {one.name for one in sources() if "contrib.auth import login" in one.text}
    assert callers == {"beredskab.signin.entering"}
