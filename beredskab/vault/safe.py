"""Opening and sealing for people. Asks access first, writes the trail before it opens.

opened = safe.create(concern.id, filer=anna)          # a new data key, sealed to filer and recovery
blob = opened.encrypt("Q6", "Far slog mig")
safe.seal_to_team(opened, team)                        # at filing
opened = safe.open_for(concern.id, by=cia, at=now, purpose="handling")
opened.decrypt("Q6", blob)
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from beredskab.access.facts import Facts, facts_of
from beredskab.audit import trail
from beredskab.organisation.models import Staff, Team
from beredskab.prepared import prepared
from beredskab.vault import envelope, keys
from beredskab.vault.agent import wire
from beredskab.vault.holding import holds
from beredskab.vault.models import Custody, HolderKind, KeyHolder, SealedKey
from beredskab.vault.sealed import team as closed_team
from beredskab.vault.sealed import tickets
from beredskab.vault.sealed.tickets import Locked, NotShared

__all__ = ["Locked", "NotShared", "NotYours", "Opened", "TooMany"]

TOO_MANY, LOCKED = "too many", "locked"  # the agent's words


class NotYours(Exception):
    """Nothing is sealed to this person or their teams, or an exclusion closes it."""


class TooMany(PermissionDenied):
    """One person has opened more in an hour than anybody does who works with them."""


@dataclass(frozen=True)
class Opened:
    """One subject's data key, held in memory for the length of a request.

    `is_part`: only what filer and team say to each other opens with it, as who filed to a closed team has it.
    """

    subject: uuid.UUID
    _key: bytes
    is_part: bool = False

    @cached_property
    def shared(self) -> "Opened":
        """The part that filer and team both have: whoever has the whole has it, and never the other way."""
        return self if self.is_part else Opened(self.subject, envelope.part_of(self._key), is_part=True)

    def decrypt_shared(self, field: str, blob: bytes | memoryview) -> str:
        """What was said between filer and team, also before there were parts. Raises envelope.CannotOpen."""
        try:
            return self.shared.decrypt(field, blob)
        except envelope.CannotOpen:
            return self.decrypt(field, blob)

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
        told = envelope.PART + self._key if self.is_part else self._key
        return SealedKey(
            subject=self.subject, holder=holder, sealed=envelope.seal(told, bytes(holder.public_key))
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


def seal_to_team(opened: Opened, team: Team) -> KeyHolder:
    """Let a team open it; sealing twice changes nothing."""
    holder = keys.holder_of(HolderKind.TEAM, team.pk)
    SealedKey.objects.bulk_create([opened.sealed_to(holder)], ignore_conflicts=True)
    return holder


def seal_to_rest(opened: Opened, team: Team, hidden: Collection[int] = ()) -> KeyHolder:
    """Let a team open it without the people who are kept out of it: by a key that is not the team's own.

    Each call makes a new key; taking the old ones away is the caller's, whom the database lets do so.
    """
    own = closed_team.holder_in_use(team.pk) if team.kind == Team.Kind.CLOSED else None
    is_sealed = own is not None and closed_team.is_sealed(own)
    rest = closed_team.new_rest(team, hidden) if is_sealed else keys.rest_of(team.pk)
    opened.sealed_to(rest).save(force_insert=True)
    return rest


def leave_a_part(opened: Opened, filer: Staff) -> None:
    """Who filed keeps what is said between them and the team, and nothing of what they sent (rule A-62)."""
    holder = keys.holder_of(HolderKind.STAFF, filer.pk)
    SealedKey.objects.filter(subject=opened.subject, holder=holder).delete()
    opened.shared.sealed_to(holder).save(force_insert=True)


def open_for(
    subject: uuid.UUID, *, by: Staff, at: dt.datetime, purpose: str = "", own: bool = False
) -> Opened:
    """Open a subject for a person; the trace is written first.

    `own`: as the one who filed it, with their own key; else with their team's where it is sealed to that.
    Raises NotYours, keys.KeyMissing, Locked, NotShared.
    """
    facts = facts_of(by)
    if subject in facts.excluded:
        raise NotYours(str(subject))
    if keys.has_agent():
        return _ask_agent(subject, by=by, at=at, purpose=purpose, own=own)
    rows = [row for row in _keys_of(subject) if _holds(row.holder, subject, by, facts)]
    if not rows:
        raise NotYours(str(subject))
    chosen = min(rows, key=lambda row: (row.holder.kind == HolderKind.STAFF) != own)
    return _opened(subject, chosen, by=by, at=at, purpose=purpose)


def lies_with_members(subject: uuid.UUID) -> bool:
    """Whether a member of a closed team has to have unlocked for it: nothing happens in their absence."""
    return any(closed_team.is_sealed(row.holder) for row in _keys_of(subject))


def _opened(subject: uuid.UUID, row: SealedKey, *, by: Staff, at: dt.datetime, purpose: str) -> Opened:
    """The trace stands before the key is used: no log, no key. What is locked was not read."""
    if closed_team.is_sealed(row.holder):
        key = tickets.open_sealed(row.holder, bytes(row.sealed), by=by, at=at)
        trail.record(by.pk, "concern.read", subject, at=at, purpose=purpose)
        return _of(subject, key)
    trail.record(by.pk, "concern.read", subject, at=at, purpose=purpose)
    return _of(subject, envelope.unseal(bytes(row.sealed), keys.private_key(row.holder)))


def _of(subject: uuid.UUID, key: bytes) -> Opened:
    """A whole key, or the part of a filer, which says so itself."""
    if len(key) > envelope.KEY_BYTES:
        return Opened(subject, key.removeprefix(envelope.PART), is_part=True)
    return Opened(subject, key)


@prepared
def _keys_of(subject: uuid.UUID) -> QuerySet[SealedKey]:
    return SealedKey.objects.filter(subject=subject).select_related("holder")


def _ask_agent(subject: uuid.UUID, *, by: Staff, at: dt.datetime, purpose: str, own: bool) -> Opened:
    """The agent looks at the grants and exclusions by itself and writes the trace before it opens.

    It sees what is committed. What this very request made, and has the key of, it need not be asked for.
    """
    if (fresh := _made_by(by).get(subject)) is not None:
        trail.record(by.pk, "concern.read", subject, at=at, purpose=purpose)
        return fresh
    words: dict[str, object] = {"subject": str(subject), "actor": by.pk, "purpose": purpose, "own": own}
    if (held := tickets.held_by(by)) is not None:
        words |= {"ticket": str(held.ticket), "secret": wire.packed(held.secret), "session": held.session}
    try:
        answer = keys.ask_agent("open", **words)
    except keys.AgentRefuses as reason:
        if str(reason) == TOO_MANY:
            raise TooMany from reason
        if str(reason) == LOCKED:
            raise tickets.why_not([row.holder_id for row in _keys_of(subject)], by=by, at=at) from reason
        raise NotYours(str(subject)) from reason
    return _of(subject, wire.unpacked(answer["key"]))


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
            found = _of(subject, envelope.unseal(bytes(row.sealed), keys.private_key(row.holder)))
        except keys.KeyMissing as fault:
            missing = fault
        else:
            if not found.is_part:
                return found
    raise missing


class IsSealed(LookupError):
    """The key of a closed team is with its members: they get a new one when one of them unlocks."""


def rotate_team(team: Team, *, using: str) -> int:
    """New keys for a team, everything sealed anew; returns how many. Run as `owner`, which sees all rows.

    Raises IsSealed, keys.KeyMissing.
    """
    in_members_hands = KeyHolder.objects.using(using).filter(custody=Custody.MEMBERS, retired_at__isnull=True)
    if in_members_hands.filter(kind=HolderKind.TEAM, ref=team.pk).exists():
        raise IsSealed(f"the key of {team.slug} is with its members, who renew it by unlocking")
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
