"""Anchors: how long the log was at a moment and what its last link said, signed, kept outside the machine.

The chain alone does not notice that its tail was cut off, or that somebody who rules the database has written
all of it anew. Whoever has one anchor of before does.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from beredskab.audit.chain import Fault
from beredskab.audit.models import Seal

MARK = '{"anchor": 1, '


class NotAnAnchor(Exception):
    """A line that begins as one and cannot be read."""


@dataclass(frozen=True)
class Anchor:
    """`position` links were sealed at `at`, and the last one's digest was `digest` (hexadecimal)."""

    position: int
    digest: str
    at: str
    key: str = ""
    signature: str = ""

    @property
    def words(self) -> bytes:
        """What is signed."""
        return f"beredskab anchor|1|{self.position}|{self.digest}|{self.at}".encode()

    def line(self) -> str:
        """As it is kept and mailed: one line of JSON."""
        return MARK + json.dumps(asdict(self))[1:]

    def is_signed_by(self, key: str) -> bool:
        """Whether this public key (hexadecimal) has signed exactly this."""
        try:
            VerifyKey(bytes.fromhex(key)).verify(self.words, bytes.fromhex(self.signature))
        except (BadSignatureError, ValueError):
            return False
        return True


def head(*, using: str, at: dt.datetime) -> Anchor | None:
    """The log as it is now, not signed yet; None while nothing is sealed. As role `auditor`."""
    last = Seal.objects.using(using).order_by("-position").first()
    if last is None:
        return None
    moment = at.astimezone(dt.UTC).replace(microsecond=0).isoformat()
    return Anchor(last.position, bytes(last.digest).hex(), moment)


def read(paths: Iterable[Path]) -> Iterator[Anchor]:
    """Every anchor in these files, and in the files of these folders: kept lines and mails alike.

    Raises NotAnAnchor, OSError.
    """
    for path in paths:
        files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        for file in files:
            yield from _in_text(_unfolded(file.read_text(encoding="utf-8", errors="replace")))


def compare(anchors: Iterable[Anchor], *, key: str, using: str) -> list[Fault]:
    """What the anchors say against the log: `cut`, `rewritten`, or `forged`: signed by somebody else."""
    found = list(anchors)
    wanted = {one.position for one in found}
    seals = Seal.objects.using(using).filter(position__in=wanted)
    digests = {seal.position: bytes(seal.digest).hex() for seal in seals}
    faults = []
    for one in sorted(found, key=lambda anchor: anchor.position):
        if not one.is_signed_by(key):
            faults.append(Fault("forged", one.position, one.at))
        elif one.position not in digests:
            faults.append(Fault("cut", one.position, one.at))
        elif digests[one.position] != one.digest:
            faults.append(Fault("rewritten", one.position, one.at))
    return faults


def _in_text(text: str) -> Iterator[Anchor]:
    for line in text.splitlines():
        if not line.lstrip("> ").startswith(MARK):
            continue
        try:
            told = json.loads(line.lstrip("> "))
            yield Anchor(int(told["position"]), told["digest"], told["at"], told["key"], told["signature"])
        except (ValueError, KeyError, TypeError) as error:
            raise NotAnAnchor(line[:80]) from error


def _unfolded(text: str) -> str:
    """Mail breaks long lines with a = at the end (quoted-printable)."""
    if "=\n" not in text and "=3D" not in text:
        return text
    return text.replace("=\n", "").replace("=22", '"').replace("=3D", "=")
