"""Weekly opening hours in words, as short as they can be said: »hverdage kl. 8–15«. Pure."""

import re
from collections.abc import Mapping
from itertools import groupby, pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS = DAYS[:5]


def in_words(hours: Mapping[str, Any]) -> str:
    """`{"always": true}` or `{"mon": [["08:00", "15:00"]], …}` as words; empty for unknown hours."""
    if hours.get("always"):
        return _("round the clock")
    spans = {day: _spans(hours.get(day) or []) for day in DAYS}
    groups: dict[str, list[str]] = {}
    for day in DAYS:
        if spans[day]:
            groups.setdefault(spans[day], []).append(day)
    return ", ".join(f"{_days(days)} {text}" for text, days in groups.items())


_TYPED = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|til|to)\s*(\d{1,2})(?:[.:](\d{2}))?$")


def parse(typed: str) -> list[list[str]]:
    """`8-12, 13.30-15` as `[["08:00", "12:00"], ["13:30", "15:00"]]`; empty for nothing typed.

    Raises ValueError for anything that is not a time of day, or that ends before it begins.
    """
    spans = [_span(part.strip()) for part in re.split(r"[,;]", typed) if part.strip()]
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise ValueError(typed)
    return spans


def typed(spans: list[list[str]]) -> str:
    """The other way: what `parse` reads, as it is shown in a form."""
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _span(typed: str) -> list[str]:
    found = _TYPED.match(typed)
    if not found:
        raise ValueError(typed)
    start, end = (_time(found[1], found[2]), _time(found[3], found[4]))
    if start >= end:
        raise ValueError(typed)
    return [start, end]


def _time(hour: str, minute: str | None) -> str:
    if int(hour) > 24 or int(minute or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
        raise ValueError(hour)
    return f"{int(hour):02}:{minute or '00'}"


def _spans(spans: list[list[str]]) -> str:
    times = _(" and ").join(f"{_clock(start)}–{_clock(end)}" for start, end in spans)
    return _("%s o’clock") % times if times else ""


def _clock(time: str) -> str:
    """`08:00` is said 8, `11:30` 11.30."""
    hour, _colon, minute = time.partition(":")
    return f"{int(hour)}" if minute in ("", "00") else f"{int(hour)}.{minute}"


def _days(days: list[str]) -> str:
    if tuple(days) == DAYS:
        return _("every day")
    if tuple(days) == WEEKDAYS:
        return _("weekdays")
    runs = [list(run) for run in _runs(days)]
    parts = [name for run in runs for name in _run_names(run)]
    return parts[0] if len(parts) == 1 else _(" and ").join([", ".join(parts[:-1]), parts[-1]])


def _runs(days: list[str]) -> list[list[str]]:
    numbered = enumerate(DAYS.index(day) for day in days)
    return [
        [DAYS[number] for _place, number in run]
        for _gap, run in groupby(numbered, key=lambda pair: pair[1] - pair[0])
    ]


def _run_names(run: list[str]) -> list[str]:
    names = [_name(day) for day in run]
    return [f"{names[0]}–{names[-1]}"] if len(run) > 2 else names


def _name(day: str) -> str:
    return {
        "mon": pgettext("day", "Monday"),
        "tue": pgettext("day", "Tuesday"),
        "wed": pgettext("day", "Wednesday"),
        "thu": pgettext("day", "Thursday"),
        "fri": pgettext("day", "Friday"),
        "sat": pgettext("day", "Saturday"),
        "sun": pgettext("day", "Sunday"),
    }[day]
