"""Shares and the backup key: from files, or typed at the terminal by who keep them, unseen."""

import getpass
from collections.abc import Sequence
from pathlib import Path

from beredskab.organisation.models import Municipality
from beredskab.vault import envelope, keys, shares
from beredskab.vault.models import Custody, HolderKind


class NotAKey(Exception):
    """What was typed is no private backup key."""


def backup_key(file: Path | None) -> bytes:
    """The private key of backups. Raises NotAKey, OSError."""
    typed = file.read_text() if file else getpass.getpass("The private backup key, not shown: ")
    try:
        key = bytes.fromhex(typed.strip())
    except ValueError:
        key = b""
    if len(key) != envelope.KEY_BYTES:
        raise NotAKey("The private backup key has 64 digits: see make_backup_key.")
    return key


def read_two(files: Sequence[Path]) -> tuple[str, ...]:
    """Raises shares.NotAShare, OSError."""
    if files:
        return tuple(shares.read(path.read_text(encoding="utf-8")) for path in files)
    return tuple(
        shares.read(getpass.getpass(f"The words of share {number} of {shares.ENOUGH}, not shown: "))
        for number in range(1, shares.ENOUGH + 1)
    )


def for_holder(municipality: Municipality, files: Sequence[Path]) -> tuple[str, ...]:
    """Of the municipality's key in use, when it is on paper; none are asked for when it lies here."""
    holder = keys.holder_of(HolderKind.RECOVERY, municipality.pk)
    return read_two(files) if holder.custody == Custody.SHARES or files else ()
