"""Check the answers, send, and what is shown of a concern after it was sent."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beredskab.access.page import StaffRequest
from beredskab.organisation.models import Unit
from notifications import directory
from notifications.answers import HEAD_OUT, MUST_CALL
from notifications.forms.filing import SendForm
from notifications.forms.filing_base import Choices
from notifications.forms.filing_sheet import Group, chosen_people, chosen_unit, sheet
from notifications.guide import questions
from notifications.guide.answers import End
from notifications.guide.parents import towards_parents
from notifications.guide.questions import ended_early
from notifications.views.filing_draft import Draft, Number
from notifications.vocabulary import Question


def show(request: StaffRequest, one: Draft, form: SendForm, frame: dict[str, object]) -> HttpResponse:
    """»Check your answers before you send«, with a way to change each of them."""
    context = {
        **frame,
        "form": form,
        "groups": [_with_links(group, one) for group in groups_of(one)],
        "is_open": is_open(one),
        "family": one.number("familieraadgivningen"),
        "on_call": one.number("sociale-vagt"),
        "must_call": must_call(one),
        "towards_parents": towards_parents(one.answers),
    }
    return render(request, "notifications/filing/check.html", context)


def groups_of(one: Draft, *, for_paper: bool = False) -> list[Group]:
    """The answers by section, with the people and the place they name: two statements at most.

    On paper the place of a protected family is left out.
    """
    return sheet(
        one.stored,
        one.answers,
        one.today,
        people=directory.named(one.staff, chosen_people(one.stored)),
        units=_units(one),
        hides_place=for_paper and one.concern.is_protected,
    )


def must_call(one: Draft) -> Number | None:
    """Whom to call now because nobody who receives is free of the suspicion; None while somebody is."""
    slug = one.stored.of(Question.PERSON).one(MUST_CALL)
    if not slug or not questions.asks_person(one.answers):
        return None
    return one.number(slug, "sociale-vagt", "politi-114") or Number("114", "114", "114")


def is_open(one: Draft) -> bool:
    """Does somebody answer the family unit's phone now? Unknown hours count as closed."""
    family = one.contacts.get("familieraadgivningen")
    return bool(family and family.open_at(one.at))


def review_of(one: Draft) -> dict[str, object]:
    """The agreement with oneself: what was chosen, and when it is looked at again."""
    if not ended_early(one.answers):
        return {}
    typed = one.stored.of(Question.ENDS)
    head_out = one.stored.of(Question.PERSON).one(HEAD_OUT)
    day, month, year = (typed.one(f"review_{n}") for n in range(3))
    return {
        "on": dt.date(int(year), int(month), int(day)),
        "sparring": one.answers.end is End.SPARRING,
        "around_leader": one.answers.leader_out or one.answers.filer_is_leader,
        "family": one.number("familieraadgivningen"),
        "head": None if head_out else one.number("fagchef"),
        "change_url": reverse("notifications:step", args=[one.concern.pk, "naeste-skridt"]),
    }


def _with_links(group: Group, one: Draft) -> dict[str, object]:
    rows = [
        {
            "key": entry.title,
            "lines": [row.words if len(entry.rows) == 1 else row.line for row in entry.rows],
            "change_url": reverse("notifications:step", args=[one.concern.pk, entry.slug]),
            "change_label": entry.title,
        }
        for entry in group.entries
    ]
    return {"section": group.section, "rows": rows}


def _units(one: Draft) -> Choices:
    ids = chosen_unit(one.stored)
    if not ids:
        return ()
    units = Unit.objects.filter(pk__in=ids, municipality=one.staff.municipality_id)
    return [(str(pk), name) for pk, name in units.values_list("pk", "name")]
