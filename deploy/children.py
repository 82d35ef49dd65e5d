"""Child processes that start, stop and die together."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from types import FrameType

from deploy.paths import say

_PR_SET_PDEATHSIG = 1
_PATIENCE_SECONDS = 20


def _die_with_parent() -> None:
    """Ask the kernel for a TERM when the parent dies, even by kill -9."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a child in a group of its own: Ctrl-C reaches only us, and we stop it in order."""
    return subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=_die_with_parent)


def stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """TERM to all, then patience, then KILL."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    give_up = time.monotonic() + _PATIENCE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"process {child.pid} does not stop; killing it")
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


class Stopped(BaseException):
    """Somebody asked us to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def heed_signals() -> Callable[[], None]:
    """From now on INT, TERM and HUP raise Stopped once; returns a function that turns them off."""

    def raise_stopped(number: int, frame: FrameType | None) -> None:
        ignore()
        raise Stopped(number)

    def ignore() -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, raise_stopped)
    return ignore


def run_to_end(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run one child in the foreground, hand on the signals we get; its exit code as a shell's."""
    child = subprocess.Popen(command, env=environment, preexec_fn=_die_with_parent)

    def hand_on(number: int, frame: FrameType | None) -> None:
        if number != signal.SIGINT:  # the terminal sends that one to both of us
            child.send_signal(number)

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, hand_on)
    code = child.wait()
    return code if code >= 0 else 128 - code
