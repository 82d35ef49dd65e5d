"""A backup is written, brought back and looked through, with real programs. Rule A-53."""

import datetime as dt
import json
import os
import secrets
import tarfile
import uuid
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.utils import timezone

from beredskab.access.acting import as_role
from beredskab.administration.models import KeyChangeKind
from beredskab.administration.safekeeping import backing_up
from beredskab.audit import chain
from beredskab.organisation.models import Staff
from beredskab.outbox import worker
from beredskab.outbox.models import Check
from beredskab.vault import envelope, streams
from notifications import handling, sealed_fields
from notifications.models import Concern
from notifications.vocabulary import State
from tests import build
from tests.audit.test_chain import as_superuser
from tests.build import monday_at
from tests.canaries.places import forms_of, rows_of
from tests.cast import Town
from tests.vault.test_recovery import approved, share

PRIVATE, PUBLIC = envelope.new_pair()
WORDS = "Far slog mig"


# --- the stream -----------------------------------------------------------------------------------


def sealed(plain: bytes) -> bytes:
    target = BytesIO()
    streams.encrypt(BytesIO(plain), target, PUBLIC)
    return target.getvalue()


def opened(blob: bytes, private: bytes = PRIVATE) -> bytes:
    target = BytesIO()
    streams.decrypt(BytesIO(blob), target, private)
    return target.getvalue()


@pytest.mark.parametrize(
    "length", [0, 1, streams.PIECE - 1, streams.PIECE, streams.PIECE + 1, 3 * streams.PIECE]
)
def test_a_stream_of_any_length_comes_back(length: int) -> None:
    plain = secrets.token_bytes(length)
    assert opened(sealed(plain)) == plain


def _cut_at_a_piece(blob: bytes) -> bytes:
    head = len(streams.MAGIC) + streams.SEALED + 24
    return blob[: head + streams.PIECE + 17]


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "cut in a piece": lambda blob: blob[:-5],
    "cut between two": _cut_at_a_piece,
    "a byte": lambda blob: blob[:-100] + bytes([blob[-100] ^ 1]) + blob[-99:],
    "more behind": lambda blob: blob + blob[-1000:],
    "another start": lambda blob: b"X" + blob[1:],
    "empty": lambda _blob: b"",
    "only the start": lambda blob: blob[: len(streams.MAGIC) + streams.SEALED + 24],
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_stream_that_was_changed_does_not_open(how: str) -> None:
    blob = sealed(secrets.token_bytes(2 * streams.PIECE + 5))
    with pytest.raises(envelope.CannotOpen):
        opened(CHANGES[how](blob))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(envelope.CannotOpen):
        opened(sealed(b"text"), envelope.new_pair()[0])


# --- what a trial opens ---------------------------------------------------------------------------


def test_every_encrypted_column_is_one_that_a_trial_opens() -> None:
    """A BinaryField of a concern that is not on the list would be trusted and never tried."""
    listed = {(model, column) for model, _subject, _name, columns in sealed_fields.ROWS for column in columns}
    listed |= {(sealed_fields.Answer, "ciphertext"), (sealed_fields.AttachmentPage, "ciphertext")}
    not_by_a_data_key = {"RescuedPost.sealed", "ChildIndex.value"}
    found = {
        (model, column.name)
        for model in Concern._meta.apps.get_app_config("notifications").get_models()
        for column in model._meta.fields
        if isinstance(column, models.BinaryField)
        and f"{model.__name__}.{column.name}" not in not_by_a_data_key
    }
    assert found == listed


# --- the trial ------------------------------------------------------------------------------------


@pytest.fixture
def place(committing: None, settings: Any, tmp_path: Path) -> Path:
    settings.KEYS = tmp_path / "keys"
    settings.BACKUP_KEY = PUBLIC.hex()
    settings.ANCHOR_FOLDER = str(tmp_path / "anchors")
    (tmp_path / "anchors").mkdir()
    files = tmp_path / "files"
    files.mkdir()
    (files / "logo.png").write_bytes(b"PNG")
    settings.STORAGES["default"]["OPTIONS"]["location"] = files
    (tmp_path / "backup.key").write_text(PRIVATE.hex())
    return tmp_path


@pytest.fixture
def handled(place: Path, town: Town, anna: Staff, cia: Staff, gert: Staff, dorte: Staff) -> list[Path]:
    """A concern with an assessment and a note, the recovery key on paper, the log sealed and anchored."""
    concern = build.concern(filed_by=anna, team=town.reception, state=State.ASSESSED, by=cia)
    handling.add_note(concern, WORDS, by=cia, at=monday_at(10))
    approved(KeyChangeKind.RECOVERY, gert, dorte)
    sheets = share(place / "sheets")
    worker.seal()
    worker.other_parts(at=timezone.now())
    return sheets


def back_up(place: Path) -> Path:
    said = StringIO()
    call_command("backup", "--out", str(place / "out"), "--json", stdout=said)
    return Path(json.loads(said.getvalue())["backup"])


def drill(place: Path, *words: str) -> dict[str, Any]:
    said = StringIO()
    told = ["--key-file", str(place / "backup.key"), "--anchors", str(place / "anchors")]
    try:
        call_command("restore_drill", str(place / "out"), *told, *words, "--json", stdout=said)
    except SystemExit:
        assert json.loads(said.getvalue())["faults"]
    return dict(json.loads(said.getvalue()))


def shares(sheets: list[Path]) -> list[str]:
    return [word for sheet in sheets for word in ("--share", str(sheet))]


def test_a_backup_is_brought_back_without_keys_nothing_is_read_and_with_two_sheets_everything(
    place: Path, handled: list[Path]
) -> None:
    back_up(place)
    without = drill(place)
    assert (without["faults"], without["opened"], without["with_shares"]) == ([], 0, False)
    seen = Check.objects.get(name="backup")
    assert (seen.is_well, seen.told["with_shares"]) == (True, False)
    told = drill(place, *shares(handled[1:]))
    assert told["faults"] == []
    assert told["opened"] == told["fields"] >= 3
    assert (told["anchors"], told["files"], told["links"] > 3) == (1, 1, True)
    assert not list(Path("/tmp").glob("drill-*/data"))


def test_nothing_of_it_can_be_read_in_the_backup_itself(place: Path, handled: list[Path]) -> None:
    backup = back_up(place)
    kept = b"".join(path.read_bytes() for path in backup.iterdir())
    for word in (WORDS, "Anna", "eksempel.example", "PGDMP"):
        assert word.encode() not in kept
    rows = rows_of(backup / backing_up.DATABASE, PRIVATE)
    assert "anna@eksempel.example" in rows  # whoever has the backup key reads names of employees
    assert not any(form in rows for form in forms_of(WORDS))
    assert {path.stat().st_mode & 0o077 for path in backup.glob("*.enc")} == {0}


def test_what_is_wrong_with_a_copy_is_found(place: Path, handled: list[Path]) -> None:
    """A ciphertext of another field, a row in the clear, a cut log: each by its own words."""
    with as_role("owner"):
        note = connection.cursor()
        note.execute(
            "UPDATE notifications_note SET text = (SELECT reason FROM notifications_assessment LIMIT 1)"
        )
        note.execute("UPDATE notifications_assessment SET act = convert_to('Far slog mig', 'UTF8')")
    with transaction.atomic():
        as_superuser("DELETE FROM audit_seal WHERE position > 4")
        as_superuser("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry FROM audit_seal)")
    back_up(place)
    faults = drill(place, *shares(handled[:2]))["faults"]
    kinds = sorted(" ".join(word for word in one.split() if not _is_id(word)) for one in faults)
    assert "note of does not open" in kinds
    assert "assessment of is not encrypted" in kinds
    assert any(one.startswith("log: cut at") for one in faults)
    assert not Check.objects.get(name="backup").is_well


def _is_id(word: str) -> bool:
    try:
        uuid.UUID(word)
    except ValueError:
        return False
    return True


def test_one_sheet_sheets_of_another_key_and_a_wrong_backup_key_prove_nothing(
    place: Path, handled: list[Path], gert: Staff, dorte: Staff
) -> None:
    back_up(place)
    assert (
        drill(place, "--share", str(handled[0]))["faults"] == ["2 different shares are needed"]
        or drill(place, "--share", str(handled[0]))["faults"]
    )
    approved(KeyChangeKind.RECOVERY, gert, dorte)
    newer = share(place / "newer", *shares(handled[:2]))
    assert drill(place, *shares(newer[:2]))["faults"] == ["the shares are of another recovery key"]
    (place / "backup.key").write_text(envelope.new_pair()[0].hex())
    assert "does not open with this backup key" in drill(place)["faults"][0]


def test_a_backup_that_was_cut_is_no_backup(place: Path, handled: list[Path]) -> None:
    backup = back_up(place)
    dump = backup / backing_up.DATABASE
    os.truncate(dump, dump.stat().st_size - 20)
    assert "does not open" in drill(place)["faults"][0]
    assert not Check.objects.get(name="backup").is_well


def test_a_dump_that_fails_leaves_nothing_behind(
    place: Path, town: Town, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(backing_up, "_program", lambda _name: "/bin/false")
    with pytest.raises(CommandError, match="No backup was written"):
        back_up(place)
    assert list((place / "out").iterdir()) == []
    settings.BACKUP_KEY = "nothing"
    with pytest.raises(CommandError, match="make_backup_key"):
        back_up(place)


def test_old_backups_go_and_the_newest_never(tmp_path: Path) -> None:
    for name in ("20260901T000000Z", "20261001T000000Z", "20261020T000000Z"):
        (tmp_path / name).mkdir()
        (tmp_path / name / backing_up.MANIFEST).write_text("{}")
    (tmp_path / ".20261101T000000Z.part").mkdir()
    at = dt.datetime(2026, 12, 31, tzinfo=dt.UTC)
    assert backing_up.forget_old(tmp_path, keep_days=35, at=at) == ["20260901T000000Z", "20261001T000000Z"]
    assert backing_up.newest(tmp_path) == tmp_path / "20261020T000000Z"


def test_the_chain_knows_its_own_head(place: Path, handled: list[Path]) -> None:
    with as_role("auditor") as alias:
        assert not chain.has(3, "00" * 32, using=alias)


def test_a_key_for_backups_is_made_and_its_public_half_shown_again() -> None:
    said = StringIO()
    call_command("make_backup_key", stdout=said, stderr=StringIO())
    private = said.getvalue().strip()
    again = StringIO()
    call_command("make_backup_key", "--public", private, stdout=again)
    assert again.getvalue().strip() == envelope.public_of(bytes.fromhex(private)).hex()


def test_a_backup_is_opened_for_bringing_it_back_in_earnest(place: Path, handled: list[Path]) -> None:
    backup = back_up(place)
    key = ["--key-file", str(place / "backup.key")]
    call_command("open_backup", str(backup), "--out", str(place / "opened"), *key, stdout=StringIO())
    assert (place / "opened" / "database.dump").read_bytes().startswith(b"PGDMP")
    with tarfile.open(place / "opened" / "files.tar") as tar:
        assert "files/logo.png" in tar.getnames()
    os.truncate(backup / backing_up.FILES, 200)
    with pytest.raises(CommandError, match="does not open"):
        call_command("open_backup", str(backup), "--out", str(place / "again"), *key, stdout=StringIO())
    assert not (place / "again" / "files.tar").exists()
