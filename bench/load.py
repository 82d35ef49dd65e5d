"""A light client: kept-alive connections that ask for one page again and again, bounded in time."""

import socket
import threading
import time
from dataclasses import dataclass

CONNECTIONS = 8


@dataclass(frozen=True)
class Target:
    """A page of a server on this machine, as a person with this cookie sees it."""

    name: str
    port: int
    path: str
    cookie: str

    def request(self) -> bytes:
        """The bytes to send."""
        lines = [
            f"GET {self.path} HTTP/1.1",
            "Host: localhost",
            f"Cookie: {self.cookie}",
            "Accept: text/html",
            "Accept-Language: da",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


def throughput(target: Target, seconds: float) -> float:
    """Requests a second, answered with 200, over all connections."""
    counts: list[int] = []
    end = time.perf_counter() + seconds
    threads = [threading.Thread(target=_ask, args=(target, end, counts)) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) != CONNECTIONS:
        raise SystemExit(f"bench: {target.name} does not answer with 200")
    return sum(counts) / (time.perf_counter() - began)


def _ask(target: Target, end: float, counts: list[int]) -> None:
    request, answered = target.request(), 0
    with socket.create_connection(("127.0.0.1", target.port), 30) as connection:
        stream = connection.makefile("rb")
        while time.perf_counter() < end:
            connection.sendall(request)
            if _read_answer(stream) != 200:
                return
            answered += 1
    counts.append(answered)


def _read_answer(stream: "socket.SocketIO | object") -> int:
    read_line, read = stream.readline, stream.read  # type: ignore[union-attr]
    status = int(read_line().split()[1])
    length, chunked = 0, False
    while (line := read_line().rstrip()) != b"":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        chunked = chunked or (name.lower() == b"transfer-encoding" and b"chunked" in value)
    if not chunked:
        read(length)
        return status
    while size := int(read_line(), 16):
        read(size + 2)
    read_line()
    return status
