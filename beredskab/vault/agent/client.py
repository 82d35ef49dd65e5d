"""The portal's side of the key agent: one question, one answer, on a connection of its own."""

import socket
from pathlib import Path

from beredskab.vault.agent import wire

PATIENCE = 10.0  # seconds; the agent answers in milliseconds


class Away(Exception):
    """The agent does not answer; nothing can be opened until it does."""


class Refused(Exception):
    """The agent answered that it does not; the message is its reason in one word."""


def ask(place: str | Path, op: str, **words: object) -> wire.Words:
    """Raises Away, Refused."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(PATIENCE)
            line.connect(str(place))
            wire.send(line, {"op": op, **words})
            answer = wire.receive(line)
    except (OSError, EOFError, wire.Garbled) as fault:
        raise Away(type(fault).__name__) from fault
    if answer.get("refused"):
        raise Refused(str(answer["refused"]))
    return answer
