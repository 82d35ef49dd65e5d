"""PostgreSQL's programs: where they are, and how to run one as another user."""

import os
import pwd
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from deploy.paths import VAR, Stop

OLDEST = 15


@cache
def _folders() -> dict[int, Path]:
    """Version -> folder with the programs; $PG_BIN first, then Debian's, then the wheel's."""
    found: dict[int, Path] = {}
    candidates = [
        *([Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin")),
        *sorted(VAR.glob("venv/lib/python3*/site-packages/*postgres*/**/bin")),
    ]
    for folder in candidates:
        if (version := _version(folder)) and version >= OLDEST:
            found.setdefault(version, folder)
    return found


def _version(folder: Path) -> int | None:
    if not all((folder / name).exists() for name in ("postgres", "initdb", "pg_ctl", "psql")):
        return None
    if match := re.fullmatch(r"/usr/lib/postgresql/(\d+)/bin", str(folder)):
        return int(match[1])
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    match = re.search(r"\b(\d+)(\.|beta|rc|devel)", said.stdout)
    return int(match[1]) if match else None


def is_here() -> bool:
    """Whether a PostgreSQL that is new enough is on this machine."""
    return bool(_folders())


def forget() -> None:
    """Look again: something may have been installed."""
    _folders.cache_clear()


def program(name: str, data: Path) -> str:
    """The path of a program: of the version that made the data, else of the newest."""
    try:
        version: int | None = int((data / "PG_VERSION").read_text())
    except OSError:
        version = None
    folders = _folders()
    if version is not None and version not in folders:
        raise Stop(f"{data} was made by PostgreSQL {version}, which is no longer on this machine")
    if not folders:
        raise Stop(f"there is no PostgreSQL {OLDEST} or newer on this machine")
    chosen = os.environ.get("PG_BIN")
    if version is None and chosen and Path(chosen) in folders.values():
        return str(Path(chosen) / name)
    return str(folders[version or max(folders)] / name)


def run(
    command: list[str], environment: dict[str, str], *, user: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program as a user (None: ourselves), from a folder everybody may be in.

    Its words go to a file and not to a pipe: a server it starts would keep the pipe open for ever.
    """
    entry = pwd.getpwnam(user) if user else None
    with tempfile.TemporaryFile("w+") as words:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=environment,
            user=entry.pw_uid if entry else None,
            group=entry.pw_gid if entry else None,
            extra_groups=[] if entry else None,
            check=False,
        )
        words.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, words.read(), "")
