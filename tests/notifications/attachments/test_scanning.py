"""The talk with a clamd, against one that is played on this machine."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from notifications.attachments import scanning
from notifications.attachments.scanning import Infected, NotScanned


class PlayedClamd:
    """Takes one INSTREAM, remembers the bytes, and answers what it was told to."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.heard = answer, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        line, _peer = self.door.accept()
        with line, line.makefile("rb") as heard:
            assert heard.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(heard.read(4), "big"):
                self.heard += heard.read(size)
            line.sendall(self.answer)


@pytest.fixture
def clamd(settings: Any) -> Iterator[Any]:
    played: list[PlayedClamd] = []

    def answering(answer: bytes) -> PlayedClamd:
        played.append(PlayedClamd(answer))
        settings.CLAMD = played[-1].address
        return played[-1]

    yield answering
    for one in played:
        one.door.close()


def test_a_clean_file_is_sent_whole_in_chunks(clamd: Any) -> None:
    played = clamd(b"stream: OK\0")
    data = bytes(range(256)) * 1000
    assert (scanning.scan(data), played.heard) == (True, data)


def test_what_is_found_stops_the_file(clamd: Any) -> None:
    clamd(b"stream: Eicar-Signature FOUND\0")
    with pytest.raises(Infected):
        scanning.scan(b"x")


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"COMMAND READ TIMED OUT\0"]
)
def test_an_answer_that_is_none_is_not_clean(clamd: Any, answer: bytes) -> None:
    clamd(answer)
    with pytest.raises(NotScanned):
        scanning.scan(b"x")


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl", "http://127.0.0.1/", "?"]
)
def test_a_clamd_that_is_not_there_is_no_clean_file(settings: Any, address: str) -> None:
    settings.CLAMD = address
    with pytest.raises(NotScanned):
        scanning.scan(b"x")


def test_without_a_clamd_nothing_is_asked(settings: Any) -> None:
    settings.CLAMD = ""
    assert scanning.scan(b"x") is False
