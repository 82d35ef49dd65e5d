"""What is done with private keys, and nothing else. They are read here, used, and forgotten."""

import hashlib
import hmac
import json
import os
import re
import uuid
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from nacl.signing import SigningKey

from beredskab.vault import envelope, keyfiles

BLIND, ANCHOR, SEALED = "blind-index", "anchor", "sealed-route"
BLIND_BYTES = 32
#: Cost of one blind index: about 25 ms. Made once per identifier, when a concern is filed.
ROUNDS, KIBIBYTES, LANES = 2, 19 * 1024, 1


class Lost(Exception):
    """A private key is not where it should be."""


class Backwards(Exception):
    """The log is shorter than what was signed before, or says something else at the same place."""


def unseal(place: Path, holder: uuid.UUID, sealed: bytes) -> bytes:
    """Raises Lost, envelope.CannotOpen."""
    return envelope.unseal(sealed, private_of(place, holder))


def private_of(place: Path, holder: uuid.UUID) -> bytes:
    """Raises Lost."""
    try:
        return keyfiles.path_of(place, holder).read_bytes()
    except OSError as error:
        raise Lost(str(holder)) from error


def forget(place: Path, holder: uuid.UUID) -> None:
    """Delete a private key that opens nothing any more."""
    keyfiles.path_of(place, holder).unlink(missing_ok=True)


def index(place: Path, kind: str, text: str, municipality: int) -> bytes:
    """The blind index of a text: HMAC-SHA256 under a key of its own, then Argon2id. Raises Lost."""
    key = own_key(place, BLIND)
    if len(key) != BLIND_BYTES:
        raise Lost(BLIND)
    seen = hmac.new(key, f"{kind}|{municipality}|{text}".encode(), hashlib.sha256).digest()
    salt = hmac.new(key, f"salt|{kind}|{municipality}".encode(), hashlib.sha256).digest()[:16]
    return hash_secret_raw(seen, salt, ROUNDS, KIBIBYTES, LANES, BLIND_BYTES, Type.ID)


def own_seal(place: Path, name: str, subject: uuid.UUID, field: str, text: str) -> bytes:
    """Encrypt a text of the portal itself, such as a provider's secret. Raises Lost."""
    return envelope.encrypt(own_key(place, _portal_name(name)), subject, field, text)


def own_open(place: Path, name: str, subject: uuid.UUID, field: str, blob: bytes) -> str:
    """Raises Lost, envelope.CannotOpen."""
    return envelope.decrypt(own_key(place, _portal_name(name)), subject, field, blob)


def sign_head(place: Path, position: int, digest: bytes, words: bytes) -> tuple[bytes, bytes]:
    """(signature, public key) over the head of the log. Raises Backwards, Lost.

    What was signed last is kept beside the key: whoever cuts or rewrites the log gets no signature for it.
    """
    last = place / f"{ANCHOR}-last.json"
    if last.exists():
        kept = json.loads(last.read_text())
        same = position == kept["position"] and digest.hex() == kept["digest"]
        if position < kept["position"] or (position == kept["position"] and not same):
            raise Backwards(str(kept["position"]))
    signing = SigningKey(own_key(place, ANCHOR))
    waiting = place / f"{ANCHOR}-last.{uuid.uuid4()}"
    keyfiles.write(waiting, json.dumps({"position": position, "digest": digest.hex()}).encode())
    os.replace(waiting, last)
    return signing.sign(words).signature, bytes(signing.verify_key)


def anchor_key(place: Path) -> bytes:
    """The public half of the key that signs the log's head."""
    return bytes(SigningKey(own_key(place, ANCHOR)).verify_key)


def _portal_name(name: str) -> str:
    """A key of the portal for small secrets: never a holder's, never one that has a use of its own."""
    if not re.fullmatch(r"[a-z]+(-[a-z]+)?", name) or name in {BLIND, ANCHOR, SEALED}:
        raise Lost(name)
    return name


def own_key(place: Path, name: str) -> bytes:
    """A key of the portal itself for one purpose, made at first need. Raises Lost."""
    try:
        return keyfiles.own(place, name)
    except OSError as error:
        raise Lost(name) from error
