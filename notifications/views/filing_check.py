"""Check the answers, send, and what is shown of a concern after it was sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest
from beredskab.vault.sealed import team as closed_team
from notifications import receipts
from notifications.attachments import keeping
from notifications.drafting import second_look
from notifications.drafting.answers import must_call
from notifications.drafting.second_look import Notice
from notifications.exclusion import directory
from notifications.exclusion.circle import facts_for
from notifications.forms.filing import SendForm
from notifications.forms.filing_base import Choices
from notifications.forms.filing_sheet import Group, chosen_people, sheet
from notifications.guide import questions, readers
from notifications.guide.answers import End
from notifications.guide.parents import towards_parents
from notifications.guide.questions import asks_person, ended_early
from notifications.numbers.calling import Calls, calls
from notifications.rota import chain
from notifications.routes import rulebook
from notifications.routing import ON_CALL
from notifications.views.filing_draft import Draft
from notifications.vocabulary import Question


def show(request: StaffRequest, one: Draft, form: SendForm, frame: dict[str, object]) -> HttpResponse:
    """»Check your answers before you send«, with a way to change each of them."""
    context = {
        **frame,
        "form": form,
        "groups": [_with_links(group, one) for group in groups_of(one)],
        "family": one.contacts.get("familieraadgivningen"),
        "call": receipts.first_call(
            found := calls_of(one), one.contacts, is_taken_down=one.answers.is_taken_down
        ),
        "also": receipts.also_call(found, one.contacts),
        "instead": one.number(found.last_resort or found.closed or "familieraadgivningen", *ON_CALL),
        "files": len(keeping.of_concern(one.opened)),
        "towards_parents": towards_parents(one.answers),
        "to_caller": one.answers.is_taken_down,
        **_who_reads(one),
    }
    return render(request, "notifications/filing/check.html", context)


def _who_reads(one: Draft) -> dict[str, object]:
    """Before it is sent: who will read it, and what is worth a second look."""
    family = one.contacts.get("familieraadgivningen")
    team = family.function if family else _("The social services")
    return {
        "readers": [str(readers.WORDS[reader]) % {"team": team} for reader in readers.readers(one.answers)],
        "notices": [_with_place(notice, one) for notice in second_look.notices(one.stored)],
        "locked_away": asks_person(one.answers) and closed_team.has_sealed_one(one.request.municipality),
        "safety_url": _step(one, Question.FILER) if readers.says_own_safety(one.answers) else "",
    }


def _with_place(notice: Notice, one: Draft) -> dict[str, object]:
    title = questions.title(notice.question, one.answers)
    return {
        "why": notice.why.value,
        "words": notice.words,
        "title": title,
        "url": _step(one, notice.question),
    }


def _step(one: Draft, question: Question) -> str:
    return reverse("notifications:step", args=[one.concern.pk, questions.BY_ID[question].slug])


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


def calls_of(one: Draft) -> Calls:
    """Whom to call at this moment besides sending, by the rules that hold when it is sent: two statements."""
    unit = one.child_unit
    facts = facts_for(one.answers, one.stored.of(Question.PERSON), one.staff)
    return calls(
        replace(facts, unit=unit.slug if unit else "", area=unit.area if unit else ""),
        rulebook.rules_of(one.request.municipality),
        answered={slug for slug, it in one.contacts.items() if it.phone and it.open_at(one.at)},
        hidden=one.hidden_phones,
        nobody_is_free=must_call(one.stored, one.answers),
        nobody_acts=one.is_sent and chain.must_call(one.concern, at=one.at),
    )


def review_of(one: Draft) -> dict[str, object]:
    """The agreement with oneself: what was chosen, and when it is looked at again."""
    if not ended_early(one.answers):
        return {}
    typed = one.stored.of(Question.ENDS)
    day, month, year = (typed.one(f"review_{n}") for n in range(3))
    return {
        "on": dt.date(int(year), int(month), int(day)),
        "sparring": one.answers.end is End.SPARRING,
        "around_leader": one.answers.leader_out or one.answers.filer_is_leader,
        "family": one.answering("familieraadgivningen"),
        "head": one.number("fagchef"),
        "change_url": reverse("notifications:step", args=[one.concern.pk, "naeste-skridt"]),
    }


def _with_links(group: Group, one: Draft) -> dict[str, object]:
    rows = [
        {
            "key": entry.title,
            "lines": [row.line if entry.is_labelled else row.words for row in entry.rows],
            "change_url": reverse("notifications:step", args=[one.concern.pk, entry.slug]),
            "change_label": entry.title,
        }
        for entry in group.entries
    ]
    return {"section": group.section, "rows": rows}


def _units(one: Draft) -> Choices:
    return [(str(unit.pk), unit.name)] if (unit := one.child_unit) else ()
