"""A leader's pages: the units they follow, and who there has read the plan."""

import csv
import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Unit
from beredskab.outbox.mails import Mail, mail_for
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Kind
from plans import access, following, reminding
from plans.following import Cell, Column, Figures, Mark, Matrix, Row
from plans.forms.leader import ReminderForm
from plans.implementation import today
from plans.readers import people_of
from plans.reading_words import cell_text, csv_rows, development, mark_word, standing_text

KINDS = {
    Mark.READ: "done",
    Mark.NEW_VERSION: "new",
    Mark.MISSING: "missing",
    Mark.NOT_RELEVANT: "not_relevant",
}
SHOWN: dict[str, Callable[[Row], bool]] = {
    "": lambda _row: True,
    "missing": lambda row: not row.has_read_all and not row.is_away,
    "overdue": lambda row: row.days_over > 0,
}


@page(reads=["GET"], act=Act.FOLLOW_READING)
def home(request: StaffRequest) -> HttpResponse:
    """The units this leader follows, each with its three numbers."""
    at = timezone.now()
    units = access.units_followed_by(request.user)
    people = people_of(units, today(request.municipality, at))
    rows = following.rows_of(people, request.municipality, at)
    found = [(unit, following.figures([x for x in rows if unit.pk in x.person.units])) for unit in units]
    context = {"units": [(unit, told) for unit, told in found if told.people or told.away]}
    return render(request, "plans/leader/home.html", context)


@page(reads=["GET"], act=Act.FOLLOW_READING)
def reading(request: StaffRequest) -> HttpResponse:
    """Who has read the plan: the matrix, what is missing first."""
    at = timezone.now()
    units = access.units_followed_by(request.user)
    unit = _chosen(request, units)
    chapter = request.GET.get("chapter", "")
    matrix = following.matrix_of([unit], request.municipality, at, chapter=chapter)
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else ""
    context = {
        "unit": unit,
        "units": _unit_links(units, unit) if len(units) > 1 else [],
        "matrix": matrix,
        "columns": _columns(matrix, unit),
        "groups": _groups(matrix),
        "rows": [_shown(row, request, at) for row in matrix.rows if SHOWN[shown](row)],
        "figures": _figures(matrix.figures),
        "filters": _filters(matrix, unit, shown, chapter),
        "chart": development(matrix),
        "opened": chapter if any(not column.is_chapter for column in matrix.columns) else "",
        "crumbs": [(_("My unit"), reverse("plans:leader")), (_("Who has read the plan?"), "")],
    }
    return render(request, "plans/leader/reading.html", context)


@page(reads=["GET"], act=Act.FOLLOW_READING)
def reading_list(request: StaffRequest) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    unit = _chosen(request, access.units_followed_by(request.user))
    matrix = following.matrix_of([unit], request.municipality, timezone.now())
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="laest.csv"'
    csv.writer(response, delimiter=";").writerows(csv_rows(matrix))
    return response


@page(reads=[], writes=["POST"], act=Act.REMIND_READERS)
def remind(request: StaffRequest) -> HttpResponse:
    """First the chosen people and the text of the mail, then the reminder itself."""
    at = timezone.now()
    unit = _chosen(request, access.units_followed_by(request.user))
    people = people_of([unit], today(request.municipality, at))
    ids = [person.staff.pk for person in people]
    form = ReminderForm(request.POST, ids=ids)
    chosen = form.cleaned_data["people"] if form.is_valid() else []
    back = f"{reverse('plans:who_has_read')}?{urlencode({'unit': unit.pk})}"
    if "confirmed" in request.POST:
        sent = reminding.remind(unit, chosen, by=request.user, at=at)
        _say(request, len(sent.to))
        return redirect(back)
    told = reminding.choose(unit, chosen, by=request.user, at=at)
    to = [row.person.staff.pk for row in told.to]
    form = ReminderForm(initial={"people": to, "unit": unit.pk}, ids=ids, count=len(to))
    context = {"form": form, "told": told, "mail": _mail(request, at), "unit": unit, "back": back}
    return render(request, "plans/leader/remind.html", context)


def _chosen(request: StaffRequest, units: list[Unit]) -> Unit:
    """The unit of the address, else the first one. A unit that is not theirs is the 404 page."""
    wanted = request.POST.get("unit") or request.GET.get("unit", "")
    found = [unit for unit in units if not wanted or str(unit.pk) == wanted]
    if not found:
        raise Http404("unit")
    return found[0]


def _say(request: StaffRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Nobody was reminded: they have been reminded lately, or miss nothing."))
        return
    words = ngettext("%(count)d person is reminded by mail.", "%(count)d people are reminded by mail.", count)
    messages.success(request, words % {"count": count})


def _mail(request: StaffRequest, at: dt.datetime) -> Mail:
    """What the mail says, in the leader's own language."""
    return mail_for(Message(recipient=request.user, kind=Kind.READING_REMINDER, created_at=at, due_at=at))


def _shown(row: Row, request: StaffRequest, at: dt.datetime) -> dict[str, object]:
    kind, words = standing_text(row)
    is_self = row.person.staff == request.user
    may_be_reminded = row.may_be_reminded(at) and not is_self
    return {
        "row": row,
        "cells": [_cell(cell, column) for cell, column in row.columns],
        "kind": kind,
        "words": words,
        "may_be_reminded": may_be_reminded,
        "chosen": may_be_reminded and row.days_over > 0,
        "reminded": row.person.reminded_at if row.missing and not row.may_be_reminded(at) else None,
    }


def _cell(cell: Cell, column: Column) -> dict[str, str]:
    """A sign and its text; `word` says the sign to screen readers where the text does not."""
    text, word = cell_text(cell, column), mark_word(cell.mark)
    return {"kind": KINDS[cell.mark], "text": text, "word": "" if text == word else word}


def _figures(told: Figures) -> list[dict[str, str]]:
    percent = round(100 * told.read_all / told.people) if told.people else 0
    first = _("%(count)d of %(all)d") % {"count": told.read_all, "all": told.people}
    return [
        {"number": first, "text": _("have read everything (%(percent)d %%)") % {"percent": percent}},
        {"number": str(told.only_new), "text": _("only need to read a new version")},
        {"number": str(told.overdue), "text": _("are past the date")},
    ]


def _query(unit: Unit, **more: str) -> str:
    return "?" + urlencode({"unit": unit.pk, **{name: value for name, value in more.items() if value}})


def _filters(matrix: Matrix, unit: Unit, shown: str, chapter: str) -> list[dict[str, object]]:
    told = matrix.figures
    choices = [
        ("", _("All"), told.people + told.away),
        ("missing", _("Miss something"), told.missing),
        ("overdue", _("Past the date"), told.overdue),
    ]
    return [
        {
            "label": label,
            "count": count,
            "url": _query(unit, show=value, chapter=chapter),
            "current": value == shown,
        }
        for value, label, count in choices
    ]


def _columns(matrix: Matrix, unit: Unit) -> list[tuple[str, str]]:
    """Title and, for a chapter, the address that opens it."""
    return [(x.title, _query(unit, chapter=x.key) if x.is_chapter else "") for x in matrix.columns]


def _groups(matrix: Matrix) -> list[tuple[str, int]]:
    """Plans above the columns with how many columns each has; nothing when there is only one plan."""
    counts: dict[str, int] = {}
    for column in matrix.columns:
        counts[column.plan] = counts.get(column.plan, 0) + 1
    return list(counts.items()) if len(counts) > 1 else []


def _unit_links(units: list[Unit], chosen: Unit) -> list[dict[str, object]]:
    return [{"label": x.name, "url": _query(x), "current": x == chosen, "count": None} for x in units]
