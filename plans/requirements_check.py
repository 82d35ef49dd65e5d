"""What the law asks of a plan as such (barnets lov § 15), held against what is there: met, or why not.

Written, adopted by the council, published, revised at least every fourth year, with action paths for
employees and for leaders, and numbers that somebody vouches for. A decision, and the reading for it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from beredskab.organisation.models import Municipality
from plans import checking, linting
from plans.models import Adoption, Edition, Plan
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


@dataclass(frozen=True)
class FormalCheck:
    """All demands on one plan."""

    plan: Plan
    requirements: tuple[Requirement, ...]

    @property
    def met(self) -> bool:
        return all(one.met for one in self.requirements)


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
    adopted: dict[int, Adoption] = {}
    for adoption in Adoption.objects.filter(plan__in=plans).order_by("adopted_on", "pk"):
        adopted[adoption.plan_id] = adoption
    return [_check(plan, newest.get(plan.pk), adopted.get(plan.pk), at) for plan in plans]


def _check(plan: Plan, edition: Edition | None, adoption: Adoption | None, at: dt.datetime) -> FormalCheck:
    on = at.astimezone(ZoneInfo(plan.municipality.timezone)).date()
    if edition is not None:
        edition.plan = plan
    fact = checking.fact_of(edition) if edition else None
    found = checking.check_edition(edition, at=at) if edition else []
    return FormalCheck(
        plan,
        (
            _written(fact),
            _adopted(adoption),
            _published(edition),
            _revised(clock_of(plan, adoption, on=on)),
            _paths("paths-employees", _("Action paths for employees"), fact, leaders=False),
            _paths("paths-leaders", _("Action paths for leaders"), fact, leaders=True),
            _verified(fact, found),
        ),
    )


def _written(fact: linting.EditionFact | None) -> Requirement:
    title = _("Written")
    blocks = sum(len(section.blocks) for section in fact.sections) if fact else 0
    if not fact or not blocks:
        return Requirement("written", title, False, _("Nothing is written yet."))
    words = {"sections": len(fact.sections), "blocks": blocks}
    return Requirement("written", title, True, _("%(sections)d sections with %(blocks)d blocks.") % words)


def _adopted(adoption: Adoption | None) -> Requirement:
    title = _("Adopted by the council")
    if adoption is None:
        return Requirement("adopted", title, False, _("No adoption is recorded."))
    day = adoption.adopted_on.isoformat()
    if not adoption.minutes:
        return Requirement("adopted", title, False, _("Adopted %s, but the minutes are not named.") % day)
    words = {"day": day, "minutes": adoption.minutes}
    return Requirement("adopted", title, True, _("Adopted %(day)s, %(minutes)s.") % words)


def _published(edition: Edition | None) -> Requirement:
    title = _("Published")
    if edition is None or edition.published_at is None:
        return Requirement("published", title, False, _("No edition is in force."))
    words = {"number": edition.number, "day": edition.published_at.date().isoformat()}
    return Requirement("published", title, True, _("Edition %(number)d, published %(day)s.") % words)


def _revised(clock: Clock | None) -> Requirement:
    title = _("Revised within four years")
    if clock is None:
        return Requirement("revised", title, False, _("The clock begins with the adoption."))
    words = {"day": clock.due_on.isoformat()}
    if clock.is_over:
        return Requirement("revised", title, False, _("Should have been adopted again by %(day)s.") % words)
    return Requirement("revised", title, True, _("To be adopted again by %(day)s.") % words)


def _paths(code: str, title: str, fact: linting.EditionFact | None, *, leaders: bool) -> Requirement:
    """A section with numbered steps that is for leaders, or for others than leaders."""
    found = [
        section.title
        for section in (fact.sections if fact else ())
        if any(_is_path(section, block, leaders) for block in section.blocks)
    ]
    if not found:
        return Requirement(code, title, False, _("No section has numbered steps for them."))
    more = _(" and %d more") % (len(found) - 1) if len(found) > 1 else ""
    return Requirement(code, title, True, f"{found[0]}{more}.")


def _is_path(section: linting.SectionFact, block: linting.BlockFact, leaders: bool) -> bool:
    if block.type != BlockType.STEPS:
        return False
    audience = block.professions or section.professions
    return LEADER in audience if leaders else not audience or bool(audience - {LEADER})


def _verified(fact: linting.EditionFact | None, found: list[linting.Finding]) -> Requirement:
    title = _("Contacts verified")
    codes = ("contact-missing", "contact-without-number", "contact-unconfirmed")
    wrong = [one for one in found if one.code in codes]
    if fact is None or not any(block.contacts or block.numbers for s in fact.sections for block in s.blocks):
        return Requirement("contacts", title, False, _("The plan shows no contact."))
    if wrong:
        reason = _("%(number)d to look at, first: %(place)s")
        told = reason % {"number": len(wrong), "place": f"{wrong[0].place} – {wrong[0].what}"}
        return Requirement("contacts", title, False, told)
    return Requirement("contacts", title, True, _("Every number was confirmed in the last half year."))
