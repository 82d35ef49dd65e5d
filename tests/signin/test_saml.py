"""Signing in at a SAML provider (pysaml2's own), and answers that are bent, wrapped. Rule A-18."""

import base64
import copy
import datetime as dt
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from saml2 import BINDING_HTTP_REDIRECT
from saml2.authn_context import PASSWORDPROTECTEDTRANSPORT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAME_FORMAT_BASIC, NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server

from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.signin.entering import LEVEL
from beredskab.signin.forms.providers import ProviderForm
from beredskab.signin.models import PostedAnswer, Provider
from beredskab.vault import envelope

START, HERE = "/log-ind/med/kommunen/", "http://testserver"
ISSUER = "https://idp.eksempel.example/metadata"
SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/loa/Substantial"
P = "{urn:oasis:names:tc:SAML:2.0:protocol}"
A = "{urn:oasis:names:tc:SAML:2.0:assertion}"
S = "{http://www.w3.org/2000/09/xmldsig#}"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="no xmlsec1 on this machine"),
]


def make_idp(folder: Path, issuer: str = ISSUER) -> IdPConfig:
    """A provider with a key of its own."""
    key, certificate = envelope.new_certificate("idp")
    (folder / "idp.pem").write_bytes(key)
    (folder / "idp.crt").write_bytes(certificate)
    return IdPConfig().load(
        {
            "entityid": issuer,
            "xmlsec_binary": shutil.which("xmlsec1"),
            "key_file": str(folder / "idp.pem"),
            "cert_file": str(folder / "idp.crt"),
            "allow_unknown_attributes": True,
            "service": {
                "idp": {
                    "endpoints": {
                        "single_sign_on_service": [
                            ("https://idp.eksempel.example/sso", BINDING_HTTP_REDIRECT)
                        ]
                    },
                    "policy": {
                        "default": {
                            "lifetime": {"minutes": 5},
                            "attribute_restrictions": None,
                            "name_form": NAME_FORMAT_BASIC,
                        }
                    },
                    "name_id_format": [NAMEID_FORMAT_PERSISTENT],
                }
            },
        }
    )


@pytest.fixture(scope="module")
def idp(tmp_path_factory: pytest.TempPathFactory) -> IdPConfig:
    return make_idp(tmp_path_factory.mktemp("idp"))


@pytest.fixture
def provider(town: Any, idp: IdPConfig) -> Provider:
    return Provider.objects.create(
        municipality=town.municipality,
        slug="kommunen",
        protocol="saml",
        name="Log ind med dit arbejdslogin",
        issuer=ISSUER,
        metadata=str(entity_descriptor(idp)),
        level_claim="loa",
        substantial=[SUBSTANTIAL],
    )


Answer = Callable[..., str]


@pytest.fixture
def answers(idp: IdPConfig, provider: Provider, tmp_path: Path) -> Answer:
    """What the provider posts to the portal for a visit that is waiting."""

    def make(client: Client, config: IdPConfig = idp, *, encrypt: bool = False, **changed: Any) -> str:
        about_us = client.get(f"{START}saml/om-os/").content.decode()
        (tmp_path / "sp.xml").write_text(about_us)
        config = copy.copy(config)
        config.metadata = config.load_metadata({"local": [str(tmp_path / "sp.xml")]})
        server = Server(config=config)
        query = parse_qs(urlsplit(client.get(START)["Location"]).query)
        asked = server.parse_authn_request(query["SAMLRequest"][0], BINDING_HTTP_REDIRECT).message
        told: dict[str, Any] = {
            "identity": {"email": "anna@eksempel.example", "name": "Anna Andersen", "loa": SUBSTANTIAL},
            "in_response_to": asked.id,
            "destination": f"{HERE}{START}saml/",
            "sp_entity_id": f"{HERE}{START}saml/om-os/",
            "name_id": NameID(format=NAMEID_FORMAT_PERSISTENT, text="anna-1"),
            "authn": {
                "class_ref": PASSWORDPROTECTEDTRANSPORT,
                "authn_instant": int(time.time()),
            },
            "sign_assertion": True,
            "sign_response": False,
            **changed,
        }
        if encrypt:
            told |= {"encrypt_assertion": True, "encrypted_advice_attributes": False}
        return str(server.create_authn_response(**told))

    return make


def hand_in(client: Client, answer: str) -> Any:
    """The provider's form posts without a session; the browser is sent on and brings its own."""
    posted = Client().post(f"{START}saml/", {"SAMLResponse": base64.b64encode(answer.encode()).decode()})
    return client.get(posted["Location"]) if posted.status_code == 302 else posted


def is_in(client: Client) -> bool:
    return client.get("/laest/").status_code == 200


def why() -> str:
    return str(Entry.objects.filter(verb="signin.refused").latest("at").plain["reason"])


@pytest.mark.parametrize("encrypt", [False, True])
def test_anna_signs_in_at_work(client: Client, anna: Staff, answers: Answer, encrypt: bool) -> None:
    answer = hand_in(client, answers(client, encrypt=encrypt))
    assert (answer.status_code, is_in(client)) == (302, True)
    assert client.session[LEVEL] == "substantial"
    assert not PostedAnswer.objects.exists()


def test_an_answer_in_lines_is_the_same_answer(client: Client, anna: Staff, answers: Answer) -> None:
    lines = base64.encodebytes(answers(client).encode()).decode().replace("\n", "\r\n")
    posted = Client().post(f"{START}saml/", {"SAMLResponse": lines})
    assert client.get(posted["Location"]).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("loa", ["https://data.gov.dk/concept/core/nsis/loa/Low", "", "substantial?"])
def test_a_low_level_is_noticed(client: Client, anna: Staff, answers: Answer, loa: str) -> None:
    said = {"email": "anna@eksempel.example", "name": "Anna", "loa": loa}
    hand_in(client, answers(client, identity=said))
    assert client.session[LEVEL] == "low"


def test_an_answer_lets_in_once(client: Client, anna: Staff, answers: Answer) -> None:
    answer = answers(client)
    hand_in(client, answer)
    client.post("/log-af/")
    assert hand_in(client, answer).status_code == 403
    client.get(START)
    assert hand_in(client, answer).status_code == 403
    assert not is_in(client)


def test_an_answer_to_somebody_elses_visit_lets_nobody_in(
    client: Client, anna: Staff, answers: Answer
) -> None:
    answer = answers(client)
    thief = Client()
    assert hand_in(thief, answer).status_code == 403
    thief.get(START)
    assert hand_in(thief, answer).status_code == 403
    assert not is_in(thief)


def test_nobody_comes_in_unasked(client: Client, anna: Staff, answers: Answer) -> None:
    answer = answers(client, in_response_to=None)
    assert hand_in(client, answer).status_code == 403


@pytest.mark.parametrize(
    "changed",
    [
        {"in_response_to": "id-of-another-visit"},
        {"sp_entity_id": "https://another.example/sp"},
        {"sign_assertion": False},
        {"sign_assertion": False, "sign_response": True},
        {"issuer": "https://evil.example"},
    ],
)
def test_an_answer_not_for_us_or_not_signed_is_refused(
    client: Client, anna: Staff, answers: Answer, idp: IdPConfig, tmp_path: Path, changed: dict[str, Any]
) -> None:
    if "sp_entity_id" in changed:
        answer = answers(client).replace(f"{HERE}{START}saml/om-os/</", "https://another.example/sp</")
    else:
        answer = answers(client, **changed)
    assert hand_in(client, answer).status_code == 403
    assert why() == "not_believed"
    assert not is_in(client)


def test_an_old_answer_is_refused(client: Client, anna: Staff, answers: Answer, freeze: Any) -> None:
    answer = answers(client)
    freeze(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=15))
    assert hand_in(client, answer).status_code == 403


def test_an_answer_that_somebody_else_signed_is_refused(
    client: Client, anna: Staff, answers: Answer, tmp_path: Path
) -> None:
    (tmp_path / "evil").mkdir()
    assert hand_in(client, answers(client, make_idp(tmp_path / "evil"))).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("anna@eksempel.example", "bo@eksempel.example"),
        ("anna-1", "anna-2"),
        ("loa/Substantial", "loa/High"),
    ],
)
def test_an_answer_that_was_changed_on_the_way_is_refused(
    client: Client, anna: Staff, bo: Staff, answers: Answer, said: str, instead: str
) -> None:
    answer = answers(client)
    assert said in answer
    assert hand_in(client, answer.replace(said, instead)).status_code == 403
    assert not is_in(client)


def bos(assertion: ElementTree.Element, new_id: str) -> ElementTree.Element:
    """A copy that speaks of Bo, without the signature."""
    forged = copy.deepcopy(assertion)
    forged.set("ID", new_id)
    for signature in forged.findall(f"{S}Signature"):
        forged.remove(signature)
    for value in forged.iter():
        if value.text and "anna" in value.text:
            value.text = value.text.replace("anna", "bo")
    return forged


def before_it(root: ElementTree.Element, real: ElementTree.Element, forged: ElementTree.Element) -> None:
    root.insert(list(root).index(real), forged)


def after_it(root: ElementTree.Element, real: ElementTree.Element, forged: ElementTree.Element) -> None:
    root.append(forged)


def around_it(root: ElementTree.Element, real: ElementTree.Element, forged: ElementTree.Element) -> None:
    root.remove(real)
    ElementTree.SubElement(forged, f"{A}Advice").append(real)
    root.append(forged)


def in_its_signature(
    root: ElementTree.Element, real: ElementTree.Element, forged: ElementTree.Element
) -> None:
    signature = copy.deepcopy(real.find(f"{S}Signature"))
    assert signature is not None
    ElementTree.SubElement(signature, f"{S}Object").append(real)
    root.remove(real)
    forged.insert(1, signature)
    root.append(forged)


def in_extensions(root: ElementTree.Element, real: ElementTree.Element, forged: ElementTree.Element) -> None:
    root.remove(real)
    extensions = ElementTree.Element(f"{P}Extensions")
    extensions.append(real)
    root.insert(1, extensions)
    root.append(forged)


@pytest.mark.parametrize("wrap", [before_it, after_it, around_it, in_its_signature, in_extensions])
@pytest.mark.parametrize("same_id", [False, True])
def test_a_wrapped_answer_lets_nobody_in_as_somebody_else(
    client: Client, anna: Staff, bo: Staff, answers: Answer, wrap: Any, same_id: bool
) -> None:
    """The signed assertion stays whole somewhere in the answer, and a forged one stands beside it."""
    root = ElementTree.fromstring(answers(client))
    real = root.find(f"{A}Assertion")
    assert real is not None
    wrap(root, real, bos(real, str(real.get("ID")) if same_id else "id-forged"))
    hand_in(client, ElementTree.tostring(root, encoding="unicode"))
    assert client.session.get("_auth_user_id") in {None, str(anna.pk)}


def test_a_comment_in_a_name_makes_nobody_somebody_else(client: Client, anna: Staff, answers: Answer) -> None:
    said = {"email": "anna@eksempel.example.evil.example", "name": "Anna", "loa": SUBSTANTIAL}
    answer = answers(client, identity=said, name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="x"))
    bent = answer.replace("anna@eksempel.example.evil.example", "anna@eksempel.example<!-- -->.evil.example")
    assert hand_in(client, bent).status_code == 403


@pytest.mark.parametrize("answer", ["", "x", "<a/>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "\x00"])
def test_what_is_no_answer_is_refused(client: Client, provider: Provider, answer: str) -> None:
    client.get(START)
    assert hand_in(client, answer).status_code == 403


def test_posted_answers_are_kept_for_minutes_and_not_without_end(
    client: Client, provider: Provider, monkeypatch: pytest.MonkeyPatch, freeze: Any
) -> None:
    monkeypatch.setattr("beredskab.signin.views.saml.MOST", 2)
    freeze(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))
    statuses = [Client().post(f"{START}saml/", {"SAMLResponse": "eA=="}).status_code for _time in range(3)]
    assert statuses == [302, 302, 403]
    freeze(dt.datetime(2026, 11, 23, 9, 6, tzinfo=dt.UTC))
    assert Client().post(f"{START}saml/", {"SAMLResponse": "eA=="}).status_code == 302
    assert PostedAnswer.objects.count() == 1


def test_metadata_without_a_certificate_of_that_issuer_is_not_taken(provider: Provider) -> None:
    told = {"name": "x", "protocol": "saml", "issuer": ISSUER, "email_claim": "e", "name_claim": "n"}
    told |= {"roles_claim": "r", "level_claim": "acr", "substantial": "x"}
    good = ProviderForm({**told, "metadata": provider.metadata}, provider=None)
    assert good.is_valid(), good.errors
    for issuer, metadata in ((ISSUER, "<a/>"), ("https://evil.example", provider.metadata), (ISSUER, "")):
        bad = ProviderForm({**told, "issuer": issuer, "metadata": metadata}, provider=None)
        assert "metadata" in bad.errors
