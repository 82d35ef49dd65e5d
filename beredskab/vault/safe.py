"""Opening and sealing for people. Asks access first, writes the trail before it opens.

opened = safe.create(concern.id, filer=anna)          # a new data key, sealed to filer and recovery
blob = opened.encrypt("Q6", "Far slog mig")
safe.seal_to_team(opened, team)                        # at filing
opened = safe.open_for(concern.id, by=cia, at=now, purpose="handling")
opened.decrypt("Q6", blob)
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from beredskab.access.facts import Facts, facts_of
from beredskab.audit import trail
from beredskab.organisation.models import Staff, Team
from beredskab.prepared import prepared
from beredskab.vault import envelope, keys
from beredskab.vault.agent import wire
from beredskab.vault.holding import holds
from beredskab.vault.models import HolderKind, KeyHolder, SealedKey

TOO_MANY = "too many"  # the agent's word


class NotYours(Exception):
    """Nothing is sealed to this person or their teams, or an exclusion closes it."""


class TooMany(PermissionDenied):
    """One person has opened more in an hour than anybody does who works with them."""


@dataclass(frozen=True)
class Opened:
    """One subject's data key, held in memory for the length of a request."""

    subject: uuid.UUID
    _key: bytes

    def encrypt(self, field: str, text: str) -> bytes:
        """Ciphertext of one field; `field` is the name under which it is decrypted again."""
        return envelope.encrypt(self._key, self.subject, field, text)

    def decrypt(self, field: str, blob: bytes | memoryview) -> str:
        """Raises envelope.CannotOpen."""
        return envelope.decrypt(self._key, self.subject, field, bytes(blob))

    def encrypt_bytes(self, field: str, plain: bytes) -> bytes:
        """Ciphertext of bytes, such as a picture."""
        return envelope.encrypt_bytes(self._key, self.subject, field, plain)

    def decrypt_bytes(self, field: str, blob: bytes | memoryview) -> bytes:
        """Raises envelope.CannotOpen."""
        return envelope.decrypt_bytes(self._key, self.subject, field, bytes(blob))

    def sealed_to(self, holder: KeyHolder) -> SealedKey:
        """A row, not saved, that lets this holder open the subject."""
        return SealedKey(
            subject=self.subject,
            holder=holder,
            sealed=envelope.seal(self._key, bytes(holder.public_key)),
        )

    def __repr__(self) -> str:
        return f"Opened({self.subject})"  # never the key: this may reach a traceback


def create(subject: uuid.UUID, *, filer: Staff) -> Opened:
    """A new data key for a new draft, sealed to the filer and to the municipality's recovery key."""
    opened = Opened(subject, envelope.new_data_key())
    holders = (
        keys.holder_of(HolderKind.STAFF, filer.pk),
        keys.holder_of(HolderKind.RECOVERY, filer.municipality_id),
    )
    SealedKey.objects.bulk_create([opened.sealed_to(holder) for holder in holders])
    _made_by(filer)[subject] = opened
    return opened


def seal_to_team(opened: Opened, team: Team) -> None:
    """Let a team open it; sealing twice changes nothing."""
    row = opened.sealed_to(keys.holder_of(HolderKind.TEAM, team.pk))
    SealedKey.objects.bulk_create([row], ignore_conflicts=True)


def seal_to_rest(opened: Opened, team: Team) -> KeyHolder:
    """Let a team open it without the people who are kept out of it: by a key that is not the team's own.

    Each call makes a new key; taking the old ones away is the caller's, whom the database lets do so.
    """
    rest = keys.rest_of(team.pk)
    opened.sealed_to(rest).save(force_insert=True)
    return rest


def open_for(subject: uuid.UUID, *, by: Staff, at: dt.datetime, purpose: str = "") -> Opened:
    """Open a subject for a person; the trace is written first. Raises NotYours, keys.KeyMissing."""
    facts = facts_of(by)
    if subject in facts.excluded:
        raise NotYours(str(subject))
    if keys.has_agent():
        return _ask_agent(subject, by=by, at=at, purpose=purpose)
    for row in _keys_of(subject):
        if _holds(row.holder, subject, by, facts):
            trail.record(by.pk, "concern.read", subject, at=at, purpose=purpose)
            return Opened(subject, envelope.unseal(bytes(row.sealed), keys.private_key(row.holder)))
    raise NotYours(str(subject))


@prepared
def _keys_of(subject: uuid.UUID) -> QuerySet[SealedKey]:
    return SealedKey.objects.filter(subject=subject).select_related("holder")


def _ask_agent(subject: uuid.UUID, *, by: Staff, at: dt.datetime, purpose: str) -> Opened:
    """The agent looks at the grants and exclusions by itself and writes the trace before it opens.

    It sees what is committed. What this very request made, and has the key of, it need not be asked for.
    """
    if (fresh := _made_by(by).get(subject)) is not None:
        trail.record(by.pk, "concern.read", subject, at=at, purpose=purpose)
        return fresh
    try:
        answer = keys.ask_agent("open", subject=str(subject), actor=by.pk, purpose=purpose)
    except keys.AgentRefuses as reason:
        if str(reason) == TOO_MANY:
            raise TooMany from reason
        raise NotYours(str(subject)) from reason
    return Opened(subject, wire.unpacked(answer["key"]))


def _made_by(staff: Staff) -> dict[uuid.UUID, Opened]:
    """What was made in this request; the person's object lives for one, as their facts do."""
    kept: dict[uuid.UUID, Opened] = staff.__dict__.setdefault("_made_in_this_request", {})
    return kept


def seal_message_to(staff_id: int, text: bytes) -> bytes:
    """Seal bytes for one person without being able to read them back (a post that came after log-off)."""
    return envelope.seal(text, bytes(keys.holder_of(HolderKind.STAFF, staff_id).public_key))


def open_message(sealed: bytes | memoryview, *, by: Staff) -> bytes:
    """What was sealed to this person. Raises envelope.CannotOpen."""
    if keys.has_agent():
        return wire.unpacked(
            keys.ask_agent("message", actor=by.pk, sealed=wire.packed(bytes(sealed)))["text"]
        )
    return envelope.unseal(bytes(sealed), keys.private_key(keys.holder_of(HolderKind.STAFF, by.pk)))


def open_to_index(subject: uuid.UUID) -> Opened:
    """Open a subject with any key that is here, for a machine's work that nobody reads.

    Run by whoever owns the keys, as `owner`. Raises keys.KeyMissing, envelope.CannotOpen.
    """
    missing = keys.KeyMissing(str(subject))
    for row in _keys_of(subject):
        try:
            return Opened(subject, envelope.unseal(bytes(row.sealed), keys.private_key(row.holder)))
        except keys.KeyMissing as fault:
            missing = fault
    raise missing


def rotate_team(team: Team, *, using: str) -> int:
    """New keys for a team, everything sealed anew; returns how many. Run as `owner`, which sees all rows."""
    kinds = (HolderKind.TEAM, HolderKind.REST)
    in_use = KeyHolder.objects.using(using).filter(kind__in=kinds, ref=team.pk, retired_at__isnull=True)
    return sum(_renew(old, using=using) for old in list(in_use))


def _renew(old: KeyHolder, *, using: str) -> int:
    private = keys.private_key(old)
    new = keys.renew(old)
    rows = list(SealedKey.objects.using(using).filter(holder=old))
    for row in rows:
        row.sealed = envelope.seal(envelope.unseal(bytes(row.sealed), private), bytes(new.public_key))
        row.holder = new
    SealedKey.objects.using(using).bulk_update(rows, ["sealed", "holder"], batch_size=500)
    return len(rows)


def _holds(holder: KeyHolder, subject: uuid.UUID, by: Staff, facts: Facts) -> bool:
    return holds(holder.kind, holder.ref, subject=subject, actor=by.pk, teams=facts.teams, named=facts.named)
