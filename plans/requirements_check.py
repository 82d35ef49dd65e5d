"""What the law asks of a plan as such (barnets lov § 15), held against what is there: met, or why not.

Written, adopted by the council, published, revised at least every fourth year, with action paths for
employees and for leaders, and numbers that somebody vouches for. A decision, and the reading for it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beredskab.organisation.models import Municipality
from plans import checking, linting
from plans.models import Adoption, Edition, Plan
from plans.release import adopting
from plans.vocabulary import BlockType, EditionState

CLOSE = dt.timedelta(days=183)
"""How long before the four years are over the clock turns amber."""
LEADER = "leder"


@dataclass(frozen=True)
class Requirement:
    """One demand: its name, whether it is met, and the reason in a sentence."""

    code: str
    title: str
    met: bool
    reason: str
    link: str = ""  # where it is mended


@dataclass(frozen=True)
class FormalCheck:
    """All demands on one plan."""

    plan: Plan
    requirements: tuple[Requirement, ...]

    @property
    def met(self) -> bool:
        return all(one.met for one in self.requirements)

    @property
    def number_met(self) -> int:
        """How many of the demands are met."""
        return sum(one.met for one in self.requirements)


@dataclass(frozen=True)
class Clock:
    """When the council has to see the plan again."""

    due_on: dt.date
    on: dt.date

    @property
    def is_over(self) -> bool:
        return self.on > self.due_on

    @property
    def is_close(self) -> bool:
        return not self.is_over and self.due_on - self.on <= CLOSE


def clock_of(plan: Plan, adoption: Adoption | None, *, on: dt.date) -> Clock | None:
    """The clock of the latest adoption; None while the council has adopted nothing."""
    if adoption is None:
        return None
    day, years = adoption.adopted_on, plan.revision_years
    try:
        due = day.replace(year=day.year + years)
    except ValueError:  # 29 February
        due = day.replace(year=day.year + years, day=28)
    return Clock(due, on)


def check_all(municipality: Municipality, *, at: dt.datetime) -> list[FormalCheck]:
    """Every plan of the municipality, in their order: two statements and two for each plan."""
    plans = Plan.objects.filter(municipality=municipality).select_related("municipality")
    return check_plans(plans, at=at)


def check_plans(plans: Iterable[Plan], *, at: dt.datetime) -> list[FormalCheck]:
    """These plans, with `municipality` known of each."""
    plans = list(plans)
    living = Edition.objects.filter(plan__in=plans).exclude(state=EditionState.SUPERSEDED)
    newest: dict[int, Edition] = {}
    for edition in living.order_by("-number"):  # what is in force wins, as the last one seen
        newest[edition.plan_id] = edition
    adopted = adopting.latest(plans)
    return [_check(plan, newest.get(plan.pk), adopted.get(plan.pk), at) for plan in plans]


def _check(plan: Plan, edition: Edition | None, adoption: Adoption | None, at: dt.datetime) -> FormalCheck:
    on = at.astimezone(ZoneInfo(plan.municipality.timezone)).date()
    if edition is not None:
        edition.plan = plan
    fact = checking.fact_of(edition) if edition else None
    found = checking.check_edition(edition, at=at) if edition else []
    to_plan = reverse("plans:edit_plan", args=[plan.slug])
    to_adoption = reverse("plans:record_adoption", args=[plan.slug])
    told = (
        _written(fact, to_plan),
        _adopted(adoption, to_adoption),
        _published(edition, fact, to_plan),
        _revised(clock_of(plan, adoption, on=on), to_adoption),
        _paths("paths-employees", _("Action paths for employees"), fact, to_plan, leaders=False),
        _paths("paths-leaders", _("Action paths for leaders"), fact, to_plan, leaders=True),
        _verified(fact, found),
    )
    return FormalCheck(plan, told)


def _written(fact: linting.EditionFact | None, link: str) -> Requirement:
    title = _("Written")
    blocks = sum(len(section.blocks) for section in fact.sections) if fact else 0
    if not fact or not blocks:
        return Requirement("written", title, False, _("Nothing is written yet."), link)
    words = {"sections": len(fact.sections), "blocks": blocks}
    told = _("%(sections)d sections with %(blocks)d blocks.") % words
    return Requirement("written", title, True, told, link)


def _adopted(adoption: Adoption | None, link: str) -> Requirement:
    title = _("Adopted by the council")
    if adoption is None:
        return Requirement("adopted", title, False, _("No adoption is recorded."), link)
    on = _day(adoption.adopted_on)
    if not adoption.minutes:
        told = _("Adopted %s, but the minutes are not named.") % on
        return Requirement("adopted", title, False, told, link)
    words = {"day": on, "minutes": adoption.minutes}
    return Requirement("adopted", title, True, _("Adopted %(day)s, %(minutes)s.") % words, link)


def _published(edition: Edition | None, fact: linting.EditionFact | None, link: str) -> Requirement:
    title = _("Published")
    if edition is None or edition.published_at is None:
        return Requirement("published", title, False, _("No edition is in force."), link)
    if not any(block.is_public for section in (fact.sections if fact else ()) for block in section.blocks):
        told = _("An edition is in force, but nothing in it can be read without login.")
        return Requirement("published", title, False, told, link)
    zone = ZoneInfo(edition.plan.municipality.timezone)
    words = {"number": edition.number, "day": _day(edition.published_at.astimezone(zone).date())}
    return Requirement("published", title, True, _("Edition %(number)d, published %(day)s.") % words, link)


def _revised(clock: Clock | None, link: str) -> Requirement:
    title = _("Revised within four years")
    if clock is None:
        return Requirement("revised", title, False, _("The clock begins with the adoption."), link)
    words = {"day": _day(clock.due_on)}
    if clock.is_over:
        told = _("Should have been adopted again by %(day)s.") % words
        return Requirement("revised", title, False, told, link)
    return Requirement("revised", title, True, _("To be adopted again by %(day)s.") % words, link)


def _paths(
    code: str, title: str, fact: linting.EditionFact | None, link: str, *, leaders: bool
) -> Requirement:
    """A section with numbered steps that is for leaders, or for others than leaders."""
    found = [
        section
        for section in (fact.sections if fact else ())
        if any(_is_path(section, block, leaders) for block in section.blocks)
    ]
    if not found:
        return Requirement(code, title, False, _("No section has numbered steps for them."), link)
    more = _(" and %d more") % (len(found) - 1) if len(found) > 1 else ""
    return Requirement(code, title, True, f"{found[0].title}{more}.", found[0].link)


def _is_path(section: linting.SectionFact, block: linting.BlockFact, leaders: bool) -> bool:
    if block.type != BlockType.STEPS:
        return False
    audience = block.professions or section.professions
    return LEADER in audience if leaders else not audience or bool(audience - {LEADER})


def _verified(fact: linting.EditionFact | None, found: list[linting.Finding]) -> Requirement:
    title, link = _("Contacts verified"), reverse("plans:edit_contacts")
    codes = ("contact-missing", "contact-without-number", "contact-unconfirmed")
    wrong = [one for one in found if one.code in codes]
    if fact is None or not any(block.contacts or block.numbers for s in fact.sections for block in s.blocks):
        return Requirement("contacts", title, False, _("The plan shows no contact."), link)
    if wrong:
        reason = _("%(number)d to look at, first: %(place)s")
        told = reason % {"number": len(wrong), "place": f"{wrong[0].place} – {wrong[0].what}"}
        return Requirement("contacts", title, False, told, wrong[0].link or link)
    told = _("Every number was confirmed in the last half year.")
    return Requirement("contacts", title, True, told, link)


def _day(on: dt.date) -> str:
    return date_format(on, _("j F Y"), use_l10n=False)
