"""Hands a file to the process that opens it, and takes back pictures or a reason."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.attachments import limits
from notifications.attachments.remaking import Refused

WORDS: dict[Refused, Promise] = {
    Refused.KIND: _("The file must be PDF, JPG or PNG"),
    Refused.PIXELS: _("The picture is too large to open. Take it again in a smaller size"),
    Refused.PAGES: _("The PDF has more than 30 pages. Send the pages that matter"),
    Refused.BROKEN: _("The file cannot be opened. Try another one, or describe it in the text"),
    Refused.LOCKED: _("The PDF has a password. Save it without one, and try again"),
}


class Unsuitable(Exception):
    """The file is not taken; ``words`` says why, to whoever sent it."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True)
class Remade:
    """What is kept of a file: its kind (picture, pdf) and its pages as JPEG."""

    kind: str
    pages: tuple[bytes, ...]


def remake(data: bytes) -> Remade:
    """The file drawn anew. Raises Unsuitable, also when it takes too long or too much."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "notifications.attachments.remaking"],
            input=data,
            capture_output=True,
            timeout=limits.SECONDS + 5,
            cwd=settings.BASE_DIR,
            env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unsuitable(WORDS[Refused.BROKEN]) from None
    if done.returncode != 0:
        why = Refused(done.returncode) if done.returncode in set(Refused) else Refused.BROKEN
        raise Unsuitable(WORDS[why])
    kind, *pages = _parts(done.stdout)
    return Remade(kind.decode(), tuple(pages))


def _parts(out: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(out):
        size = int.from_bytes(out[at : at + 4], "big")
        found.append(out[at + 4 : at + 4 + size])
        at += 4 + size
    return found
