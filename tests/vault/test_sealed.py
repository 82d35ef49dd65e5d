"""The key of a closed team lies behind its members' passphrases: while nobody has unlocked, nobody reads.

Cia and Ida are the closed team; Anna has told them something about whoever runs the portal.
"""

import datetime as dt
import itertools
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from beredskab.access import grants
from beredskab.access.acting import acting_as, as_role
from beredskab.access.models import Exclusion
from beredskab.administration.safekeeping import verifying
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.vault import envelope, keyfiles, recovery, safe
from beredskab.vault.agent import safe_room
from beredskab.vault.models import HolderKind, KeyHolder, KeyShare, MemberKey, SealedKey, Ticket
from beredskab.vault.sealed import members, moving, team, tickets
from tests.cast import Town
from tests.vault.members import key_of, sealed_holder

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
WORDS = "Det er ham, der passer maskinen"
PHRASES = {"Cia": "fire heste går over broen", "Ida": "en sang om regnen i april"}


@pytest.fixture
def closed(town: Town, cia: Staff, ida: Staff) -> Town:
    """Cia and Ida are of the closed team and have chosen passphrases; the team is not sealed yet."""
    for one in (cia, ida):
        grants.grant(one, "handle_concerns", town.closed)
        members.choose(phrase_of(one), by=one, at=MONDAY)
    return town


@pytest.fixture
def sealed(closed: Town, cia: Staff) -> Town:
    team.seal(closed.closed, by=cia, at=MONDAY)
    return closed


def phrase_of(person: Staff) -> str:
    return PHRASES[person.name.split()[0]]


def again(person: Staff) -> Staff:
    """As the next request has them."""
    return Staff.objects.get(pk=person.pk)


def unlocked(person: Staff, at: dt.datetime = MONDAY, phrase: str = "") -> Staff:
    """The person, in a browser that has just unlocked."""
    person = again(person)
    assert tickets.unlock(phrase or phrase_of(person), session_key="cia's", by=person, at=at)
    moving.tidy(by=person, at=at)
    return person


def filed(filer: Staff, town: Town) -> tuple[uuid.UUID, bytes]:
    subject = uuid.uuid4()
    with acting_as(filer):
        opened = safe.create(subject, filer=filer)
        holder = safe.seal_to_team(opened, town.closed)
        blob = opened.encrypt("Q6", WORDS)
        if team.is_sealed(holder):
            safe.leave_a_part(opened, filer)
        return subject, blob


def read(subject: uuid.UUID, blob: bytes, by: Staff, at: dt.datetime = MONDAY) -> str:
    with acting_as(by):
        return safe.open_for(subject, by=by, at=at, purpose="handling").decrypt("Q6", blob)


def outcome(subject: uuid.UUID, blob: bytes, by: Staff, at: dt.datetime = MONDAY) -> str:
    try:
        return "read" if read(subject, blob, by, at) == WORDS else "other"
    except (safe.Locked, safe.NotYours, envelope.CannotOpen) as refusal:
        return type(refusal).__name__


def verbs() -> list[str]:
    with as_role("auditor") as alias:
        rows = Entry.objects.using(alias).filter(verb__startswith="sealed.").order_by("at", "pk")
        return sorted(rows.values_list("verb", flat=True))


def test_a_closed_team_that_is_not_sealed_works_as_any_other(town: Town, anna: Staff, cia: Staff) -> None:
    grants.grant(cia, "handle_concerns", town.closed)
    assert outcome(*filed(anna, town), again(cia)) == "read"


def test_only_a_member_who_has_unlocked_reads(
    sealed: Town, anna: Staff, cia: Staff, ida: Staff, emil: Staff, gert: Staff
) -> None:
    subject, blob = filed(anna, sealed)
    assert [outcome(subject, blob, again(one)) for one in (cia, ida)] == ["Locked", "Locked"]
    assert outcome(subject, blob, unlocked(cia)) == "read"
    assert outcome(subject, blob, again(ida)) == "Locked"
    assert [outcome(subject, blob, again(one)) for one in (emil, gert)] == ["NotYours", "NotYours"]


def test_who_filed_keeps_the_conversation_and_not_what_they_sent(
    sealed: Town, anna: Staff, cia: Staff
) -> None:
    subject, blob = filed(anna, sealed)
    with acting_as(anna):
        mine = safe.open_for(subject, by=anna, at=MONDAY, purpose="conversation", own=True)
        said = mine.shared.encrypt("message", "Hvad sker der nu?")
        assert mine.is_part
        with pytest.raises(envelope.CannotOpen):
            mine.decrypt("Q6", blob)
    cia = unlocked(cia)
    with acting_as(cia):
        theirs = safe.open_for(subject, by=cia, at=MONDAY)
        assert theirs.decrypt_shared("message", said) == "Hvad sker der nu?"


def test_nothing_at_rest_opens_it_while_nobody_has_it_unlocked(
    sealed: Town, anna: Staff, cia: Staff, tmp_path: Path
) -> None:
    """Every key on the machine and every row of the database, tried against each other."""
    recovery_on_paper(sealed)
    subject, blob = filed(anna, sealed)
    assert opened_from_disk(subject, blob) == []
    unlocked(cia)
    assert opened_from_disk(subject, blob) == [], "the browser has the other half"
    assert (safe_room.SEALED + ".key") in {one.name for one in Path(settings.KEYS).iterdir()}


def test_the_trial_above_finds_what_lies_open(closed: Town, anna: Staff) -> None:
    recovery_on_paper(closed)
    subject, blob = filed(anna, closed)
    assert WORDS in opened_from_disk(subject, blob)


def recovery_on_paper(town: Town) -> None:
    with as_role("owner") as alias:
        recovery.put_on_paper(town.municipality, using=alias, at=MONDAY)
        recovery.forget(town.municipality, using=alias)


def opened_from_disk(subject: uuid.UUID, blob: bytes) -> list[str]:
    """What somebody reads who has the whole key folder and the whole database."""
    on_disk = [one.read_bytes() for one in Path(settings.KEYS).glob("*.key")]
    with as_role("owner") as alias:
        boxes = [bytes(one.sealed) for one in SealedKey.objects.using(alias).filter(subject=subject)]
        boxes += [bytes(one.sealed) for one in KeyShare.objects.using(alias)]
        hidden = [(one.pk, "member", bytes(one.sealed)) for one in Ticket.objects.using(alias)]
        hidden += [(one.pk, "private", bytes(one.sealed_private)) for one in MemberKey.objects.using(alias)]
    found = {one[:32] for one in on_disk if len(one) >= 32}
    size = 0
    while len(found) != size:
        size = len(found)
        for key, box in itertools.product(list(found), boxes):
            found |= _tried(lambda key=key, box=box: envelope.unseal(box, key))
        for key, (row, field, sealed) in itertools.product(list(found), hidden):
            found |= _tried(lambda k=key, r=row, f=field, s=sealed: envelope.decrypt_bytes(k, r, f, s))
    return [
        words
        for key in found
        for words in _tried(lambda key=key: envelope.decrypt_bytes(key, subject, "Q6", blob), most=None)
    ]


def _tried(open_it: object, most: int | None = 32) -> set:  # type: ignore[type-arg]  # keys or words
    try:
        made = open_it()  # type: ignore[operator]
    except envelope.CannotOpen:
        return set()
    return {made[-32:]} if most else {made.decode()}


def test_it_is_locked_again_after_a_quarter_of_an_hour_at_lock_now_and_in_another_session(
    sealed: Town, anna: Staff, cia: Staff
) -> None:
    subject, blob = filed(anna, sealed)
    cia = unlocked(cia)
    assert outcome(subject, blob, cia, MONDAY + 14 * MINUTE) == "read"
    assert outcome(subject, blob, cia, MONDAY + 15 * MINUTE) == "Locked"
    held = tickets.held_by(cia)
    assert held is not None
    elsewhere = again(cia)
    tickets.bring(elsewhere, tickets.read(held.as_cookie(), "another session"))
    assert outcome(subject, blob, elsewhere) == "Locked"
    tickets.bring(elsewhere, tickets.read(held.as_cookie(), "cia's"))
    assert outcome(subject, blob, elsewhere) == "read"
    tickets.lock(by=elsewhere, at=MONDAY)
    assert outcome(subject, blob, cia) == "Locked"
    assert not Ticket.objects.exists()


def test_who_leaves_the_team_reads_no_more_however_unlocked(sealed: Town, anna: Staff, cia: Staff) -> None:
    subject, blob = filed(anna, sealed)
    held = tickets.held_by(unlocked(cia))
    grants.revoke(cia, "handle_concerns", sealed.closed)
    cia = again(cia)
    tickets.bring(cia, held)
    assert outcome(subject, blob, cia) == "NotYours"


def test_five_wrong_tries_are_a_pause_for_that_person_alone(sealed: Town, cia: Staff, ida: Staff) -> None:
    def tried(person: Staff, phrase: str, minutes: int = 0) -> str:
        try:
            held = tickets.unlock(phrase, session_key="s", by=again(person), at=MONDAY + minutes * MINUTE)
        except members.Paused:
            return "pause"
        return "in" if held else "wrong"

    assert [tried(cia, "noget andet end det") for _ in range(5)] == ["wrong"] * 5
    assert tried(cia, PHRASES["Cia"]) == "pause"
    assert tried(ida, PHRASES["Ida"]) == "in"
    assert tried(cia, PHRASES["Cia"], 5) == "in"
    assert verbs().count("sealed.wrong_passphrase") == 5
    assert verbs().count("sealed.unlocked") == 2


def test_a_new_member_chooses_and_one_who_has_unlocked_lets_them_in(
    sealed: Town, anna: Staff, cia: Staff, ida: Staff, emil: Staff
) -> None:
    subject, blob = filed(anna, sealed)
    grants.grant(emil, "handle_concerns", sealed.closed)
    emil = again(emil)
    members.choose("emils helt egen lange sætning", by=emil, at=MONDAY)
    assert outcome(subject, blob, unlocked(emil, phrase="emils helt egen lange sætning")) == "NotShared"
    key = key_of(emil)
    with pytest.raises(safe.Locked):
        team.let_in(sealed.closed, key, by=again(cia), at=MONDAY)
    assert not team.let_in(sealed.closed, key, by=again(emil), at=MONDAY), "never oneself"
    assert team.let_in(sealed.closed, key, by=unlocked(cia), at=MONDAY)
    assert outcome(subject, blob, unlocked(emil, phrase="emils helt egen lange sætning")) == "read"
    assert "sealed.member_let_in" in verbs()


def test_somebody_elses_key_is_not_let_in(sealed: Town, cia: Staff, emil: Staff) -> None:
    stranger = members.choose("en fremmed person på vej forbi", by=emil, at=MONDAY)
    assert not team.let_in(sealed.closed, stranger, by=unlocked(cia), at=MONDAY)


def test_a_forgotten_passphrase_is_replaced_and_shared_again(
    sealed: Town, anna: Staff, cia: Staff, ida: Staff
) -> None:
    subject, blob = filed(anna, sealed)
    new = members.choose("en helt ny sætning om skibe", by=again(ida), at=MONDAY)
    late = unlocked(ida, phrase="en helt ny sætning om skibe")
    assert outcome(subject, blob, late) == "NotShared"
    assert team.let_in(sealed.closed, new, by=unlocked(cia), at=MONDAY)
    assert outcome(subject, blob, late) == "read"


def test_a_changed_passphrase_opens_and_the_old_one_does_not(sealed: Town, anna: Staff, cia: Staff) -> None:
    subject, blob = filed(anna, sealed)
    assert not members.change("forkert gæt om heste", "en ny om heste i vinden", by=again(cia), at=MONDAY)
    assert members.change(PHRASES["Cia"], "en ny om heste i vinden", by=again(cia), at=MONDAY)
    assert tickets.unlock(PHRASES["Cia"], session_key="s", by=again(cia), at=MONDAY) is None
    assert outcome(subject, blob, unlocked(cia, phrase="en ny om heste i vinden")) == "read"


def test_when_somebody_has_left_the_next_to_unlock_gives_the_team_a_new_key(
    sealed: Town, anna: Staff, cia: Staff, ida: Staff
) -> None:
    subject, blob = filed(anna, sealed)
    old = sealed_holder(sealed)
    grants.revoke(ida, "handle_concerns", sealed.closed)
    cia = unlocked(cia)
    new = sealed_holder(sealed)
    assert (new.pk != old.pk, new.follows) == (True, old.pk)
    assert list(new.shares.values_list("member_key__ref", flat=True)) == [cia.pk]
    assert not KeyShare.objects.filter(member_key__ref=ida.pk).exists()
    with as_role("owner") as alias:
        assert not SealedKey.objects.using(alias).filter(holder=old).exists()
    assert outcome(subject, blob, unlocked(cia)) == "read"


def test_what_came_before_the_team_was_sealed_is_moved_when_one_unlocks(
    closed: Town, anna: Staff, cia: Staff, django_capture_on_commit_callbacks: object
) -> None:
    subject, blob = filed(anna, closed)
    old = sealed_holder(closed)
    team.seal(closed.closed, by=cia, at=MONDAY)
    assert outcome(subject, blob, again(cia)) == "read", "not moved yet: as before"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        cia = unlocked(cia)
    assert outcome(subject, blob, again(cia)) == "Locked"
    assert outcome(subject, blob, cia) == "read"
    assert not keyfiles.path_of(Path(settings.KEYS), old.pk).exists()


def test_two_have_to_have_a_passphrase_before_a_team_is_sealed(town: Town, cia: Staff, ida: Staff) -> None:
    for one in (cia, ida):
        grants.grant(one, "handle_concerns", town.closed)
    members.choose(PHRASES["Cia"], by=cia, at=MONDAY)
    with pytest.raises(team.TooFew):
        team.seal(town.closed, by=again(cia), at=MONDAY)


def test_only_the_closed_team_is_sealed_and_only_by_its_own(closed: Town, cia: Staff, gert: Staff) -> None:
    for place, person in ((closed.reception, cia), (closed.closed, gert)):
        with pytest.raises(Exception, match=r"closed team|refused"):
            team.seal(place, by=again(person), at=MONDAY)


def test_a_member_who_is_kept_out_gets_no_key_to_it(
    sealed: Town, anna: Staff, cia: Staff, ida: Staff
) -> None:
    subject = uuid.uuid4()
    with acting_as(anna):
        opened = safe.create(subject, filer=anna)
        Exclusion.objects.bulk_create(
            [Exclusion(subject=subject, staff=ida, cause=Exclusion.Cause.SUSPECTED, since=MONDAY)]
        )
        rest = safe.seal_to_rest(opened, sealed.closed, {ida.pk})
        blob = opened.encrypt("Q6", WORDS)
        safe.leave_a_part(opened, anna)
    assert list(rest.shares.values_list("member_key__ref", flat=True)) == [cia.pk]
    assert outcome(subject, blob, unlocked(cia)) == "read"
    assert outcome(subject, blob, unlocked(ida)) == "NotYours"
    with as_role("owner") as alias:
        SealedKey.objects.using(alias).filter(holder=rest).delete()
    assert not KeyHolder.objects.filter(pk=rest.pk).exists(), "a rest goes with its last key, and its shares"


def test_a_terminal_renews_no_sealed_key(sealed: Town) -> None:
    with as_role("owner") as alias, pytest.raises(safe.IsSealed):
        safe.rotate_team(sealed.closed, using=alias)


def test_the_database_moves_sealed_keys_only_from_a_key_to_its_successor(
    sealed: Town, anna: Staff, cia: Staff, emil: Staff
) -> None:
    subject, _blob = filed(anna, sealed)
    holder = sealed_holder(sealed)
    with acting_as(again(emil)):
        assert team.subjects_of(holder) == []
    told = [holder.pk, holder.pk, [subject], [b"x"]]
    with pytest.raises(Exception, match="do not follow"), acting_as(again(cia)):
        connection.cursor().execute("SELECT vault_move(%s, %s, %s, %s)", told)


def test_recovery_leaves_what_is_with_the_members_alone(sealed: Town, anna: Staff, cia: Staff) -> None:
    subject, blob = filed(anna, sealed)
    with as_role("owner") as alias:
        done = recovery.recover(sealed.municipality, (), using=alias, at=MONDAY)
    assert (done.keys, done.unreadable) == (0, [])
    assert outcome(subject, blob, unlocked(cia)) == "read"
    assert sealed_holder(sealed).kind == HolderKind.TEAM


def test_when_all_have_forgotten_theirs_two_sheets_let_in_who_has_a_new_one(
    sealed: Town, anna: Staff, cia: Staff, ida: Staff
) -> None:
    subject, blob = filed(anna, sealed)
    for one in (cia, ida):
        members.choose(PHRASES["Ida"], by=again(one), at=MONDAY)
    late = unlocked(cia, phrase=PHRASES["Ida"])
    assert outcome(subject, blob, late) == "NotShared"
    with as_role("owner") as alias:
        done = recovery.recover(sealed.municipality, (), using=alias, at=MONDAY, sealed=sealed.closed)
    assert (done.keys, done.subjects, done.unreadable) == (1, 1, [])
    assert outcome(subject, blob, late) == "read"
    assert not keyfiles.path_of(Path(settings.KEYS), sealed_holder(sealed).pk).exists()


def test_recovery_gives_who_filed_their_part_back_and_no_more(sealed: Town, anna: Staff) -> None:
    subject, _blob = filed(anna, sealed)
    own = KeyHolder.objects.get(kind=HolderKind.STAFF, ref=anna.pk)
    keyfiles.path_of(Path(settings.KEYS), own.pk).unlink()
    with as_role("owner") as alias:
        done = recovery.recover(sealed.municipality, (), using=alias, at=MONDAY)
    assert (done.keys, done.subjects, done.unreadable) == (1, 1, [])
    with acting_as(again(anna)):
        assert safe.open_for(subject, by=anna, at=MONDAY, own=True).is_part


def test_the_trial_of_a_backup_reads_what_was_said_between_filer_and_team() -> None:
    subject, key, verdict = uuid.uuid4(), envelope.new_data_key(), verifying.Verdict()
    for one in (key, envelope.part_of(key), envelope.new_data_key()):
        blob = envelope.encrypt(one, subject, "message.1.text", "Hvad sker der nu?")
        verifying._open(subject, "message.1.text", blob, {subject: key}, verdict)
    assert (verdict.opened, len(verdict.faults)) == (2, 1)
