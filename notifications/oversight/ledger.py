"""The delivery ledger of one day: what was filed, and whether it was told, opened, assessed and answered.

Read with the eyes of two roles that see no content: the worker's (ids, teams, times) and the auditor's (the
trail). What the trail says and what the tables hold must be the same; a gap is named with the ids of its
concerns, which say nothing to whoever may not open them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from beredskab.access.acting import as_role
from beredskab.audit.models import Entry
from beredskab.organisation.models import Municipality
from beredskab.outbox.models import Message
from notifications.models import Concern, Deadline
from notifications.vocabulary import DeadlineKind

#: A promise may wait this long for the mail server before it counts as a gap.
PATIENCE = dt.timedelta(minutes=15)
#: The trail's own time of writing may be later than the act it tells of by as much, when we look for rows.
DELAY = dt.timedelta(days=1)
FILED, READ, ASSESSED, RECEIPT = (
    "concern.filed",
    "concern.read",
    "concern.assessed",
    "concern.receipt_sent",
)
VERBS = (FILED, READ, ASSESSED, RECEIPT)

Ids = frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True)
class Held:
    """What the worker's role sees: the concerns filed on the day, their promises and their clocks."""

    filed: Ids
    told: Ids  # somebody besides the filer was promised a mail
    handed_over: Ids  # at least one of those mails went to the mail server
    stuck: Ids  # a promise has waited too long, or was given up, and none went
    met: dict[DeadlineKind, Ids]
    overdue: dict[DeadlineKind, Ids]


@dataclass(frozen=True, slots=True)
class Said:
    """What the auditor's role sees of the same day in the trail."""

    did: dict[str, Ids]  # verb -> concerns
    opened: Ids  # read by somebody besides the filer
    filers: dict[uuid.UUID, int | None]
    vanished: Ids  # filed on that day as the trail says, and not in the table


@dataclass(frozen=True, slots=True)
class Ledger:
    """The day's counts, and what does not match."""

    filed: int
    told: int
    handed_over: int
    opened: int
    assessed: int
    receipts: int
    gaps: dict[str, list[uuid.UUID]] = field(default_factory=dict)


def of_day(municipality: Municipality, day: dt.date, *, at: dt.datetime) -> Ledger:
    """The ledger of everything that was filed on that day, as it stands at a moment."""
    zone = ZoneInfo(municipality.timezone)
    start = dt.datetime.combine(day, dt.time(), zone)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    filed = _filed(municipality, start, end)
    said = _said(filed, start, end)
    return compare(_held(filed, said.filers, at), said)


def compare(held: Held, said: Said) -> Ledger:
    """Counts, and every difference under its name. Pure."""
    met = held.met[DeadlineKind.ASSESSMENT], held.met[DeadlineKind.RECEIPT]
    found = {
        "vanished": said.vanished,
        "not_in_the_trail": held.filed - said.did[FILED],
        "nobody_told": held.filed - held.told,
        "not_handed_over": held.stuck,
        "assessed_unopened": met[0] - said.opened,
        "assessment_differs_from_the_trail": met[0] ^ said.did[ASSESSED],
        "receipt_differs_from_the_trail": met[1] ^ said.did[RECEIPT],
        "assessment_overdue": held.overdue[DeadlineKind.ASSESSMENT],
        "receipt_overdue": held.overdue[DeadlineKind.RECEIPT],
    }
    return Ledger(
        filed=len(held.filed),
        told=len(held.told),
        handed_over=len(held.handed_over),
        opened=len(said.opened),
        assessed=len(met[0]),
        receipts=len(met[1]),
        gaps={name: sorted(ids) for name, ids in found.items() if ids},
    )


# --- what each role sees --------------------------------------------------------------------------


def _filed(municipality: Municipality, start: dt.datetime, end: dt.datetime) -> Ids:
    with as_role("clock") as alias:
        rows = Concern.objects.using(alias).filter(filed_at__gte=start, filed_at__lt=end)
        return frozenset(rows.filter(municipality_id=municipality.pk).values_list("pk", flat=True))


def _said(filed: Ids, start: dt.datetime, end: dt.datetime) -> Said:
    did: dict[str, set[uuid.UUID]] = defaultdict(set)
    filers: dict[uuid.UUID, int | None] = {}
    readers: dict[uuid.UUID, set[int | None]] = defaultdict(set)
    with as_role("auditor") as alias:
        entries = Entry.objects.using(alias)
        for concern, verb, actor in entries.filter(concern__in=filed, verb__in=VERBS).values_list(
            "concern", "verb", "actor_id"
        ):
            assert concern is not None, "it was asked for"
            did[verb].add(concern)
            readers[concern] |= {actor} if verb == READ else set()
            filers |= {concern: actor} if verb == FILED else {}
        on_the_day = entries.filter(verb=FILED, at__gte=start, at__lt=end)
        written = on_the_day.filter(recorded_at__gte=start, recorded_at__lt=end + DELAY)
        spoken_of = frozenset(one for one in written.values_list("concern", flat=True) if one) - filed
    return Said(
        did={verb: frozenset(did[verb]) for verb in VERBS},
        opened=frozenset(one for one, who in readers.items() if who - {filers.get(one)}),
        filers=filers,
        vanished=spoken_of - _stored(spoken_of),
    )


def _stored(concerns: Iterable[uuid.UUID]) -> Ids:
    """Those of them that are in the table: of another municipality, for one."""
    with as_role("clock") as alias:
        rows = Concern.objects.using(alias).filter(pk__in=concerns)
        return frozenset(rows.values_list("pk", flat=True))


def _held(filed: Ids, filers: dict[uuid.UUID, int | None], at: dt.datetime) -> Held:
    told: set[uuid.UUID] = set()
    went: set[uuid.UUID] = set()
    stuck: set[uuid.UUID] = set()
    with as_role("clock") as alias:
        messages = Message.objects.using(alias).filter(about__in=filed)
        for about, recipient, due, handed_over, given_up in messages.values_list(
            "about", "recipient_id", "created_at", "handed_over_at", "given_up_at"
        ):
            if about is None or recipient == filers.get(about):
                continue
            told.add(about)
            went |= {about} if handed_over else set()
            stuck |= {about} if not handed_over and (given_up or due + PATIENCE <= at) else set()
        clocks = list(
            Deadline.objects.using(alias)
            .filter(concern__in=filed)
            .values_list("concern_id", "kind", "due_at", "met_at")
        )
    return Held(
        filed=filed,
        told=frozenset(told),
        handed_over=frozenset(went),
        stuck=frozenset(stuck - went),
        met={kind: frozenset(c for c, k, _, met in clocks if k == kind and met) for kind in DeadlineKind},
        overdue={
            kind: frozenset(c for c, k, due, met in clocks if k == kind and not met and due <= at)
            for kind in DeadlineKind
        },
    )
