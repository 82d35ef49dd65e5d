"""Small secrets of the portal itself, such as what a login provider gave us: a key for each purpose."""

import uuid

from beredskab.vault import keys
from beredskab.vault.agent import safe_room, wire


def seal(name: str, subject: uuid.UUID, field: str, text: str) -> bytes:
    """Encrypt with the key `name` (letters and one hyphen), made at first need. Raises keys.KeyMissing."""
    if keys.has_agent():
        told = {"name": name, "subject": str(subject), "field": field, "text": text}
        return wire.unpacked(keys.ask_agent("own_seal", **told)["blob"])
    try:
        return safe_room.own_seal(keys.folder(), name, subject, field, text)
    except safe_room.Lost as error:
        raise keys.KeyMissing(name) from error


def unseal(name: str, subject: uuid.UUID, field: str, blob: bytes) -> str:
    """As it was. Raises envelope.CannotOpen, keys.KeyMissing."""
    if keys.has_agent():
        told = {"name": name, "subject": str(subject), "field": field, "blob": wire.packed(blob)}
        return str(keys.ask_agent("own_open", **told)["text"])
    try:
        return safe_room.own_open(keys.folder(), name, subject, field, blob)
    except safe_room.Lost as error:
        raise keys.KeyMissing(name) from error
