"""The hash chain over the trail, and the check that finds what somebody did to it.

The worker seals entries within a minute. A row that was edited no longer fits its digest, a deleted row
leaves a seal without entry, an inserted row has no seal, and a reordered chain breaks at the first wrong
link.
A cut tail of both tables is not visible from inside: anchors that leave the machine find that.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Exists, OuterRef

from beredskab.audit.models import Entry, Seal

GENESIS = bytes(32)
GRACE = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the log: `kind` is edited, deleted, inserted, reordered or gap."""

    kind: str
    position: int | None
    entry: str


def digest_of(entry: Entry, previous: bytes) -> bytes:
    """SHA-256 over the previous digest and the entry; parts are length-prefixed, so no two encode alike."""
    parts = (
        entry.id.bytes,
        entry.at.astimezone(dt.UTC).isoformat().encode(),
        entry.recorded_at.astimezone(dt.UTC).isoformat().encode(),
        str(entry.actor_id).encode(),
        entry.verb.encode(),
        entry.subject.encode(),
        str(entry.concern).encode(),
        entry.purpose.encode(),
        json.dumps(entry.plain, sort_keys=True, ensure_ascii=True).encode(),
    )
    total = hashlib.sha256(previous)
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.digest()


def seal_pending(*, using: str, limit: int = 1000) -> int:
    """Seal what is not sealed yet, oldest first; returns how many. Run as role `auditor`, one at a time."""
    last = Seal.objects.using(using).order_by("-position").first()
    position, previous = (last.position, bytes(last.digest)) if last else (0, GENESIS)
    sealed = Seal.objects.using(using).filter(entry=OuterRef("id"))
    pending = Entry.objects.using(using).filter(~Exists(sealed)).order_by("recorded_at", "id")[:limit]
    links = []
    for entry in pending:
        position += 1
        previous = digest_of(entry, previous)
        links.append(Seal(position=position, entry=entry.id, digest=previous))
    Seal.objects.using(using).bulk_create(links)
    return len(links)


def has(position: int, digest: str, *, using: str) -> bool:
    """Whether the link at a position says this (hexadecimal)."""
    seal = Seal.objects.using(using).filter(position=position).first()
    return seal is not None and bytes(seal.digest).hex() == digest


def verify(*, using: str, now: dt.datetime) -> list[Fault]:
    """Every fault in the log, in the order of the chain; an empty list means that it holds."""
    seals = Seal.objects.using(using).order_by("position")
    faults = list(_broken_links(seals.iterator(), using))
    sealed = Seal.objects.using(using).filter(entry=OuterRef("id"))
    loose = Entry.objects.using(using).filter(~Exists(sealed), recorded_at__lt=now - GRACE)
    return faults + [Fault("inserted", None, str(entry.id)) for entry in loose]


def _broken_links(seals: Iterator[Seal], using: str) -> Iterator[Fault]:
    chain = list(seals)
    entries = Entry.objects.using(using).in_bulk([seal.entry for seal in chain])
    for before, after in pairwise([Seal(position=0), *chain]):
        if after.position != before.position + 1:
            yield Fault("gap", after.position, str(after.entry))
    digests = {GENESIS} | {bytes(seal.digest) for seal in chain}
    previous = GENESIS
    for seal in chain:
        entry = entries.get(seal.entry)
        if entry is None:
            yield Fault("deleted", seal.position, str(seal.entry))
        elif digest_of(entry, previous) != bytes(seal.digest):
            moved = any(digest_of(entry, other) == bytes(seal.digest) for other in digests)
            yield Fault("reordered" if moved else "edited", seal.position, str(seal.entry))
        previous = bytes(seal.digest)
