"""A municipality's first day with plans: the starter content as drafts, numbers and names as gaps."""

import datetime as dt
from typing import Any

from django.utils import timezone

from beredskab.organisation.models import Contact, Municipality
from plans.contents import PLANS, PlanContent, catalogue, starter_plan
from plans.editing import editions
from plans.models import ActionCard, Edition, Plan
from plans.paper import languages, posters

OTHER_LANGUAGES = ("en", "nb")  # in which the starter cards are written, beside Danish


def found(municipality: Municipality) -> None:
    """Contacts, both plans as drafts and the action cards; what is there already stays as it is."""
    at = timezone.now()
    put_contacts(municipality)
    for slug in PLANS:
        if not Plan.objects.filter(municipality=municipality, slug=slug).exists():
            start_plan(municipality, starter_plan(slug), at=at)
    put_action_cards(municipality, at=at)
    posters.ask_for_refresh(municipality, at=at)


def start_plan(municipality: Municipality, content: PlanContent, *, at: dt.datetime) -> Edition:
    """A plan with its first draft."""
    plan = Plan.objects.create(
        municipality=municipality,
        slug=content.slug,
        kind=content.kind,
        title=content.title,
        owner_function=content.owner_function,
        revision_years=content.revision_years,
    )
    return editions.start(plan, content.sections, foreword=content.foreword, by=None, at=at)


def put_contacts(municipality: Municipality) -> None:
    """The functions that the plans point at; local numbers are empty until they are filled in."""
    for told in catalogue("contacts")["contacts"]:
        facts: dict[str, Any] = {name: value for name, value in told.items() if name != "slug"}
        Contact.objects.get_or_create(municipality=municipality, slug=told["slug"], unit=None, defaults=facts)


def put_action_cards(municipality: Municipality, *, at: dt.datetime) -> None:
    """One card per role."""
    told = catalogue("action-cards")
    others = {code: catalogue(f"action-cards.{code}") for code in OTHER_LANGUAGES}
    for position, card in enumerate(told["cards"], start=1):
        of = {**card, "say_note": told["say_note"]}
        facts = {name: value for name, value in card.items() if name != "slug"}
        ActionCard.objects.get_or_create(
            municipality=municipality,
            slug=card["slug"],
            defaults={
                **facts,
                "say_note": told["say_note"],
                "translations": {
                    code: languages.translation(
                        {**other["cards"][card["slug"]], "say_note": other["say_note"]}, of
                    )
                    for code, other in others.items()
                },
                "position": position,
                "changed_at": at,
            },
        )
