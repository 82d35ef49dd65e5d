"""The second step of a local account: set up once, asked every time, no code twice. Rules A-10, A-11."""

import datetime as dt
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from beredskab.organisation.models import Staff
from beredskab.signin import codes
from beredskab.signin.models import RecoveryCode, SecondFactor
from tests.build import monday_at
from tests.signin import phone

PASSWORD = "hemmelig kode 1"
HALF_MINUTE = dt.timedelta(seconds=30)
pytestmark = pytest.mark.django_db
Freeze = Callable[[dt.datetime], None]


@pytest.fixture
def annas(anna: Staff, freeze: Freeze) -> tuple[Staff, str, list[str]]:
    """Anna, the secret in her app, and her codes on paper; set up an hour ago."""
    freeze(monday_at(9))
    anna.set_password(PASSWORD)
    anna.save()
    secret = codes.new_secret()
    at = monday_at(8)
    return anna, secret, codes.set_up(anna, secret, phone.shows(secret, at), at=at)


def password(client: Client, staff: Staff, **more: str) -> str:
    return client.post("/log-ind/", {"email": staff.email, "password": PASSWORD, **more})["Location"]


def digits(client: Client, typed: str) -> int:
    return client.post("/log-ind/kode/", {"code": typed}).status_code


def is_in(client: Client) -> bool:
    return client.get("/laest/").status_code == 200


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, shortened to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    times = {59: "287082", 1111111109: "081804", 1234567890: "005924", 2000000000: "279037"}
    assert {at: phone.shows(secret, dt.datetime.fromtimestamp(at, dt.UTC)) for at in times} == times


def test_a_password_alone_lets_nobody_in(client: Client, annas: tuple[Staff, str, list[str]]) -> None:
    assert password(client, annas[0]) == "/log-ind/kode/"
    assert not is_in(client)


def test_password_and_digits_let_in_and_lead_on(client: Client, annas: tuple[Staff, str, list[str]]) -> None:
    anna, secret, _paper = annas
    password(client, anna, next="/laest/")
    before = client.session.session_key
    answer = client.post("/log-ind/kode/", {"code": phone.shows(secret, timezone.now())})
    assert (answer["Location"], is_in(client)) == ("/laest/", True)
    assert client.session.session_key != before


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_login_leads_nowhere_else(client: Client, annas: tuple[Staff, str, list[str]], target: str) -> None:
    anna, secret, _paper = annas
    password(client, anna, next=target)
    answer = client.post("/log-ind/kode/", {"code": phone.shows(secret, timezone.now())})
    assert answer["Location"] == "/"


def test_a_code_is_taken_once(client: Client, annas: tuple[Staff, str, list[str]]) -> None:
    anna, secret, _paper = annas
    seen_over_the_shoulder = phone.shows(secret, timezone.now())
    password(client, anna)
    assert digits(client, seen_over_the_shoulder) == 302
    second = Client()
    password(second, anna)
    assert digits(second, seen_over_the_shoulder) == 422


@pytest.mark.parametrize(("steps", "status"), [(-1, 302), (0, 302), (1, 302), (-2, 422), (2, 422)])
def test_a_phone_may_be_half_a_minute_wrong(
    client: Client, annas: tuple[Staff, str, list[str]], steps: int, status: int
) -> None:
    anna, secret, _paper = annas
    password(client, anna)
    assert digits(client, phone.shows(secret, timezone.now() + steps * HALF_MINUTE)) == status


def test_a_code_on_paper_works_once_however_it_is_typed(
    client: Client, annas: tuple[Staff, str, list[str]]
) -> None:
    anna, _secret, paper = annas
    assert len(set(paper)) == 10
    password(client, anna)
    assert digits(client, f" {paper[3].upper().replace('-', ' ')} ") == 302
    assert codes.codes_left(anna) == 9
    again = Client()
    password(again, anna)
    assert digits(again, paper[3]) == 422


def test_nobody_elses_paper_works(client: Client, annas: tuple[Staff, str, list[str]], bo: Staff) -> None:
    secret = codes.new_secret()
    bos = codes.set_up(bo, secret, phone.shows(secret, monday_at(8)), at=monday_at(8))
    password(client, annas[0])
    assert digits(client, bos[0]) == 422


def test_five_wrong_codes_make_a_pause_for_that_person_only(
    client: Client, annas: tuple[Staff, str, list[str]], bo: Staff, freeze: Freeze
) -> None:
    anna, secret, _paper = annas
    password(client, anna)
    for _try in range(5):
        assert digits(client, "000000") == 422
    assert digits(client, phone.shows(secret, timezone.now())) == 422
    bos = codes.new_secret()
    codes.set_up(bo, bos, phone.shows(bos, monday_at(8)), at=monday_at(8))
    assert codes.is_right(bo, phone.shows(bos, timezone.now()), at=timezone.now())
    freeze(monday_at(9) + dt.timedelta(minutes=6))
    fresh = Client()
    password(fresh, anna)
    assert digits(fresh, phone.shows(secret, timezone.now())) == 302


def test_a_password_is_forgotten_after_five_minutes(
    client: Client, annas: tuple[Staff, str, list[str]], freeze: Freeze
) -> None:
    anna, secret, _paper = annas
    password(client, anna)
    freeze(monday_at(9) + dt.timedelta(minutes=6))
    answer = client.post("/log-ind/kode/", {"code": phone.shows(secret, timezone.now())})
    assert (answer["Location"], is_in(client)) == ("/log-ind/", False)


def test_the_app_is_set_up_once_and_by_digits_that_are_right(client: Client, anna: Staff) -> None:
    anna.set_password(PASSWORD)
    anna.save()
    assert password(client, anna) == "/log-ind/opsaet/"
    page = client.get("/log-ind/opsaet/")
    secret = client.session["pending"]["secret"]
    assert secret[:4] in page.content.decode()
    assert client.get("/log-ind/opsaet/firkant/")["Cache-Control"] == "no-store"
    assert client.post("/log-ind/opsaet/", {"code": "000000"}).status_code == 422
    assert not SecondFactor.objects.exists()
    shown = client.post("/log-ind/opsaet/", {"code": phone.shows(secret, timezone.now())})
    assert len(shown.context["codes"]) == 10
    assert is_in(client)


def test_whoever_knows_only_the_password_cannot_set_up_another_app(
    client: Client, annas: tuple[Staff, str, list[str]]
) -> None:
    password(client, annas[0])
    assert client.get("/log-ind/opsaet/")["Location"] == "/log-ind/"
    assert client.get("/log-ind/opsaet/firkant/").status_code == 404


def test_the_secret_and_the_codes_are_not_in_the_database(annas: tuple[Staff, str, list[str]]) -> None:
    _anna, secret, paper = annas
    kept = bytes(SecondFactor.objects.get().secret)
    assert secret.encode() not in kept
    digests = "".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(one.replace("-", "") in digests for one in paper)


def test_new_codes_replace_the_old_ones(client: Client, annas: tuple[Staff, str, list[str]]) -> None:
    anna, secret, paper = annas
    password(client, anna)
    digits(client, phone.shows(secret, timezone.now()))
    made = client.post("/min-side/login/").context["codes"]
    assert not set(made) & set(paper)
    assert codes.is_right(anna, made[0], at=timezone.now())
    assert not codes.is_right(anna, paper[0], at=timezone.now())


def test_an_operator_lets_somebody_begin_anew(annas: tuple[Staff, str, list[str]], client: Client) -> None:
    call_command("forget_second_step", annas[0].email.upper(), stdout=StringIO())
    assert password(client, annas[0]) == "/log-ind/opsaet/"
    with pytest.raises(CommandError):
        call_command("forget_second_step", "nobody@eksempel.example")


def test_without_local_accounts_a_password_is_asked_nowhere(
    client: Client, annas: tuple[Staff, str, list[str]], settings: object
) -> None:
    settings.LOCAL_ACCOUNTS = False  # type: ignore[attr-defined]  # pytest-django's settings
    assert 'type="password"' not in client.get("/log-ind/").content.decode()
    told = {"email": annas[0].email, "password": PASSWORD}
    assert client.post("/log-ind/", told).status_code == 404
