"""The key folder is gone. With two sheets everything is read again, with one nothing is."""

import datetime as dt
import json
import shutil
import uuid
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from beredskab.access.acting import acting_as, as_role
from beredskab.access.facts import forget
from beredskab.administration.models import KeyChange, KeyChangeKind
from beredskab.administration.safekeeping import changing
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff, Team
from beredskab.vault import blind, envelope, keys, own, recovery, safe, shares
from beredskab.vault.models import Custody, KeyHolder, SealedKey
from tests.cast import Town

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
WORDS = "Far slog mig"
OFFICES = ("Kommunaldirektøren", "Databeskyttelsesrådgiveren", "Arkivet")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "keys"


def filed(filer: Staff, team: Team) -> tuple[uuid.UUID, bytes]:
    subject = uuid.uuid4()
    with acting_as(filer):
        opened = safe.create(subject, filer=filer)
        safe.seal_to_team(opened, team)
        return subject, opened.encrypt("Q6", WORDS)


def read(subject: uuid.UUID, blob: bytes, by: Staff) -> str:
    forget(by)
    with acting_as(by):
        return safe.open_for(subject, by=by, at=MONDAY).decrypt("Q6", blob)


def approved(
    kind: KeyChangeKind, gert: Staff, dorte: Staff, about: str = "", at: dt.datetime | None = None
) -> KeyChange:
    moment = at or timezone.now()
    offices = OFFICES if kind is KeyChangeKind.RECOVERY else ()
    change = changing.propose(kind, about=about, offices=offices, by=gert, at=moment)
    changing.decide(change, approve=True, by=dorte, at=moment)
    return change


def share(out: Path, *more: str) -> list[Path]:
    said = StringIO()
    call_command("share_recovery_key", "--out", str(out), "--json", *more, stdout=said)
    return [Path(one) for one in json.loads(said.getvalue())["sheets"]]


def recover(*sheets: Path) -> dict[str, Any]:
    said = StringIO()
    told = [word for sheet in sheets for word in ("--share", str(sheet))]
    call_command("recover_keys", *told, "--json", stdout=said)
    return dict(json.loads(said.getvalue()))


def lose_the_keys(settings: Any) -> None:
    shutil.rmtree(settings.KEYS)


def test_with_two_sheets_everything_is_read_again(
    town: Town, anna: Staff, cia: Staff, gert: Staff, dorte: Staff, settings: Any, tmp_path: Path
) -> None:
    told = [filed(anna, town.reception) for _ in range(3)]
    with acting_as(cia):
        opened = safe.open_for(told[0][0], by=cia, at=MONDAY)
        safe.seal_to_rest(opened, town.reception)
    secret = own.seal("providers", told[0][0], "secret", "løn")
    index = blind.index_of("cpr", "0102214321", municipality=1)
    approved(KeyChangeKind.RECOVERY, gert, dorte)
    sheets = share(tmp_path / "sheets")
    after = filed(anna, town.reception)
    lose_the_keys(settings)
    with pytest.raises(keys.KeyMissing):
        read(*told[0], cia)
    assert recover(sheets[0], sheets[2]) == {"keys": 3, "subjects": 9, "own_keys": 6, "unreadable": []}
    assert [read(*one, by) for one in (*told, after) for by in (anna, cia)] == [WORDS] * 8
    assert own.unseal("providers", told[0][0], "secret", secret) == "løn"
    assert blind.index_of("cpr", "0102214321", municipality=1) == index
    assert keys.are_well()


def test_one_sheet_or_sheets_of_an_older_key_bring_nothing_back(
    town: Town, anna: Staff, cia: Staff, gert: Staff, dorte: Staff, settings: Any, tmp_path: Path
) -> None:
    one = filed(anna, town.reception)
    approved(KeyChangeKind.RECOVERY, gert, dorte)
    old = share(tmp_path / "old")
    approved(KeyChangeKind.RECOVERY, gert, dorte)
    new = share(tmp_path / "new", "--share", str(old[0]), "--share", str(old[1]))
    lose_the_keys(settings)
    for sheets in ([new[0]], [new[0], new[0]], [old[0], old[1]], [old[0], new[1]]):
        with pytest.raises(CommandError, match="Nothing was changed"):
            recover(*sheets)
    with pytest.raises(keys.KeyMissing):
        read(*one, cia)
    recover(new[1], new[2])
    assert read(*one, cia) == WORDS


def test_the_key_on_paper_is_on_no_disk_and_opens_what_was_filed_before_and_after(
    town: Town, anna: Staff, gert: Staff, dorte: Staff, tmp_path: Path
) -> None:
    before = filed(anna, town.reception)
    on_disk = KeyHolder.objects.get(kind="recovery")
    assert (keys.folder() / f"{on_disk.pk}.key").exists()
    approved(KeyChangeKind.RECOVERY, gert, dorte)
    sheets = share(tmp_path / "sheets")
    after = filed(anna, town.reception)
    holder = KeyHolder.objects.get(kind="recovery", retired_at__isnull=True)
    assert (holder.custody, holder.version) == (Custody.SHARES, 2)
    here = {path.stem for path in keys.folder().glob("*.key")}
    assert not here & {str(holder.pk), str(on_disk.pk)}
    assert [sheet.stat().st_mode & 0o777 for sheet in sheets] == [0o600] * 3
    assert [office in sheet.read_text() for office, sheet in zip(OFFICES, sheets, strict=True)] == [True] * 3
    private = shares.join([shares.read(sheet.read_text()) for sheet in sheets[:2]])
    with as_role("owner") as alias:
        found = dict(recovery.readable_with(holder, private, using=alias))
        assert {
            subject: envelope.decrypt(found[subject], subject, "Q6", blob)
            for subject, blob in (before, after)
        } == {
            before[0]: WORDS,
            after[0]: WORDS,
        }
        assert not SealedKey.objects.filter(holder=on_disk).exists()
    assert keys.are_well()


def test_nothing_is_done_to_keys_by_one_person(
    town: Town, anna: Staff, gert: Staff, dorte: Staff, tmp_path: Path
) -> None:
    one = filed(anna, town.reception)
    with pytest.raises(CommandError, match="two persons"):
        share(tmp_path / "sheets")
    with pytest.raises(CommandError, match="two persons"):
        call_command("rotate_team_key", town.reception.slug)
    approved(KeyChangeKind.TEAM, gert, dorte, about=town.other_team.slug)
    with pytest.raises(CommandError, match="two persons"):
        call_command("rotate_team_key", town.reception.slug)
    assert list(KeyHolder.objects.values_list("version", flat=True)) == [1, 1, 1]
    assert not list(tmp_path.glob("sheets/*"))
    assert read(*one, anna) == WORDS


def test_an_approval_is_used_once_and_for_a_week(
    town: Town, cia: Staff, gert: Staff, dorte: Staff, anna: Staff
) -> None:
    one = filed(anna, town.reception)
    long_ago = timezone.now() - changing.APPROVED_FOR
    approved(KeyChangeKind.TEAM, gert, dorte, about=town.reception.slug, at=long_ago)
    with pytest.raises(CommandError):
        call_command("rotate_team_key", town.reception.slug)
    change = approved(KeyChangeKind.TEAM, gert, dorte, about=town.reception.slug)
    call_command("rotate_team_key", town.reception.slug, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("rotate_team_key", town.reception.slug)
    assert KeyHolder.objects.get(kind="team", retired_at__isnull=True).version == 2
    assert read(*one, cia) == WORDS
    with as_role("owner"):
        verbs = Entry.objects.filter(verb__startswith="keys.").order_by("recorded_at")
        assert [*verbs.filter(subject=str(change.pk)).values_list("verb", "actor_id")] == [
            ("keys.proposed", gert.pk),
            ("keys.approved", dorte.pk),
            ("keys.rotated", None),
        ]


def test_the_log_says_that_keys_were_shared_and_recovered_and_no_word_of_a_share(
    town: Town, anna: Staff, gert: Staff, dorte: Staff, settings: Any, tmp_path: Path
) -> None:
    filed(anna, town.reception)
    change = approved(KeyChangeKind.RECOVERY, gert, dorte)
    sheets = share(tmp_path / "sheets")
    lose_the_keys(settings)
    recover(*sheets[:2])
    with as_role("owner"):
        rows = {
            row.verb: row.plain for row in Entry.objects.filter(verb__in=("keys.shared", "keys.recovered"))
        }
    assert rows["keys.shared"] == {"sealed": 1, "version": 2, "change": str(change.pk)}
    assert rows["keys.recovered"] == {"keys": 2, "subjects": 2, "unreadable": 0}


def test_when_the_sheets_cannot_be_written_nothing_has_changed(
    town: Town, anna: Staff, gert: Staff, dorte: Staff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(anna, town.reception)
    approved(KeyChangeKind.RECOVERY, gert, dorte)

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as disk:
        disk.setattr(recovery, "write_sheet", full)
        with pytest.raises(CommandError, match="No space left"):
            share(tmp_path / "sheets")
    holder = KeyHolder.objects.get(kind="recovery")
    assert (holder.custody, holder.retired_at) == (Custody.MACHINE, None)
    assert keys.are_well()
    assert len(share(tmp_path / "sheets")) == 3
