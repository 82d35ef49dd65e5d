"""The calendar file (RFC 5545): times or whole days, a title, and nothing else. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 74  # octets in a line, without the break


@dataclass(frozen=True)
class Due:
    """A deadline or a day: what tells it from another, when, and its title where not all have the same."""

    key: str
    at: dt.datetime | dt.date
    title: str = ""


def text(
    dues: Iterable[Due], *, feed: uuid.UUID, title: str, portal: str, domain: str, at: dt.datetime
) -> str:
    """The whole file. The id of an event is a digest under the feed's own id: two feeds share none."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Beredskab//Deadlines//DA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for due in dues:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uuid.uuid5(feed, due.key)}@{domain}",
            f"DTSTAMP:{_utc(at)}",
            *_when(due.at),
            f"SUMMARY:{_escaped(due.title or title)}",
            f"URL:{portal}",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _when(at: dt.datetime | dt.date) -> list[str]:
    if isinstance(at, dt.datetime):
        return [f"DTSTART:{_utc(at)}", "DURATION:PT15M"]
    return [f"DTSTART;VALUE=DATE:{at:%Y%m%d}", "DURATION:P1D"]


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """A long line goes on after a blank; never in the middle of a letter."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
