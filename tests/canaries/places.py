"""Where the words could be, and how they are looked for."""

import base64
import json
import logging
import re
import subprocess
from io import BytesIO, StringIO
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command

from beredskab.administration.safekeeping import backing_up
from beredskab.logs import Line
from beredskab.vault import streams
from deploy import postgresql
from tests.database import _server


class Everything(logging.Handler):
    """Keeps every log line as it would be written."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.setFormatter(Line("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        record = logging.makeLogRecord({**record.__dict__, "exc_text": None})  # another handler's words
        self.lines.append(self.format(record))


def dump(database: str) -> str:
    """Every row of every table, as pg_dump would copy it."""
    copied = []
    with _server(database) as server:
        server.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_)'"
        )
        for schema, table in server.fetchall():
            server.execute(f'SELECT t::text FROM "{schema}"."{table}" t')
            copied += [row for (row,) in server.fetchall()]
    assert len(copied) > 500
    return "\n".join(copied)


def sessions() -> str:
    return "\n".join(str(session.get_decoded()) for session in Session.objects.all())


def files(folder: Path) -> str:
    return "\n".join(
        f"{path.name} {path.read_bytes().decode('latin-1')}" for path in folder.rglob("*") if path.is_file()
    )


def forms_of(word: str) -> set[str]:
    """The word as it might be written down by something that did not mean to."""
    raw = word.encode()
    shifted = [base64.b64encode(b"x" * shift + raw).decode()[4:-4] for shift in range(3)]
    phone = [" ".join(re.findall("..", word))] if word.isdigit() else []
    wide = word.encode("utf-16-le").decode("latin-1")
    return {word, word.upper(), word[::-1], raw.hex(), raw.hex().upper(), wide, *shifted, *phone}


def backup(folder: Path, key: bytes) -> tuple[str, str]:
    """A backup as it lies in its folder, and its rows as whoever has the backup key reads them."""
    said = StringIO()
    call_command("backup", "--out", str(folder), "--json", stdout=said)
    written = Path(json.loads(said.getvalue())["backup"])
    return files(written), rows_of(written / backing_up.DATABASE, key)


def rows_of(encrypted: Path, key: bytes) -> str:
    """The dump in words: packed as pg_dump leaves it, nothing would ever be found in it."""
    plain = BytesIO()
    with encrypted.open("rb") as source:
        streams.decrypt(source, plain, key)
    told = [postgresql.program("pg_restore", Path("/nowhere")), "--file=-", "--data-only"]
    return subprocess.run(told, input=plain.getvalue(), capture_output=True, check=True).stdout.decode()


def found_in(places: dict[str, str], canaries: dict[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    """(field, place) of every word that is somewhere."""
    return {
        (field, place)
        for field, words in canaries.items()
        for place, text in places.items()
        if any(form in text for word in words for form in forms_of(word))
    }


# --- the files of the database itself -------------------------------------------------------------


def written_to() -> str:
    """Where the server writes next in its log of changes."""
    with _server("postgres") as server:
        server.execute("SELECT pg_current_wal_lsn()")
        return str(server.fetchone()[0])


def on_disk(database: str, since: str) -> dict[str, str]:
    """The data files of a database after a checkpoint, dead rows too, and the log of changes since then."""
    with _server(database) as server:
        server.execute("CHECKPOINT")
        server.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = %s", [database]
        )
        folder, number = server.fetchone()
        server.execute("SELECT pg_switch_wal()")
        server.execute(
            "SELECT name FROM pg_ls_waldir() WHERE name >= pg_walfile_name(%s::pg_lsn)"
            " AND name <= pg_walfile_name(pg_current_wal_lsn()) AND name ~ '^[0-9A-F]{24}$'",
            [since],
        )
        segments = [str(name) for (name,) in server.fetchall()]
    home = Path(folder)
    return {
        "data files": files(home / "base" / str(number)),
        "log of changes": "".join((home / "pg_wal" / one).read_bytes().decode("latin-1") for one in segments),
    }
