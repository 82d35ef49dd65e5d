"""The door to the printing house: one child process, asked one job at a time, stopped when it takes too long.

A child that died, hangs or has done its share is replaced by a new one; whoever asked gets a plain error.
"""

from __future__ import annotations

import json
import os
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from plans.paper.refusals import CannotPrint, PrintingIsOff, RefusedFetch, TookTooMuch

SECONDS = 60.0  # for one job; a plan of sixty sections takes a quarter of it
STARTING = 30.0
JOBS = 300  # then the child is replaced: what a library leaks is bounded


@dataclass(frozen=True)
class Walls:
    """What the system let the printing house give away, or in `off` why there is none."""

    without_network: bool = False
    without_privileges: bool = False
    limited: bool = False
    off: str = ""


class _House:
    """A running child of this very process; a fork must not write into the parent's pipe."""

    def __init__(self, fonts: Mapping[str, Path]) -> None:
        self.owner, self.jobs = os.getpid(), 0
        self._child = subprocess.Popen(
            [sys.executable, "-m", "plans.paper.house"],
            cwd=settings.BASE_DIR,
            env=_bare_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        told = {url: str(path) for url, path in fonts.items()}
        self.walls = Walls(**_known(self.ask({"fonts": told}, STARTING)[0]))

    @property
    def serves(self) -> bool:
        return self.owner == os.getpid() and self._child.poll() is None and self.jobs < JOBS

    def ask(self, job: Mapping[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        """The answer to a job. Raises TookTooMuch; the child is then gone."""
        until = time.monotonic() + seconds
        self.jobs += 1
        told = json.dumps(job).encode()
        source, target = self._child.stdout, self._child.stdin
        assert source is not None
        assert target is not None
        try:
            target.write(struct.pack(">I", len(told)) + told)
            target.flush()
            length = struct.unpack(">I", _read(source, 4, until))[0]
            answer: dict[str, Any] = json.loads(_read(source, length, until))
            return answer, _read(source, answer.pop("size"), until)
        except (BrokenPipeError, EOFError, TimeoutError) as fault:
            self.close()
            raise TookTooMuch(f"The press was stopped: {type(fault).__name__}.") from fault

    def close(self) -> None:
        """Stop the child if it is ours."""
        if self.owner == os.getpid():
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    pipe.close()


_lock = threading.Lock()
_houses: list[_House] = []


def walls(fonts: Mapping[str, Path]) -> Walls:
    """What stands around the press of this process; starts it when it does not run."""
    with _lock:
        return _open(fonts).walls


def ask(
    job: Mapping[str, Any], fonts: Mapping[str, Path], *, seconds: float = SECONDS
) -> tuple[dict[str, Any], bytes]:
    """Have a job done. Raises PrintingIsOff, RefusedFetch, TookTooMuch or CannotPrint."""
    with _lock:
        house = _open(fonts)
        if house.walls.off:
            raise PrintingIsOff(house.walls.off)
        answer, pdf = house.ask(job, seconds)
    if "refused" in answer:
        raise RefusedFetch(answer["refused"])
    if answer.get("fault") == "memory":
        raise TookTooMuch("The document wanted more memory than a print may have.")
    if "fault" in answer:
        raise CannotPrint(answer["fault"])
    return answer, pdf


def close() -> None:
    """Stop the press of this process; the next job starts another."""
    with _lock:
        while _houses:
            _houses.pop().close()


def _open(fonts: Mapping[str, Path]) -> _House:
    if not _houses or not (_houses[0].serves or _houses[0].walls.off):
        while _houses:
            _houses.pop().close()
        _houses.append(_House(fonts))
    return _houses[0]


def _known(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in Walls.__dataclass_fields__ if name in answer}


def _bare_environment() -> dict[str, str]:
    """No secret, no address of a database: the child needs its libraries and its fonts."""
    kept = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONDONTWRITEBYTECODE": "1"}


def _read(source: IO[bytes], size: int, until: float) -> bytes:
    """Exactly so many bytes, before the time is up."""
    found = bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(source, selectors.EVENT_READ)
        while len(found) < size:
            if not waiting.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = os.read(source.fileno(), min(size - len(found), 1 << 20))
            if not part:
                raise EOFError
            found += part
    return bytes(found)
