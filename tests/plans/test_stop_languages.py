"""STOP advice in the languages a municipality turns on: whole, or in the plan's own."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from beredskab.access.guard import Forbidden
from beredskab.organisation.models import Staff
from plans import checking, stops
from plans.contents import of_block
from plans.editing import editions, revising
from plans.models import Block, Edition
from plans.release import publishing
from plans.vocabulary import BlockType
from tests import build_plans as build
from tests.build_plans import AUTUMN

WHOLE = {"title": "Call now", "passages": ["Call the duty.", "Tell your leader."]}
HALF = {"title": "Call now", "passages": ["Call the duty.", ""]}
PASSAGES = ({"text": "Ring til vagten."}, {"text": "Sig det til din leder.", "line": ["own_leader"]})


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    advice = build.text(type=BlockType.STOP, code="A", title="Ring nu", text="", items=PASSAGES)
    return build.published([build.section("raad", advice)], editor=hanne, approver=dorte)


def translated(edition: Edition, told: Mapping[str, object], hanne: Staff) -> Edition:
    """A draft with this English beside the Danish."""
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    section = edition.plan.sections.get()
    block = editions.working_copy(draft, section, by=hanne, at=AUTUMN).blocks.get()
    content = replace(of_block(block), translations={"en": told})
    seen = revising.mark_of(of_block(block))
    revising.revise_block(draft, section, block.key, content, seen=seen, by=hanne, at=AUTUMN)
    return draft


def advice(edition: Edition, language: str, suspects: tuple[str, ...] = ()) -> tuple[str, str, int]:
    told = stops.advice(
        edition.plan.municipality, "A", professions=(), language=language, at=AUTUMN, suspects=suspects
    )
    assert told
    return told.language, str(told.title), len(told.parts)


def found(edition: Edition) -> list[str]:
    edition = Edition.objects.select_related("plan__municipality").get(pk=edition.pk)
    codes = [one.code for one in checking.check_edition(edition, at=AUTUMN)]
    return [code for code in codes if code.startswith("stop-translation")]


def test_whoever_asks_for_a_language_gets_it_whole_or_the_plans_own(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    assert advice(edition, "en") == ("da", "Ring nu", 2)
    publishing.hand_in(translated(edition, WHOLE, hanne), change_note="En", rereads={}, by=hanne, at=AUTUMN)
    draft = editions.in_the_making(edition.plan)
    assert draft
    publishing.publish(draft, by=dorte, at=AUTUMN)
    assert advice(edition, "en") == ("en", "Call now", 2)
    assert advice(edition, "da") == ("da", "Ring nu", 2)
    assert advice(edition, "nb") == ("da", "Ring nu", 2)
    assert advice(edition, "en", ("leader",)) == ("en", "Call now", 1)  # around the leader in English too


def test_a_language_that_is_turned_on_holds_up_until_all_of_it_is_there(
    edition: Edition, hanne: Staff, dorte: Staff
) -> None:
    revising.choose_stop_languages(edition.plan, ["en", "da"], by=hanne, at=AUTUMN)
    assert edition.plan.stop_languages == ["en"]
    draft = translated(edition, HALF, hanne)
    assert found(draft) == ["stop-translation-missing"]
    assert advice(edition, "en")[0] == "da"
    publishing.hand_in(draft, change_note="x", rereads={}, by=hanne, at=AUTUMN)
    with pytest.raises(publishing.NotInOrder):
        publishing.publish(draft, by=dorte, at=AUTUMN)
    publishing.send_back(draft, by=hanne, at=AUTUMN)
    translated(edition, WHOLE, hanne)
    assert found(draft) == []


def test_only_an_editor_turns_languages_on(edition: Edition, dorte: Staff) -> None:
    with pytest.raises(Forbidden):
        revising.choose_stop_languages(edition.plan, ["en"], by=dorte, at=AUTUMN)


def test_hanne_writes_the_advice_in_english_beside_the_danish(
    edition: Edition, hanne: Staff, client: Client
) -> None:
    client.force_login(hanne)
    client.post(reverse("plans:stop_languages", args=["overgreb"]), {"languages": ["en"]})
    block = Block.objects.get(version__lines__edition=edition)
    path = reverse("plans:edit_block", args=[edition.plan.sections.get().pk, block.key])
    assert 'name="passage_en_2"' in client.get(path).text
    told = {
        "title": "Ring nu",
        "passage_1": "Ring til vagten.",
        "passage_2": "Sig det til din leder.",
        "title_en": "Call now",
        "passage_en_1": "Call the duty.",
        "passage_en_2": "Tell your leader.",
        "seen": revising.mark_of(of_block(block)),
    }
    assert client.post(path, told).status_code == 302
    draft = editions.in_the_making(edition.plan)
    kept = Block.objects.get(version__lines__edition=draft)
    assert kept.translations == {"en": {**WHOLE, "of": stops.digest(kept.title, kept.items)}}
    assert kept.items == list(PASSAGES)


def test_new_danish_words_put_the_english_aside_until_somebody_has_read_it(
    edition: Edition, hanne: Staff, client: Client
) -> None:
    """What the English says may no longer hold: readers get the Danish, and publishing waits."""
    edition.plan.stop_languages = ["en"]
    edition.plan.save()
    draft = translated(edition, WHOLE, hanne)
    client.force_login(hanne)
    block = Block.objects.get(version__lines__edition=draft)
    path = reverse("plans:edit_block", args=[edition.plan.sections.get().pk, block.key])
    told = {
        "title": "Ring nu",
        "passage_1": "Ring straks til vagten, ikke til hjemmet.",
        "passage_2": "Sig det til din leder.",
        "title_en": "Call now",
        "passage_en_1": "Call the duty.",
        "passage_en_2": "Tell your leader.",
    }
    assert found(draft) == []
    assert client.post(path, {**told, "seen": mark(block)}).status_code == 302
    assert found(draft) == ["stop-translation-missing"]
    assert 'name="fits_en"' in client.get(path).text
    assert client.post(path, {**told, "fits_en": "on", "seen": mark(block)}).status_code == 302
    assert found(draft) == []
    assert 'name="fits_en"' not in client.get(path).text


def mark(block: Block) -> str:
    return revising.mark_of(of_block(Block.objects.get(pk=block.pk)))


def test_a_section_opens_the_form_at_its_step(
    edition: Edition, hanne: Staff, dorte: Staff, anna: Staff, client: Client
) -> None:
    section = edition.plan.sections.get()
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    version = editions.working_copy(draft, section, by=hanne, at=AUTUMN)
    client.force_login(hanne)
    told = {"title": "Råd", "form_step": "fare", "must_acknowledge": "on"}
    told["seen"] = revising.heading_mark(version)
    path = reverse("plans:edit_heading", args=[section.pk])
    assert client.post(path, {**told, "form_step": "maane"}).status_code == 422
    assert client.post(path, told).status_code == 302
    build.publish(draft, editor=hanne, approver=dorte)
    client.force_login(anna)
    assert 'href="/bekymring/trin/fare/"' in client.get("/plan/overgreb/raad/").text
    assert client.get("/bekymring/trin/fare/")["Location"] == "/bekymring/ny/"
