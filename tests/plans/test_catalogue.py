"""The starter content: complete, readable, with its gaps, and safe to show to everybody."""

import re
from collections.abc import Iterable

import pytest

from beredskab.organisation.models import Contact, Municipality
from plans import demo, prose, stops
from plans.contents import (
    PLANS,
    STOP_LANGUAGES,
    BlockContent,
    PlanContent,
    SectionContent,
    catalogue,
    starter_plan,
    stop_section,
)
from plans.editing import starting
from plans.models import ActionCard, Edition
from plans.vocabulary import (
    Audience,
    BlockType,
    Certainty,
    EditionState,
    Institution,
    Line,
    Suspect,
)

CONTACTS = {one["slug"]: one for one in catalogue("contacts")["contacts"]}
VALUES = catalogue("demo-values")["values"]
PROFESSIONS = {
    "paedagog",
    "laerer",
    "sundhedsplejerske",
    "tandpleje",
    "ppr",
    "leder",
    "myndighed",
    "plejefamilie",
    "botilbud",
    "fritid",
    "koekken",
    "ssp",
    "ungekonsulent",
}
CORE = ("akut", "naar-barnet-fortaeller", "mistanke-ansat", "mistanke-leder", "saadan-underretter-du")

plans = pytest.mark.parametrize("plan", [starter_plan(slug) for slug in PLANS], ids=PLANS)


def blocks(plan: PlanContent) -> Iterable[tuple[SectionContent, BlockContent]]:
    return ((section, block) for section in plan.sections for block in section.blocks)


def texts(block: BlockContent) -> list[str]:
    items = block.items
    lines = [*items["do"], *items["dont"]] if isinstance(items, dict) else items
    plain = [one["text"] if isinstance(one, dict) else one for one in lines]
    return [block.title, block.reference, block.text, *plain]


def translated(block: BlockContent) -> list[str]:
    told = block.translations.values()
    return [text for one in told for text in (one["title"], *one["passages"])]


def running_text(section: SectionContent) -> str:
    return "\n\n".join(text for block in section.blocks for text in texts(block)[2:] if text)


@plans
def test_every_word_that_is_stored_is_one_of_the_vocabulary(plan: PlanContent) -> None:
    for section, block in blocks(plan):
        where = (section.slug, block.title)
        assert block.type in BlockType.values, where
        assert block.audience in Audience.values, where
        assert set(block.certainty) <= set(Certainty.values), where
        assert set(block.suspect) <= set(Suspect.values), where
        assert set(block.professions) <= PROFESSIONS, where
        assert set(block.contacts) <= set(CONTACTS), where
    for section in plan.sections:
        assert set(section.professions) <= PROFESSIONS, section.slug


@plans
def test_plan_text_is_readable(plan: PlanContent) -> None:
    hard = {s.slug: prose.lix(running_text(s)).value for s in plan.sections}
    assert {slug: value for slug, value in hard.items() if value > 40} == {}


def test_stop_advice_is_easier_still() -> None:
    for stop in catalogue("stops")["stops"]:
        measured = prose.lix(f"{stop['title']}\n\n" + "\n\n".join(p["text"] for p in stop["passages"]))
        assert measured.value <= 30, (stop["code"], measured)


@plans
def test_a_summary_fits_where_it_stands(plan: PlanContent) -> None:
    assert [s.slug for s in plan.sections if len(s.summary) > 300 or len(s.title) > 160] == []


@plans
def test_public_words_name_only_numbers_that_the_public_may_see(plan: PlanContent) -> None:
    for section, block in blocks(plan):
        if block.audience != Audience.PUBLIC:
            continue
        named = {gap[8:] for text in texts(block) for gap in prose.gaps(text) if gap.startswith("nummer: ")}
        for slug in {*named, *block.contacts}:
            assert CONTACTS[slug]["audience"] == "public", (section.slug, block.title, slug)


@plans
def test_every_number_in_the_text_belongs_to_a_contact(plan: PlanContent) -> None:
    for section, block in blocks(plan):
        for text in texts(block):
            numbers = [gap[8:] for gap in prose.gaps(text) if gap.startswith("nummer: ")]
            assert set(numbers) <= set(CONTACTS), (section.slug, text)


def test_every_gap_has_an_invented_value_and_no_value_is_left_over() -> None:
    found: set[str] = set()
    for slug in PLANS:
        plan = starter_plan(slug)
        told = [plan.foreword, plan.owner_function, *(s.title for s in plan.sections)]
        told += [s.summary for s in plan.sections]
        told += [str(s.scenarios) for s in plan.sections]
        told += [text for _s, block in blocks(plan) for text in (*texts(block), *translated(block))]
        found |= {gap for text in told for gap in prose.gaps(text) if ": '" not in gap}
    cards = str(catalogue("action-cards"))
    found |= {gap for gap in VALUES if f"{{{gap}}}" in cards}
    assert {gap for gap in found if not gap.startswith("nummer: ")} - {"slug"} == set(VALUES)


def test_everybody_who_meets_children_reads_the_core() -> None:
    sections = {section.slug: section for section in starter_plan("overgreb").sections}
    for slug in CORE:
        assert sections[slug].professions == (), slug
        assert sections[slug].must_acknowledge, slug
        assert any(b.audience == Audience.PUBLIC for b in sections[slug].blocks), slug


def test_passages_of_stop_advice_say_in_words_we_know_when_they_hold() -> None:
    for stop in catalogue("stops")["stops"]:
        for passage in stop["passages"]:
            assert set(passage.get("line", ())) <= set(Line.values)
            assert passage.get("institution", "municipal") in Institution.values
            assert set(passage.get("contacts", ())) <= set(CONTACTS)
        assert set(stop["contacts"]) <= set(CONTACTS)


def test_an_action_card_fits_its_sheet() -> None:
    for card in catalogue("action-cards")["cards"]:
        assert len(card["steps"]) == 5, card["slug"]
        assert all(len(step["bold"].split()) <= 12 for step in card["steps"]), card["slug"]
        assert set(card["contacts"]) <= set(CONTACTS), card["slug"]
        assert set(card["professions"]) <= PROFESSIONS, card["slug"]


def test_every_scenario_belongs_to_a_section_and_has_one_right_answer() -> None:
    sections = {(slug, s.slug) for slug in PLANS for s in starter_plan(slug).sections}
    for one in catalogue("scenarios")["scenarios"]:
        assert (one["plan"], one["section"]) in sections, one["slug"]
        assert [option["right"] for option in one["options"]].count(True) == 1, one["slug"]


NUMBERS = re.compile(r"\b(?:112|114|1888)\b")
LOCAL_RULE = "{regel: afhentning ved mistanke}"


@pytest.mark.parametrize("language", STOP_LANGUAGES)
def test_the_stop_advice_says_the_same_in_every_language(language: str) -> None:
    """As many passages, the same numbers and the same gaps in each; the local rule is written anew."""
    for block in stop_section().blocks:
        told, own = block.translations[language], [block.title, *(one["text"] for one in block.items)]
        assert not stops.missing_in(block.items, told), block.code
        for danish, other in zip(own, [told["title"], *told["passages"]], strict=True):
            assert sorted(NUMBERS.findall(other)) == sorted(NUMBERS.findall(danish)), (block.code, other)
            if danish != LOCAL_RULE:
                assert set(prose.gaps(other)) == set(prose.gaps(danish)), (block.code, other)
        assert prose.lix("\n\n".join([told["title"], *told["passages"]])).value <= 40, block.code


# --- a municipality's first day ---------------------------------------------------------------


@pytest.fixture
def empty(db: None) -> Municipality:
    return Municipality.objects.create(name="Ny Kommune", slug="ny")


def test_a_new_municipality_starts_with_drafts_and_gaps(empty: Municipality) -> None:
    for _time in range(2):
        starting.found(empty)
    made = Edition.objects.order_by("pk").values_list("plan__slug", "number", "state")
    assert list(made) == [(slug, 1, EditionState.DRAFT) for slug in PLANS]
    assert ActionCard.objects.filter(municipality=empty).count() == 11
    local = Contact.objects.get(municipality=empty, slug="familieraadgivningen")
    assert (local.phone, local.audience) == ("", "public")


def test_filling_the_gaps_leaves_none(empty: Municipality) -> None:
    for slug in PLANS:
        filled = demo._fill(starter_plan(slug))
        left = [
            gap
            for section, block in blocks(filled)
            for text in [*texts(block), section.title, section.summary]
            for gap in prose.gaps(text)
            if not gap.startswith("nummer: ")
        ]
        assert left == [], slug
