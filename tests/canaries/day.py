"""The day on which it happens: a concern is filed, handled, interrupted and failed over."""

import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from beredskab.doors.models import DirectoryPerson
from beredskab.organisation.models import Contact, Staff
from beredskab.signin.models import Identity, PostedAnswer, Provider
from beredskab.ui import emergency
from notifications import filing
from notifications.demo_stories import Story
from notifications.models import Concern
from notifications.vocabulary import Question
from plans.models import Comment
from tests.build import monday_at, photograph
from tests.canaries.words import CANARIES
from tests.world import World
from tests.world import story as told
from tests.world.story import HOUR


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
    (anna.number,) = CANARIES["organisation.Staff.number"]
    anna.set_password(password)
    anna.save()
    world.people["anna"] = anna
    Contact.objects.filter(municipality=world.town.municipality, slug="sociale-vagt").update(
        person=CANARIES["organisation.Contact.person"][0],
        phone=CANARIES["organisation.Contact.phone"][0],
        email=f"{CANARIES['organisation.Contact.email'][0]}@eksempel.example",
    )
    emergency.write(world.town.municipality)


def sign_in_elsewhere(world: World) -> None:
    """A provider knows Anna under a name of its own, and has just posted an answer about her."""
    provider = Provider.objects.create(
        municipality=world.town.municipality, slug="arbejde", protocol="oidc", name="Arbejde", issuer="x"
    )
    (subject,), (content,) = CANARIES["signin.Identity.subject"], CANARIES["signin.PostedAnswer.content"]
    Identity.objects.create(provider=provider, subject=subject, staff=world.people["anna"])
    PostedAnswer.objects.create(provider=provider, content=content, until=monday_at(13))
    name, number, told = (
        CANARIES[f"doors.DirectoryPerson.{field}"][0] for field in ("user_name", "external_id", "told")
    )
    anna = world.people["anna"]
    known = DirectoryPerson(staff=anna, municipality=anna.municipality, user_name=name, external_id=number)
    known.told, known.made_at, known.changed_at = {"title": told}, monday_at(12), monday_at(12)
    known.save(force_insert=True)


def comment_it(world: World) -> None:
    """Dorte says something about a measure."""
    (text,) = CANARIES["plans.Comment.text"]
    dorte = world.people["dorte"]
    Comment.objects.create(measure=world.measure, said_by=dorte, said_at=monday_at(12), text=text)


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


def list_them(day: Day) -> None:
    """Gert uploads a list of employees and leaves it lying; Emil's new e-mail waits for somebody else."""
    emil, (address,) = day.world.people["emil"], CANARIES["administration.PersonChange.email"]
    told = {"name": emil.name, "email": f"{address}@eksempel.example", "phone": emil.phone}
    corrected = day.post(day.browser("gert"), reverse("administration:correct", args=[emil.pk]), told)
    assert corrected.status_code == 302
    name, person, title = (
        CANARIES[f"administration.StaffList.{f}"][0] for f in ("file_name", "content", "told")
    )
    text = f"navn;email;enhed;profession\n{person};ny@eksempel.example;Børn og Unge;{title}\n".encode()
    sent = SimpleUploadedFile(f"{name}.csv", text, content_type="text/csv")
    answer = day.post(day.browser("gert"), reverse("administration:upload"), {"file": sent})
    assert answer.status_code == 302


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
