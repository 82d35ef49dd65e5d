"""The blind index: whether two sealed texts are the same, without opening either.

HMAC-SHA256 under a key of its own, then Argon2id: with a leaked database nothing can be tried, and with the
key as well each of the few CPR numbers still costs (trust.md, finding 7). The key is in the key folder, never
in the database. Texts of different kinds and municipalities never give the same index.
"""

import hashlib
import hmac
import os

from argon2.low_level import Type, hash_secret_raw

from beredskab.vault import keys

FILE = "blind-index.key"
KEY_BYTES = 32
LENGTH = 32
#: Cost of one index: about 25 ms. Made once per identifier, when a concern is filed.
ROUNDS, KIBIBYTES, LANES = 2, 19 * 1024, 1


def index_of(kind: str, text: str, *, municipality: int) -> bytes:
    """The index of a text that was brought to one spelling by the caller. Raises keys.KeyMissing."""
    key = _key()
    seen = hmac.new(key, f"{kind}|{municipality}|{text}".encode(), hashlib.sha256).digest()
    salt = hmac.new(key, f"salt|{kind}|{municipality}".encode(), hashlib.sha256).digest()[:16]
    return hash_secret_raw(seen, salt, ROUNDS, KIBIBYTES, LANES, LENGTH, Type.ID)


def _key() -> bytes:
    path = keys.folder() / FILE
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return _make()
    except OSError as error:
        raise keys.KeyMissing(FILE) from error
    if len(found) != KEY_BYTES:
        raise keys.KeyMissing(FILE)
    return found


def _make() -> bytes:
    """At first need; of two that make it at once the first one's is kept."""
    path, waiting = keys.folder() / FILE, keys.folder() / f"{FILE}.{os.getpid()}"
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(waiting, path)
    except FileExistsError:
        pass
    finally:
        waiting.unlink()
    return path.read_bytes()
