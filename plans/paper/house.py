"""The printing house: a process of its own that turns HTML into PDFs and can do nothing else.

It is started by `pressroom` with an environment without secrets, and shuts the world out before the first
job: no network where the system has namespaces, no new privileges, bounds on memory, files and processes,
and within Python no socket and no other program. WeasyPrint's fetcher opens our own font files and the
pictures that came with the job; one refusal fails the whole job.

Nothing of Django is imported here. Jobs come on standard input and answers go to standard output, each a
length and JSON, an answer followed by the PDF.
"""

from __future__ import annotations

import base64
import ctypes
import io
import json
import os
import resource
import struct
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from weasyprint import Document

NOWHERE = "https://nowhere.invalid/"  # relative addresses become absolute, so they are refused too
VARIANT = "pdf/ua-1"
MEMORY = 1536 * 1024 * 1024  # bytes of address space; a plan of sixty sections takes a third of it
LARGEST_FILE = 64 * 1024 * 1024
PIXELS_PER_MM = 96 / 25.4
AIR = "@air@"  # stands in a style sheet where a short page takes up what is left
_NEW_USER, _NEW_NET, _NO_NEW_PRIVILEGES = 0x10000000, 0x40000000, 38
_CLOSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn")


def closed_door(allowed: dict[str, Callable[[], bytes]]) -> Any:
    """A fetcher that opens exactly the `allowed` addresses and remembers in `.refused` all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class ClosedDoor(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url not in allowed:
                self.refused.append(url[:200])
                raise ValueError("refused")
            kind = {"png": "image/png", "jpg": "image/jpeg"}.get(url[-3:], "font/woff2")
            return URLFetcherResponse(url, allowed[url](), {"Content-Type": kind})

    return ClosedDoor()


def shut_out_the_world() -> dict[str, bool]:
    """Give away what a press does not need. Says what the system allowed."""
    libc = ctypes.CDLL(None, use_errno=True)
    before = _network()
    alone = libc.unshare(_NEW_USER | _NEW_NET) == 0 or libc.unshare(_NEW_NET) == 0
    privileges = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
    limited = _limit(resource.RLIMIT_AS, MEMORY) and _limit(resource.RLIMIT_FSIZE, LARGEST_FILE)
    _limit(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_refuse)
    return {
        "without_network": alone and _network() != before,
        "without_privileges": privileges,
        "limited": limited,
    }


def make(job: dict[str, Any], fonts: dict[str, Path]) -> tuple[dict[str, Any], bytes]:
    """The answer to one job and its PDF. `fit` says that it is one page, filled to the foot."""
    pictures = {url: base64.b64decode(told) for url, told in job.get("pictures", {}).items()}
    allowed: dict[str, Callable[[], bytes]] = {url: partial(_unpacked, path) for url, path in fonts.items()}
    allowed |= {url: partial(bytes, found) for url, found in pictures.items()}
    door = closed_door(allowed)
    press = _Press(job["html"], job["css"], door)
    document = _fitted(press, job["fit"]) if job.get("fit") else press.lay_out(0)
    if door.refused:
        return {"refused": door.refused}, b""
    if document is None:
        return {"pages": 2}, b""
    if job.get("pages") and len(document.pages) > job["pages"]:
        return {"pages": len(document.pages)}, b""
    pdf = document.write_pdf(pdf_variant=VARIANT) or b""
    if door.refused:
        return {"refused": door.refused}, b""
    return {"pages": len(document.pages)}, pdf


class _Press:
    """Lays out one document, as often as it takes, with one set of loaded fonts."""

    def __init__(self, html: str, css: str, door: Any) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self._html, self._css, self._door, self._fonts = html, css, door, FontConfiguration()

    def lay_out(self, air: float) -> Document:
        from weasyprint import CSS, HTML

        style = self._css.replace(AIR, f"{air:.3f}")
        sheet = CSS(string=style, base_url=NOWHERE, url_fetcher=self._door, font_config=self._fonts)
        page = HTML(string=self._html, base_url=NOWHERE, url_fetcher=self._door)
        return page.render(stylesheets=[sheet], font_config=self._fonts, pdf_variant=VARIANT)


def _fitted(press: _Press, fit: dict[str, float]) -> Document | None:
    """The page with what is left shared out as air; None when it runs over without any."""
    tight = press.lay_out(0)
    left = _space_left(tight, fit)
    if left is None:
        return None
    air = max(0.0, min(fit["most"], left * 72 / 25.4 / fit["places"] - 0.05)) * fit["scale"]
    airy = press.lay_out(air) if air else tight
    return airy if len(airy.pages) == 1 else tight


def _space_left(document: Document, fit: dict[str, float]) -> float | None:
    """Millimetres of an A4 sheet left below the element `end`; None when it ran over."""
    if len(document.pages) != 1 or "end" not in document.pages[0].anchors:
        return None
    end: float = document.pages[0].anchors["end"][1] / PIXELS_PER_MM / fit["scale"]
    return fit["foot"] - end if end <= fit["foot"] else None


@cache
def _unpacked(path: Path) -> bytes:
    """A font, unpacked once in the life of the house: each document would do it anew, a fifth of its time."""
    packed = path.read_bytes()
    if packed[:4] != b"wOF2":
        return packed
    from fontTools.ttLib import woff2

    font = io.BytesIO()
    woff2.decompress(io.BytesIO(packed), font)
    return font.getvalue()


def _network() -> str:
    try:
        return os.readlink("/proc/self/ns/net")
    except OSError:
        return ""


def _limit(what: int, most: int) -> bool:
    try:
        resource.setrlimit(what, (most, most))
    except (OSError, ValueError):
        return False
    return True


def _refuse(event: str, _arguments: object) -> None:
    if event.startswith(_CLOSED):
        raise PermissionError(f"the printing house does not do {event}")


def _read(source: BinaryIO) -> dict[str, Any] | None:
    head = source.read(4)
    if len(head) < 4:
        return None
    told: dict[str, Any] = json.loads(source.read(struct.unpack(">I", head)[0]))
    return told


def _write(target: BinaryIO, answer: dict[str, Any], pdf: bytes = b"") -> None:
    told = json.dumps({**answer, "size": len(pdf)}).encode()
    target.write(struct.pack(">I", len(told)) + told + pdf)
    target.flush()


def main() -> None:
    """Serve jobs until the pressroom closes the door."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints gets between the answers
    first = _read(source) or {}
    fonts = {url: Path(path) for url, path in first.get("fonts", {}).items()}
    found = shut_out_the_world()
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as fault:
        _write(target, {"off": (str(fault).splitlines() or [type(fault).__name__])[0][:120]})
        return
    _write(target, dict(found))
    while (job := _read(source)) is not None:
        try:
            _write(target, *make(job, fonts))
        except MemoryError:
            _write(target, {"fault": "memory"})
        except Exception as fault:
            _write(target, {"fault": f"{type(fault).__name__}: {fault}"[:300]})


if __name__ == "__main__":
    main()
