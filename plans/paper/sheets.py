"""Sheets for everybody: composed from what holds today, printed by the worker, kept by content.

A kind of sheet is a function that gives the words as HTML and their style. Whether the kept file still
holds is asked by the digest of those words, so a changed number or status makes a new file by itself.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beredskab.organisation.models import Municipality
from beredskab.outbox import duties
from plans.models import PrintedFile
from plans.paper import guide_sheets, handouts, number_sheets, one_page, overview_sheets, plan_sheets, posters
from plans.paper.printing import PAPERS, PICTURE, CannotPrint, Fit, Paper, PrintingIsOff, TooManyPages, press
from plans.yearly import paper as yearly

MAKE = "sheets.make"


@dataclass(frozen=True)
class Kind:
    """A kind of sheet: how it is composed, its name on the file, the papers there are."""

    compose: Callable[[Municipality, str, Paper, dt.datetime, str], tuple[str, str] | None]
    file_name: str
    sizes: tuple[str, ...] = ("a4",)
    one_page: bool = True
    fit: Fit | None = None  # of A4; the sheet is filled to its foot, and set closer when it does not fit


KINDS = {
    "recommendations": Kind(overview_sheets.compose, "anbefalinger", ("a4", "a3"), fit=Fit(187, 1, 19, 8)),
    "pocket": Kind(number_sheets.compose_pocket, "lommekort"),
    "contacts": Kind(number_sheets.compose_contacts, "kontaktark", one_page=False),
    "control-team": Kind(number_sheets.compose_control_team, "teamkort"),
    "one-page": Kind(one_page.compose, "plan-paa-en-side", ("a4", "a3"), fit=Fit(200, 1, 20, 6)),
    "handout": Kind(handouts.compose, "personalemoede", one_page=False),
    "yearly": Kind(yearly.compose, "aarshjul", one_page=False),
    "guide": Kind(guide_sheets.compose, "guide", fit=Fit(268, 1, 14, 8)),
    "plan": Kind(plan_sheets.compose, "plan", one_page=False),
}


@dataclass(frozen=True)
class Order:
    """Which file is wanted. `subject` is the plan's slug for a plan, else empty."""

    municipality: Municipality
    kind: str
    size: str = "a4"
    subject: str = ""

    def composed(self, at: dt.datetime, dated: str = "") -> tuple[str, str] | None:
        """The HTML and its style as they would be printed; None when there is nothing to print."""
        compose = KINDS[self.kind].compose
        with translation.override(self.municipality.language):
            return compose(self.municipality, self.subject, PAPERS[self.size], at, dated)

    def fields(self) -> dict[str, Any]:
        """By what the kept file is found."""
        return {
            "municipality": self.municipality,
            "kind": self.kind,
            "subject": self.subject,
            "size": self.size,
            "language": self.municipality.language,
        }


def kept(order: Order, *, at: dt.datetime) -> PrintedFile | None:
    """The file, when it says what would be printed now."""
    composed = order.composed(at)
    if composed is None:
        return None
    found = PrintedFile.objects.filter(**order.fields()).first()
    return found if found and found.content_key == _digest(composed) else None


def is_there(order: Order, *, at: dt.datetime) -> bool:
    """Whether there is anything to print for this order."""
    return order.composed(at) is not None


def make(order: Order, *, again: bool = False, at: dt.datetime) -> PrintedFile | None:
    """The file of today's words, printed unless it is kept; None when there is nothing to print.

    `again` tries once more what was refused before.
    """
    found = kept(order, at=at)
    if found and found.refusal != PrintedFile.OFF and not (again and found.refusal):
        return found
    local = at.astimezone(ZoneInfo(order.municipality.timezone))
    with translation.override(order.municipality.language):
        dated = date_format(local, _("j F Y"), use_l10n=False)
    composed, undated = order.composed(at, dated), order.composed(at)
    if composed is None or undated is None:
        return None
    new: dict[str, Any] = {"content_key": _digest(undated), "made_at": at, "pdf": None, "refusal": ""}
    new |= _printed(composed, order)
    return PrintedFile.objects.update_or_create(**order.fields(), defaults=new)[0]


def ask_for(order: Order, *, at: dt.datetime) -> None:
    """Promise the file to somebody who waits for it; asking twice in a minute is asking once."""
    key = f"{order.municipality.pk}:{order.kind}:{order.subject}:{order.size}:{at:%Y-%m-%dT%H:%M}"
    ids = {"municipality": order.municipality.pk, "kind": order.kind}
    duties.ask(MAKE, key, due=at, size=order.size, subject=order.subject, **ids)


@duties.duty(MAKE)
def _make_duty(ids: dict[str, object], at: dt.datetime) -> None:
    municipality = Municipality.objects.filter(pk=str(ids["municipality"])).first()
    if municipality is not None:
        make(Order(municipality, str(ids["kind"]), str(ids["size"]), str(ids["subject"])), again=True, at=at)


def refusal_text(file: PrintedFile) -> str:
    """Why there is no PDF, as a sentence."""
    return {
        PrintedFile.FULL: _("The sheet is too full for one page."),
        PrintedFile.OFF: _("PDFs are switched off on this installation."),
    }.get(file.refusal, _("The file could not be made"))


def file_name(file: PrintedFile, municipality: Municipality) -> str:
    """`anbefalinger_A3_2026-11-09.pdf`, `plan-overgreb_A4_2026-11-09.pdf`."""
    dated = file.made_at.astimezone(ZoneInfo(municipality.timezone)).date()
    name = "-".join(part for part in (KINDS[file.kind].file_name, file.subject) if part)
    return f"{name}_{file.size.upper()}_{dated}.pdf"


def _digest(composed: tuple[str, str]) -> str:
    return hashlib.sha256("\0".join(composed).encode()).hexdigest()


def _printed(composed: tuple[str, str], order: Order) -> dict[str, Any]:
    html, css = composed
    try:
        try:
            return {"pdf": _pressed(html, css, order)}
        except TooManyPages:
            return {"pdf": _pressed(html.replace("<body>", '<body class="dense">', 1), css, order)}
    except TooManyPages:
        return {"refusal": PrintedFile.FULL}
    except PrintingIsOff:
        return {"refusal": PrintedFile.OFF}
    except CannotPrint:
        return {"refusal": PrintedFile.REFUSED}


def _pressed(html: str, css: str, order: Order) -> bytes:
    kind = KINDS[order.kind]
    picture = posters.logo_of(order.municipality) if PICTURE in html else b""
    if kind.fit is None:
        return press(html, css, pages=1 if kind.one_page else 0, picture=picture).pdf
    return press(html, css, fit=replace(kind.fit, scale=PAPERS[order.size].scale), picture=picture).pdf
