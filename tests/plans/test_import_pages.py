"""Hanne takes the plan they have in Word into the portal, and mends what Word did not know."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from plans.documents import Role
from plans.editing import editions, proposals
from plans.models import Block, DocumentProposal, Edition
from plans.release import publishing
from tests import build_plans as build
from tests.build import monday_at
from tests.plans import word_files

UPLOAD = "/redaktion/hent-dokument/"


@pytest.fixture
def desk(hanne: Any, dorte: Any) -> Client:
    client = Client()
    client.force_login(hanne)
    return client


def sent(desk: Client, content: bytes = b"", name: str = "plan.docx", **more: str) -> Any:
    file = SimpleUploadedFile(name, content or word_files.a_plan())
    return desk.post(UPLOAD, {"file": file, "kind": "abuse", "audience": "public", **more})


def posted(desk: Client, **more: Any) -> Any:
    """The proposal as its page shows it, with what Hanne changes, sent back."""
    found = DocumentProposal.objects.get()
    roles = {f"role_{p.number}": p.role.value for p in proposals.parts_of(found) if p.may_choose}
    return desk.post(f"{UPLOAD}{found.pk}/", {"seen": found.revision, **roles, **more})


def number_of(words: str) -> int:
    return next(n for n, (_, text) in enumerate(DocumentProposal.objects.get().pieces) if text == words)


def titles(edition: Edition) -> list[str]:
    lines = edition.lines.select_related("version").order_by("position")
    return [line.version.title for line in lines]


def test_a_word_plan_is_uploaded_looked_at_and_becomes_a_draft(desk, hanne):
    answer = sent(desk)
    found = DocumentProposal.objects.get()
    assert answer.headers["Location"] == f"{UPLOAD}{found.pk}/"
    shown = desk.get(answer.headers["Location"]).content.decode()
    assert "Handlevejen fra bekymring til underretning" in shown
    assert not Edition.objects.exists()
    answer = posted(desk, handling="accept", place="after")
    edition = Edition.objects.get()
    assert answer.headers["Location"] == f"/redaktion/plan/{edition.plan.slug}/"
    assert titles(edition) == ["Indledning", "Når du er bekymret", "Hvem gør hvad"]
    assert not DocumentProposal.objects.exists()
    assert desk.get(answer.headers["Location"]).status_code == 200


def test_a_heading_becomes_a_section_another_is_left_out_and_a_profession_is_chosen(desk):
    sent(desk)
    tegn, hvem = number_of("Tegn"), number_of("Hvem gør hvad")
    answer = posted(desk, **{f"role_{tegn}": "section", f"role_{hvem}": "out"})
    shown = desk.get(answer.headers["Location"]).content.decode()
    assert f'name="professions_{tegn}"' in shown
    assert "<s>Hvem gør hvad</s>" in shown
    answer = posted(desk, handling="accept", **{f"professions_{tegn}": ["laerer", "paedagog"]})
    edition = Edition.objects.get()
    assert titles(edition) == ["Indledning", "Når du er bekymret", "Tegn"]
    chosen = edition.lines.get(section__slug="tegn").version
    assert sorted(chosen.professions) == ["laerer", "paedagog"]
    assert not Block.objects.filter(text__contains="følger op").exists()


def test_a_short_line_that_nobody_marked_can_be_made_a_heading(desk):
    text = "# Plan\n\n## Formål\n\nHer står noget.\n\nEt mellemstykke\n\nMere tekst her.\n"
    sent(desk, text.encode(), "plan.md")
    posted(desk, handling="accept", **{f"role_{number_of('Et mellemstykke')}": "section"})
    assert titles(Edition.objects.get()) == ["Formål", "Et mellemstykke"]


def test_a_numbered_list_that_stands_alone_becomes_steps(desk):
    sent(desk, "# Plan\n\n## Når det haster\n\n1. Ring\n2. Skriv\n".encode(), "plan.md")
    posted(desk, handling="accept")
    assert list(Block.objects.values_list("type", "items")) == [("steps", ["Ring", "Skriv"])]


@pytest.mark.parametrize(
    ("place", "expected"),
    [("after", ["Akut", "Når det haster"]), ("instead", ["Når det haster"])],
)
def test_a_draft_that_is_begun_is_kept_or_replaced_as_the_editor_says(desk, hanne, dorte, place, expected):
    plan = build.plan(hanne.municipality, editor=hanne, approver=dorte)
    editions.start(plan, [build.section()], by=hanne, at=monday_at(8))
    sent(desk, "# Plan\n\n## Når det haster\n\nRing.\n".encode(), "plan.md")
    posted(desk, handling="accept", place=place)
    assert titles(Edition.objects.get()) == expected


def test_the_same_heading_twice_gets_a_path_of_its_own_in_the_draft(desk, hanne, dorte):
    plan = build.plan(hanne.municipality, editor=hanne, approver=dorte)
    editions.start(plan, [build.section()], by=hanne, at=monday_at(8))
    sent(desk, b"# Plan\n\n## Akut\n\nRing.\n", "plan.md")
    posted(desk, handling="accept", place="after")
    slugs = Edition.objects.get().lines.order_by("position").values_list("section__slug", flat=True)
    assert list(slugs) == ["akut", "akut-2"]


def test_an_edition_in_review_is_never_touched_and_the_proposal_waits(desk, hanne, dorte):
    plan = build.plan(hanne.municipality, editor=hanne, approver=dorte)
    edition = editions.start(plan, [build.section()], by=hanne, at=monday_at(8))
    publishing.hand_in(edition, change_note="x", rereads={}, by=hanne, at=monday_at(9))
    sent(desk, "# Plan\n\n## Når det haster\n\nRing.\n".encode(), "plan.md")
    haster = number_of("Når det haster")
    answer = posted(desk, handling="accept", place="instead", **{f"professions_{haster}": ["laerer"]})
    assert answer.status_code == 409
    assert titles(Edition.objects.get()) == ["Akut"]
    assert DocumentProposal.objects.count() == 1


def test_a_second_window_loses_nothing_silently(desk):
    sent(desk)
    assert posted(desk, seen=7).status_code == 409


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"%PDF-1.7", "plan.docx"), (b"%PDF-1.7", "plan.pdf"), (b"x", "plan.exe"), (b"<p></p>", "plan.html")],
)
def test_what_cannot_be_read_is_refused_in_words_and_the_choices_stay(desk, content, name):
    answer = sent(desk, content, name, audience="internal")
    assert answer.status_code == 422
    assert 'value="internal" checked' in answer.content.decode()
    assert not DocumentProposal.objects.exists()


def test_nobody_else_sees_what_hanne_uploaded(desk, anna, dorte, frida):
    sent(desk)
    path = f"{UPLOAD}{DocumentProposal.objects.get().pk}/"
    for person, status in ((anna, 403), (frida, 403), (dorte, 403)):
        other = Client()
        other.force_login(person)
        assert other.get(path).status_code == status


def test_a_proposal_is_thrown_away_and_an_old_one_expires(desk, hanne):
    sent(desk)
    path = f"{UPLOAD}{DocumentProposal.objects.get().pk}/"
    assert desk.post(f"{path}smid-vaek/").status_code == 302
    assert desk.get(path).status_code == 404
    with translation.override("da"):
        made = proposals.propose(b"# Plan\n\nTekst.", "p.md", "abuse", "public", by=hanne, at=monday_at(8))
    proposals.expire({"proposal": str(made.pk)}, monday_at(8))
    assert DocumentProposal.objects.count() == 1
    proposals.expire({"proposal": str(made.pk)}, made.expires_at)
    assert not DocumentProposal.objects.exists()


def test_living_numbers_and_personal_numbers_in_the_text_are_pointed_out(desk):
    sent(desk, b"# Plan\n\n## Ring\n\nRing 12 34 56 78. Barnet 010101-1234.\n", "plan.md")
    with translation.override("en"):
        remarks = desk.get(f"{UPLOAD}{DocumentProposal.objects.get().pk}/").context["remarks"]
    assert len(remarks) == 2


def test_a_title_is_no_section_and_roles_are_proposed_from_the_levels(desk):
    sent(desk)
    parts = list(proposals.parts_of(DocumentProposal.objects.get()))
    assert [p.role for p in parts if p.role != Role.TEXT] == [
        Role.TITLE, Role.SECTION, Role.PART, Role.SECTION,
    ]  # fmt: skip
