"""SAML 2.0: pysaml2 asks and checks, xmlsec1 does the cryptography. Rule A-18.

An answer counts when the assertion in it is signed by the provider, answers the request of this visit, is
for us and of now, and the first time. It may be encrypted to us. Nobody comes in unasked.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from beredskab.signin.models import Provider
from beredskab.signin.providers.arriving import Refused
from beredskab.signin.providers.job_functions import Vouched, functions_of
from beredskab.vault import keys

if TYPE_CHECKING:  # pysaml2 costs a third of our start: it is loaded where somebody comes in by it
    from saml2.config import SPConfig
    from saml2.response import AuthnResponse

KEY = "saml"
LEEWAY, FRESH = 60, 300  # seconds
CLASS = "acr"
"""As level claim: the class of the authentication context, else an attribute of that name."""


class SamlIsOff(Refused):
    """This machine lacks xmlsec1."""

    def __init__(self) -> None:
        super().__init__("no_xmlsec")


def begin(provider: Provider, name: str, answer_url: str, *, prove: bool) -> tuple[str, str]:
    """The id of the request, to be remembered, and where to send the visitor. Raises Refused."""
    from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
    from saml2.client import Saml2Client
    from saml2.s_utils import SamlException
    from saml2.saml import NAMEID_FORMAT_PERSISTENT

    client = Saml2Client(_config(provider, name, answer_url))
    force = {"force_authn": "true"} if prove else {}
    try:
        request, told = client.prepare_for_authenticate(
            entityid=provider.issuer,
            binding=BINDING_HTTP_REDIRECT,
            response_binding=BINDING_HTTP_POST,
            nameid_format=NAMEID_FORMAT_PERSISTENT,
            **force,
        )
    except (SamlException, KeyError, ValueError) as fault:
        raise Refused("no_answer") from fault
    return str(request), dict(told["headers"])["Location"]


def finish(
    provider: Provider, name: str, answer_url: str, request: str, answer: str, *, at: dt.datetime, prove: bool
) -> Vouched:
    """What the provider says about whoever comes back. Raises Refused."""
    from saml2 import BINDING_HTTP_POST
    from saml2.client import Saml2Client

    client = Saml2Client(_config(provider, name, answer_url))
    try:
        found = client.parse_authn_request_response(answer, BINDING_HTTP_POST, outstanding={request: "/"})
    except Exception as fault:  # pysaml2 and xmlsec1 say no in a dozen ways, all of which are no
        raise Refused("not_believed") from fault
    if found is None or found.assertion is None or found.issuer() != provider.issuer:
        raise Refused("not_believed")
    if prove and (at - _authenticated_at(found)).total_seconds() > FRESH:
        raise Refused("not_now")
    return _vouched(provider, found)


def about_us(name: str, answer_url: str) -> str:
    """Our own metadata, to be given to a provider: who we are, where answers go, the certificate."""
    from saml2.metadata import entity_descriptor

    return str(entity_descriptor(_ours(name, answer_url)))


def is_metadata_of(issuer: str, metadata: str) -> bool:
    """Whether this is metadata of that provider, with a certificate to believe it by."""
    from saml2.config import SPConfig
    from saml2.mdstore import MetadataStore

    try:
        store = MetadataStore(None, SPConfig(), disable_ssl_certificate_validation=False)
        store.load("inline", metadata)
        return bool(store.certs(issuer, "idpsso", "signing"))
    except Exception:  # whatever is wrong with it, it is not that
        return False


def _config(provider: Provider, name: str, answer_url: str) -> SPConfig:
    return _ours(name, answer_url, metadata=provider.metadata)


def _ours(name: str, answer_url: str, *, metadata: str = "") -> SPConfig:
    from saml2 import BINDING_HTTP_POST
    from saml2.config import SPConfig
    from saml2.saml import NAMEID_FORMAT_PERSISTENT

    program = shutil.which("xmlsec1")
    if program is None:
        raise SamlIsOff
    key, certificate = keys.own_certificate(KEY)
    told: dict[str, Any] = {
        "entityid": name,
        "xmlsec_binary": program,
        "key_file": str(key),
        "cert_file": str(certificate),
        "encryption_keypairs": [{"key_file": str(key), "cert_file": str(certificate)}],
        "accepted_time_diff": LEEWAY,
        "allow_unknown_attributes": True,
        "service": {
            "sp": {
                "endpoints": {"assertion_consumer_service": [(answer_url, BINDING_HTTP_POST)]},
                "allow_unsolicited": False,
                "authn_requests_signed": True,
                "want_assertions_signed": True,
                "want_response_signed": False,
                "name_id_format": [NAMEID_FORMAT_PERSISTENT],
            }
        },
    }
    if metadata:
        told["metadata"] = {"inline": [metadata]}
    return SPConfig().load(told)


def _vouched(provider: Provider, found: AuthnResponse) -> Vouched:
    from saml2.saml import NAMEID_FORMAT_TRANSIENT

    said: Mapping[str, list[str]] = found.ava or {}
    email = _first(said, provider.email_claim).lower()
    name_id = found.name_id
    stays = name_id is not None and name_id.text and name_id.format != NAMEID_FORMAT_TRANSIENT
    return Vouched(
        subject=(str(name_id.text) if stays else email)[:300],
        email=email[:254],
        name=_first(said, provider.name_claim),
        functions=functions_of(said.get(provider.roles_claim, [])),
        is_sure=_level(provider, found, said) in {str(one) for one in provider.substantial},
        answer=str(found.assertion.id),
    )


def _level(provider: Provider, found: AuthnResponse, said: Mapping[str, list[str]]) -> str | None:
    if provider.level_claim != CLASS:
        return _first(said, provider.level_claim) or None
    contexts = [str(context) for context, _authorities, _instant in found.authn_info()]
    return contexts[0] if len(contexts) == 1 else None


def _authenticated_at(found: AuthnResponse) -> dt.datetime:
    instants = [dt.datetime.fromisoformat(str(instant)) for _c, _a, instant in found.authn_info()]
    return min(instants, default=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))


def _first(said: Mapping[str, list[str]], name: str) -> str:
    return " ".join(str((said.get(name) or [""])[0]).split())
