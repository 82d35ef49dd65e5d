"""A time of day as people write it. Pure."""

from __future__ import annotations

import datetime as dt
import re

PATTERN = re.compile(r"(?:kl\.?\s*)?([0-9]{1,2})(?:[.:\s]?([0-9]{2}))?$", re.I)


def read_time(text: str) -> dt.time | None:
    """15.30, 15:30, 1530, »kl. 15« as a time; None when it is none."""
    found = PATTERN.match(text.strip())
    if found is None:
        return None
    try:
        return dt.time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None


MOMENTS = ("%d.%m.%Y %H.%M", "%d.%m.%Y %H:%M", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M")


def read_moment(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """»24.11.2026 10.30« as a local moment; None when it is none."""
    for pattern in MOMENTS:
        try:
            return dt.datetime.strptime(text.strip(), pattern).replace(tzinfo=zone)
        except ValueError:
            continue
    return None
