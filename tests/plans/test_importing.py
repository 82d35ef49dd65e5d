"""Real documents become drafts that Hanne opens, mends and hands in, and Dorte publishes."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from beredskab.access import grants
from plans.contents import BlockContent, SectionContent
from plans.documents import read
from plans.editing import editions
from plans.editing.importing import DraftInTheWay, import_document, slug_of
from plans.models import Block, Edition, Plan
from plans.release import publishing, releasing
from plans.release.publishing import Reread
from plans.vocabulary import PlanKind
from tests.build import monday_at, tuesday_at


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


SOURCES = Path(__file__).resolve().parents[3] / "shared" / "sources"
DOCUMENT = """# Plan mod vold

Vi passer på.

## Det gør vi

- lytter

## Det gør vi

Igen.

## Kontakt
""".encode()


def told(name: str, *more: str) -> str:
    out = io.StringIO()
    call_command("import_plan", name, *more, stdout=out)
    return out.getvalue()


def test_a_document_becomes_a_draft_with_its_headings_and_lists(town, hanne, dorte):
    document = read(DOCUMENT, "plan.md")
    imported = import_document(
        document, PlanKind.ABUSE, municipality=town.municipality, by=hanne, at=monday_at(8)
    )
    plan = imported.edition.plan
    assert (plan.slug, plan.title, imported.made_plan) == ("overgreb", "Plan mod vold", True)
    lines = imported.edition.lines.select_related("section", "version").order_by("position")
    assert [(one.section.slug, one.version.title) for one in lines] == [
        ("indledning", "Indledning"),
        ("det-goer-vi", "Det gør vi"),
        ("det-goer-vi-2", "Det gør vi"),
        ("kontakt", "Kontakt"),
    ]
    assert list(Block.objects.order_by("pk").values_list("type", "audience", "text")) == [
        ("text", "public", "Vi passer på."), ("text", "public", "- lytter"), ("text", "public", "Igen."),
    ]  # fmt: skip
    assert list(grants.holders("edit_plan", plan)) == [hanne]
    assert list(grants.holders("approve_plan", plan)) == [dorte]
    with pytest.raises(DraftInTheWay):
        import_document(document, PlanKind.ABUSE, municipality=town.municipality, by=hanne, at=monday_at(9))


def test_importing_again_makes_new_versions_of_the_same_sections(town, hanne, dorte):
    def bring(at, content=DOCUMENT):
        document = read(content, "plan.md")
        place = town.municipality
        return import_document(document, PlanKind.ABUSE, municipality=place, by=hanne, at=at).edition

    first = bring(monday_at(8))
    publishing.hand_in(first, change_note="x", rereads={}, by=hanne, at=monday_at(9))
    publishing.publish(first, by=dorte, at=monday_at(10))
    second = bring(tuesday_at(8), DOCUMENT.replace(b"Igen", b"Nyt"))
    assert Plan.objects.count() == 1
    assert {line.section_id for line in second.lines.all()} == {line.section_id for line in first.lines.all()}
    assert second.lines.get(section__slug="det-goer-vi-2").version.number == 2


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Når børn fortæller", "naar-boern-fortaeller"),
        ("Søg", "soeg-2"),
        ("Udgaver", "udgaver-2"),
        ("→ ✓", "afsnit"),
        ("Ærø å" * 30, "aeroe-aaaeroe-aaaeroe-aaaeroe-aaaeroe-aaaeroe-aaaeroe-aaaero"),
    ],
)
def test_a_path_is_ascii_and_leaves_reserved_words_free(title, slug):
    assert slug_of(title) == slug


def test_the_command_says_what_it_did_and_refuses_with_a_sentence(town, hanne, tmp_path):
    file = tmp_path / "plan.md"
    file.write_bytes(DOCUMENT)
    shown = told(str(file), "--kind", "abuse", "--dry-run")
    assert "Nothing is stored" in shown
    assert not Edition.objects.exists()
    facts = json.loads(told(str(file), "--kind", "overgreb", "--json", "--by", hanne.email))
    assert facts == {
        "plan": "overgreb",
        "made_plan": True,
        "edition": 1,
        "state": "draft",
        "sections": 4,
        "blocks": 3,
        "words": 6,
        "remarks": ["Nothing stands under the heading ”Kontakt”."],
    }
    for arguments, sentence in [
        ((str(file), "--kind", "abuse"), "already has a draft"),
        ((str(tmp_path / "no.txt"), "--kind", "abuse"), "There is no file"),
        ((str(file), "--kind", "abuse", "--municipality", "Ingen"), "No municipality is called"),
        ((str(file), "--kind", "social-control", "--by", "x@y.example"), "Nobody in Eksempel Kommune"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            told(*arguments)
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(CommandError, match="This is a PDF"):
        told(str(tmp_path / "plan.pdf"), "--kind", "social-control")


@pytest.mark.skipif(not SOURCES.exists(), reason="the real documents are not in this checkout")
@pytest.mark.parametrize(
    ("name", "kind", "section"),
    [
        ("roskilde-beredskabsplan.txt", "abuse", "det-kommunale-beredskab"),
        ("halsnaes-strategi.txt", "social-control", "udbredelse-af-viden-om-haandtering"),
    ],
)
def test_a_real_plan_is_imported_opened_and_published(name, kind, section, town, hanne, dorte):
    assert "draft edition 1" in told(str(SOURCES / name), "--kind", kind, "--by", hanne.email)
    edition = Edition.objects.get()
    client = Client()
    client.force_login(hanne)
    page = client.get(f"/redaktion/plan/{edition.plan.slug}/").content.decode()
    found = edition.plan.sections.get(slug=section)
    assert f"/redaktion/afsnit/{found.pk}/" in page
    opened = client.get(f"/redaktion/afsnit/{found.pk}/")
    assert opened.status_code == 200
    version = editions.working_copy(edition, found, by=hanne, at=monday_at(9))
    assert version.blocks.first().text.split()[0] in opened.content.decode()
    asked = {found.pk: Reread()}
    publishing.hand_in(edition, change_note="Ny plan", rereads=asked, by=hanne, at=monday_at(9))
    publishing.publish(edition, by=dorte, at=monday_at(10))
    assert Client().get(f"/plan/{edition.plan.slug}/{section}/").status_code == 200


def test_an_import_keeps_the_advice_of_the_guided_form_and_says_what_is_left_behind(town, hanne, dorte):
    plan = Plan.objects.create(municipality=town.municipality, kind="abuse", slug="overgreb", title="Plan")
    grants.grant(hanne, "edit_plan", plan)
    grants.grant(dorte, "approve_plan", plan)
    stop = BlockContent(type="stop", code="A", title="Ring", items=({"text": "Ring 112."},))
    sections = [
        SectionContent("gammelt", "Gammelt", blocks=(BlockContent(type="text", text="x"),)),
        SectionContent("stop-raad", "Rådene", blocks=(stop,)),
    ]
    first = editions.start(plan, sections, by=hanne, at=monday_at(8))
    publishing.hand_in(first, change_note="x", rereads={}, by=hanne, at=monday_at(8))
    publishing.publish(first, by=dorte, at=monday_at(9))
    imported = import_document(
        read(DOCUMENT, "plan.md"), PlanKind.ABUSE, municipality=town.municipality, by=hanne, at=monday_at(10)
    )
    assert imported.remarks[-2:] == (
        "The advice of the guided form was kept: ”Rådene”.",
        "Sections of edition 1 that are not in this draft: 1.",
    )
    assert releasing.release_of(imported.edition, on=monday_at(10).date()).removed == ["Gammelt"]
    client = Client()
    client.force_login(hanne)
    assert "Gammelt" in client.get("/redaktion/plan/overgreb/send/").content.decode()
