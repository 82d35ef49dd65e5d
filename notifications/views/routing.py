"""Who receives what: the table in force, trying it out, the whole truth table. Knows of no concern."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override, pgettext
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest, page
from beredskab.administration import rules
from beredskab.organisation.models import Municipality, Profession
from notifications import prose
from notifications.forms.routing import TryForm
from notifications.models import RouteProposal
from notifications.routes import route_table, rulebook, simulator, trial
from notifications.routes.cells import NO, YES, Cells, Table
from notifications.routes.route_table import Line
from notifications.routing import NoFallback
from notifications.vocabulary import Certainty, Suspect, Topic

#: Lines of the truth table on one page.
SHOWN = 100
#: A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: The truth table as a spreadsheet; the same words as on the page.
COLUMNS = {
    "team": gettext_lazy("Team"),
    "profession": gettext_lazy("Profession"),
    "suspect": gettext_lazy("Suspicion against"),
    "certainty": gettext_lazy("Certainty"),
    "topic": gettext_lazy("Topic"),
    "acute": gettext_lazy("In danger now"),
    "hours": gettext_lazy("Hours"),
    "rule": gettext_lazy("Rule"),
    "reason": gettext_lazy("Why"),
    "excluded": gettext_lazy("Kept out"),
}


@page(reads=["GET"], act=Act.SEE_ROUTING)
def table(request: StaffRequest) -> HttpResponse:
    """The table in force in words, what waits, and what was changed before."""
    municipality = request.municipality
    proposals = RouteProposal.objects.filter(municipality=municipality).select_related(
        "proposed_by", "decided_by"
    )
    found = list(proposals.order_by("-proposed_at")[:20])
    context = {
        "rows": rows_of(rulebook.table_of(municipality), Words.of(municipality)),
        "waiting": next((one for one in found if one.state == RouteProposal.State.WAITING), None),
        "history": [one for one in found if one.state != RouteProposal.State.WAITING],
        "may_edit": may(request.user, Act.EDIT_ROUTING),
        "may_keys": may(request.user, Act.APPROVE_KEYS),
        "may_check": may(request.user, Act.EDIT_PLAN) or may(request.user, Act.APPROVE_PLAN),
        "may_rules": rules.may_see(request.user),
        "trial": trial.last(municipality),
    }
    return render(request, "notifications/routing/table.html", context)


@page(reads=[], writes=["POST"], act=Act.SEE_ROUTING)
def try_everything(request: StaffRequest) -> HttpResponse:
    """Have the worker try every combination."""
    trial.ask(by=request.user, at=timezone.now())
    messages.success(request, _("Every combination is being tried. Look again in a minute."))
    return redirect("notifications:routing")


@page(reads=["GET"], act=Act.SEE_ROUTING)
def try_out(request: StaffRequest) -> HttpResponse:
    """The simulator. Reads rules, teams and hours; a concern is never looked at."""
    municipality, now = request.municipality, timezone.now()
    professions = [(one.slug, one.name) for one in Profession.objects.filter(municipality=municipality)]
    units = simulator.places(municipality)
    typed = request.GET if "suspect" in request.GET else None
    form = TryForm(typed, units=units, professions=professions)
    context: dict[str, Any] = {"form": form, "crumbs": crumbs(_("Try it"))}
    if typed is not None and form.is_valid():
        at = form.moment(now, ZoneInfo(municipality.timezone))
        try:
            context["answer"] = simulator.try_out(form.facts(), form.place(), municipality, at=at)
        except NoFallback:
            context["nowhere"] = True
        context["at"] = at
    status = 422 if form.errors else 200
    return render(request, "notifications/routing/try.html", context, status=status)


@page(reads=["GET"], act=Act.SEE_ROUTING)
def truth_table(request: StaffRequest) -> HttpResponse:
    """Every combination and its answer, a page at a time."""
    chosen = {name: request.GET[name] for name in ("suspect", "topic") if request.GET.get(name)}
    lines, start = _lines(request, chosen), _start(request.GET.get("from", ""))
    shown = list(islice(lines, start, start + SHOWN + 1))
    here = reverse("notifications:truth_table")
    context = {
        "rows": combinations(shown[:SHOWN], Words.of(request.municipality)),
        "first": start + 1,
        "last": start + len(shown[:SHOWN]),
        "earlier_url": f"{here}?{urlencode({**chosen, 'from': max(start - SHOWN, 0)})}" if start else "",
        "later_url": f"{here}?{urlencode({**chosen, 'from': start + SHOWN})}" if len(shown) > SHOWN else "",
        "filters": _filters(here, chosen),
        "crumbs": crumbs(_("The whole truth table")),
    }
    return render(request, "notifications/routing/truth_table.html", context)


@page(reads=["GET"], act=Act.SEE_ROUTING)
def truth_table_file(request: StaffRequest) -> HttpResponse:
    """The same as a table for a spreadsheet, line by line as it is worked out."""
    # The lines are written after the view has returned: what they need is read now.
    lines, words = _lines(request, {}), Words.of(request.municipality)
    first = next(lines, None)
    written = _csv(first, lines, words, get_language())
    answer = StreamingHttpResponse(written, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="fordeling.csv"'
    return cast(HttpResponse, answer)  # it streams, and has the headers of any


def crumbs(here: str) -> list[tuple[str, str]]:
    """The way back to the table."""
    return [(_("Who receives what"), reverse("notifications:routing")), (here, "")]


# --- the table in words ---------------------------------------------------------------------------


class Words:
    """What slugs are called in this municipality."""

    def __init__(self, names: dict[str, dict[str, str]]) -> None:
        self.names = names

    @classmethod
    def of(cls, municipality: Municipality) -> "Words":
        """One statement, whatever the size of the municipality."""
        own = NullIf(F(f"name_{(get_language() or 'da')[:2]}"), Value(""))
        sources = (
            ("team", municipality.teams, F("name")),
            ("unit", municipality.units, F("name")),
            ("phone", municipality.contacts.filter(unit=None), F("function")),
            ("profession", municipality.professions, Coalesce(own, F("name_da"))),
        )
        named = [
            rows.order_by().annotate(source=Value(kind), word=word).values_list("source", "slug", "word")
            for kind, rows, word in sources
        ]
        names: dict[str, dict[str, str]] = {kind: {} for kind, _rows, _word in sources}
        for kind, slug, word in named[0].union(*named[1:]):
            names[kind][slug] = word
        return cls(names)

    def name(self, kind: str, slug: str) -> str:
        """The name, or the slug of what is gone."""
        return self.names[kind].get(slug, slug)


def rows_of(table: Table, words: Words) -> list[dict[str, Any]]:
    """Each rule with its filled cells in one sentence."""
    return [
        {
            "number": number,
            "name": line.name,
            "when": ", ".join(conditions(line, words)) or _("always"),
            "team": words.name("team", line.team),
            "phone": words.name("phone", line.phone) if line.phone else "",
        }
        for number, line in enumerate(table, 1)
    ]


def conditions(line: Cells, words: Words) -> list[str]:
    """The filled cells of a rule."""
    found = [str(prose.SUSPECTS[Suspect(line.suspect)])] if line.suspect else []
    found += [str(Topic(line.topic).label)] if line.topic else []
    found += [str(Certainty(line.certainty).label)] if line.certainty else []
    if line.acute:
        found.append(_("the child is in danger now") if line.acute == "yes" else _("not in danger now"))
    found += [words.name(kind, slug) for kind in ("unit", "profession") if (slug := getattr(line, kind))]
    found += [line.area] if line.area else []
    found += [pgettext("hours", line.hours)] if line.hours else []
    return found


# --- the truth table ------------------------------------------------------------------------------


def combinations(lines: Iterable[Line], words: Words) -> list[dict[str, str]]:
    """The lines as a reader wants them; the file keeps the codes, which do not change with the language."""
    yes_no = {YES: _("Yes"), NO: _("No")}
    return [
        {
            "team": words.name("team", line.team),
            "profession": words.name("profession", line.profession),
            "suspect": str(prose.SUSPECTS[Suspect(line.suspect)]),
            "certainty": str(Certainty(line.certainty).label),
            "topic": str(Topic(line.topic).label),
            "acute": yes_no[line.acute],
            "hours": pgettext("hours", line.hours),
            "reason": line.reason,
            "excluded": line.excluded,
        }
        for line in lines
    ]


def _lines(request: StaffRequest, chosen: dict[str, str]) -> Iterator[Line]:
    try:
        for line in route_table.lines(request.municipality, at=timezone.now()):
            if all(getattr(line, name) == value for name, value in chosen.items()):
                yield line
    except NoFallback:
        return


def _csv(first: Line | None, rest: Iterable[Line], words: Words, language: str | None) -> Iterator[str]:
    """For people: every cell in words. A machine asks `route_table --csv`, where the codes are."""
    writer = csv.writer(_Echo(), delimiter=";")
    lines = chain([first] if first is not None else [], rest)
    with override(language):
        yield "\ufeff" + str(writer.writerow([str(COLUMNS[name]) for name in COLUMNS]))
        for line in lines:
            row = {**combinations([line], words)[0], "rule": line.rule}
            yield writer.writerow([inert(row[name]) for name in COLUMNS])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def inert(cell: str) -> str:
    """A cell that a spreadsheet would run is made text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _filters(here: str, chosen: dict[str, str]) -> list[dict[str, Any]]:
    every = {"label": _("All"), "url": here, "current": not chosen.get("suspect"), "count": ""}
    return [every] + [
        {
            "label": prose.SUSPECTS[suspect],
            "url": f"{here}?suspect={suspect.value}",
            "current": chosen.get("suspect") == suspect.value,
            "count": "",
        }
        for suspect in Suspect
    ]


def _start(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
