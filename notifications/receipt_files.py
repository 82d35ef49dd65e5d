"""The receipt on paper, behind the same closed door as every other print."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from beredskab.organisation.models import Municipality
from notifications.receipts import Receipt
from plans.paper.printing import font_address, press


def nameless(receipt: Receipt, municipality: Municipality) -> bytes:
    """Reference, times and what to do; no name of anybody. Raises printing.CannotPrint."""
    return _print("print/receipt.html", receipt, municipality)


def full(receipt: Receipt, groups: list[Any], municipality: Municipality) -> bytes:
    """Everything that was sent, then the receipt. Raises printing.CannotPrint."""
    return _print("print/receipt.html", receipt, municipality, groups=groups)


def _print(template: str, receipt: Receipt, municipality: Municipality, **more: Any) -> bytes:
    language = translation.get_language() or "da"
    context = {"receipt": receipt, "municipality": municipality, "language": language, **more}
    fonts = {name.replace("-", "_"): font_address(name) for name in ("regular", "semibold")}
    css = render_to_string("print/receipt.css", {"fonts": fonts})
    return press(render_to_string(template, context), css).pdf
