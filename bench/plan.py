"""What the plan costs ten thousand people: a leader's pages, and a publication that asks all of them."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench import crowd
from bench.pages import Page, count_statements, open_page, signed_in
from bench.registry import Measure, at_least, at_most, part
from beredskab.outbox.models import Duty, Message
from beredskab.outbox.vocabulary import Kind
from plans.contents import PLANS, of_block
from plans.editing import editions
from plans.following import counting
from plans.models import Acknowledgement, Block, Edition, Plan
from plans.release import announcing, publishing
from plans.release.publishing import Reread

TIMES, MILLISECONDS, STATEMENTS, SECONDS = 20, 300, 12, 2


@part("plan")
def plan() -> Iterator[Measure]:
    """Overview by unit and one unit's page; publishing to everybody, and the worker's part of it."""
    began = time.perf_counter()
    place = crowd.municipality()
    yield Measure("plan", "making the people", round(time.perf_counter() - began), "s")
    read = Acknowledgement.objects.filter(staff__municipality=place).count()
    yield Measure("plan", "acknowledgements", read, "", at_least(2_900_000))
    yield from _pages()
    yield from _publication()


def _pages() -> Iterator[Measure]:
    dorte, bo, small = _client("dorte"), _client("bo"), signed_in("dorte")
    reading = reverse("plans:who_has_read")
    goal = at_most(MILLISECONDS)
    for name, client, path, bound in (
        ("overview by unit", dorte, reverse("plans:leader"), goal),
        ("one unit", bo, reading, goal),
        ("all units against chapters", dorte, reading, None),
        ("all people, a page", dorte, f"{reading}?rows=people", None),
        ("all sections", dorte, f"{reading}?rows=sections", None),
    ):
        page = Page(name, path, client, STATEMENTS, 0)
        counted = count_statements(page)
        yield Measure("plan", f"{name}: median", _median(page), "ms", bound)
        yield Measure("plan", f"{name}: statements", counted, "", at_most(STATEMENTS))
        if client is dorte:
            more = counted - count_statements(replace(page, client=small))
            # a list that needs pages asks for its numbers apart
            yield Measure("plan", f"{name}: statements more than with 30 people", more, "", at_most(1))


def _client(name: str) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(crowd.person(name))
    return client


def _median(page: Page) -> float:
    taken = []
    for _time in range(TIMES):
        began = time.perf_counter()
        open_page(page)
        taken.append(time.perf_counter() - began)
    return round(1000 * statistics.median(taken))


def _publication() -> Iterator[Measure]:
    """A changed section that everybody reads again. Taken back afterwards, so that runs can be compared."""
    at = timezone.now()
    with _taken_back():
        edition = _handed_in()
        began = time.perf_counter()
        publishing.publish(edition, by=crowd.person("dorte"), at=at)
        yield Measure(
            "plan", "publishing to everybody", round(time.perf_counter() - began, 2), "s", at_most(SECONDS)
        )
        began = time.perf_counter()
        announcing.announce({"edition": edition.pk}, at)
        duties = Duty.objects.filter(name=announcing.TELL, done_at=None, ids__edition=edition.pk)
        for place, duty in enumerate(duties):
            announcing.announce_to(duty.ids, at)
            if place == 0:
                _require_progress(edition)
        told = Message.objects.filter(kind=Kind.READ_AGAIN, due_at=at).count()
        yield Measure("plan", "the worker's part of it", round(time.perf_counter() - began, 1), "s")
        yield Measure("plan", "people told", told, "", at_least(0.9 * crowd.PEOPLE))


def _handed_in() -> Edition:
    hanne, at = crowd.person("hanne"), timezone.now()
    plan = Plan.objects.get(municipality__slug=crowd.SLUG, slug=PLANS[0])
    draft = editions.open_draft(plan, by=hanne, at=at)
    section = plan.sections.order_by("pk")[0]
    copy = editions.working_copy(draft, section, by=hanne, at=at)
    block = copy.blocks.filter(type="text").first() or copy.blocks.first()
    assert block is not None
    content = replace(of_block(block), text=block.text + "\n\nNyt.")
    Block.objects.filter(pk=block.pk).update(text=content.text, plain=content.words())
    return publishing.hand_in(draft, change_note="Nyt.", rereads={section.pk: Reread()}, by=hanne, at=at)


def _require_progress(edition: Edition) -> None:
    """After the first of the worker's pieces the bar must have moved, and not be full."""
    progress = counting.progress(edition.plan.municipality, timezone.now())
    if not 0 < progress.counted < progress.people:
        raise SystemExit(f"bench: the progress says {progress}")


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
