"""Logs hold no address of a page and no text that somebody wrote."""

import io
import logging

from django.test import RequestFactory
from django.urls import resolve

from beredskab.logs import Line

QUOTED = "Failing row contains (" + "Otto, 010120)"


def _logged(**extra: object) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line("{levelname} {message}", style="{"))
    logger = logging.Logger("django.request")
    logger.addHandler(handler)
    try:
        try:
            raise ValueError(QUOTED)
        except ValueError as fault:
            raise RuntimeError(QUOTED) from fault
    except RuntimeError:
        logger.exception("Internal Server Error: %s", "/bekymring/K7Q2PX/", extra=extra)
    return stream.getvalue()


def test_a_fault_is_told_by_its_route_its_place_and_its_class() -> None:
    request = RequestFactory().get("/sundhed/")
    request.resolver_match = resolve("/sundhed/")
    said = _logged(request=request, status_code=500)
    assert said.startswith("ERROR 500 GET sundhed/\n")
    assert said.rstrip().endswith("RuntimeError <- ValueError")
    assert "test_logs.py" in said
    assert "Otto" not in said
    assert "K7Q2PX" not in said
