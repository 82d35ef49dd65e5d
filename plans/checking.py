"""Checking a plan: reads the facts that `linting` judges, and asks whoever else has something to say.

The plan knows nothing of concerns. `notifications` tells it here which steps the guided form has, which
STOP advice it shows, and how to find out whether every concern would reach somebody.
"""

import datetime as dt
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise

from beredskab.organisation.models import Contact, Membership, Municipality
from beredskab.outbox import duties, observing
from plans import contents, links, linting, prose, stops
from plans.linting import (
    Around,
    BlockFact,
    CardFact,
    ContactFact,
    EditionFact,
    Finding,
    InterventionFact,
    SectionFact,
)
from plans.models import ActionCard, Block, Edition, EditionSection, Intervention, LinkCheck, Plan, PosterFile
from plans.numbers import contact_care
from plans.numbers.contacts import contacts_in_force
from plans.vocabulary import BlockType, EditionState

NIGHTLY = "plans.lint"
SEEN = "plans "
"""Under this name, with the municipality, the health page finds what the night's look found."""
NIGHT = dt.time(3, 20)
log = logging.getLogger(__name__)
Words = str | Promise
"""Words that are put into the reader's language when they are shown."""


@dataclass(frozen=True)
class OtherCheck:
    """A check that another part of the portal makes; `title` is asked for when it is shown."""

    name: str
    title: Callable[[], str]
    check: Callable[[Municipality, dt.datetime], list[Finding]]


@dataclass
class _GuidedForm:
    steps: Mapping[str, Words] = field(default_factory=dict)
    opens: str = ""
    letters: tuple[str, ...] = ()


_form = _GuidedForm()
_others: dict[str, OtherCheck] = {}


def guided_form(*, steps: Mapping[str, Words], opens: str, letters: Iterable[str]) -> None:
    """Told once at the start: the steps of the guided form, slug and words; the name of the door that opens
    one; and the letters of its STOP advice.
    """
    _form.steps, _form.opens, _form.letters = dict(steps), opens, tuple(letters)


def form_steps() -> dict[str, Words]:
    """The steps that a section may lead to: slug -> words."""
    return dict(_form.steps)


def form_step_url(step: str) -> str:
    """Where the step opens; empty for a step that is not there."""
    return reverse(_form.opens, args=[step]) if step in _form.steps and _form.opens else ""


def register(other: OtherCheck) -> None:
    """Told once at the start: a further check of the municipality, shown and run beside the plan's own."""
    _others[other.name] = other


def others() -> list[OtherCheck]:
    """The checks of other parts."""
    return list(_others.values())


def check_edition(edition: Edition, *, at: dt.datetime) -> list[Finding]:
    """What is wrong with one edition: two statements. `edition.plan.municipality` has to be known."""
    municipality = edition.plan.municipality
    return linting.lint(fact_of(edition), _around(municipality, edition, _day(municipality, at)))


def check_others(municipality: Municipality, *, at: dt.datetime) -> list[Finding]:
    """What the other checks find."""
    return [finding for other in others() for finding in other.check(municipality, at)]


def check_cards(municipality: Municipality, *, at: dt.datetime) -> list[Finding]:
    """Cards that could not be printed, or hang in public with an internal number: two statements."""
    refusals = PosterFile.objects.filter(
        poster__card=OuterRef("pk"), poster__text_version=OuterRef("version")
    )
    newest = refusals.order_by("-poster__printing", "size").values(told=JSONObject(r="refusal", d="detail"))
    rows = ActionCard.objects.filter(municipality=municipality).order_by("position")
    contacts = contacts_in_force(municipality, at)
    internal = {slug: one for slug, one in contacts.items() if one.audience == Contact.Audience.INTERNAL}
    return linting.lint_cards(
        _card_fact(card, internal) for card in rows.annotate(told=ArraySubquery(newest[:1]))
    )


def _card_fact(card: ActionCard, internal: Mapping[str, Contact]) -> CardFact:
    told: list[Mapping[str, str]] = card.told  # type: ignore[attr-defined]  # annotated
    refused = told[0] if told else {"r": "", "d": ""}
    words = json.dumps([card.steps, card.say, card.never, card.signs, card.note, card.say_note])
    named = [slug for slug in internal if slug in card.contacts or f"{{nummer: {slug}}}" in words]
    return CardFact(
        card.title,
        refused["r"],
        refused["d"],
        reverse("plans:edit_card", args=[card.slug]),
        internal=() if card.staff_room_only else tuple(internal[slug].function for slug in named),
    )


def _is_there(path: str) -> bool:
    """Whether the portal has a page at this address."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def check_interventions(municipality: Municipality, *, at: dt.datetime) -> list[Finding]:
    """What somebody did alone and nobody has confirmed: one statement."""
    mine = Intervention.objects.filter(plan__municipality=municipality)
    waiting = mine.filter(confirmed_at__isnull=True, undone_at__isnull=True).select_related("plan")
    link = reverse("plans:editing")
    return linting.lint_interventions(
        InterventionFact(one.plan.title, str(one.get_kind_display()), at - one.at, link)
        for one in waiting.order_by("at")
    )


def editions_to_check(municipality: Municipality) -> list[Edition]:
    """Of each plan the edition in the making, else the one in force: one statement."""
    living = Edition.objects.exclude(state=EditionState.SUPERSEDED).filter(plan__municipality=municipality)
    found: dict[int, Edition] = {}
    for edition in living.select_related("plan__municipality").order_by("plan_id", "number"):
        found[edition.plan_id] = edition
    return list(found.values())


def check_everything(
    municipality: Municipality, *, at: dt.datetime, plan: Plan | None = None
) -> list[Finding]:
    """All findings of the municipality, or of one plan together with what concerns all plans."""
    editions = [one for one in editions_to_check(municipality) if plan is None or one.plan_id == plan.pk]
    found = [finding for edition in editions for finding in check_edition(edition, at=at)]
    found += [*check_cards(municipality, at=at), *check_interventions(municipality, at=at)]
    found += check_others(municipality, at=at)
    return linting.in_order(dict.fromkeys(found))


# --- every night ------------------------------------------------------------------------------


def ask_for_a_look(municipality: Municipality, *, at: dt.datetime) -> None:
    """Have the worker look at the plans the coming night; asking again changes nothing."""
    zone = ZoneInfo(municipality.timezone)
    local = at.astimezone(zone)
    day = local.date() + dt.timedelta(days=1 if local.time() >= NIGHT else 0)
    due = dt.datetime.combine(day, NIGHT, zone)
    duties.ask(NIGHTLY, f"{municipality.pk} {day.isoformat()}", due=due, municipality=municipality.pk)
    contact_care.ask_for_midnight(municipality, at=at)


@duties.duty(NIGHTLY)
def look(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: count what is wrong into the log of the installation, and come back tomorrow."""
    municipality = Municipality.objects.filter(pk=int(str(ids["municipality"]))).first()
    if municipality is None:
        return
    found = check_everything(municipality, at=at)
    red = sorted({one.code for one in found if one.is_red})
    if red:
        log.warning("plan check of %s: red %s", municipality.slug, ", ".join(red))
    observing.leave(f"{SEEN}{municipality.pk}", is_well=not red, at=at, red=red)
    links.ask_for_the_night(municipality, at=at)
    ask_for_a_look(municipality, at=at)


# --- facts ------------------------------------------------------------------------------------


def _silent() -> Any:
    """Addresses outside the portal that did not answer when they were asked last."""
    found = LinkCheck.objects.filter(silent_since__isnull=False)
    return found.values(told=JSONObject(url="url", since="silent_since"))


def _day(municipality: Municipality, at: dt.datetime) -> dt.date:
    return at.astimezone(ZoneInfo(municipality.timezone)).date()


def fact_of(edition: Edition) -> EditionFact:
    """The edition as `linting` sees it: one statement, the lines each with its blocks."""
    names = (
        "type",
        "audience",
        "professions",
        "title",
        "text",
        "items",
        "contacts",
        "reference",
        "code",
        "file",
        "translations",
    )
    told = JSONObject(key="key", checked_on="checked_on", **{name: F(name) for name in names})
    blocks = Block.objects.filter(version=OuterRef("version")).order_by("position").values(told=told)
    lines = EditionSection.objects.filter(edition=edition).select_related("version", "section")
    listed = lines.annotate(told=ArraySubquery(blocks)).order_by("position")
    return EditionFact(
        plan=edition.plan.title,
        slug=edition.plan.slug,
        language=edition.plan.language,
        foreword=edition.foreword,
        sections=tuple(_section_fact(line, edition.plan.stop_languages) for line in listed),
        link=reverse("plans:edit_plan", args=[edition.plan.slug]),
    )


def _section_fact(line: EditionSection, languages: Sequence[str]) -> SectionFact:
    told: list[Mapping[str, Any]] = line.told  # type: ignore[attr-defined]  # annotated
    return SectionFact(
        title=line.version.title,
        slug=line.section.slug,
        summary=line.version.summary,
        professions=frozenset(line.version.professions),
        form_step=line.version.form_step,
        blocks=tuple(_block_fact(line.section_id, one, languages) for one in told),
        link=reverse("plans:edit_section", args=[line.section_id]),
    )


def _block_fact(section: int, told: Mapping[str, Any], languages: Sequence[str]) -> BlockFact:
    texts = (told["title"], told["text"], told["reference"], *contents.lines_of(told["items"]))
    everywhere = [*texts, *_translated_texts(told, languages)]
    gaps = dict.fromkeys(gap for text in everywhere for gap in prose.gaps(text))
    slugs = [gap.removeprefix("nummer: ") for gap in gaps if gap.startswith("nummer: ")]
    passages = [one for one in told["items"] if isinstance(one, Mapping)]
    checked = told["checked_on"]
    return BlockFact(
        name=told["title"] or str(BlockType(told["type"]).label),
        type=told["type"],
        audience=told["audience"],
        texts=tuple(filter(None, texts)),
        professions=frozenset(told["professions"]),
        contacts=(*told["contacts"], *(slug for one in passages for slug in one.get("contacts", ()))),
        numbers=tuple(slugs),
        gaps=tuple(gap for gap in gaps if not gap.startswith("nummer: ")),
        reference=told["reference"],
        checked_on=dt.date.fromisoformat(checked) if checked else None,
        code=told["code"],
        has_file=told["file"] is not None,
        untranslated=_untranslated(told, languages),
        link=reverse("plans:edit_block", args=[section, told["key"]]),
    )


def _untranslated(told: Mapping[str, Any], languages: Sequence[str]) -> tuple[str, ...]:
    if told["type"] != BlockType.STOP:
        return ()
    known, title, items = told["translations"], told["title"], told["items"]
    return tuple(one for one in languages if not stops.holds(title, items, known.get(one, {})))


def _translated_texts(told: Mapping[str, Any], languages: Sequence[str]) -> list[str]:
    """The words of STOP advice in the languages that are turned on."""
    known = [told["translations"].get(one, {}) for one in languages]
    return [text for one in known for text in (one.get("title", ""), *one.get("passages", ()))]


def _around(municipality: Municipality, edition: Edition, today: dt.date) -> Around:
    """One statement: contacts, professions at work, sections and STOP advice in force."""
    mine = Municipality.objects.filter(pk=municipality.pk).annotate(
        told_contacts=ArraySubquery(_contacts(today)),
        told_readers=ArraySubquery(_readers(today)),
        told_sections=ArraySubquery(_sections()),
        told_letters=ArraySubquery(_letters(edition)),
        told_silent=ArraySubquery(_silent()),
    )
    names = ("told_contacts", "told_readers", "told_sections", "told_letters", "told_silent")
    contacts, readers, sections, letters, silent = mine.values_list(*names).get()
    return Around(
        on=today,
        contacts={one["slug"]: _contact_fact(one) for one in contacts},
        readers=frozenset(readers),
        language=municipality.language,
        steps=frozenset(_form.steps),
        is_there=_is_there,
        silent={one["url"]: dt.date.fromisoformat(one["since"]) for one in silent},
        letters=_form.letters,
        letters_in_force=frozenset(letters),
        sections=frozenset((one["plan"], slug) for one in sections for slug in (one["section"], "")),
        unpublished=frozenset(
            {one["plan"] for one in sections}
            - {one["plan"] for one in sections if one["state"] == EditionState.PUBLISHED}
        ),
    )


def _contacts(today: dt.date) -> Any:
    valid = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    valid &= Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    own = Contact.objects.filter(valid, municipality=OuterRef("pk"), unit__isnull=True, area="").order_by(
        "valid_from"
    )
    names = ("pk", "slug", "function", "phone", "audience", "verified_on")
    return own.values(told=JSONObject(**{name: F(name) for name in names}))


def _readers(today: dt.date) -> Any:
    at_work = Membership.objects.current(today).filter(
        staff__is_active=True, unit__municipality=OuterRef("pk"), profession__isnull=False
    )
    return at_work.order_by().values_list("profession__slug", flat=True).distinct()


def _sections() -> Any:
    living = EditionSection.objects.exclude(edition__state=EditionState.SUPERSEDED).filter(
        edition__plan__municipality=OuterRef("pk")
    )
    return living.order_by().values(
        told=JSONObject(plan="edition__plan__slug", section="section__slug", state="edition__state")
    )


def _letters(edition: Edition) -> Any:
    advice = Block.objects.filter(
        type=BlockType.STOP,
        version__lines__edition__state=EditionState.PUBLISHED,
        version__lines__edition__plan=edition.plan_id,
    )
    return advice.order_by().values_list("code", flat=True)


def _contact_fact(told: Mapping[str, Any]) -> ContactFact:
    verified = told["verified_on"]
    return ContactFact(
        slug=told["slug"],
        function=told["function"],
        phone=told["phone"],
        is_internal=told["audience"] == Contact.Audience.INTERNAL,
        verified_on=dt.date.fromisoformat(verified) if verified else None,
        link=reverse("plans:edit_contact", args=[told["pk"]]),
    )
