"""The blind index: whether two sealed texts are the same, without opening either.

HMAC-SHA256 under a key of its own, then Argon2id: with a leaked database nothing can be tried, and with the
key as well each of the few CPR numbers still costs (trust.md, finding 7). The key is in the key folder or
with the key agent, never in the database. Texts of different kinds and municipalities never give the same
index.
"""

from beredskab.vault import keys
from beredskab.vault.agent import safe_room, wire

FILE = f"{safe_room.BLIND}.key"
LENGTH = safe_room.BLIND_BYTES


def index_of(kind: str, text: str, *, municipality: int) -> bytes:
    """The index of a text that was brought to one spelling by the caller. Raises keys.KeyMissing."""
    if keys.has_agent():
        return wire.unpacked(
            keys.ask_agent("index", kind=kind, text=text, municipality=municipality)["index"]
        )
    try:
        return safe_room.index(keys.folder(), kind, text, municipality)
    except safe_room.Lost as error:
        raise keys.KeyMissing(FILE) from error
