"""The commands in bin/ before Django: what they refuse, and that standard output stays clean."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import paths
from deploy.commands import run
from deploy.paths import Stop

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "10.0.0.5", "portal.example"])
def test_a_demo_that_others_can_reach_does_not_start(monkeypatch: pytest.MonkeyPatch, bind: str) -> None:
    monkeypatch.setenv("DEMO", "1")
    with pytest.raises(Stop, match=f"BIND={bind} needs DEMO=0"):
        run._refuse_open_demo(bind)


@pytest.mark.parametrize("bind", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_a_demo_on_this_machine_may_start(monkeypatch: pytest.MonkeyPatch, bind: str) -> None:
    monkeypatch.setenv("DEMO", "1")
    run._refuse_open_demo(bind)


def test_a_taken_port_is_named_with_another_one_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Stop, match=f"127.0.0.1:{port} is taken. Try PORT={port + 1}"):
            run._refuse_taken_port("127.0.0.1", port)


def test_a_refusal_is_one_sentence_and_exit_code_one() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "bin" / "run"],
        env={**os.environ, "DEMO": "1", "BIND": "0.0.0.0"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("beredskab: the demo signs people in without a password")


def test_a_secret_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    paths.write_secret(tmp_path / "new" / "secret", "s")
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]


def test_requirements_name_no_host_and_pin_everything_with_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        pins = [line for line in text.splitlines() if "==" in line]
        assert pins
        assert all(line.endswith("\\") for line in pins)


def _outside() -> dict[str, str]:
    """The environment as somebody has it who types a command, without what the tests set."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "SECRET_"))}


def test_json_stands_alone_on_standard_output() -> None:
    done = subprocess.run(
        [
            ROOT / "bin" / "manage",
            "deadline",
            "--received",
            "2026-04-01T14:05",
            "--kind",
            "receipt",
            "--json",
        ],
        env={**_outside(), "DEMO": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["due"].startswith("2026-04-11")
