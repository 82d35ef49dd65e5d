"""Text messages: the interface of a gateway, and one that writes files. Only »new, log in« is ever sent.

An installation names its gateway in SMS_GATEWAY: empty for none, `file`, or the path of a function of the
municipality's own (`package.module.send`). Docs: docs/operations.md.
"""

import json
import os
import uuid
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Gateway(Protocol):
    """Hands one text over. Raises OSError when it could not: it is tried again with the same id."""

    def __call__(self, number: str, text: str, *, id: uuid.UUID) -> None: ...


def is_used() -> bool:
    """Whether this installation sends any."""
    return bool(settings.SMS_GATEWAY)


def send(number: str, text: str, *, id: uuid.UUID) -> None:
    """By the gateway of this installation. Raises OSError."""
    gateway: Gateway = to_file if settings.SMS_GATEWAY == "file" else import_string(settings.SMS_GATEWAY)
    gateway(number, text, id=id)


def to_file(number: str, text: str, *, id: uuid.UUID) -> None:
    """A file of its own, whole or not at all: for a gateway that reads a folder, and for trying out."""
    folder = Path(settings.SMS_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    waiting = folder / f"{id}.part"
    content = json.dumps({"id": str(id), "to": number, "text": text}, ensure_ascii=False)
    with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(folder / f"{id}.json")
