"""New keys when somebody has left a closed team, and moving what was sealed to the old ones. Rule A-63.

Done by a member who has just unlocked: nobody else can. Until then who has left is kept out by access, as
everywhere; what they have of the key opens nothing without the portal's database and their own passphrase.
"""

import datetime as dt
from functools import partial

from django.db import connection, transaction

from beredskab.access import grants
from beredskab.access.acting import act
from beredskab.access.facts import facts_of
from beredskab.audit import trail
from beredskab.organisation.models import Staff, Team
from beredskab.vault.models import Custody, HolderKind, KeyHolder, KeyShare
from beredskab.vault.sealed import room, tickets
from beredskab.vault.sealed.team import holder_in_use, is_sealed, subjects_of, take_the_place

KINDS = (HolderKind.TEAM, HolderKind.REST)


@act
def tidy(*, by: Staff, at: dt.datetime) -> int:
    """What waits for somebody who is unlocked, in each of their closed teams; how many were sealed anew."""
    moved = 0
    teams = Team.objects.filter(pk__in=facts_of(by).teams, kind=Team.Kind.CLOSED).order_by("pk")
    for team in teams.select_for_update(of=("self",)):
        holder = holder_in_use(team.pk)
        if holder is not None and is_sealed(holder):
            _renew_after_leavers(team, by=by, at=at)
            moved += _move_all(team, by=by, at=at)
    return moved


def _renew_after_leavers(team: Team, *, by: Staff, at: dt.datetime) -> None:
    """Every key of which somebody has a share who is of the team no longer gets a successor without them."""
    people = set(grants.holders("handle_concerns", team).values_list("pk", flat=True))
    shares = KeyShare.objects.select_related("member_key", "holder").filter(
        holder__ref=team.pk, holder__kind__in=KINDS, holder__retired_at__isnull=True
    )
    of_holder: dict[KeyHolder, list[KeyShare]] = {}
    for one in shares:
        of_holder.setdefault(one.holder, []).append(one)
    for holder, mine in of_holder.items():
        staying = [one.member_key for one in mine if one.member_key.ref in people]
        if len(staying) == len(mine) or by.pk not in {one.ref for one in staying}:
            continue
        made = take_the_place(holder, staying)
        trail.record(by.pk, "sealed.key_renewed", made.pk, at=at, team=team.pk, members=len(staying))


def _move_all(team: Team, *, by: Staff, at: dt.datetime) -> int:
    retired = KeyHolder.objects.filter(kind__in=KINDS, ref=team.pk, retired_at__isnull=False)
    moved = 0
    for old in list(retired.order_by("made_at")):
        new = _successor(old)
        if new is not None:
            moved += _move(old, new, by=by, at=at)
    return moved


def _successor(old: KeyHolder) -> KeyHolder | None:
    """The key in use that took its place, however many there were between."""
    if old.kind == HolderKind.TEAM:
        return holder_in_use(old.ref)
    found: KeyHolder | None = old
    while found is not None and found.retired_at is not None:
        found = KeyHolder.objects.filter(follows=found.pk).first()
    return found


def _move(old: KeyHolder, new: KeyHolder, *, by: Staff, at: dt.datetime) -> int:
    rows = subjects_of(old)
    if rows:
        sealed = _sealed_anew(old, new, [one for _subject, one in rows], by=by, at=at)
        if sealed is None:
            return 0
        with connection.cursor() as cursor:
            subjects = [subject for subject, _old in rows]
            cursor.execute("SELECT vault_move(%s, %s, %s, %s)", [old.pk, new.pk, subjects, sealed])
        trail.record(by.pk, "sealed.moved", new.pk, at=at, sealed=len(rows))
    if old.custody == Custody.MACHINE:
        transaction.on_commit(partial(room.forget_machine_key, old.pk, by.pk), robust=True)
    else:
        KeyShare.objects.filter(holder=old).delete()
    return len(rows)


def _sealed_anew(
    old: KeyHolder, new: KeyHolder, rows: list[bytes], *, by: Staff, at: dt.datetime
) -> list[bytes] | None:
    """None where the old key is not this member's to open."""
    if old.custody == Custody.MACHINE:
        return room.seal_from_machine(old.pk, new.pk, bytes(new.public_key), by.pk, rows)
    try:
        brought, share = tickets.brought_and_share(old, by=by, at=at)
    except tickets.Locked:
        return None
    return room.seal_anew(brought, share, rows, bytes(new.public_key))
