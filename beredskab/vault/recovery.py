"""The municipality's recovery key: put on paper in three shares, and used when keys are lost.

Both are done at a terminal by the user who owns the keys, as the database role `owner`. What is recovered is
recovered with a new key for each holder: the lost one may be in somebody's hands.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff, Team
from beredskab.vault import envelope, keyfiles, keys, shares
from beredskab.vault.agent import safe_room
from beredskab.vault.models import Custody, HolderKind, KeyHolder, OwnKeyCopy, SealedKey
from beredskab.vault.sealed import team as closed_team

BATCH = 500
#: The portal's own keys, which recovery brings back as well: else nobody could sign in with a second step.
OWN = (safe_room.BLIND, safe_room.ANCHOR, safe_room.SEALED, "providers", "second-factor", "webhooks")


class WrongShares(Exception):
    """Two shares that fit each other and not this municipality's key, such as those of an older one."""


@dataclass
class Recovered:
    """What recovery brought back, in counts. `unreadable`: subjects that nothing here opens."""

    keys: int = 0
    subjects: int = 0
    own_keys: int = 0
    unreadable: list[uuid.UUID] = field(default_factory=list)


def put_on_paper(
    municipality: Municipality,
    *,
    old_shares: Sequence[str] = (),
    using: str,
    at: dt.datetime,
    change: str = "",
) -> tuple[KeyHolder, tuple[str, ...]]:
    """A new recovery key that exists in three shares alone; everything is sealed to it, not to the old one.

    `old_shares`: two of them, when the key in use is on paper already. Raises keys.KeyMissing, WrongShares,
    shares.NotAShare. The caller prints the shares, and calls `forget` when that worked.
    """
    old = keys.holder_of(HolderKind.RECOVERY, municipality.pk)
    private = private_of(old, old_shares)
    new_private, public = envelope.new_pair()
    three = shares.split(new_private)
    _prove(three, new_private)
    with transaction.atomic(using=using):
        KeyHolder.objects.using(using).filter(pk=old.pk).update(retired_at=Now())
        new = KeyHolder(kind=HolderKind.RECOVERY, ref=municipality.pk, version=old.version + 1)
        new.public_key, new.custody = public, Custody.SHARES
        new.save(force_insert=True, using=using)
        count = _seal_anew(old, private, new, using=using)
        _copy_own_keys(new, using=using)
        trail.record(
            None, "keys.shared", str(new.pk), at=at, sealed=count, version=new.version, change=change
        )
    return new, three


def is_on_paper(municipality: int) -> bool:
    """Whether the recovery key is on its three sheets: else the machine has a key that opens everything."""
    in_use = KeyHolder.objects.filter(kind=HolderKind.RECOVERY, ref=municipality, retired_at__isnull=True)
    return in_use.filter(custody=Custody.SHARES).exists()


def forget(municipality: Municipality, *, using: str) -> int:
    """Delete the private halves of retired recovery keys from this machine; how many were there."""
    retired = KeyHolder.objects.using(using).filter(
        kind=HolderKind.RECOVERY, ref=municipality.pk, retired_at__isnull=False
    )
    paths = [keyfiles.path_of(keys.folder(), pk) for pk in retired.values_list("pk", flat=True)]
    found = [path for path in paths if path.exists()]
    for path in found:
        path.unlink()
    return len(found)


def private_of(holder: KeyHolder, two: Sequence[str]) -> bytes:
    """The private key: of the folder, or of two shares. Raises KeyMissing, WrongShares, NotAShare."""
    if holder.custody == Custody.MACHINE and not two:
        return keys.private_key(holder)
    private = shares.join(two)
    if envelope.public_of(private) != bytes(holder.public_key):
        raise WrongShares
    return private


def recover(
    municipality: Municipality, two: Sequence[str], *, using: str, at: dt.datetime, sealed: Team | None = None
) -> Recovered:
    """Bring back what was lost with the key folder. Raises WrongShares, shares.NotAShare.

    `sealed`: a closed team of which no member can unlock any more; it gets a new key for every member who
    has a passphrase now, also for those who wait to be let in. Raises closed_team.TooFew when nobody has.
    """
    holder = keys.holder_of(HolderKind.RECOVERY, municipality.pk)
    private = private_of(holder, two)
    done = Recovered()
    with transaction.atomic(using=using):
        for lost in list(_lost_of(municipality, using)):
            _bring_back(lost, keys.renew(lost), holder, private, done, using=using)
        if sealed is not None:
            for lost in list(_of_closed_team(sealed, using)):
                _bring_back(
                    lost, closed_team.for_who_has_a_passphrase(lost), holder, private, done, using=using
                )
        done.own_keys = _restore_own_keys(holder, private, using=using)
        trail.record(
            None,
            "keys.recovered",
            str(holder.pk),
            at=at,
            keys=done.keys,
            subjects=done.subjects,
            unreadable=len(done.unreadable),
        )
    return done


def readable_with(holder: KeyHolder, private: bytes, *, using: str) -> Iterator[tuple[uuid.UUID, bytes]]:
    """Every subject that the recovery key opens, with its data key. Raises envelope.CannotOpen."""
    rows = SealedKey.objects.using(using).filter(holder=holder)
    for subject, sealed in rows.values_list("subject", "sealed").iterator(BATCH):
        yield subject, envelope.unseal(bytes(sealed), private)


def _prove(three: Sequence[str], private: bytes) -> None:
    """Every two of them give the key back, before anything depends on it."""
    for pair in ((0, 1), (0, 2), (1, 2)):
        if shares.join([three[number] for number in pair]) != private:
            raise shares.NotAShare("the shares do not give the key back")


def _seal_anew(old: KeyHolder, private: bytes, new: KeyHolder, *, using: str) -> int:
    rows = SealedKey.objects.using(using).filter(holder=old)
    count = 0
    for batch in _in_batches(rows.values_list("pk", flat=True)):
        found = list(rows.filter(pk__in=batch))
        for row in found:
            row.sealed = envelope.seal(envelope.unseal(bytes(row.sealed), private), bytes(new.public_key))
            row.holder = new
        SealedKey.objects.using(using).bulk_update(found, ["sealed", "holder"])
        count += len(found)
    return count


def _copy_own_keys(holder: KeyHolder, *, using: str) -> None:
    copies = [
        OwnKeyCopy(
            holder=holder,
            name=name,
            sealed=envelope.seal(keyfiles.own(keys.folder(), name), bytes(holder.public_key)),
        )
        for name in OWN
    ]
    OwnKeyCopy.objects.using(using).bulk_create(copies)


def _restore_own_keys(holder: KeyHolder, private: bytes, *, using: str) -> int:
    count = 0
    for copy in OwnKeyCopy.objects.using(using).filter(holder=holder):
        path = keys.folder() / f"{copy.name}.key"
        if not path.exists():
            keyfiles.write(path, envelope.unseal(bytes(copy.sealed), private))
            count += 1
    return count


def _lost_of(municipality: Municipality, using: str) -> Iterator[KeyHolder]:
    """The keys in use of the municipality's people and teams whose private half is not here."""
    teams = Team.objects.using(using).filter(municipality=municipality).values("pk")
    people = Staff.objects.using(using).filter(municipality=municipality).values("pk")
    ours = Q(kind__in=(HolderKind.TEAM, HolderKind.REST), ref__in=teams)
    ours |= Q(kind=HolderKind.STAFF, ref__in=people)
    here = {path.stem for path in keys.folder().glob("*.key")}
    in_use = KeyHolder.objects.using(using).filter(ours, retired_at__isnull=True)
    for holder in in_use.exclude(custody=Custody.MEMBERS):  # those are nowhere here, and not lost
        if str(holder.pk) not in here:
            yield holder


def _of_closed_team(team: Team, using: str) -> QuerySet[KeyHolder]:
    kinds = (HolderKind.TEAM, HolderKind.REST)
    ours = KeyHolder.objects.using(using).filter(kind__in=kinds, ref=team.pk, retired_at__isnull=True)
    return ours.filter(custody=Custody.MEMBERS)


def _bring_back(
    lost: KeyHolder, new: KeyHolder, recovery: KeyHolder, private: bytes, done: Recovered, *, using: str
) -> None:
    rows = SealedKey.objects.using(using).filter(holder=lost)
    for batch in _in_batches(rows.values_list("pk", flat=True)):
        found = list(rows.filter(pk__in=batch))
        copies = SealedKey.objects.using(using).filter(
            holder=recovery, subject__in=[row.subject for row in found]
        )
        sealed = {copy.subject: bytes(copy.sealed) for copy in copies}
        saved = [row for row in found if row.subject in sealed]
        for row in saved:
            data_key = envelope.unseal(sealed[row.subject], private)
            told = envelope.PART + envelope.part_of(data_key) if is_part(bytes(row.sealed)) else data_key
            row.sealed, row.holder = envelope.seal(told, bytes(new.public_key)), new
        SealedKey.objects.using(using).bulk_update(saved, ["sealed", "holder"])
        done.subjects += len(saved)
        done.unreadable += [row.subject for row in found if row.subject not in sealed]
    done.keys += 1


def is_part(sealed: bytes) -> bool:
    """Whether it is the part that a filer keeps, which is a letter longer than a whole key."""
    return len(sealed) > envelope.KEY_BYTES + envelope.SEAL_BYTES


def _in_batches(ids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """All of them, read once: what is sealed anew no longer answers the question it was found by."""
    everything = list(ids)
    for start in range(0, len(everything), BATCH):
        yield everything[start : start + BATCH]


def write_sheet(path: Path, text: str) -> None:
    """For its owner alone; never over another sheet."""
    keyfiles.write(path, text.encode())
