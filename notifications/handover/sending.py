"""Handing a concern over, sending again on failure, and the receipt without which nothing goes (N-45).

The worker sends as the person who handed over: the vault opens the files for them and for nobody without a
name, and the trail says so. When that person has lost access, a colleague sends again. What lies with the
members of a closed team no worker opens: it is sent while one of them presses, and tried again when one does.
"""

import base64
import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass

from beredskab.access.acting import act, acting_as
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox import duties
from beredskab.outbox.posting import NotSent
from beredskab.vault import safe
from beredskab.vault.safe import Opened
from notifications import handling
from notifications.handover import channels, deletion
from notifications.handover.channels import Parcel
from notifications.models import Concern, Handover
from notifications.vocabulary import Channel, State

SEND = "notifications.send_handover"
#: Pauses between tries in minutes; the last one is repeated for as long as nobody answers.
PAUSES = (1, 5, 15, 60)
#: After this many tries the worker stops, and somebody has to press.
TRIES = 100
#: Instead of the class of an error: the worker cannot open it.
LOCKED = "Locked"


class NothingToReceipt(Exception):
    """The concern has not been handed over."""


@dataclass(frozen=True, slots=True)
class Files:
    """The two files of a concern: the structured one as text, the PDF as bytes."""

    file: str
    paper: bytes


@act
def hand_over(concern: Concern, files: Files, *, by: Staff, at: dt.datetime) -> Handover:
    """Seal the files and send them, or keep them for download. Raises lifecycle.ForbiddenMove."""
    concern = handling.hand_over(concern, by=by, at=at)
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="handover")
    row = Handover(concern=concern, by=by, at=at, channel=channels.in_use())
    row.file = opened.encrypt(_field(row, "file"), files.file)
    row.paper = opened.encrypt(_field(row, "paper"), base64.b64encode(files.paper).decode())
    row.digest = hashlib.sha256(files.file.encode()).hexdigest()
    row.save(force_insert=True)
    _send(row, concern, by=by, at=at)
    return row


@act
def send_again(concern: Concern, *, by: Staff, at: dt.datetime) -> Handover:
    """Try once more now, from now on as this person. Raises NothingToReceipt."""
    concern = handling.locked(concern, by)
    row = latest(concern)
    if row is None or row.receipt_at is not None:
        raise NothingToReceipt
    row.by, row.fault, row.attempts = by, "", row.attempts + 1
    row.save(update_fields=["by", "fault", "attempts"])
    _send(row, concern, by=by, at=at)
    trail.record(by.pk, "concern.handover_sent_again", concern.pk, at=at)
    return row


@act
def record_receipt(concern: Concern, number: str, *, by: Staff, at: dt.datetime) -> Handover:
    """Somebody has seen it in the case system, and under which number. Raises NothingToReceipt."""
    concern = handling.locked(concern, by)
    row = latest(concern)
    if row is None:
        raise NothingToReceipt
    if row.receipt_at is None:
        opened = safe.open_for(concern.pk, by=by, at=at, purpose="handover")
        _keep_receipt(row, opened, number, by, at)
    return row


@act
def decide_nothing(concern: Concern, reason: str, *, by: Staff, at: dt.datetime) -> Handover:
    """A recorded decision that the case system needs no copy: the concern may be deleted without one."""
    concern = handling.hand_over(concern, by=by, at=at)
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="handover")
    row = Handover(concern=concern, by=by, at=at, channel=Channel.NOTHING)
    row.save(force_insert=True)
    _keep_receipt(row, opened, reason, by, at)
    return row


def latest(concern: Concern) -> Handover | None:
    """The last time it was handed over."""
    return Handover.objects.filter(concern=concern).select_related("by", "receipt_by").order_by("-at").first()


def parcel_of(row: Handover, opened: Opened, concern: Concern) -> Parcel:
    """The files as they were made."""
    return Parcel(
        id=str(row.pk),
        reference=concern.reference or "",
        municipality=concern.municipality.slug,
        file=opened.decrypt(_field(row, "file"), row.file or b"").encode(),
        paper=base64.b64decode(opened.decrypt(_field(row, "paper"), row.paper or b"")),
    )


def receipt_of(row: Handover, opened: Opened) -> str:
    """The number in the case system, or why there is none; "" before there is a receipt."""
    return opened.decrypt(_field(row, "receipt"), row.receipt) if row.receipt is not None else ""


@duties.duty(SEND)
def send(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: one try. What went wrong stands in the row, and the next try is asked for."""
    person = Staff.objects.filter(pk=int(str(ids["by"])), is_active=True).first()
    if person is None:
        return
    with acting_as(person):
        found = Handover.objects.select_related("concern__municipality", "concern__team")
        row = found.filter(pk=uuid.UUID(str(ids["handover"])), receipt_at__isnull=True).first()
        if row is None or row.by_id != person.pk:
            return  # moved on, received, kept out since, or taken over by a colleague
        try:
            opened = safe.open_for(row.concern_id, by=person, at=at, purpose="handover")
        except safe.Locked:  # the team was sealed in between: a member presses
            Handover.objects.filter(pk=row.pk).update(fault=LOCKED)
            return
        _try(row, opened, at)


def _send(row: Handover, concern: Concern, *, by: Staff, at: dt.datetime) -> None:
    """The worker sends in a moment; what only members of a closed team open goes while one has unlocked."""
    if row.channel not in {Channel.FOLDER, Channel.WEBHOOK}:
        return
    if not safe.lies_with_members(concern.pk):
        _ask_to_send(row, at)
        return
    _try(row, safe.open_for(concern.pk, by=by, at=at, purpose="handover"), at, again=False)


def _try(row: Handover, opened: Opened, at: dt.datetime, *, again: bool = True) -> None:
    row.attempts += 1
    try:
        receipt = channels.send(Channel(row.channel), parcel_of(row, opened, row.concern), at=at)
    except NotSent as fault:
        row.fault = str(fault)[:60]
        receipt = ""
    else:
        row.fault, row.sent_at = "", row.sent_at or at
    row.save(update_fields=["attempts", "fault", "sent_at"])
    if receipt:
        _keep_receipt(row, opened, receipt, None, at)
    elif again and (row.fault or row.channel == Channel.FOLDER) and row.attempts < TRIES:
        pause = PAUSES[min(row.attempts, len(PAUSES)) - 1]
        _ask_to_send(row, at + dt.timedelta(minutes=pause))


def _keep_receipt(row: Handover, opened: Opened, number: str, by: Staff | None, at: dt.datetime) -> None:
    row.receipt = opened.encrypt(_field(row, "receipt"), number)
    row.receipt_at, row.receipt_by = at, by
    row.save(update_fields=["receipt", "receipt_at", "receipt_by"])
    trail.record(by.pk if by else None, "concern.handover_received", row.concern_id, at=at)
    if State(row.concern.state) is State.CLOSED:
        deletion.ask(row.concern, at=at)


def _ask_to_send(row: Handover, due: dt.datetime) -> None:
    ids = {"handover": str(row.pk), "by": row.by_id, "concern": str(row.concern_id)}
    duties.ask(SEND, f"{row.pk} {row.attempts}", due=due, **ids)


def _field(row: Handover, name: str) -> str:
    return f"handover.{row.pk}.{name}"
