"""Log lines without what people wrote: no addresses of pages, no texts of faults."""

import logging
import traceback
from types import TracebackType


class Line(logging.Formatter):
    """One line, and for a fault the places in the code and its class.

    The text of a fault may quote a row of the database, and the address of a page may name a concern.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line; a request is told by its route."""
        if record.name.startswith("django.") and hasattr(record, "request"):
            record = logging.makeLogRecord({**record.__dict__, "args": ()})
            record.msg = f"{getattr(record, 'status_code', '')} {_route(record)}"
        return super().format(record)

    def formatException(  # noqa: N802 - the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Where it happened and what kind of fault it was, innermost last."""
        kind, fault, places = ei
        frames = traceback.format_list(traceback.extract_tb(places)) if places else []
        causes = [type(one).__name__ for one in _chain(fault)]
        return "".join(frames) + " <- ".join(causes) if kind else ""


def _chain(fault: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while fault is not None and fault not in found:
        found.append(fault)
        fault = fault.__cause__ or fault.__context__
    return found


def _route(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    return f"{getattr(request, 'method', '')} {match.route if match else '(no route)'}".strip()
