"""Into the case system: files, folder, signed message, receipt; and only then the deletion."""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from beredskab.outbox import worker
from beredskab.outbox.posting import NotSent
from notifications import handling
from notifications.handover import sending
from notifications.handover.channels import Parcel, post
from notifications.handover.sending import NothingToReceipt
from notifications.models import Concern
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at, tuesday_at
from tests.notifications.handed_over import FILES, receipt_in, row_of
from tests.seen import trail_of

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "handover.schema.json").read_text(encoding="utf-8"))
SECRET = "s" * 40


@pytest.fixture
def decided(anna, cia, ida, town) -> Concern:
    return build.concern(filed_by=anna, team=town.reception, state=State.DECIDED, by=cia)


# --- the file -----------------------------------------------------------------------------------


def faults(value: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """What of the schema is not kept: as much of JSON Schema as ours uses."""
    if "const" in schema:
        return [] if value == schema["const"] else [f"{at}: {value}"]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{at}: {value}"]
    kinds = {"string": str, "boolean": bool, "object": dict, "array": list, "null": type(None)}
    allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, kinds[kind]) for kind in allowed):
        return [f"{at}: {type(value).__name__}"]
    if isinstance(value, list):
        return [fault for n, one in enumerate(value) for fault in faults(one, schema["items"], f"{at}[{n}]")]
    if not isinstance(value, dict):
        return []
    known, more = schema.get("properties", {}), schema.get("additionalProperties")
    wrong = [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
    for name, one in value.items():
        inner = known.get(name, more)
        wrong += (
            faults(one, inner, f"{at}.{name}") if isinstance(inner, dict) else [f"{at}.{name} is not known"]
        )
    return wrong


def as_(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_cia_hands_the_case_over_and_downloads_both_files(freeze, anna, cia, decided):
    freeze(tuesday_at(9))
    handling.add_note(decided, "Ring til sundhedsplejen.", by=cia, at=monday_at(13))
    client = as_(cia)
    answer = client.post(reverse("notifications:hand_over", args=[decided.pk]), {"choice": "hand_over"})
    assert answer.status_code == 302
    file = client.get(reverse("notifications:handover_file", args=[decided.pk, "json"]))
    document = json.loads(file.content)
    assert faults(document, SCHEMA) == []
    assert (document["reference"], document["notifier"]["name"]) == (decided.reference, "Anna Andersen")
    assert "Ring til sundhedsplejen." in {entry["texts"].get("text") for entry in document["entries"]}
    paper = client.get(reverse("notifications:handover_file", args=[decided.pk, "pdf"]))
    text = "".join(page.extract_text() for page in PdfReader(bytesio(paper.content)).pages)
    assert decided.reference in text
    assert "Ring til sundhedsplejen." in text
    again = client.get(reverse("notifications:handover_file", args=[decided.pk, "json"]))
    assert again.content == file.content
    number = reverse("notifications:handover", args=[decided.pk])
    assert client.post(number, {"number": ""}).status_code == 422
    assert client.post(number, {"number": "SAG-2026-17"}).status_code == 302
    assert receipt_in(row_of(decided, cia), cia) == "SAG-2026-17"
    assert trail_of(decided)[-2:] == ["concern.handed_over", "concern.handover_received"]


def bytesio(content: bytes) -> Any:
    from io import BytesIO

    return BytesIO(content)


def test_the_schema_would_refuse_something_else():
    assert faults({"schema": "beredskab.handover/2"}, SCHEMA) != []


@pytest.mark.parametrize("outsider", ["emil", "frida", "gert", "bo", "dorte", "anna"])
def test_the_files_are_the_teams_alone(freeze, anna, cia, decided, outsider, request):
    freeze(tuesday_at(9))
    sending.hand_over(decided, FILES, by=cia, at=tuesday_at(9))
    client = as_(request.getfixturevalue(outsider))
    for name, more in (("handover", ()), ("handover_file", ("json",)), ("handover_file", ("pdf",))):
        path = reverse(f"notifications:{name}", args=[decided.pk, *more])
        assert client.get(path).status_code == 404


def test_what_was_handed_over_is_sealed(cia, decided):
    row = sending.hand_over(decided, FILES, by=cia, at=tuesday_at(9))
    assert b"beredskab.handover" not in bytes(row_of(decided, cia).file)
    assert row.digest == hashlib.sha256(FILES.file.encode()).hexdigest()


# --- the folder ---------------------------------------------------------------------------------


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.HANDOVER, settings.HANDOVER_FOLDER = "folder", tmp_path
    return tmp_path / "eksempel"


def test_the_folder_gets_both_files_and_the_receipt_is_found(cia, decided, folder):
    row = sending.hand_over(decided, FILES, by=cia, at=tuesday_at(9))
    worker.do_duties(at=tuesday_at(9))
    (file,) = folder.glob("*.json")
    assert file.read_text() == FILES.file
    assert file.with_suffix(".pdf").read_bytes() == FILES.paper
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    wrong = {"sha256": "0" * 64, "receipt": "SAG-1"}
    file.with_suffix(".receipt.json").write_text(json.dumps(wrong))
    worker.do_duties(at=tuesday_at(10))
    assert receipt_in(row, cia) == ""
    file.with_suffix(".receipt.json").write_text(json.dumps({"sha256": row.digest, "receipt": "SAG-1"}))
    worker.do_duties(at=tuesday_at(11))
    assert receipt_in(row, cia) == "SAG-1"
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_full_or_gone_is_tried_again(cia, decided, folder):
    folder.parent.joinpath("eksempel").write_text("a file where the folder should be")
    sending.hand_over(decided, FILES, by=cia, at=tuesday_at(9))
    worker.do_duties(at=tuesday_at(9))
    assert (row_of(decided, cia).fault, row_of(decided, cia).sent_at) == ("FileExistsError", None)
    folder.unlink()
    worker.do_duties(at=tuesday_at(10))
    assert (row_of(decided, cia).fault, row_of(decided, cia).sent_at) == ("", tuesday_at(10))


# --- the signed message -------------------------------------------------------------------------


class CaseSystem(HTTPServer):
    """A case system on this machine; says what it is told to say, and remembers what it got."""

    status, answer = 200, b'{"receipt": "SAG-2026-17"}'

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: CaseSystem = self.server  # type: ignore[assignment]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.got.append((dict(self.headers), body))
        self.send_response(server.status)
        if server.status == 302:
            self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
        self.end_headers()
        self.wfile.write(server.answer)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def case_system(settings):
    system = CaseSystem()
    threading.Thread(target=system.serve_forever, daemon=True).start()
    settings.HANDOVER, settings.HANDOVER_SECRET = "webhook", SECRET
    settings.HANDOVER_URL = f"http://127.0.0.1:{system.server_port}/in"
    settings.HANDOVER_HOSTS = ["127.0.0.1"]
    yield system
    system.shutdown()


def test_the_message_is_signed_and_its_answer_is_the_receipt(cia, decided, case_system):
    row = sending.hand_over(decided, FILES, by=cia, at=tuesday_at(9))
    worker.do_duties(at=tuesday_at(9))
    ((headers, body),) = case_system.got
    stamp = headers["X-Beredskab-Timestamp"]
    signed = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Beredskab-Signature"] == f"sha256={signed}"
    assert headers["Idempotency-Key"] == str(row.pk)
    assert json.loads(body)["document"] == json.loads(FILES.file)
    assert receipt_in(row, cia) == "SAG-2026-17"


def test_on_failure_it_is_sent_again_the_same_bytes(cia, decided, case_system):
    case_system.status = 503
    row = sending.hand_over(decided, FILES, by=cia, at=tuesday_at(9))
    worker.do_duties(at=tuesday_at(9))
    assert row_of(decided, cia).fault == "Status503"
    worker.do_duties(at=tuesday_at(9))  # not yet
    case_system.status = 200
    worker.do_duties(at=tuesday_at(9, 5))
    assert [json.loads(body) for _headers, body in case_system.got] == [json.loads(case_system.got[0][1])] * 2
    assert receipt_in(row, cia) == "SAG-2026-17"


def test_no_redirect_is_followed(cia, decided, case_system):
    case_system.status = 302
    sending.hand_over(decided, FILES, by=cia, at=tuesday_at(9))
    worker.do_duties(at=tuesday_at(9))
    assert (len(case_system.got), row_of(decided, cia).fault) == (1, "Status302")


PARCEL = Parcel("1", "BK-26-AAAAAA", "eksempel", b"{}", b"%PDF")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"HANDOVER_HOSTS": ["sag.example"]}, "HostNotAllowed"),
        ({"HANDOVER_SECRET": "short"}, "NoSecret"),
        ({"HANDOVER_URL": "http://sag.example/in", "HANDOVER_HOSTS": ["sag.example"]}, "NotEncrypted"),
        ({"HANDOVER_URL": "file:///etc/passwd", "HANDOVER_HOSTS": [""]}, "NotEncrypted"),
    ],
)
def test_nothing_leaves_for_another_place(settings, case_system, changed, fault):
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(NotSent, match=fault):
        post(PARCEL, at=monday_at(9))
    assert case_system.got == []


def test_who_was_kept_out_since_sends_nothing_and_a_colleague_sends_again(anna, cia, ida, town, case_system):
    from beredskab.access.models import Exclusion
    from notifications.exclusion import keeping_out

    concern = build.concern(filed_by=anna, team=town.reception, state=State.DECIDED, by=cia)
    case_system.status = 503
    row = sending.hand_over(concern, FILES, by=cia, at=tuesday_at(9))
    keeping_out.exclude(concern, cia, Exclusion.Cause.CONFLICT, by=ida, at=tuesday_at(9))
    worker.do_duties(at=tuesday_at(9))
    assert case_system.got == []
    case_system.status = 200
    sending.send_again(concern, by=ida, at=tuesday_at(10))
    worker.do_duties(at=tuesday_at(10))
    assert receipt_in(row, ida) == "SAG-2026-17"


def test_there_is_nothing_to_receipt_before_the_hand_over(cia, decided):
    with pytest.raises(NothingToReceipt):
        sending.record_receipt(decided, "SAG-1", by=cia, at=tuesday_at(9))


def test_not_handing_over_asks_for_a_reason(freeze, cia, decided):
    freeze(tuesday_at(9))
    url = reverse("notifications:hand_over", args=[decided.pk])
    answer = as_(cia).post(url, {"choice": "not"})
    assert answer.status_code == 422
    assert BeautifulSoup(answer.content, "html.parser").select_one("#id_reason_error") is not None
