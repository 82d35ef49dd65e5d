"""A person's own keys for closed teams: choosing a passphrase, changing it, starting over when forgotten.

Nobody can look a passphrase up. Who has forgotten theirs chooses another, and a member who is unlocked lets
them in again; when nobody is left who can, two of the three recovery sheets do (ADR 22).
"""

import datetime as dt
import hashlib
import uuid

from beredskab.access.acting import act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.vault import envelope
from beredskab.vault.agent.sealed_room import Cost, Locked
from beredskab.vault.models import MemberKey
from beredskab.vault.sealed import room

TRIES, PAUSE = 5, dt.timedelta(minutes=5)
#: Of the mark that two people read to each other: four groups of four.
MARK_LETTERS, MARK_GROUP = 16, 4


class Paused(Exception):
    """Too many wrong tries by this person; looked at again in a few minutes. Nobody else is held up."""


def key_of(person: int) -> MemberKey | None:
    """A person's key in use; None for who has chosen no passphrase."""
    return MemberKey.objects.filter(ref=person, retired_at__isnull=True).first()


@act
def choose(passphrase: str, *, by: Staff, at: dt.datetime) -> MemberKey:
    """The first passphrase, or another one when it is forgotten: then a member has to let them in again."""
    old = MemberKey.objects.select_for_update().filter(ref=by.pk, retired_at__isnull=True)
    for one in old:
        one.shares.all().delete()
        one.tickets.all().delete()
    old.update(retired_at=at)
    made = MemberKey(id=uuid.uuid4(), ref=by.pk, made_at=at)
    _put_behind(made, room.new_member(made.pk, passphrase))
    made.save(force_insert=True)
    trail.record(by.pk, "sealed.passphrase_chosen", made.pk, at=at)
    return made


@act
def change(passphrase: str, new: str, *, by: Staff, at: dt.datetime) -> bool:
    """Another passphrase for the same keys; False when the old one is wrong, and counted. Raises Paused."""
    mine = being_tried(by, at)
    try:
        _put_behind(mine, room.change(mine.pk, locked(mine), passphrase, new))
    except envelope.CannotOpen:
        count_failure(mine, by=by, at=at)
        return False
    mine.failures = 0
    mine.save()
    mine.tickets.all().delete()
    trail.record(by.pk, "sealed.passphrase_changed", mine.pk, at=at)
    return True


def being_tried(person: Staff, at: dt.datetime) -> MemberKey:
    """The person's key, held while a passphrase is tried. Raises Paused, MemberKey.DoesNotExist."""
    mine = MemberKey.objects.select_for_update().get(ref=person.pk, retired_at__isnull=True)
    if mine.failures >= TRIES and mine.failed_at is not None and at - mine.failed_at < PAUSE:
        raise Paused
    return mine


def count_failure(mine: MemberKey, *, by: Staff, at: dt.datetime) -> None:
    """One more wrong try; those of a while ago are forgotten."""
    is_old = mine.failed_at is None or at - mine.failed_at >= PAUSE
    mine.failures, mine.failed_at = (1 if is_old else mine.failures + 1), at
    mine.save(update_fields=["failures", "failed_at"])
    trail.record(by.pk, "sealed.wrong_passphrase", mine.pk, at=at, tries=mine.failures)


def locked(one: MemberKey) -> Locked:
    """As the room of keys takes it."""
    cost = Cost(one.rounds, one.kibibytes, one.lanes)
    return Locked(bytes(one.public_key), bytes(one.sealed_private), bytes(one.salt), cost)


def mark_of(one: MemberKey) -> str:
    """What two people read to each other, so that nobody lets in a key that somebody else put there."""
    digest = hashlib.sha256(bytes(one.public_key)).hexdigest()[:MARK_LETTERS].upper()
    return " ".join(digest[n : n + MARK_GROUP] for n in range(0, MARK_LETTERS, MARK_GROUP))


def _put_behind(one: MemberKey, made: Locked) -> None:
    one.public_key, one.sealed_private, one.salt = made.public, made.sealed, made.salt
    one.rounds, one.kibibytes, one.lanes = made.cost.rounds, made.cost.kibibytes, made.cost.lanes
