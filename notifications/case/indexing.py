"""The blind index of concerns that have none, or one of another key: made anew from the sealed answers.

Run as whoever keeps the keys, at a terminal, as the database role `owner`, like a rotation of keys. Nobody
reads anything: what tells a child apart becomes an index in memory, and the trail keeps that it was done.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from beredskab.access.acting import as_role
from beredskab.audit import trail
from beredskab.organisation.models import Municipality
from beredskab.vault import blind, envelope, keys, safe
from beredskab.vault.models import Custody, SealedKey
from notifications.case import same_child
from notifications.drafting import answers
from notifications.models import ChildIndex, Concern
from notifications.vocabulary import State

BATCH = 100
INDEXED = "children.indexed"


@dataclass
class Done:
    """What was looked at, in counts. `through`: how far back; `unreadable`: nothing here opens them.

    `locked`: only the members of a sealed team can; they were indexed when they were filed.
    """

    looked_at: int = 0
    indexed: int = 0
    nothing_to_index: int = 0
    locked: int = 0
    unreadable: int = 0
    through: dt.datetime | None = None


def waiting(municipality: Municipality, *, anew: bool, before: dt.datetime | None) -> QuerySet[Concern]:
    """Filed concerns without an index, or all of them, the latest first. Run inside a role that sees all."""
    rows = Concern.objects.filter(municipality=municipality).exclude(state=State.DRAFT)
    rows = rows.filter(filed_at__lt=before) if before else rows
    kept = ChildIndex.objects.filter(concern=OuterRef("pk"))
    return (rows if anew else rows.exclude(Exists(kept))).order_by("-filed_at", "-pk")


def index(
    municipality: Municipality, *, anew: bool = False, before: dt.datetime | None = None, at: dt.datetime
) -> Done:
    """Index them, a hundred to a transaction: stopping loses nothing, and doing it twice changes nothing.

    Raises keys.KeyMissing when the key of the index itself is not here.
    """
    blind.index_of("", "", municipality=municipality.pk)
    done = Done()
    for batch in _batches(municipality, anew=anew, before=before):
        with as_role("owner"):
            for concern in Concern.objects.filter(pk__in=[pk for pk, _filed_at in batch]):
                _index(concern, done)
            trail.record(None, INDEXED, municipality.pk, at=at, concerns=len(batch), anew=anew)
        done.through = batch[-1][1]
    return done


def _batches(
    municipality: Municipality, *, anew: bool, before: dt.datetime | None
) -> Iterator[list[tuple[uuid.UUID, dt.datetime | None]]]:
    """Ids and times are read once: what is indexed no longer answers the question it was found by."""
    with as_role("owner"):
        rows = list(waiting(municipality, anew=anew, before=before).values_list("pk", "filed_at"))
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _index(concern: Concern, done: Done) -> None:
    done.looked_at += 1
    try:
        stored = answers.all_of(safe.open_to_index(concern.pk))
    except (keys.KeyMissing, envelope.CannotOpen):
        if SealedKey.objects.filter(subject=concern.pk, holder__custody=Custody.MEMBERS).exists():
            done.locked += 1
        else:
            done.unreadable += 1
        return
    if same_child.remember_anew(concern, stored):
        done.indexed += 1
    else:
        done.nothing_to_index += 1
