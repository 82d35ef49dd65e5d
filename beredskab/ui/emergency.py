"""What error pages show when the database is gone: written to files whenever a contact changes.

One JSON file per municipality, and a page that a proxy can serve when the portal does not answer at
all. Nothing here reads the database but `write`, which is called while it is well.
"""

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from beredskab.organisation.models import Municipality
from beredskab.organisation.numbers import valid_contacts
from beredskab.ui.numbers import FAMILY, ON_CALL, POLICE
from beredskab.ui.phones import phone_text


@dataclass(frozen=True)
class Emergency:
    """A municipality as an error page knows it. `on_call` is None where nothing is known."""

    slug: str = ""
    name: str = ""
    host: str = ""
    language: str = "da"
    on_call_name: str = ""
    on_call_number: str = ""
    family_name: str = ""
    family_number: str = ""

    @property
    def through_police(self) -> bool:
        """The on-call service is reached by calling 114 and asking for it."""
        return self.on_call_number == POLICE


def folder() -> Path:
    """Where the files are: var/static-emergency, beside whatever else the portal writes."""
    return Path(settings.VAR) / "static-emergency"


def write(municipality: Municipality) -> Path:
    """Write the numbers of a municipality and its stand-in page. Call it after a contact changed."""
    facts = _facts(municipality)
    target = folder() / f"{municipality.slug}.json"
    _replace(target, json.dumps(asdict(facts), ensure_ascii=False, indent=1))
    with translation.override(municipality.language or "da"):
        page = render_to_string(
            "errors/unavailable.html", {"emergency": facts, "language": municipality.language}
        )
    _replace(folder() / f"{municipality.slug}.html", page)
    return target


def _facts(municipality: Municipality) -> Emergency:
    contacts = valid_contacts(municipality, timezone.localdate())
    on_call, family = contacts.get(ON_CALL), contacts.get(FAMILY)
    return Emergency(
        slug=municipality.slug,
        name=municipality.name,
        host=municipality.host,
        language=municipality.language,
        on_call_name=on_call.function if on_call else "",
        on_call_number=(phone_text(on_call.phone) or POLICE) if on_call else "",
        family_name=family.function if family else "",
        family_number=phone_text(family.phone) if family else "",
    )


def _replace(target: Path, text: str) -> None:
    """Readers see the old file or the new one, never half of one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as part:
        part.write(text)
    Path(name).chmod(0o644)
    Path(name).replace(target)


def for_host(host: str) -> Emergency:
    """What is known for the host of a request; without any file, 112 and 114 are what is left."""
    wanted = host.split(":")[0].lower()
    known = _known()
    by_host = [one for one in known if one.host and one.host.lower() == wanted]
    default = [one for one in known if one.slug == getattr(settings, "DEFAULT_MUNICIPALITY", "")]
    return next(iter([*by_host, *default]), Emergency())


def _known() -> list[Emergency]:
    try:
        files = sorted((str(f), f.stat().st_mtime_ns) for f in folder().glob("*.json"))
    except OSError:
        return []
    return [one for name, changed in files if (one := _read(name, changed)) is not None]


@lru_cache(maxsize=64)
def _read(name: str, _changed: int) -> Emergency | None:
    try:
        return Emergency(**json.loads(Path(name).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
