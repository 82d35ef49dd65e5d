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
