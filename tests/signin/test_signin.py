"""Coming in, being slowed down, being logged off, and the demo's list."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from beredskab.organisation.models import Staff
from beredskab.signin.demo import PEOPLE
from beredskab.signin.models import SecondFactor
from tests.signin import phone

PASSWORD = "hemmelig kode 1"
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def knock(client: Client, staff: Staff, password: str = PASSWORD, **more: str) -> int:
    """The password; and where it was right, the app for the second step is set up and says its digits."""
    answer = client.post("/log-ind/", {"email": staff.email, "password": password, **more})
    if answer.status_code == 302:
        SecondFactor.objects.filter(staff=staff).delete()
        client.get("/log-ind/opsaet/")
        digits = phone.shows(client.session["pending"]["secret"], timezone.now())
        answer = client.post("/log-ind/opsaet/", {"code": digits})
        assert b"recovery-codes" in answer.content
        return 302
    return answer.status_code


@pytest.fixture
def anna_with_password(anna: Staff) -> Staff:
    anna.set_password(PASSWORD)
    anna.save()
    return anna


def test_the_right_password_leads_to_the_second_step_and_in(
    client: Client, anna_with_password: Staff
) -> None:
    answer = client.post("/log-ind/", {"email": anna_with_password.email.upper(), "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/log-ind/opsaet/")
    knock(client, anna_with_password)
    assert client.get("/laest/").status_code == 200


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(
    client: Client, anna_with_password: Staff
) -> None:
    def body(email: str) -> str:
        answer = client.post("/log-ind/", {"email": email, "password": "forkert"})
        return answer.content.decode().replace(email, "?")

    assert "Log ind" in body(anna_with_password.email)
    pages = [body(anna_with_password.email), body("nobody@eksempel.example")]
    tokens = [page.split('name="csrfmiddlewaretoken" value="')[1][:64] for page in pages]
    assert len({page.replace(token, "") for page, token in zip(pages, tokens, strict=True)}) == 1


def test_fifty_failures_of_one_person_do_not_keep_a_colleague_out(
    client: Client, anna_with_password: Staff, bo: Staff
) -> None:
    bo.set_password(PASSWORD)
    bo.save()
    answers = [knock(client, anna_with_password, "forkert") for _ in range(50)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert knock(client, anna_with_password) == 429
    assert knock(client, bo) == 302


def test_a_login_gives_a_new_session(client: Client, anna_with_password: Staff) -> None:
    client.get("/log-ind/")
    client.session["x"] = 1
    before = client.session.session_key
    knock(client, anna_with_password)
    assert client.session.session_key != before


def test_twenty_idle_minutes_end_the_session(
    client: Client, anna_with_password: Staff, freeze: Callable[[dt.datetime], None]
) -> None:
    freeze(NOON)
    knock(client, anna_with_password)
    freeze(NOON + dt.timedelta(minutes=19))
    assert client.post("/log-ind/bliv/").headers["Location"] == "/"
    freeze(NOON + dt.timedelta(minutes=38))
    assert client.post("/log-ind/bliv/").headers["Location"] == "/"
    freeze(NOON + dt.timedelta(minutes=59))
    assert client.post("/log-ind/bliv/").headers["Location"].startswith("/log-ind/")


def test_eight_hours_end_the_session_however_busy(
    client: Client, anna_with_password: Staff, freeze: Callable[[dt.datetime], None]
) -> None:
    freeze(NOON)
    knock(client, anna_with_password)
    for minutes in range(15, 480, 15):
        freeze(NOON + dt.timedelta(minutes=minutes))
        assert client.post("/log-ind/bliv/").headers["Location"] == "/"
    freeze(NOON + dt.timedelta(minutes=481))
    assert client.post("/log-ind/bliv/").headers["Location"].startswith("/log-ind/")


def test_who_is_deactivated_is_out_at_the_next_click(client: Client, anna_with_password: Staff) -> None:
    knock(client, anna_with_password)
    Staff.objects.filter(pk=anna_with_password.pk).update(is_active=False)
    assert client.post("/log-ind/bliv/").headers["Location"].startswith("/log-ind/")


def test_logging_off_empties_the_cache_and_the_session(client: Client, anna_with_password: Staff) -> None:
    knock(client, anna_with_password)
    answer = client.post("/log-af/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_the_demo_list_is_shown_only_in_the_demo_and_on_this_machine(
    client: Client, anna: Staff, settings: object
) -> None:
    assert PEOPLE[0].name not in client.get("/log-ind/").content.decode()
    assert client.post("/log-ind/demo/", {"person": PEOPLE[0].email}).status_code == 404
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's settings
    assert PEOPLE[0].name in client.get("/log-ind/").content.decode()
    elsewhere = {"REMOTE_ADDR": "10.0.0.7"}
    assert PEOPLE[0].name not in client.get("/log-ind/", **elsewhere).content.decode()
    assert client.post("/log-ind/demo/", {"person": PEOPLE[0].email}, **elsewhere).status_code == 404
    passed_on = {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    assert client.post("/log-ind/demo/", {"person": PEOPLE[0].email}, **passed_on).status_code == 404
    assert client.post("/log-ind/demo/", {"person": PEOPLE[0].email}).status_code == 302


def test_the_demo_opens_no_other_account(client: Client, ole: Staff, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's settings
    assert client.post("/log-ind/demo/", {"person": ole.email}).status_code == 404
