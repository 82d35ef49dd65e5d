"""The proof is made when a notification is sent, shown to the filer, confirmed to whoever holds it.

Rule N-70. What confirms it has no link to a concern, a person or a place, and outlives the concern: the duty
is personal, and may be asked about years later. The database answers yes or no and counts the tries; it
never lists what it has.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import connection

from beredskab.vault.safe import Opened
from notifications.drafting.answers import Stored
from notifications.models import Answer, AttachmentPage, Concern, Proof
from notifications.proof import fingerprint

#: Where it lies sealed beside the answers: no question of the form, and read by nobody as one.
FIELD = "proof"
#: How long a confirmation can be had, in years after the one in which it was sent.
YEARS = 10
#: Tries from one address in ten minutes.
TRIES = 10


class Answered(StrEnum):
    """What the page says."""

    HOLDS = "holds"
    UNKNOWN = "unknown"
    TOO_OFTEN = "too_often"


@dataclass(frozen=True)
class Shown:
    """The proof as the filer has it, and whether what is stored is still what was sent."""

    fingerprint: str
    is_unchanged: bool


def keep(concern: Concern, opened: Opened, stored: Stored, *, at: dt.datetime) -> str:
    """Make the proof of a notification that is being sent; gives its fingerprint."""
    salt = secrets.token_hex(16)
    made = _of(salt, concern, stored)
    text = json.dumps({"salt": salt, "fingerprint": made})
    Answer(
        id=uuid.uuid4(),
        concern_id=concern.pk,
        question=FIELD,
        ciphertext=opened.encrypt(FIELD, text),
        saved_at=at,
    ).save(force_insert=True)
    assert concern.received_at is not None, "it is being sent"
    lock = fingerprint.lock(concern.municipality.slug, concern.reference or "", concern.received_at, made)
    Proof(lock=lock, last_year=at.year + YEARS).save(force_insert=True)
    return made


def shown(concern: Concern, opened: Opened, stored: Stored) -> Shown | None:
    """The proof of a sent notification; None for one that was sent before there were any. Two statements.

    Who keeps a part of it has the fingerprint, and nothing that it could be compared with.
    """
    if opened.is_part:
        return Shown(stored.fingerprint, is_unchanged=True) if stored.fingerprint else None
    row = Answer.objects.filter(concern_id=concern.pk, question=FIELD).first()
    if row is None:
        return None
    kept = json.loads(opened.decrypt(FIELD, row.ciphertext))
    again = _of(kept["salt"], concern, stored)
    return Shown(kept["fingerprint"], hmac.compare_digest(again, kept["fingerprint"]))


def confirm(
    municipality: str,
    reference: str,
    sent_at: Iterable[dt.datetime],
    typed: str,
    *,
    address: str,
    at: dt.datetime,
) -> Answered:
    """Whether these three belong together, at one of these moments; asking often is slowed down."""
    locks = [fingerprint.lock(municipality, reference, moment, typed) for moment in sent_at]
    with connection.cursor() as cursor:
        cursor.execute("SELECT notifications_try_proof(%s, %s, %s, %s)", [locks, _who(address), at, TRIES])
        return Answered(cursor.fetchone()[0])


def _of(salt: str, concern: Concern, stored: Stored) -> str:
    assert concern.received_at is not None, "it is sent"
    assert concern.filed_at is not None, "it is sent"
    answers = {question.value: typed.data for question, typed in stored.typed.items()}
    files = _files(concern.pk, concern.filed_at)
    return fingerprint.of(salt, concern.reference or "", concern.received_at, answers, files)


def _files(concern: uuid.UUID, sent_at: dt.datetime) -> list[str]:
    """Digests of the pages that were attached when it was sent; what is added later does not count."""
    pages = AttachmentPage.objects.filter(concern_id=concern, attachment__at__lte=sent_at)
    return [hashlib.sha256(bytes(one)).hexdigest() for one in pages.values_list("ciphertext", flat=True)]


def _who(address: str) -> str:
    """The address as a value of this hour's counting, and of nothing else."""
    key = f"proof {settings.SECRET_KEY}".encode()
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:32]
