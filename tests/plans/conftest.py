"""What several tests of the plan have."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from tests.plans.books import book  # noqa: F401 - a fixture


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine that remembers who called."""
    calls: list[str] = []

    class Remember(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Remember)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, calls
    server.shutdown()
