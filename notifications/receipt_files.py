"""The receipt on paper, behind the same closed door as every other print."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from beredskab.organisation.models import Municipality
from notifications.attachments.keeping import Kept
from notifications.receipts import Receipt
from plans.paper.printing import font_address, picture_address, press


def nameless(receipt: Receipt, municipality: Municipality) -> bytes:
    """Reference, times and what to do; no name of anybody. Raises printing.CannotPrint."""
    return _print("print/receipt.html", receipt, municipality)


def full(
    receipt: Receipt,
    groups: list[Any],
    municipality: Municipality,
    files: Sequence[Kept] = (),
    pictures: Mapping[tuple[uuid.UUID, int], bytes] | None = None,
) -> bytes:
    """Everything that was sent, its files too, then the receipt. Raises printing.CannotPrint."""
    addressed = {picture_address(*key): content for key, content in (pictures or {}).items()}
    shown = [
        {"name": file.name, "pages": [(n, picture_address(file.id, n)) for n in file.pages]} for file in files
    ]
    return _print("print/receipt.html", receipt, municipality, addressed, groups=groups, files=shown)


def _print(
    template: str,
    receipt: Receipt,
    municipality: Municipality,
    pictures: Mapping[str, bytes] | None = None,
    **more: Any,
) -> bytes:
    language = translation.get_language() or "da"
    context = {"receipt": receipt, "municipality": municipality, "language": language, **more}
    fonts = {name.replace("-", "_"): font_address(name) for name in ("regular", "semibold")}
    css = render_to_string("print/receipt.css", {"fonts": fonts})
    return press(render_to_string(template, context), css, pictures=pictures).pdf
