"""A leader's pages: the units they follow, and who there has read the plan."""

import datetime as dt
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from plans import access
from plans.following import overview
from plans.following.matrix import Cell, Column, Figures, Mark, Row
from plans.following.overview import Overview
from plans.following.standings import Share
from plans.following.words import (
    SectionRow,
    UnitRow,
    cell_text,
    count_cells,
    count_words,
    development,
    gone_text,
    mark_word,
    share_text,
    standing_text,
)
from plans.views.looking import PEOPLE, SECTIONS, UNITS, Look, look_of

KINDS = {
    Mark.READ: "done",
    Mark.NEW_VERSION: "new",
    Mark.MISSING: "missing",
    Mark.OVERDUE: "overdue",
    Mark.NOT_RELEVANT: "not_relevant",
}


@page(reads=["GET"], act=Act.FOLLOW_READING)
def home(request: StaffRequest) -> HttpResponse:
    """The units this leader follows, each with its three numbers."""
    followed = access.units_followed_by(request.user)
    found, progress = overview.figures_by_unit(followed, request.municipality, timezone.now())
    context = {
        "units": [(unit, told) for unit, told in found if told.people or told.away],
        "progress": progress,
    }
    return render(request, "plans/leader/home.html", context)


@page(reads=["GET"], act=Act.FOLLOW_READING)
def reading(request: StaffRequest) -> HttpResponse:
    """Who has read the plan: people, units or sections, what is missing first."""
    look = look_of(request)
    make = {PEOPLE: _people, UNITS: _units, SECTIONS: _sections}[look.rows]
    return render(request, f"plans/leader/{look.rows}.html", make(request, look))


def _people(request: StaffRequest, look: Look) -> dict[str, object]:
    at = timezone.now()
    found = overview.people(look.looked, at, chapter=look.chapter, show=look.show, page=look.page)
    opened = any(not column.is_chapter for column in found.matrix.columns)
    return {
        **_frame(look, found.overview),
        "columns": _columns(found.matrix.columns, look),
        "groups": _groups(found.matrix.columns),
        "rows": [_shown(row, request, at) for row in found.rows],
        "filters": _filters(found.overview.figures, look),
        "opened": look.chapter if opened else "",
        "gone_through": sum(row.only_gone_through and not row.is_away for row in found.rows),
        "several_units": len(look.below) > 1,
        "page_number": look.page,
        "last_page": found.last_page,
        "newer_url": look.url(page=look.page - 1) if look.page > 1 else "",
        "older_url": look.url(page=look.page + 1) if look.page < found.last_page else "",
    }


def _units(_request: StaffRequest, look: Look) -> dict[str, object]:
    found = overview.units(look.looked, look.groups, timezone.now(), chapter=look.chapter)
    return {
        **_frame(look, found.overview),
        "columns": _columns(found.columns, look),
        "groups": _groups(found.columns),
        "rows": [(row, [_share(one) for one in row.shares]) for row in unit_rows(look, found)],
        "opened": look.chapter if any(not column.is_chapter for column in found.columns) else "",
    }


def _sections(_request: StaffRequest, look: Look) -> dict[str, object]:
    found = overview.sections(look.looked, timezone.now())
    rows = section_rows(found)
    return {
        **_frame(look, found.overview),
        "headings": count_words(),
        "rows": [(row, list(zip(count_words(), count_cells(row.count), strict=True))) for row in rows],
    }


def unit_rows(look: Look, found: overview.Units) -> list[UnitRow]:
    """The groups as lines: the unit's own people first, then each unit right below."""
    names = {unit.pk: unit.name for unit in look.followed}
    return [
        UnitRow(
            title=_("%(unit)s itself") % {"unit": names[root]} if root == look.unit.pk else names[root],
            url="" if root == look.unit.pk else reverse("plans:who_has_read") + f"?unit={root}",
            told=told,
            shares=shares,
        )
        for root, told, shares in found.rows
    ]


def section_rows(found: overview.Sections) -> list[SectionRow]:
    """The sections as lines."""
    return [
        SectionRow(line.edition.plan.title, line.version.title, count, gone)
        for line, count, gone in found.rows
    ]


def _frame(look: Look, told: Overview) -> dict[str, object]:
    """What stands around people, units and sections alike."""
    above = [(one.name, reverse("plans:who_has_read") + f"?unit={one.pk}") for one in look.above]
    return {
        "look": look,
        "unit": look.unit,
        "figures": _figures(told.figures),
        "away": told.figures.away,
        "behind": told.behind,
        "renewals": told.renewals,
        "chart": development(told.past, told.renewals),
        "views": _views(look),
        "all_chapters": look.url(chapter=""),
        "tops": _tops(look),
        "paper_url": f"{reverse('plans:reading_paper')}?unit={look.unit.pk}",
        "files": [
            (ending, name, reverse("plans:who_has_read_list", args=[ending]) + look.query(page=_page(look)))
            for ending, name in (("csv", "CSV"), ("xlsx", "Excel"), ("ods", "OpenDocument"))
        ],
        "crumbs": [(_("My unit"), reverse("plans:leader")), *above, (_("Who has read the plan?"), "")],
    }


def _page(look: Look) -> int:
    return look.page if look.page > 1 else 0


def _views(look: Look) -> list[dict[str, object]]:
    choices = [(PEOPLE, _("People")), (UNITS, _("Units")), (SECTIONS, _("Sections"))]
    return [
        {"label": label, "url": look.url(rows=value, show="", chapter=""), "current": value == look.rows}
        for value, label in choices
        if value != UNITS or look.children
    ]


def _tops(look: Look) -> list[dict[str, object]]:
    """The units that have no unit above them here, where there are several to choose from."""
    known = {unit.pk for unit in look.followed}
    tops = [unit for unit in look.followed if unit.parent_id not in known]
    return [
        {"label": x.name, "url": reverse("plans:who_has_read") + f"?unit={x.pk}", "current": x == look.unit}
        for x in tops
        if len(tops) > 1
    ]


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
    return {
        "kind": KINDS[cell.mark],
        "text": text,
        "word": "" if text == word else word,
        "gone": gone_text(cell),
    }


def _share(share: Share) -> dict[str, str]:
    if not share.people:
        return {"kind": "not_relevant", "text": share_text(share)}
    return {"kind": "done" if share.done == share.people else "part", "text": share_text(share)}


def _figures(told: Figures) -> list[dict[str, str]]:
    percent = round(100 * told.read_all / told.people) if told.people else 0
    first = _("%(count)d of %(all)d") % {"count": told.read_all, "all": told.people}
    return [
        {"number": first, "text": _("have read everything (%(percent)d %%)") % {"percent": percent}},
        {"number": str(told.only_new), "text": _("only need to read a new version")},
        {"number": str(told.overdue), "text": _("are past the date")},
    ]


def _filters(told: Figures, look: Look) -> list[dict[str, object]]:
    choices = [
        ("", _("All"), told.people + told.away),
        ("missing", _("Miss something"), told.missing),
        ("overdue", _("Past the date"), told.overdue),
    ]
    return [
        {"label": label, "count": count, "url": look.url(show=value), "current": value == look.show}
        for value, label, count in choices
    ]


def _columns(columns: Sequence[Column], look: Look) -> list[tuple[str, str]]:
    """Title and, for a chapter, the address that opens it."""
    return [(x.title, look.url(chapter=x.key) if x.is_chapter else "") for x in columns]


def _groups(columns: Sequence[Column]) -> list[tuple[str, int]]:
    """Plans above the columns with how many columns each has; nothing when there is only one plan."""
    counts: dict[str, int] = {}
    for column in columns:
        counts[column.plan] = counts.get(column.plan, 0) + 1
    return list(counts.items()) if len(counts) > 1 else []
