"""A closed team's key: sealing the team, letting somebody in, and the rest of a team. Rules A-60 and A-61."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Now

from beredskab.access import grants, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff, Team
from beredskab.vault import keys
from beredskab.vault.models import Custody, HolderKind, KeyHolder, KeyShare, MemberKey
from beredskab.vault.sealed import room, tickets

#: Fewer can be lost in one holiday.
FEWEST = 2


class TooFew(Exception):
    """Not enough members have chosen a passphrase yet."""


@dataclass(frozen=True)
class Member:
    """Somebody of a closed team. `has_share`: they can unlock; `key` alone: they wait to be let in."""

    person: Staff
    key: MemberKey | None
    has_share: bool

    @property
    def waits(self) -> bool:
        """Has chosen a passphrase and is not let in yet."""
        return self.key is not None and not self.has_share


@dataclass(frozen=True)
class Standing:
    """How a closed team stands."""

    team: Team
    holder: KeyHolder | None
    members: tuple[Member, ...]

    @property
    def is_sealed(self) -> bool:
        """Whether the key is with the members alone."""
        return self.holder is not None and is_sealed(self.holder)

    @property
    def with_key(self) -> int:
        """How many can unlock, or could when the team is sealed."""
        if self.is_sealed:
            return sum(one.has_share for one in self.members)
        return sum(one.key is not None for one in self.members)


def is_sealed(holder: KeyHolder) -> bool:
    """Whether its private half is with the members of the team alone."""
    return holder.custody == Custody.MEMBERS


def holder_in_use(team: int) -> KeyHolder | None:
    """The key that a team has now; none is made."""
    return KeyHolder.objects.filter(kind=HolderKind.TEAM, ref=team, retired_at__isnull=True).first()


def has_sealed_one(municipality: Municipality) -> bool:
    """Whether a closed team of theirs is sealed; one statement."""
    teams = Team.objects.filter(municipality=municipality, kind=Team.Kind.CLOSED).values("pk")
    in_use = KeyHolder.objects.filter(kind=HolderKind.TEAM, ref__in=teams, retired_at__isnull=True)
    return in_use.filter(custody=Custody.MEMBERS).exists()


def with_key_of(municipality: Municipality) -> list[int | None]:
    """For each closed team how many can unlock it, None for one that is not sealed; one statement."""
    closed = Team.objects.filter(municipality=municipality, kind=Team.Kind.CLOSED)
    in_use = KeyHolder.objects.filter(kind=HolderKind.TEAM, ref=OuterRef("pk"), retired_at__isnull=True)
    sealed = in_use.filter(custody=Custody.MEMBERS).annotate(count=Count("shares"))
    return list(closed.annotate(count=Subquery(sealed.values("count")[:1])).values_list("count", flat=True))


def standing(team: Team) -> Standing:
    """Who of the team has a passphrase and who can unlock; four statements."""
    holder = holder_in_use(team.pk)
    people = list(grants.holders("handle_concerns", team).order_by("name"))
    in_use = MemberKey.objects.filter(ref__in=[one.pk for one in people], retired_at__isnull=True)
    found = {one.ref: one for one in in_use}
    shares = KeyShare.objects.filter(holder=holder) if holder else KeyShare.objects.none()
    shared = set(shares.values_list("member_key", flat=True))
    return Standing(team, holder, tuple(_member(one, found.get(one.pk), shared) for one in people))


@act
def seal(team: Team, *, by: Staff, at: dt.datetime) -> KeyHolder:
    """From now on the team's key is with its members alone. Raises TooFew; sealing twice changes nothing.

    What was sealed before is moved when a member unlocks (moving.tidy): only then is it sealed too.
    """
    guard.require(by, Act.HANDLE_CONCERN, team)
    if team.kind != Team.Kind.CLOSED:
        raise guard.Forbidden("only a closed team is sealed")
    old = KeyHolder.objects.select_for_update().get(pk=keys.holder_of(HolderKind.TEAM, team.pk).pk)
    if is_sealed(old):
        return old
    ready = [one for one in standing(team).members if one.key is not None]
    if len(ready) < FEWEST:
        raise TooFew
    made = take_the_place(old, [one.key for one in ready if one.key])
    for rest in KeyHolder.objects.filter(kind=HolderKind.REST, ref=team.pk, retired_at__isnull=True):
        hidden = _kept_out_of(rest, [one.person for one in ready])
        take_the_place(rest, [one.key for one in ready if one.key and one.person.pk not in hidden])
    trail.record(by.pk, "sealed.team_sealed", made.pk, at=at, team=team.pk, members=len(ready))
    return made


@act
def let_in(team: Team, member: MemberKey, *, by: Staff, at: dt.datetime) -> bool:
    """A member who is unlocked lets another one in. False when they are in, or are no member.

    Raises tickets.Locked, tickets.NotShared, Forbidden.
    """
    guard.require(by, Act.HANDLE_CONCERN, team)
    wanted = {one.key.pk: one for one in standing(team).members if one.key and one.waits}
    holder = holder_in_use(team.pk)
    if holder is None or not is_sealed(holder) or member.pk not in wanted or member.ref == by.pk:
        return False
    person = wanted[member.pk].person
    brought, own = tickets.brought_and_share(holder, by=by, at=at)
    _share(holder, member, room.share(brought, own, bytes(member.public_key)))
    for rest in KeyHolder.objects.filter(kind=HolderKind.REST, ref=team.pk, custody=Custody.MEMBERS):
        if person.pk in _kept_out_of(rest, [person]):
            continue
        try:
            brought, own = tickets.brought_and_share(rest, by=by, at=at)
        except tickets.NotShared:
            continue  # of what the one who lets in is kept out of
        _share(rest, member, room.share(brought, own, bytes(member.public_key)))
    trail.record(by.pk, "sealed.member_let_in", holder.pk, at=at, team=team.pk, member=member.ref)
    return True


def new_rest(team: Team, hidden: Collection[int]) -> KeyHolder:
    """A key for a closed team without these people; nothing needs to be unlocked to make it."""
    chosen = [one for one in standing(team).members if one.has_share and one.person.pk not in hidden]
    return _make(HolderKind.REST, team.pk, 1, [one.key for one in chosen if one.key], follows=None)


def for_who_has_a_passphrase(old: KeyHolder) -> KeyHolder:
    """A successor for every member who has a passphrase now and is not kept out. At a terminal, as `owner`.

    Raises TooFew when nobody has one.
    """
    team = Team.objects.get(pk=old.ref)
    ready = [one for one in standing(team).members if one.key is not None]
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM vault_sealedkey WHERE holder_id = %s", [old.pk])
        subjects = {uuid.UUID(str(subject)) for (subject,) in cursor.fetchall()}
    is_rest = old.kind == HolderKind.REST
    to = [one.key for one in ready if one.key and not (is_rest and facts_of(one.person).excluded & subjects)]
    if not ready:
        raise TooFew
    return take_the_place(old, to)


def take_the_place(old: KeyHolder, to: Iterable[MemberKey]) -> KeyHolder:
    """A new key instead of an old one, with these members alone. Sealing anew is the caller's."""
    KeyHolder.objects.filter(pk=old.pk).update(retired_at=Now())
    return _make(HolderKind(old.kind), old.ref, old.version + 1, list(to), follows=old.pk)


def subjects_of(holder: KeyHolder) -> list[tuple[uuid.UUID, bytes]]:
    """Everything sealed to a key of one's own team, seen or not: ids and sealed bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, sealed FROM vault_rows_of(%s)", [holder.pk])
        return [(uuid.UUID(str(subject)), bytes(sealed)) for subject, sealed in cursor.fetchall()]


def _kept_out_of(rest: KeyHolder, people: Iterable[Staff]) -> set[int]:
    """Who of these is kept out of what a rest's key is for."""
    subjects = {subject for subject, _sealed in subjects_of(rest)}
    return {one.pk for one in people if facts_of(one).excluded & subjects}


def _make(
    kind: HolderKind, ref: int, version: int, to: list[MemberKey], *, follows: uuid.UUID | None
) -> KeyHolder:
    public, shares = room.new_team([bytes(one.public_key) for one in to])
    made = KeyHolder(kind=kind, ref=ref, version=version, public_key=public, custody=Custody.MEMBERS)
    made.follows = follows
    made.save(force_insert=True)
    rows = [
        KeyShare(holder=made, member_key=one, sealed=share) for one, share in zip(to, shares, strict=True)
    ]
    KeyShare.objects.bulk_create(rows)
    return made


def _share(holder: KeyHolder, member: MemberKey, sealed: bytes) -> None:
    row = KeyShare(holder=holder, member_key=member, sealed=sealed)
    KeyShare.objects.bulk_create([row], ignore_conflicts=True)


def _member(person: Staff, key: MemberKey | None, shared: set[uuid.UUID]) -> Member:
    return Member(person, key, key is not None and key.pk in shared)
