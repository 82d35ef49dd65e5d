"""The delivery ledger: what was filed on a day, and whether it was told, opened, assessed and handed over.

Read with the eyes of two roles that see no content: the worker's (ids, teams, times) and the auditor's (the
trail). A team's own page is read with the eyes of the person who opens it. What the trail says and what the
tables hold must be the same; a gap is named with the ids of its concerns, which say nothing to whoever may
not open them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from beredskab.access.acting import as_role
from beredskab.audit.models import Entry
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox.models import Message
from notifications import access
from notifications.models import Concern, Deadline, Handover
from notifications.vocabulary import Channel, DeadlineKind

#: A promise may wait this long for the mail server before it counts as a gap.
PATIENCE = dt.timedelta(minutes=15)
#: A case system that is sent to may take this long to give its receipt.
HANDOVER_PATIENCE = dt.timedelta(hours=24)
#: The trail's own time of writing may be later than the act it tells of by as much, when we look for rows.
DELAY = dt.timedelta(days=1)
FILED, READ, ASSESSED, RECEIPT, HANDED_OVER, DELETED = (
    "concern.filed",
    "concern.read",
    "concern.assessed",
    "concern.receipt_sent",
    "concern.handed_over",
    "concern.deleted",
)
#: Said of a filing: by somebody of the team, for somebody else (N-50).
TAKEN_IN = "taken_in"
VERBS = (FILED, READ, ASSESSED, RECEIPT, HANDED_OVER)
#: Ways on which the portal itself sends, and a receipt comes back.
SENT = (Channel.FOLDER, Channel.WEBHOOK)

Ids = frozenset[uuid.UUID]
#: Gives the connection on which a role's share is read.
Eyes = Callable[[str], AbstractContextManager[str]]


@dataclass(frozen=True, slots=True)
class Held:
    """What the worker's role sees: the concerns filed on the day, their promises, clocks and hand-overs."""

    filed: Ids
    queued: Ids  # somebody besides the filer was promised a message
    mailed: Ids  # at least one of those went to the mail server
    stuck: Ids  # a promise has waited too long, or was given up, and none went
    met: dict[DeadlineKind, Ids]
    overdue: dict[DeadlineKind, Ids]
    handed_over: Ids = frozenset()
    receipted: Ids = frozenset()  # by the case system
    unreceipted: Ids = frozenset()  # sent, and no receipt for too long

    def of(self, some: Ids) -> Held:
        """The same for some of the concerns."""
        return Held(
            self.filed & some,
            self.queued & some,
            self.mailed & some,
            self.stuck & some,
            {kind: ids & some for kind, ids in self.met.items()},
            {kind: ids & some for kind, ids in self.overdue.items()},
            self.handed_over & some,
            self.receipted & some,
            self.unreceipted & some,
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What the auditor's role sees of the same concerns in the trail."""

    did: dict[str, Ids]  # verb -> concerns
    opened: Ids  # read by somebody besides the filer
    filers: dict[uuid.UUID, int | None]
    taken_in: Ids = frozenset()  # taken down by somebody who may handle it themselves: they know of it
    vanished: Ids = frozenset()  # filed on that day as the trail says, not in the table, and never deleted

    def of(self, some: Ids, vanished: Ids = frozenset()) -> Said:
        """The same for some of the concerns."""
        did = {verb: ids & some for verb, ids in self.did.items()}
        return Said(did, self.opened & some, self.filers, self.taken_in & some, vanished)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The day's counts in the order in which things happen, and what does not match."""

    filed: int
    queued: int
    handed_to_mail_server: int
    opened: int
    assessed: int
    receipts: int
    handed_over: int = 0
    handover_receipts: int = 0
    gaps: dict[str, list[uuid.UUID]] = field(default_factory=dict)


def of_day(municipality: Municipality, day: dt.date, *, at: dt.datetime) -> Ledger:
    """The ledger of everything that was filed on that day, as it stands at a moment."""
    return of_days(municipality, day, day, at=at)[day]


def of_days(
    municipality: Municipality, first: dt.date, last: dt.date, *, at: dt.datetime
) -> dict[dt.date, Ledger]:
    """The same for some days, the last one included; as many statements as for one."""
    zone = ZoneInfo(municipality.timezone)
    start, end = _borders(first, last, zone)
    with as_role("clock") as alias:
        rows = Concern.objects.using(alias).filter(municipality_id=municipality.pk)
        filed = _moments(rows.filter(filed_at__gte=start, filed_at__lt=end))
    vanished = _vanished(frozenset(filed), start, end)
    return _by_day(filed, vanished, (first, last), zone, at, as_role)


def seen_by(staff: Staff, first: dt.date, last: dt.date, *, at: dt.datetime) -> dict[dt.date, Ledger]:
    """Of these days, what the person handles: nothing is counted that they may not open."""
    zone = ZoneInfo(staff.municipality.timezone)
    start, end = _borders(first, last, zone)
    mine = access.handled_concerns_for(staff).filter(filed_at__gte=start, filed_at__lt=end)
    return _by_day(_moments(mine), {}, (first, last), zone, at, _own)


def compare(held: Held, said: Said) -> Ledger:
    """Counts, and every difference under its name. Pure."""
    met = held.met[DeadlineKind.ASSESSMENT], held.met[DeadlineKind.RECEIPT]
    found = {
        "vanished": said.vanished,
        "not_in_the_trail": held.filed - said.did[FILED],
        "nobody_told": held.filed - held.queued - said.taken_in,
        "not_handed_to_mail_server": held.stuck,
        "assessed_unopened": met[0] - said.opened,
        "assessment_differs_from_the_trail": met[0] ^ said.did[ASSESSED],
        "receipt_differs_from_the_trail": met[1] ^ said.did[RECEIPT],
        "handover_differs_from_the_trail": held.handed_over ^ said.did[HANDED_OVER],
        "no_receipt_from_case_system": held.unreceipted,
        "assessment_overdue": held.overdue[DeadlineKind.ASSESSMENT],
        "receipt_overdue": held.overdue[DeadlineKind.RECEIPT],
    }
    return Ledger(
        filed=len(held.filed),
        queued=len(held.queued),
        handed_to_mail_server=len(held.mailed),
        opened=len(said.opened),
        assessed=len(met[0]),
        receipts=len(met[1]),
        handed_over=len(held.handed_over),
        handover_receipts=len(held.receipted),
        gaps={name: sorted(ids) for name, ids in found.items() if ids},
    )


def _by_day(
    filed: Mapping[uuid.UUID, dt.datetime],
    vanished: Mapping[uuid.UUID, dt.datetime],
    days: tuple[dt.date, dt.date],
    zone: ZoneInfo,
    at: dt.datetime,
    eyes: Eyes,
) -> dict[dt.date, Ledger]:
    said = _said(frozenset(filed), eyes)
    held = _held(frozenset(filed), said.filers, at, eyes)
    first, last = days
    found = {}
    for offset in range((last - first).days + 1):
        day = first + dt.timedelta(days=offset)
        some = frozenset(one for one, moment in filed.items() if moment.astimezone(zone).date() == day)
        gone = frozenset(one for one, moment in vanished.items() if moment.astimezone(zone).date() == day)
        found[day] = compare(held.of(some), said.of(some, gone))
    return found


def _moments(rows: QuerySet[Concern]) -> dict[uuid.UUID, dt.datetime]:
    return {pk: filed for pk, filed in rows.values_list("pk", "filed_at") if filed}


def _borders(first: dt.date, last: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    end = last + dt.timedelta(days=1)
    return dt.datetime.combine(first, dt.time(), zone), dt.datetime.combine(end, dt.time(), zone)


# --- what each role sees --------------------------------------------------------------------------


def _own(_role: str) -> AbstractContextManager[str]:
    """The eyes of whoever is acting: the web process has no other role."""
    return nullcontext("default")


def _said(filed: Ids, eyes: Eyes) -> Said:
    did: dict[str, set[uuid.UUID]] = defaultdict(set)
    filers: dict[uuid.UUID, int | None] = {}
    readers: dict[uuid.UUID, set[int | None]] = defaultdict(set)
    taken_in: set[uuid.UUID] = set()
    with eyes("auditor") as alias:
        entries = Entry.objects.using(alias).filter(concern__in=filed, verb__in=VERBS)
        for concern, verb, actor, plain in entries.values_list("concern", "verb", "actor_id", "plain"):
            assert concern is not None, "it was asked for"
            did[verb].add(concern)
            readers[concern] |= {actor} if verb == READ else set()
            filers |= {concern: actor} if verb == FILED else {}
            taken_in |= {concern} if verb == FILED and plain.get(TAKEN_IN) else set()
    return Said(
        did={verb: frozenset(did[verb]) for verb in VERBS},
        opened=frozenset(one for one, who in readers.items() if who - {filers.get(one)}),
        filers=filers,
        taken_in=frozenset(taken_in),
    )


def _vanished(filed: Ids, start: dt.datetime, end: dt.datetime) -> dict[uuid.UUID, dt.datetime]:
    """What the trail says was filed and nobody holds; what was deleted as the rules say is not missing."""
    with as_role("auditor") as alias:
        entries = Entry.objects.using(alias).filter(concern__isnull=False)
        spoken = entries.filter(
            verb=FILED, at__gte=start, at__lt=end, recorded_at__gte=start, recorded_at__lt=end + DELAY
        )
        missing = {one: at for one, at in spoken.values_list("concern", "at") if one and one not in filed}
        deleted = entries.filter(verb=DELETED, concern__in=missing) if missing else entries.none()
        gone = set(deleted.values_list("concern", flat=True))
    kept = _stored(missing) if missing else frozenset()
    return {one: at for one, at in missing.items() if one not in gone and one not in kept}


def _stored(concerns: Iterable[uuid.UUID]) -> Ids:
    """Those of them that are in the table: of another municipality, for one."""
    with as_role("clock") as alias:
        rows = Concern.objects.using(alias).filter(pk__in=concerns)
        return frozenset(rows.values_list("pk", flat=True))


def _held(filed: Ids, filers: Mapping[uuid.UUID, int | None], at: dt.datetime, eyes: Eyes) -> Held:
    queued: set[uuid.UUID] = set()
    went: set[uuid.UUID] = set()
    stuck: set[uuid.UUID] = set()
    with eyes("clock") as alias:
        messages = Message.objects.using(alias).filter(about__in=filed)
        for about, recipient, due, handed_over, given_up in messages.values_list(
            "about", "recipient_id", "created_at", "handed_over_at", "given_up_at"
        ):
            if about is None or recipient == filers.get(about):
                continue
            queued.add(about)
            went |= {about} if handed_over else set()
            stuck |= {about} if not handed_over and (given_up or due + PATIENCE <= at) else set()
        clocks = list(
            Deadline.objects.using(alias)
            .filter(concern__in=filed)
            .values_list("concern_id", "kind", "due_at", "met_at")
        )
        handovers = list(
            Handover.objects.using(alias)
            .filter(concern__in=filed)
            .values_list("concern_id", "channel", "at", "receipt_at")
        )
    receipted = frozenset(concern for concern, _, _, receipt in handovers if receipt)
    waiting = {c for c, way, since, _ in handovers if way in SENT and since + HANDOVER_PATIENCE <= at}
    return Held(
        filed=filed,
        queued=frozenset(queued),
        mailed=frozenset(went),
        stuck=frozenset(stuck - went),
        met={kind: frozenset(c for c, k, _, met in clocks if k == kind and met) for kind in DeadlineKind},
        overdue={
            kind: frozenset(c for c, k, due, met in clocks if k == kind and not met and due <= at)
            for kind in DeadlineKind
        },
        handed_over=frozenset(concern for concern, *_ in handovers),
        receipted=receipted,
        unreceipted=frozenset(waiting) - receipted,
    )
