"""The virtual environment under var/venv, from hash-pinned requirements."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.paths import ROOT, VAR, Stop, content_hash, one_at_a_time, say

VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
_NOTE = VENV / "installed.json"
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
POSTGRESQL = ROOT / "requirements-postgresql.txt"


def is_current(requirements: Path) -> bool:
    """Whether the environment holds exactly these requirements, for this Python at this place."""
    return PYTHON.exists() and _noted().get(requirements.name) == _wanted(requirements)


def ensure(requirements: Path = RUNTIME) -> None:
    """Make the environment, or bring it up to date; does nothing when it is."""
    if is_current(requirements):
        return
    with one_at_a_time("environment"):
        if is_current(requirements):
            return
        if not _is_ours():
            _create()
        say(f"installing {requirements.name}")
        _install(requirements)
        _note(requirements)


def _is_ours() -> bool:
    """An environment of another Python or from a folder that was moved is made anew."""
    return PYTHON.exists() and _noted().get("place") == _place()


def _place() -> str:
    return f"{VENV} {sys.version_info.major}.{sys.version_info.minor}"


def _wanted(requirements: Path) -> str:
    return f"{_place()} {content_hash([requirements])}"


def _noted() -> dict[str, str]:
    try:
        return dict(json.loads(_NOTE.read_text()))
    except (OSError, ValueError):
        return {}


def _note(requirements: Path) -> None:
    noted = {**_noted(), "place": _place(), requirements.name: _wanted(requirements)}
    if requirements == DEVELOPMENT:  # it holds the other one whole
        noted[RUNTIME.name] = _wanted(RUNTIME)
    _NOTE.write_text(json.dumps(noted, indent=1))


def _create() -> None:
    say("making the virtual environment")
    shutil.rmtree(VENV, ignore_errors=True)
    if uv := shutil.which("uv"):
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
    else:
        _run([sys.executable, "-m", "venv", str(VENV)])
    _NOTE.write_text(json.dumps({"place": _place()}))


def _install(requirements: Path) -> None:
    pinned = ["--quiet", "--require-hashes", "--requirement", str(requirements)]
    if uv := shutil.which("uv"):
        _run([uv, "pip", "install", "--python", str(PYTHON), *pinned])
    elif (VENV / "bin" / "pip").exists():
        quiet = ["--disable-pip-version-check", "--no-input", "--only-binary=:all:"]
        _run([str(PYTHON), "-m", "pip", "install", *quiet, *pinned])
    else:  # made by uv, which is gone now
        _create()
        _install(requirements)


def _run(arguments: list[str]) -> None:
    # A virtual environment around the caller must not leak into ours.
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    done = subprocess.run(arguments, stdout=sys.stderr, env=environment, check=False)
    if done.returncode != 0:
        raise Stop(f"this failed, see above: {' '.join(arguments)}")
