"""Is this copy of the database whole? Asked of a backup that was brought back, by its trial. Rule A-53.

Runs inside the copy, as role `owner`, with an empty key folder: first nothing must be readable, then, with
two sheets of the recovery key, everything.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from beredskab.audit import anchors, chain
from beredskab.audit.anchors import Anchor
from beredskab.organisation.models import Municipality
from beredskab.vault import envelope, keys, recovery
from beredskab.vault.models import HolderKind, KeyHolder, SealedKey

Fields = Callable[..., Iterator[tuple[uuid.UUID, str, bytes]]]
FEWEST = envelope.BUCKETS[0]
OVERHEAD = 1 + envelope.NONCE_BYTES + 16


@dataclass
class Verdict:
    """What was looked at, in counts, and every fault in one line without any content."""

    fields: int = 0
    opened: int = 0
    links: int = 0
    anchors: int = 0
    faults: list[str] = field(default_factory=list)


def counts(expected: dict[str, int], verdict: Verdict, *, using: str) -> None:
    """The rows are as many as were counted when the backup was taken."""
    for model in apps.get_models():
        table = model._meta.db_table
        if table in expected and (found := model._base_manager.using(using).count()) != expected[table]:
            verdict.faults.append(f"{table} has {found} rows, not {expected[table]}")


def log_holds(
    told: dict[str, Any], kept: Iterable[Anchor], key: str, verdict: Verdict, *, using: str, now: dt.datetime
) -> None:
    """The chain holds to the head it had, and every anchor that was signed before the backup fits."""
    head, taken_at = told["head"], dt.datetime.fromisoformat(told["taken_at"])
    verdict.faults += [
        f"log: {one.kind} at {one.position}"
        for one in chain.verify(using=using, now=now)
        if one.kind != "inserted"  # sealed a minute later at the source, and not here
    ]
    position = int(head["position"]) if head else 0
    verdict.links = position
    if head and not chain.has(position, head["digest"], using=using):
        verdict.faults.append(f"log: its head {position} is not there")
    old = [one for one in kept if dt.datetime.fromisoformat(one.at) <= taken_at]
    verdict.anchors = len(old)
    verdict.faults += [
        f"log: {one.kind} at {one.position}" for one in anchors.compare(old, key=key, using=using)
    ]


def nothing_is_readable(verdict: Verdict, *, using: str) -> None:
    """Without keys: no holder's private half is anywhere, and what should be ciphertext looks like it."""
    for holder in KeyHolder.objects.using(using).filter(retired_at__isnull=True).iterator():
        try:
            keys.private_key(holder)
        except keys.KeyMissing:
            continue
        verdict.faults.append(f"the key of {holder} came with the copy")
    for subject, name, blob in _fields()(using=using):
        verdict.fields += 1
        if not _looks_sealed(blob):
            verdict.faults.append(f"{_kind(name)} of {subject} is not encrypted")


def everything_is_readable(two: Sequence[str], verdict: Verdict, *, using: str) -> None:
    """With two sheets every encrypted field opens with its subject's key. Raises recovery.WrongShares."""
    data_keys: dict[uuid.UUID, bytes] = {}
    fitting = 0
    for municipality in Municipality.objects.using(using):
        holder = keys.holder_of(HolderKind.RECOVERY, municipality.pk)
        try:
            private = recovery.private_of(holder, two)
        except recovery.WrongShares:
            continue  # of another municipality
        fitting += 1
        data_keys |= dict(recovery.readable_with(holder, private, using=using))
    if not fitting:
        raise recovery.WrongShares
    for subject, name, blob in _fields()(using=using):
        _open(subject, name, blob, data_keys, verdict)
    for subject in SealedKey.objects.using(using).values_list("subject", flat=True).distinct():
        if subject not in data_keys:
            verdict.faults.append(f"nothing of {subject} can be recovered")


def _open(
    subject: uuid.UUID, name: str, blob: bytes, data_keys: dict[uuid.UUID, bytes], verdict: Verdict
) -> None:
    if subject not in data_keys:
        return  # said once, below
    whole = data_keys[subject]
    if any(_opens(key, subject, name, blob) for key in (whole, envelope.part_of(whole))):
        verdict.opened += 1
    else:
        verdict.faults.append(f"{_kind(name)} of {subject} does not open")


def _opens(key: bytes, subject: uuid.UUID, name: str, blob: bytes) -> bool:
    try:
        envelope.decrypt_bytes(key, subject, name, blob)
    except envelope.CannotOpen:
        return False
    return True


def _looks_sealed(blob: bytes) -> bool:
    """The right schema, and one of the lengths that ciphertext is padded to."""
    length = len(blob) - OVERHEAD
    return (
        bool(blob)
        and blob[0] == envelope.SCHEMA
        and (length in envelope.BUCKETS or (length >= FEWEST and length % envelope.BUCKETS[-1] == 0))
    )


def _kind(name: str) -> str:
    return name.partition(".")[0]


def _fields() -> Fields:
    found: Fields = import_string(settings.SEALED_FIELDS)
    return found
