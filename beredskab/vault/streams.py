"""Encrypting a stream of any length to a public key: a backup, written by a machine that cannot read it.

A new key for each file, sealed with X25519; XChaCha20-Poly1305 in pieces, of which the last one says that it
is the last: a file that was cut, reordered or changed does not open.
"""

import secrets
from collections.abc import Iterator
from typing import IO

from nacl import bindings
from nacl.exceptions import CryptoError

from beredskab.vault import envelope

MAGIC = b"BEREDSKAB-BACKUP-1\n"
PIECE = 256 * 1024
SEALED = envelope.KEY_BYTES + bindings.crypto_box_SEALBYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MORE = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_GOES_ON = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE


def encrypt(source: IO[bytes], target: IO[bytes], public_key: bytes) -> int:
    """Read to the end, write encrypted; how many bytes were read."""
    key = secrets.token_bytes(envelope.KEY_BYTES)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    target.write(MAGIC + envelope.seal(key, public_key) + header)
    total = 0
    for piece, is_last in _pieces(source, PIECE):
        total += len(piece)
        tag = _LAST if is_last else _GOES_ON
        target.write(bindings.crypto_secretstream_xchacha20poly1305_push(state, piece, MAGIC, tag))
    return total


def decrypt(source: IO[bytes], target: IO[bytes], private_key: bytes) -> int:
    """The other way; how many bytes were written. Raises envelope.CannotOpen, when a part was written."""
    if source.read(len(MAGIC)) != MAGIC:
        raise envelope.CannotOpen("not a backup")
    key = envelope.unseal(source.read(SEALED), private_key)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    total, tag = 0, _GOES_ON
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, source.read(_HEADER), key)
        for piece, _is_last in _pieces(source, PIECE + _MORE):
            if tag == _LAST:
                raise envelope.CannotOpen("something follows the end")
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, piece, MAGIC)
            target.write(plain)
            total += len(plain)
    except (CryptoError, RuntimeError, ValueError, AssertionError) as error:
        raise envelope.CannotOpen("changed or cut") from error
    if tag != _LAST:
        raise envelope.CannotOpen("the end is missing")
    return total


def _pieces(source: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of one size, with whether it is the last; a stream without any is one empty piece."""
    piece = _filled(source, size)
    while True:
        following = _filled(source, size) if len(piece) == size else b""
        yield piece, not following
        if not following:
            return
        piece = following


def _filled(source: IO[bytes], size: int) -> bytes:
    """A pipe gives what it has; a piece is whole."""
    found = b""
    while len(found) < size:
        part = source.read(size - len(found))
        if not part:
            break
        found += part
    return found
