"""The search of a plan with two thousand sections: the page as a person opens it, typos included."""

import random
import statistics
import time
from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.utils import timezone

from bench.registry import Measure, at_most, part
from beredskab.organisation.models import Municipality
from plans.contents import PLANS, BlockContent, SectionContent, starter_plan
from plans.models import Block, Edition, EditionSection, Plan, Section, SectionVersion
from plans.vocabulary import Audience, BlockType, EditionState

SECTIONS, BLOCKS = 2_000, 4
ROUNDS = 9
MILLISECONDS = 100
WORDS = (
    "barn",
    "underretning",
    "pligt",
    "boern fortaeller",
    "underetningspligt",
    "zebrafisk",
    "vold i hjemmet",
)


@part("search")
def search() -> Iterator[Measure]:
    """Everything is written inside a transaction that is rolled back: a published edition never goes away."""
    with transaction.atomic():
        yield from _measured()
        transaction.set_rollback(True)


def _measured() -> Iterator[Measure]:
    staff = get_user_model().objects.get(email="anna@eksempel.example")
    _write_a_large_plan(staff.municipality)
    client = Client(HTTP_HOST="localhost")
    client.force_login(staff)
    yield Measure("search", "sections in force", float(_sections()), "")
    for words in WORDS:
        _open(client, words)  # the first reader of an edition reads it into memory
        times = [_open(client, words) for _round in range(ROUNDS)]
        yield Measure(
            "search", f"page for »{words}«", round(statistics.median(times), 1), "ms", at_most(MILLISECONDS)
        )


def _sections() -> int:
    return EditionSection.objects.filter(edition__state=EditionState.PUBLISHED).count()


def _open(client: Client, words: str) -> float:
    begun = time.perf_counter()
    answer = client.get("/plan/soeg/", {"q": words})
    if answer.status_code != 200:
        raise SystemExit(f"bench: the search answers with {answer.status_code}")
    return (time.perf_counter() - begun) * 1000


def _write_a_large_plan(municipality: Municipality) -> None:
    """Sentences of the starter plans, shuffled; the same ones in every run."""
    chance = random.Random(15)
    sentences = [s for slug in PLANS for one in starter_plan(slug).sections for s in _sentences(one)]
    plan = Plan.objects.filter(municipality=municipality).order_by("pk")[0]
    at = timezone.now()
    sections = Section.objects.bulk_create(
        Section(plan=plan, slug=f"maaling-{number}") for number in range(SECTIONS)
    )
    versions = SectionVersion.objects.bulk_create(
        SectionVersion(section=one, number=1, title=" ".join(chance.choice(sentences).split()[:6])[:150])
        for one in sections
    )
    Block.objects.bulk_create(
        Block(version=version, position=position, **_block(chance, sentences).fields())
        for version in versions
        for position in range(BLOCKS)
    )
    SectionVersion.objects.filter(pk__in=[one.pk for one in versions]).update(frozen_at=at)
    _publish(plan, list(zip(sections, versions, strict=True)))


def _publish(plan: Plan, pairs: list[tuple[Section, SectionVersion]]) -> None:
    """The next edition: what was in force and the new sections. Nobody is told: it is never committed."""
    at = timezone.now()
    before = Edition.objects.get(plan=plan, state=EditionState.PUBLISHED)
    plan.editions.open().delete()
    edition = Edition.objects.create(plan=plan, number=before.number + 1, created_at=at)
    old = [(line.section, line.version) for line in before.lines.select_related("section", "version")]
    EditionSection.objects.bulk_create(
        EditionSection(edition=edition, section=section, version=version, position=position)
        for position, (section, version) in enumerate([*old, *pairs])
    )
    Edition.objects.filter(pk=before.pk).update(state=EditionState.SUPERSEDED, superseded_at=at)
    Edition.objects.filter(pk=edition.pk).update(
        state=EditionState.PUBLISHED,
        published_at=at,
        submitted_by=before.submitted_by,
        approved_by=before.approved_by,
    )


def _sentences(section: SectionContent) -> list[str]:
    words = " ".join(block.words() for block in section.blocks)
    return [sentence.strip() for sentence in words.split(". ") if len(sentence) > 20]


def _block(chance: random.Random, sentences: list[str]) -> BlockContent:
    text = ". ".join(chance.sample(sentences, 5))
    return BlockContent(type=BlockType.TEXT, audience=Audience.PUBLIC, title="", text=f"{text}.")
