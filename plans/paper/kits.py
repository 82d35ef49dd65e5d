"""For the day the network is down: a PDF for each unit, and a copy of the public pages for any web server.

Both are made every night and kept as files under `var/outage/<municipality>/`, so that they outlive the
database: `kits/<unit>.pdf`, `site/` and `manifest.json` (when they were made, behind what walls).
"""

import datetime as dt
import json
import logging
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beredskab.organisation.models import Municipality, Unit
from beredskab.outbox import duties
from plans import access
from plans.numbers.contacts import contacts_in_force, contacts_of_unit
from plans.paper import batches, card_contents, number_sheets, plan_sheets, posters, printing
from plans.paper.printing import CannotPrint, press, print_fonts, safe_colour

HANDFUL = 3  # units; a few seconds of the worker's time
FORM_LINES = range(14)
log = logging.getLogger(__name__)
INDEX = "index.html"


@dataclass(frozen=True)
class Standing:
    """What a status page says: when the kit was made, of how many units, and behind what walls.

    `refused` are the names of units whose kit could not be made; what they had before is kept.
    """

    made_at: dt.datetime | None = None
    units: int = 0
    refused: tuple[str, ...] = ()
    without_network: bool = False
    without_privileges: bool = False
    limited: bool = False
    off: str = ""

    def is_old(self, at: dt.datetime) -> bool:
        """More than a day and a half: a night was left out."""
        return self.made_at is None or at - self.made_at > dt.timedelta(hours=36)


def folder(municipality: Municipality) -> Path:
    """Where the kept files are."""
    return Path(settings.VAR) / "outage" / municipality.slug


def kit_file(unit: Unit) -> Path:
    """The kept PDF of a unit; it may not be there yet."""
    return folder(unit.municipality) / "kits" / f"{unit.slug}.pdf"


def standing(municipality: Municipality) -> Standing:
    """What the manifest says; asks the file system, not the database."""
    try:
        told = json.loads((folder(municipality) / "manifest.json").read_text(encoding="utf-8"))
        told |= {
            "made_at": dt.datetime.fromisoformat(told["made_at"]),
            "refused": tuple(told.get("refused", ())),
        }
        return Standing(**told)
    except (OSError, ValueError, TypeError, KeyError):
        return Standing()


def kit_of(unit: Unit, *, at: dt.datetime) -> bytes:
    """The unit’s PDF: numbers, action cards, a paper form, how to enter it later. Raises CannotPrint."""
    municipality = unit.municipality
    with translation.override(municipality.language):
        contacts = contacts_in_force(municipality, at)
        asked = posters.variant(municipality, "", unit, at=at)
        cards = batches.cards_of_unit(unit, at.date())
        context = {
            "municipality": municipality,
            "unit": unit,
            "cards": [posters.current(card, contacts, asked).unbroken() for card in cards],
            "local": [*asked.local],
            "own": contacts_of_unit(unit, at),
            "contacts": number_sheets.every_number(municipality, at),
            "form_lines": FORM_LINES,
            "address": municipality.short_address or municipality.host,
            "dated": _dated(municipality, at),
        }
        html = render_to_string("print/outage_kit.html", context)
        style = {"fonts": print_fonts(), "colour": safe_colour(municipality.primary_colour)}
        return press(html, render_to_string("print/outage_kit.css", style)).pdf


def site_of(municipality: Municipality, *, at: dt.datetime) -> dict[str, str]:
    """Path -> page of the public copy, with the addresses that the codes on posters use. Nothing internal."""
    viewer = access.Viewer(municipality, None)
    with translation.override(municipality.language):
        contacts = contacts_in_force(municipality, at)
        cards = [
            card_contents.of(card, contacts, language=municipality.language, public_only=True).unbroken()
            for card in posters.cards_in_force(municipality)
        ]
        plans = [
            told
            for plan in access.plans_for(viewer)
            if (told := plan_sheets.told(municipality, plan.slug, at, ""))
        ]
        frame = {
            "municipality": municipality,
            "dated": _dated(municipality, at),
            "first": number_sheets.first_numbers(municipality, at),
        }
        numbers = number_sheets.every_number(municipality, at, public_only=True)
        pages = {
            INDEX: _page("index", frame, 0, cards=cards, plans=plans),
            f"kontakter/{INDEX}": _page("contacts", frame, 1, contacts=numbers),
            "style.css": render_to_string(
                "outage/style.css", {"colour": safe_colour(municipality.primary_colour)}
            ),
        }
        for card in cards:
            pages[f"p/{card.role_slug}/{INDEX}"] = _page("card", frame, 2, card=card)
        for told in plans:
            pages[f"plan/{told['plan'].slug}/{INDEX}"] = _page("plan", frame, 2, **told)
        return pages


def write_site(municipality: Municipality, target: Path, *, at: dt.datetime) -> int:
    """Write the copy to a folder of its own, new beside old and then exchanged; how many files."""
    pages = site_of(municipality, at=at)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=".site-"))
    fresh.chmod(0o755)
    for name, text in pages.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    old = target.with_name(f".old-{target.name}-{os.getpid()}")
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return len(pages)


def write(path: Path, data: bytes) -> None:
    """Readers see the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as part:
        part.write(data)
    Path(name).chmod(0o640)
    Path(name).replace(path)


def make(municipality: Municipality, *, position: int = 0, most: int = 10_000, at: dt.datetime) -> int:
    """Make the kits of units from `position` on, the copy of the pages with the first; how many units.

    The manifest is written with the last one.
    """
    units = list(Unit.objects.filter(municipality=municipality).select_related("leader").order_by("pk"))
    if position == 0:
        write_site(municipality, folder(municipality) / "site", at=at)
    handful = units[position : position + most]
    before = _refused_so_far(municipality) if position else []
    refused = [*before, *(unit.name for unit in handful if not _kept(unit, municipality, at=at))]
    write(_refusals(municipality), json.dumps(refused).encode())
    if position + len(handful) >= len(units):
        made = {"made_at": at.isoformat(), "units": len(units), "refused": refused}
        facts: dict[str, Any] = {**made, **asdict(printing.walls())}
        write(folder(municipality) / "manifest.json", json.dumps(facts, indent=1).encode())
    return len(handful)


def _kept(unit: Unit, municipality: Municipality, *, at: dt.datetime) -> bool:
    """Make and keep one unit's kit; one that cannot be printed must not keep the others from theirs."""
    unit.municipality = municipality
    try:
        write(kit_file(unit), kit_of(unit, at=at))
    except CannotPrint as refusal:
        log.error("the kit of unit %s could not be printed: %s", unit.pk, type(refusal).__name__)
        return False
    return True


def _refusals(municipality: Municipality) -> Path:
    return folder(municipality) / "refused.json"


def _refused_so_far(municipality: Municipality) -> list[str]:
    """The units refused in the handfuls of this night that went before."""
    try:
        return [str(name) for name in json.loads(_refusals(municipality).read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return []


@duties.duty(posters.KIT)
def _kit_duty(ids: dict[str, object], at: dt.datetime) -> None:
    """A handful of units, then the worker looks after its other duties; after the last, tomorrow night."""
    municipality = Municipality.objects.filter(pk=str(ids["municipality"])).first()
    if municipality is None:
        return
    position = int(str(ids["position"]))
    made = make(municipality, position=position, most=HANDFUL, at=at)
    if made < HANDFUL:
        posters.ask_for_the_night(municipality, at=at)
        return
    following = {**ids, "position": position + made}
    duties.ask(posters.KIT, f"{municipality.pk}:{at.isoformat()}:{position + made}", due=at, **following)


def _page(name: str, frame: dict[str, Any], depth: int, **words: Any) -> str:
    return render_to_string(f"outage/{name}.html", {**frame, **words, "up": "../" * depth})


def _dated(municipality: Municipality, at: dt.datetime) -> str:
    local = at.astimezone(ZoneInfo(municipality.timezone))
    return date_format(local, _("j F Y"), use_l10n=False)
