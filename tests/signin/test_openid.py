"""Signing in at a real OpenID provider, and every answer that is not its own, for us, now. A-14 to A-16."""

import base64
import hmac
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff, Unit
from beredskab.signin.entering import LEVEL
from beredskab.signin.models import Identity, Provider
from beredskab.signin.providers import oidc
from beredskab.signin.providers.arriving import Refused
from beredskab.signin.providers.sealing import sealed
from tests.signin import idp
from tests.signin.idp import OpenIdProvider

START = "/log-ind/med/kommunen/"
PEOPLE: dict[str, dict[str, Any]] = {
    "anna": {"email": "Anna@Eksempel.example", "name": "Anna Andersen", "level": "Substantial"},
    "bo": {
        "email": "bo@eksempel.example",
        "name": "Bo Bang",
        "level": "Low",
        "roles": ["chef", "system-admin"],
    },
    "ny": {
        "email": "ny@eksempel.example",
        "name": "Ny Nielsen",
        "level": "Substantial",
        "roles": "system-admin",
    },
    "falsk": {"email": "anna@eksempel.example", "name": "Anna Andersen", "level": "Substantial"},
}
needs_node = pytest.mark.skipif(not idp.is_here(), reason="no npm on this machine")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kommunen() -> Iterator[OpenIdProvider]:
    with idp.running(PEOPLE) as found:
        yield found


@pytest.fixture
def provider(town: Any, kommunen: OpenIdProvider) -> Provider:
    oidc.forget()
    return make_provider(town, kommunen.issuer)


def make_provider(town: Any, issuer: str) -> Provider:
    return Provider.objects.create(
        municipality=town.municipality,
        slug="kommunen",
        protocol="oidc",
        name="Log ind med dit arbejdslogin",
        issuer=issuer,
        client_id="portal",
        secret=sealed(idp.SECRET),
        level_claim="level",
        substantial=["Substantial", "High"],
        mapping=[{"value": "chef", "role": "leader"}, {"value": "system-admin", "role": "administrator"}],
    )


def come_in(client: Client, kommunen: OpenIdProvider, login: str, query: str = "") -> Any:
    """The whole way: to the provider, through its forms, and back."""
    told = kommunen.sign_in(client.get(START + query)["Location"], login)
    return client.get(f"{START}svar/", told)


def is_in(client: Client) -> bool:
    return client.get("/laest/").status_code == 200


def why() -> str:
    return str(Entry.objects.filter(verb="signin.refused").latest("at").plain["reason"])


@needs_node
def test_anna_signs_in_at_work_and_lands_where_she_wanted(
    client: Client, anna: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    assert provider.name in client.get("/log-ind/").content.decode()
    answer = come_in(client, kommunen, "anna", "?next=/laest/")
    assert (answer["Location"], is_in(client)) == ("/laest/", True)
    assert client.session[LEVEL] == "substantial"
    assert Identity.objects.get().staff == anna


@needs_node
def test_an_answer_lets_in_once(
    client: Client, anna: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    told = kommunen.sign_in(client.get(START)["Location"], "anna")
    assert client.get(f"{START}svar/", told).status_code == 302
    client.post("/log-af/")
    assert client.get(f"{START}svar/", told).status_code == 403
    assert why() == "not_asked_for"


@needs_node
def test_an_answer_of_somebody_elses_visit_lets_nobody_in(
    client: Client, anna: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    told = kommunen.sign_in(client.get(START)["Location"], "anna")
    thief = Client()
    assert thief.get(f"{START}svar/", told).status_code == 403
    thief.get(START)
    assert thief.get(f"{START}svar/", told).status_code == 403
    assert not is_in(thief)


@needs_node
def test_a_code_that_was_changed_or_used_is_refused_by_the_provider(
    client: Client, anna: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    told = kommunen.sign_in(client.get(START)["Location"], "anna")
    assert client.get(f"{START}svar/", {**told, "code": told["code"][:-4] + "AAAA"}).status_code == 403
    assert why() == "no_token"


@needs_node
def test_an_answer_that_says_it_is_of_another_provider_is_refused(
    client: Client, anna: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    told = kommunen.sign_in(client.get(START)["Location"], "anna")
    assert client.get(f"{START}svar/", {**told, "iss": "https://evil.example"}).status_code == 403
    assert why() == "another_provider"


@needs_node
def test_whom_the_portal_does_not_know_is_told_whom_to_ask(
    client: Client, town: Any, provider: Provider, kommunen: OpenIdProvider
) -> None:
    answer = come_in(client, kommunen, "ny")
    assert answer.status_code == 403
    assert "Bed din leder" in answer.content.decode()
    assert not Staff.objects.filter(email="ny@eksempel.example").exists()


@needs_node
def test_nobody_becomes_administrator_by_signing_in_first(
    client: Client, town: Any, provider: Provider, kommunen: OpenIdProvider
) -> None:
    Provider.objects.update(takes_in=True)
    come_in(client, kommunen, "ny")
    ny = Staff.objects.get(email="ny@eksempel.example")
    assert is_in(client)
    assert not RoleAssignment.objects.filter(staff=ny).exists()
    assert client.get("/administration/").status_code == 403


@needs_node
def test_a_job_gives_its_role_and_takes_it_away_again(
    client: Client, town: Any, bo: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    RoleAssignment.objects.filter(staff=bo).delete()
    come_in(client, kommunen, "bo")
    assert list(bo.role_assignments.values_list("role", flat=True)) == ["leader"]
    Provider.objects.update(mapping=[])
    come_in(Client(), kommunen, "bo")
    assert not bo.role_assignments.exists()


@needs_node
def test_a_role_that_was_given_in_the_portal_stays(
    client: Client, bo: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    come_in(client, kommunen, "bo")
    Provider.objects.update(mapping=[])
    come_in(Client(), kommunen, "bo")
    assert list(bo.role_assignments.values_list("role", flat=True)) == ["leader"]
    assert grants.things_with(bo, "lead_unit", Unit).exists()


@needs_node
def test_a_low_level_is_noticed(
    client: Client, bo: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    come_in(client, kommunen, "bo")
    assert client.session[LEVEL] == "low"


@needs_node
def test_no_other_subject_gets_in_by_the_same_mail(
    client: Client, anna: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    come_in(client, kommunen, "anna")
    assert come_in(Client(), kommunen, "falsk").status_code == 403
    assert why() == "another_subject"


@needs_node
def test_who_has_left_does_not_get_in(
    client: Client, anna: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    Staff.objects.filter(pk=anna.pk).update(is_active=False)
    assert come_in(client, kommunen, "anna").status_code == 403
    assert why() == "left"


@needs_node
def test_a_proof_is_asked_for_at_the_provider_and_must_be_of_the_same_person(
    client: Client, anna: Staff, bo: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    come_in(client, kommunen, "anna")
    onwards = client.get("/log-ind/er-det-dig/?next=/bekymring/mine/")["Location"]
    assert onwards == f"{START}?prove=1&next=%2Fbekymring%2Fmine%2F"
    url = client.get(onwards)["Location"]
    assert "prompt=login" in url
    answer = client.get(f"{START}svar/", kommunen.sign_in(url, "anna"))
    assert (answer["Location"], is_in(client)) == ("/bekymring/mine/", True)
    url = client.get(onwards)["Location"]
    assert client.get(f"{START}svar/", kommunen.sign_in(url, "bo")).status_code == 403
    assert not is_in(client)


@needs_node
def test_logging_off_shows_the_way_to_log_off_at_work(
    client: Client, anna: Staff, provider: Provider, kommunen: OpenIdProvider
) -> None:
    come_in(client, kommunen, "anna")
    answer = client.post("/log-af/", follow=True)
    assert f"{kommunen.issuer}/session/end" in answer.content.decode()
    assert not is_in(client)


def test_a_provider_of_another_municipality_is_not_there(client: Client, town: Any, neighbour: Any) -> None:
    make_provider(neighbour, "https://x.example")
    assert client.get(START).status_code == 404
    assert "/log-ind/med/kommunen/" not in client.get("/log-ind/").content.decode()
    assert (
        "/log-ind/med/kommunen/"
        in client.get("/log-ind/", headers={"host": "nabo.localhost"}).content.decode()
    )


# --- tokens that nobody should believe --------------------------------------------------------

KEY = RSAKey.generate_key(2048, parameters={"kid": "k1"})
ISSUER = "https://idp.eksempel.example"


@pytest.fixture
def known(town: Any, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """A provider whose documents we hold in our hand."""
    documents = {
        f"{ISSUER}/.well-known/openid-configuration": {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks"},
        f"{ISSUER}/jwks": KeySet([KEY]).as_dict(private=False),
    }
    monkeypatch.setattr(oidc, "_ask", documents.__getitem__)
    return make_provider(town, ISSUER)


def token(*, key: Any = KEY, algorithm: str = "RS256", **changed: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": "portal",
        "sub": "anna",
        "iat": now,
        "exp": now + 300,
        "nonce": "n",
        **changed,
    }
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": algorithm, "kid": "k1"}, claims, key, algorithms=[algorithm])


def test_a_token_in_order_is_believed(known: Provider) -> None:
    assert oidc.believed(known, token(), nonce="n")["sub"] == "anna"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another-portal"},
        {"aud": ["portal", "another"]},
        {"aud": ["portal", "another"], "azp": "another"},
        {"azp": "another"},
        {"aud": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"iat": None},
        {"nonce": "of another visit"},
        {"nonce": None},
        {"sub": None},
        {"nbf": int(time.time()) + 3600},
    ],
)
def test_a_token_for_somebody_else_or_another_time_is_not(known: Provider, changed: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="not_believed"):
        oidc.believed(known, token(**changed), nonce="n")


def test_a_token_that_somebody_else_signed_is_not(known: Provider) -> None:
    stranger = RSAKey.generate_key(2048, parameters={"kid": "k1"})
    with pytest.raises(Refused, match="not_believed"):
        oidc.believed(known, token(key=stranger), nonce="n")


def test_a_token_whose_claims_were_changed_is_not(known: Provider) -> None:
    head, _body, signature = token().split(".")
    _head, other, _signature = token(sub="cia").split(".")
    with pytest.raises(Refused, match="not_believed"):
        oidc.believed(known, f"{head}.{other}.{signature}", nonce="n")


def test_a_token_without_signature_or_signed_with_our_own_secret_is_not(known: Provider) -> None:
    head, body, _signature = token().split(".")
    unsigned = f"eyJhbGciOiJub25lIn0.{body}."
    for forged in (unsigned, f"{head}.{body}.", _signed_with_the_public_key(), "", "x.y.z"):
        with pytest.raises(Refused, match="not_believed"):
            oidc.believed(known, forged, nonce="n")


def _signed_with_the_public_key() -> str:
    """HS256, with what everybody knows as the secret: the old trick with libraries that ask the token."""
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"k1"}').rstrip(b"=").decode()
    signed = f"{head}.{token().split('.')[1]}"
    mac = hmac.digest(KEY.as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def test_a_provider_without_tls_is_not_asked(town: Any) -> None:
    provider = make_provider(town, "http://idp.eksempel.example")
    with pytest.raises(Refused, match="no_tls"):
        oidc.begin(provider, "https://portal.example/svar/", prove=False)
