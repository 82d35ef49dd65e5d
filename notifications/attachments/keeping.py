"""Keeping the files of a notification: taking one in, reading a page, throwing one away (rule N-64)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.vault import safe
from beredskab.vault.safe import Opened
from notifications import access, alerts
from notifications.attachments import limits, opening, scanning
from notifications.attachments.opening import Unsuitable
from notifications.models import Attachment, AttachmentPage, Concern
from notifications.vocabulary import State

NAME_LENGTH = 120


@dataclass(frozen=True)
class Kept:
    """One file, with its name opened."""

    id: uuid.UUID
    name: str
    kind: str
    pages: tuple[int, ...]
    at: dt.datetime
    is_scanned: bool


def take_in(concern: Concern, name: str, data: bytes, *, by: Staff, at: dt.datetime) -> Attachment:
    """Look at a file and keep it as pictures. Raises Unsuitable with words for whoever sent it.

    Opening happens before the transaction: a file that takes long holds no lock.
    """
    if len(data) > limits.LARGEST:
        raise Unsuitable(_("The file must be under 10 MB"))
    is_scanned = _scanned(data)
    remade = opening.remake(data)
    return _keep(concern, name, remade, is_scanned=is_scanned, by=by, at=at)


@act
def _keep(
    concern: Concern,
    name: str,
    remade: opening.Remade,
    *,
    is_scanned: bool,
    by: Staff,
    at: dt.datetime,
) -> Attachment:
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if not may_add(by, concern):
        raise Unsuitable(_("No files can be added to this notification any more"))
    if Attachment.objects.filter(concern=concern).count() >= limits.MOST_FILES:
        raise Unsuitable(_("There can be five files. Delete one first, or send the rest another way"))
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="filing", own=True)
    if opened.is_part:  # under a key of the filer it would lie open to whoever runs the machine
        raise Unsuitable(_("No files can be added to this notification any more"))
    made = Attachment(concern=concern, by=by, at=at, kind=remade.kind, pages=len(remade.pages))
    made.is_scanned = is_scanned
    made.name = opened.encrypt(f"attachment.{made.pk}.name", _short(name))
    made.save(force_insert=True)
    AttachmentPage.objects.bulk_create(
        AttachmentPage(
            attachment=made,
            concern=concern,
            number=number,
            ciphertext=opened.encrypt_bytes(_field(made.pk, number), picture),
        )
        for number, picture in enumerate(remade.pages, start=1)
    )
    trail.record(by.pk, "concern.file_added", concern.pk, at=at, pages=made.pages)
    if concern.state != State.DRAFT:
        alerts.tell_responsible(concern, but=by, at=at)
    return made


@act
def throw_away(concern: Concern, attachment: uuid.UUID, *, by: Staff, at: dt.datetime) -> bool:
    """Take a file out of a draft; what was sent stays. False when there is no such file."""
    draft = Concern.objects.select_for_update().get(pk=concern.pk)
    if not access.may_continue(by, draft):
        return False
    gone, _rows = Attachment.objects.filter(pk=attachment, concern=draft).delete()
    if gone:
        trail.record(by.pk, "concern.file_removed", draft.pk, at=at)
    return bool(gone)


def of_concern(opened: Opened) -> list[Kept]:
    """The files of an opened concern, without their pictures; one statement. None for who keeps a part."""
    if opened.is_part:
        return []
    rows = Attachment.objects.filter(concern=opened.subject).order_by("at", "pk")
    return [
        Kept(
            row.pk,
            opened.decrypt(f"attachment.{row.pk}.name", row.name),
            row.kind,
            tuple(range(1, row.pages + 1)),
            row.at,
            row.is_scanned,
        )
        for row in rows
    ]


def page_of(opened: Opened, attachment: uuid.UUID, number: int) -> bytes | None:
    """One page as JPEG; None when it is not there for this person."""
    row = AttachmentPage.objects.filter(concern=opened.subject, attachment=attachment, number=number).first()
    return opened.decrypt_bytes(_field(attachment, number), row.ciphertext) if row else None


def pictures_of(opened: Opened, files: Iterable[Kept]) -> dict[tuple[uuid.UUID, int], bytes]:
    """Every page of these files, for the full copy; one statement."""
    wanted = [one.id for one in files]
    return {
        (row.attachment_id, row.number): opened.decrypt_bytes(
            _field(row.attachment_id, row.number), row.ciphertext
        )
        for row in AttachmentPage.objects.filter(attachment__in=wanted)
    }


def may_add(staff: Staff, concern: Concern) -> bool:
    """The filer, to a draft or to what was sent and is not closed."""
    if access.may_continue(staff, concern):
        return True
    return access.may_follow(staff, concern) and concern.state != State.CLOSED


def _scanned(data: bytes) -> bool:
    try:
        return scanning.scan(data)
    except scanning.Infected:
        raise Unsuitable(_("The file was stopped: it holds something harmful")) from None
    except scanning.NotScanned:
        raise Unsuitable(_("The file could not be checked right now. Try again in a while")) from None


def _short(name: str) -> str:
    """The last part of a path, cut: browsers and people put all sorts of things there."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(letter for letter in last if letter.isprintable())
    return printable[:NAME_LENGTH] or "fil"


def _field(attachment: uuid.UUID, number: int) -> str:
    return f"attachment.{attachment}.{number}"
