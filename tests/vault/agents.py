"""A key agent as it runs in earnest: another process, on a socket, with a key folder of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connections

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class RunningAgent:
    """Where it listens, what it holds, what it has written down."""

    socket: Path
    keys: Path
    log: Path
    process: "subprocess.Popen[bytes]"

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def address() -> str:
    """The tests' database as a client that is not Django finds it, as the role app."""
    told: dict[str, Any] = connections.settings["default"]
    who = f"{quote(told['USER'])}:{quote(told['PASSWORD'], safe='')}"
    options = quote(told["OPTIONS"]["options"], safe="")
    return f"postgresql://{who}@/{told['NAME']}?host={quote(told['HOST'], safe='')}&options={options}"


@contextmanager
def running(folder: Path, **more: str) -> Iterator[RunningAgent]:
    """Start one and wait until it listens."""
    agent = RunningAgent(folder / "agent.sock", folder / "agent-keys", folder / "agent.log", None)  # type: ignore[arg-type]
    environment = {
        "PATH": os.environ["PATH"],
        "KEY_AGENT_SOCKET": str(agent.socket),
        "KEY_AGENT_LOG": str(agent.log),
        "KEYS": str(agent.keys),
        "DATABASE_URL": address(),
        **more,
    }
    command = [sys.executable, "-m", "beredskab.vault.agent"]
    agent.process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        give_up = time.monotonic() + 20
        while not agent.socket.exists():
            assert agent.process.poll() is None, "the agent did not start"
            assert time.monotonic() < give_up
            time.sleep(0.02)
        yield agent
    finally:
        agent.stop()
