"""OpenID Connect: the code flow with PKCE. Authlib speaks to the provider, joserfc checks what it signed.

Rule A-16: nothing is believed that is not signed by a key of the provider, for us, just now, and for this
very visit (nonce, state); a symmetric or missing signature is none.
"""

import datetime as dt
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from beredskab.signin.models import Provider
from beredskab.signin.providers.arriving import Refused
from beredskab.signin.providers.job_functions import Vouched, functions_of
from beredskab.signin.providers.sealing import secret_of

ALGORITHMS = ["RS256", "PS256", "ES256"]
SECONDS, LEEWAY, FRESH = 5, 60, 300
KEPT = dt.timedelta(minutes=10)
_asked: dict[str, tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True)
class Trip:
    """What we remember of a visitor whom we sent to the provider; it is used once."""

    state: str
    nonce: str
    verifier: str
    address: str


def begin(provider: Provider, answer_url: str, *, prove: bool) -> tuple[Trip, str]:
    """Where to send the visitor, and what to remember. `prove`: the provider asks again for the password."""
    known = _metadata(provider)
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    again = {"prompt": "login", "max_age": "0"} if prove else {}
    url, state = _session(provider, answer_url).create_authorization_url(
        str(known["authorization_endpoint"]), nonce=nonce, code_verifier=verifier, **again
    )
    return Trip(state, nonce, verifier, answer_url), url


def finish(provider: Provider, trip: Trip, told: dict[str, str], *, prove: bool) -> Vouched:
    """What the provider says about whoever comes back. Raises Refused."""
    if not secrets.compare_digest(told.get("state", ""), trip.state) or not told.get("code"):
        raise Refused("not_asked_for")
    known = _metadata(provider)
    if told.get("iss", known["issuer"]) != known["issuer"]:
        raise Refused("another_provider")
    try:
        token = _session(provider, trip.address).fetch_token(
            str(known["token_endpoint"]),
            code=told["code"],
            code_verifier=trip.verifier,
            state=trip.state,
            timeout=SECONDS,
            allow_redirects=False,
        )
    except (OAuthError, requests.RequestException, ValueError) as fault:
        raise Refused("no_token") from fault
    claims = believed(provider, str(token.get("id_token", "")), nonce=trip.nonce)
    if prove and time.time() - _number(claims.get("auth_time")) > FRESH:
        raise Refused("not_now")
    return _vouched(provider, claims)


def believed(provider: Provider, token: str, *, nonce: str) -> dict[str, Any]:
    """The claims of an ID token, once its signature and every claim that protects us are right."""
    known = _metadata(provider)
    wanted = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": str(known["issuer"])},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = jwt.decode(token, _keys(provider, known), algorithms=ALGORITHMS).claims
        wanted.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as fault:
        raise Refused("not_believed") from fault
    several = isinstance(claims.get("aud"), list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise Refused("not_believed")
    return dict(claims)


def goodbye(provider: Provider) -> str:
    """Where one logs off at the provider as well; empty when it has no such page."""
    try:
        return str(_metadata(provider).get("end_session_endpoint", ""))
    except Refused:
        return ""


def forget() -> None:
    """Ask every provider anew: for tests, and after a change of a provider."""
    _asked.clear()


def _vouched(provider: Provider, claims: dict[str, Any]) -> Vouched:
    level = claims.get(provider.level_claim)
    return Vouched(
        subject=str(claims["sub"])[:300],
        email=str(claims.get(provider.email_claim, "")).strip().lower()[:254],
        name=" ".join(str(claims.get(provider.name_claim, "")).split()),
        functions=functions_of(claims.get(provider.roles_claim)),
        is_sure=level is not None and str(level) in {str(one) for one in provider.substantial},
    )


def _session(provider: Provider, answer_url: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        secret_of(provider),
        scope="openid profile email",
        redirect_uri=answer_url,
        code_challenge_method="S256",
    )


def _metadata(provider: Provider) -> dict[str, Any]:
    known = _ask(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if known.get("issuer") != provider.issuer:
        raise Refused("another_provider")
    return known


def _keys(provider: Provider, known: dict[str, Any]) -> KeySet:
    return KeySet.import_key_set(_ask(str(known["jwks_uri"])))  # type: ignore[arg-type]  # a key set as JSON


def _ask(url: str) -> dict[str, Any]:
    """A document of the provider, asked for at most every ten minutes; over TLS, no redirect followed."""
    found = _asked.get(url)
    if found and time.monotonic() - found[0] < KEPT.total_seconds():
        return found[1]
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1"}:
        raise Refused("no_tls")
    try:
        answer = requests.get(url, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise Refused("no_answer") from fault
    _asked[url] = (time.monotonic(), told)
    return told


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0
