"""Canaries: a word that exists nowhere else stands in each personal field, and is looked for everywhere.

After a concern was filed, handled, interrupted and failed over, the words are searched in the dump of the
database, in sessions, logs, mails, addresses and titles of pages and in every file: as typed, as base64, hex,
UTF-16 and backwards. What is found must be what KNOWN lists, with its reason; nothing more and nothing less.
"""

import base64
import logging
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from beredskab.administration import personal_data
from beredskab.logs import Line
from beredskab.organisation.models import Contact, Staff
from beredskab.outbox import worker
from beredskab.ui import emergency
from notifications import filing
from notifications.demo import Story
from notifications.models import Concern
from notifications.vocabulary import Question
from tests import world as told
from tests.build import monday_at, photograph
from tests.database import _server
from tests.world import HOUR, World

SERVER_LOG = Path(settings.BASE_DIR) / "var" / "pg" / "server.log"

# Field -> the word that stands in it. Several words where several things are typed into one field.
CANARIES: dict[str, tuple[str, ...]] = {
    "notifications.Answer.ciphertext": (
        "kanarieordbarnet",
        "kanarieordberetning",
        "kanarieordcitat",
        "kanarieordtrygtsted",
        "kanarieordarbejdssted",
        "kanarieordskrevetnavn",
        "kanarieordafbrudt",
    ),
    "notifications.RescuedPost.sealed": ("kanarieordreddet",),
    "notifications.Assessment.reason": ("kanarieordvurdering",),
    "notifications.Assessment.act": ("kanarieordhandling",),
    "notifications.Assessment.told_child": ("kanarieordfortalt",),
    "notifications.Decision.reason": ("kanarieordbeslutning",),
    "notifications.Decision.talk_reason": ("kanarieordsamtale",),
    "notifications.Note.text": ("kanarieordnotat",),
    "notifications.Message.text": ("kanarieordbesked", "kanarieordsvar"),
    "notifications.Attachment.name": ("kanarieordfilnavn",),
    "notifications.AttachmentPage.ciphertext": ("kanarieordkamera",),
    "notifications.Observation.text": ("kanarieordiagttagelse",),
    "notifications.ConsultationLine.text": ("kanarieordsparring", "kanarieordraad"),
    "notifications.Forwarding.receiver": ("kanarieordnabo",),
    "notifications.Forwarding.channel": ("kanarieordkanal",),
    "notifications.Forwarding.accepted_who": ("kanarieordmodtager",),
    "organisation.Staff.name": ("kanarieordnavn",),
    "organisation.Staff.email": ("kanarieordpost",),
    "organisation.Staff.phone": ("81726354",),
    "organisation.Staff.password": ("kanarieordkode",),
    "organisation.Contact.person": ("kanarieordkontaktperson",),
    "organisation.Contact.phone": ("91827364",),
    "organisation.Contact.email": ("kanarieordkontaktpost",),
    "notifications.Handover.file": (),  # every word of the case stands in it, and is searched
    "notifications.Handover.paper": (),
    "notifications.Handover.receipt": ("kanarieordsagsnummer",),
    "notifications.Transfer.reason": ("kanarieordvideregivet",),
    "notifications.Transfer.answer": ("kanarieordreturneret",),
    "plans.DocumentProposal.file_name": ("kanarieorddokument",),
    "plans.DocumentProposal.pieces": ("kanarieordafsnit",),
    "notifications.Concern.reference": (),  # set when the concern is filed
    "axes.AccessAttempt.username": ("kanarieordgaet",),
    "axes.AccessAttempt.user_agent": ("kanarieordbrowser",),
}
# Personal, but nothing that can be typed: keys to people and places, times, addresses of machines.
NOTHING_TYPED = {
    "axes.AccessAttempt.ip_address": "127.0.0.1 in a test",
    "sessions.Session.session_data": "what stands in it is decoded and searched",
    "notifications.Concern.pick_up_at": "a time",
    "notifications.ChildIndex.value": "a keyed digest; the number and the name are searched as answers",
    "notifications.ReadingCheck.reference": "the concern's own, searched there",
    "plans.ClosingRecord.read": "titles of the plan, and days",
    "notifications.Transfer.reference": "the concern's own, searched there",
    "notifications.BrokenGlass.reference": "the same",
    "notifications.Concern.is_protected": "yes or no",
}
# Where a word may be found, and why. Everything else that is found fails the test.
KNOWN: dict[tuple[str, str], str] = {
    ("organisation.Staff.name", "dump"): "the directory; documented in docs/privacy.md",
    ("organisation.Staff.email", "dump"): "the login",
    ("organisation.Staff.email", "recipients"): "the address a mail goes to",
    ("organisation.Staff.phone", "dump"): "the directory",
    ("organisation.Contact.person", "dump"): "published for everybody",
    ("organisation.Contact.phone", "dump"): "published for everybody",
    ("organisation.Contact.email", "dump"): "published for everybody",
    (
        "organisation.Contact.phone",
        "files",
    ): "the page for when the portal is away",
    ("notifications.Concern.reference", "dump"): "read aloud on the phone; stage 1 of the encryption",
    ("plans.DocumentProposal.file_name", "dump"): "a plan on its way to be published; expires",
    ("plans.DocumentProposal.pieces", "dump"): "the same",
    ("axes.AccessAttempt.username", "dump"): "slows down guessing; taken away after the pause",
    ("axes.AccessAttempt.user_agent", "dump"): "the same row",
}


class Everything(logging.Handler):
    """Keeps every log line as it would be written."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.setFormatter(Line("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        record = logging.makeLogRecord({**record.__dict__, "exc_text": None})  # another handler's words
        self.lines.append(self.format(record))


@pytest.fixture
def logged() -> Iterator[Everything]:
    """What an installation would log, for as long as the test runs; statements only in DEBUG."""
    handler = Everything()
    names = ("", "django", "django.request", "django.server", "beredskab", "axes", "notifications", "plans")
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(max(before[name], logging.INFO) if name == "axes" else logging.INFO)
    yield handler
    for name in names:
        logging.getLogger(name).removeHandler(handler)
        logging.getLogger(name).setLevel(before[name])


# --- the day on which it happens --------------------------------------------------------------


class Day:
    """A day with a concern on it; remembers the addresses and titles of every page it met."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.addresses: list[str] = []

    def browser(self, name: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(self.world.people[name])
        return client

    def get(self, client: Client, path: str) -> Any:
        return self._met(path, client.get(path))

    def post(self, client: Client, path: str, data: Any) -> Any:
        return self._met(path, client.post(path, data))

    def fill(self, client: Client, path: str, word: str, **chosen: str) -> Any:
        """Open a form as a person does, write the word into every large field, and send it."""
        page = BeautifulSoup(self.get(client, path).content, "html.parser")
        fields = page.select("main form [name]")
        data = {str(f["name"]): f.get("value", "") for f in fields if f.get("type") in {"hidden"}}
        data |= {str(f["name"]): word for f in fields if f.name == "textarea"}
        return self.post(client, path, {**data, **chosen})

    def _met(self, path: str, response: Any) -> Any:
        page = BeautifulSoup(response.content, "html.parser")
        title = page.title.get_text() if page.title else ""
        cookies = [morsel.OutputString() for morsel in response.cookies.values()]
        self.addresses += [path, title, response.headers.get("Location", ""), *cookies]
        return response


def plant(world: World) -> None:
    """The words that stand in the directory and in the contacts."""
    (name,), (address,), (phone,), (password,) = (
        CANARIES[f"organisation.Staff.{field}"] for field in ("name", "email", "phone", "password")
    )
    anna = Staff.objects.get(pk=world.people["anna"].pk)
    anna.name, anna.email, anna.phone = f"Anna {name}", f"{address}@eksempel.example", phone
    anna.set_password(password)
    anna.save()
    world.people["anna"] = anna
    Contact.objects.filter(municipality=world.town.municipality, slug="sociale-vagt").update(
        person=CANARIES["organisation.Contact.person"][0],
        phone=CANARIES["organisation.Contact.phone"][0],
        email=f"{CANARIES['organisation.Contact.email'][0]}@eksempel.example",
    )
    emergency.write(world.town.municipality)


def file_it(world: World, monkeypatch: pytest.MonkeyPatch) -> Concern:
    """Anna's concern with a word in every answer, and one of her typed names."""
    child, account, quote, safe, workplace, typed, _ = CANARIES["notifications.Answer.ciphertext"]
    for name, word in (
        ("CHILD", child),
        ("ACCOUNT", account),
        ("WORDS", quote),
        ("SAFE_CONTACT", safe),
        ("WORKPLACE", workplace),
    ):
        monkeypatch.setattr(told, name, f"Det er {word}.")
    story = told.about_ole(world.people)
    unknown = {
        Question.PERSON: {"typed_name": typed, "unknown": "on"},
        Question.TOPIC: {"topics": ("sexual",)},
    }
    concern = world.tell(Story(story.name, "anna", HOUR, "suspicion", {**story.told, **unknown}))
    world.sent = concern.pk
    CANARIES["notifications.Concern.reference"] = (str(concern.reference),)
    return concern


def attach_it(day: Day, concern: Concern) -> None:
    """Anna attaches a picture; the camera wrote a word into it."""
    name, camera = (CANARIES[f"notifications.{field}"][0] for field in FILE_FIELDS)
    sent = SimpleUploadedFile(f"{name}.jpg", photograph(camera), content_type="image/jpeg")
    address = reverse("notifications:files", kwargs={"draft": concern.pk})
    assert day.post(day.browser("anna"), address, {"chosen": sent}).status_code == 302


FILE_FIELDS = ("Attachment.name", "AttachmentPage.ciphertext")


def ask_it(day: Day) -> None:
    """Anna asks without a name, somebody answers; she notes what she sees in a draft."""
    question, answer = CANARIES["notifications.ConsultationLine.text"]
    anna = day.world.people["anna"]
    asked = {"key": str(uuid.uuid4()), "text": f"er {question} bange"}
    landed = day.post(day.browser("anna"), reverse("notifications:ask"), asked).headers["Location"]
    place = {"consultation": landed.rstrip("/").rsplit("/", 1)[-1]}
    team = day.browser("cia")
    said = {"text": f"sig {answer} roligt"}
    assert day.post(team, reverse("notifications:answer_question", kwargs=place), said).status_code == 302
    draft = filing.start(uuid.uuid4(), certainty="concern", by=anna, at=monday_at(12))
    notes = reverse("notifications:observations", kwargs={"draft": draft.pk})
    noted = {"text": CANARIES["notifications.Observation.text"][0]}
    assert day.post(day.browser("anna"), notes, noted).status_code == 302


def import_it(day: Day) -> None:
    """Hanne uploads a document and leaves it lying."""
    name, words = (CANARIES[f"plans.DocumentProposal.{field}"][0] for field in ("file_name", "pieces"))
    text = f"# Indledning\n\nVi er {words}.\n".encode()
    sent = SimpleUploadedFile(f"{name}.md", text, content_type="text/markdown")
    chosen = {"file": sent, "kind": "abuse", "audience": "public"}
    assert day.post(day.browser("hanne"), reverse("plans:import_document"), chosen).status_code == 302


def handle_it(day: Day, concern: Concern) -> None:
    """The team assesses, notes, asks, decides; Anna answers."""
    handler = handling_member(day.world, concern)
    team, anna = day.browser(handler), day.browser("anna")
    case = {"concern": concern.pk}

    def door(name: str) -> str:
        return reverse(f"notifications:{name}", kwargs=case)

    def word(field: str, place: int = 0) -> str:
        return CANARIES[f"notifications.{field}"][place]

    day.get(team, reverse("notifications:inbox"))
    day.post(team, door("claim"), {})
    day.fill(team, door("assess"), "Er set.", is_acute="no", reason=word("Assessment.reason"),
             act=word("Assessment.act"), told_child=word("Assessment.told_child"))  # fmt: skip
    day.fill(team, door("add_note"), word("Note.text"))
    day.fill(team, door("message_filer"), word("Message.text"))
    day.fill(anna, door("conversation"), word("Message.text", 1))
    day.post(team, door("send_receipt"), {"csrfmiddlewaretoken": "x"})
    day.fill(team, door("decide"), "", outcome="examination", reason=word("Decision.reason"), police="no",
             childrens_house="no", talk="left_out", talk_reason=word("Decision.talk_reason"),
             has_support="no")  # fmt: skip
    sent = {"receiver": word("Forwarding.receiver"), "channel": word("Forwarding.channel")}
    day.post(team, door("send_on"), sent)
    day.post(team, door("send_on"), {"who": word("Forwarding.accepted_who")})
    pass_it_on(day, concern, team)
    assert day.post(team, door("hand_over"), {"choice": "hand_over"}).status_code == 302
    day.post(team, door("handover"), {"number": word("Handover.receipt")})
    for kind in ("json", "pdf"):
        day.get(team, reverse("notifications:handover_file", kwargs={**case, "kind": kind}))
    day.get(team, door("concern"))
    for name in ("receipt", "sheet", "full_copy"):
        day.get(anna, reverse(f"notifications:{name}", kwargs={"draft": concern.pk}))


def pass_it_on(day: Day, concern: Concern, team: Client) -> None:
    """To Emil's team, who returns it."""

    def door(name: str) -> str:
        return reverse(f"notifications:{name}", kwargs={"concern": concern.pk})

    emil = day.browser("emil")
    other = str(day.world.town.other_team.pk)
    sent = day.fill(team, door("transfer"), CANARIES["notifications.Transfer.reason"][0], team=other)
    assert sent.status_code == 302
    sent = day.fill(emil, door("send_back"), CANARIES["notifications.Transfer.answer"][0])
    assert sent.status_code == 302
    day.post(team, door("claim"), {})


def handling_member(world: World, concern: Concern) -> str:
    """Somebody of the team that received it."""
    from beredskab.access import grants

    assert concern.team is not None
    members = set(grants.holders("handle_concerns", concern.team))
    return next(name for name, person in world.people.items() if person in members)


def be_interrupted(day: Day) -> None:
    """Anna types, is logged off, and her post arrives without a session."""
    draft = day.world.begin_a_draft()
    anna = day.browser("anna")
    landed = day.get(anna, reverse("notifications:draft", kwargs={"draft": draft.pk})).headers["Location"]
    assert landed
    typed = reverse("notifications:step", kwargs={"draft": draft.pk, "step": "set-og-hoert"})
    day.post(anna, f"{typed}gem/", {"account": CANARIES["notifications.Answer.ciphertext"][-1]})
    question = reverse("notifications:step", kwargs={"draft": draft.pk, "step": "hvad"})
    page = BeautifulSoup(day.get(anna, question).content, "html.parser")
    ticket = page.select_one("[name=ticket]")
    assert ticket is not None
    kept = {"ticket": ticket["value"], "other": CANARIES["notifications.RescuedPost.sealed"][0]}
    day.post(Client(), question, kept)


def go_wrong(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that fails with the words in its hands, a statement the database refuses, a wrong password."""
    anna, anna_again = day.browser("anna"), day.world.people["anna"]
    secret = CANARIES["notifications.Answer.ciphertext"][0]

    def fail(*_: Any, **__: Any) -> None:
        raise ValueError(f"cannot use {secret}")

    with monkeypatch.context() as patch:
        patch.setattr("notifications.filing.start", fail)
        start = {"key": str(uuid.uuid4()), "certainty": "suspicion"}
        assert day.post(anna, reverse("notifications:file"), start).status_code == 500
    twice = {"name": anna_again.name, "email": anna_again.email, "municipality": anna_again.municipality}
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.create(**twice)
    guess = {"email": f"{CANARIES['axes.AccessAttempt.username'][0]}@eksempel.example", "password": secret}
    client = Client(HTTP_USER_AGENT=CANARIES["axes.AccessAttempt.user_agent"][0])
    assert day.post(client, reverse("signin:sign_in"), guess).status_code == 422
    email = day.world.people["anna"].email
    right = {"email": email, "password": CANARIES["organisation.Staff.password"][0]}
    assert day.post(Client(), reverse("signin:sign_in"), right).status_code == 302


# --- where the words could be -----------------------------------------------------------------


def dump(database: str) -> str:
    """Every row of every table, as pg_dump would copy it."""
    copied = []
    with _server(database) as server:
        server.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_)'"
        )
        for schema, table in server.fetchall():
            server.execute(f'SELECT t::text FROM "{schema}"."{table}" t')
            copied += [row for (row,) in server.fetchall()]
    assert len(copied) > 500
    return "\n".join(copied)


def sessions() -> str:
    return "\n".join(str(session.get_decoded()) for session in Session.objects.all())


def files(folder: Path) -> str:
    return "\n".join(
        f"{path.name} {path.read_bytes().decode('latin-1')}" for path in folder.rglob("*") if path.is_file()
    )


def forms_of(word: str) -> set[str]:
    """The word as it might be written down by something that did not mean to."""
    raw = word.encode()
    shifted = [base64.b64encode(b"x" * shift + raw).decode()[4:-4] for shift in range(3)]
    phone = [" ".join(re.findall("..", word))] if word.isdigit() else []
    wide = word.encode("utf-16-le").decode("latin-1")
    return {word, word.upper(), word[::-1], raw.hex(), raw.hex().upper(), wide, *shifted, *phone}


def found_in(places: dict[str, str], canaries: dict[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    """(field, place) of every word that is somewhere."""
    return {
        (field, place)
        for field, words in canaries.items()
        for place, text in places.items()
        if any(form in text for word in words for form in forms_of(word))
    }


@pytest.mark.slow
def test_what_is_said_stays_where_it_is_sealed(
    committing: None, world: World, logged: Everything, freeze: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(monday_at(12))
    began = SERVER_LOG.stat().st_size if SERVER_LOG.exists() else 0
    plant(world)
    day = Day(world)
    concern = file_it(world, monkeypatch)
    attach_it(day, concern)
    ask_it(day)
    import_it(day)
    handle_it(day, concern)
    be_interrupted(day)
    go_wrong(day, monkeypatch)
    assert worker.deliver(at=monday_at(13)) > 0
    worker.seal()
    places = {
        "dump": dump(connection.settings_dict["NAME"]),
        "sessions": sessions(),
        "logs": "\n".join(logged.lines),
        "mails": "\n".join(f"{sent.subject}\n{sent.body}\n{sent.extra_headers}" for sent in mail.outbox),
        "recipients": "\n".join(str(sent.to) for sent in mail.outbox),
        "addresses": "\n".join(day.addresses),
        "files": files(Path(settings.VAR)),
        "server log": SERVER_LOG.read_bytes()[began:].decode("latin-1") if SERVER_LOG.exists() else "",
    }
    assert_planted(world, places["dump"])
    assert found_in(places, CANARIES) - set(KNOWN) == set()
    assert set(KNOWN) - found_in(places, CANARIES) == set()


def assert_planted(world: World, dumped: str) -> None:
    """Every sealed field holds something: a word that was never written would never be found."""
    empty = []
    with _server(connection.settings_dict["NAME"]) as server:
        for field in CANARIES:
            label, name = field.rsplit(".", 1)
            table = apps.get_model(label)._meta.db_table
            server.execute(f'SELECT count(*) FROM "{table}" WHERE "{name}" IS NOT NULL')
            if server.fetchone()[0] == 0:
                empty.append(field)
    assert empty == []


def test_no_canary_is_part_of_another() -> None:
    words = [word for planted in CANARIES.values() for word in planted]
    assert [word for word in words if sum(word in other for other in words) > 1] == []


def test_every_personal_field_has_its_canary() -> None:
    """A new personal field fails here until a word stands in it, or a reason why none can."""
    typed = {name for name in personal_data.personal_fields() if not _is_a_key(name)}
    assert typed - set(CANARIES) - set(NOTHING_TYPED) == set()
    assert set(CANARIES) <= typed


def _is_a_key(name: str) -> bool:
    label, field = name.rsplit(".", 1)
    found = apps.get_model(label)._meta.get_field(field)
    return found.is_relation or isinstance(found, models.BigIntegerField)


@pytest.mark.parametrize("form", sorted(forms_of("kanariefugl")))
def test_a_word_is_found_however_it_is_written(form: str) -> None:
    places = {"dump": f"(1,\\\\x00{form}ff,2026)"}
    assert found_in(places, {"a.B.c": ("kanariefugl",)}) == {("a.B.c", "dump")}


def test_a_word_in_the_middle_of_base64_is_found() -> None:
    for before in ("", "a", "ab", "abc"):
        hidden = base64.b64encode(f"{before}kanariefugl og mere".encode()).decode()
        assert found_in({"sessions": hidden}, {"a.B.c": ("kanariefugl",)}) == {("a.B.c", "sessions")}
