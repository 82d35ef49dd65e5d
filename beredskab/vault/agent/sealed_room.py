"""What is done with the keys of closed teams: they lie behind passphrases, and are put together here.

A passphrase goes through Argon2id and then HMAC-SHA256 under a key of the portal: a stolen database alone
gives nobody a passphrase to try. No database; nothing is kept between two questions.
"""

import hashlib
import hmac
import secrets
import threading
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from beredskab.vault import envelope
from beredskab.vault.agent import safe_room

SALT_BYTES = 16
#: One at a time: each takes a core and 256 MiB for most of a second.
HASHING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Cost:
    """What Argon2id is told."""

    rounds: int
    kibibytes: int
    lanes: int


#: Of new passphrases. About half a second; stored with each, so it can be raised.
COST = Cost(rounds=3, kibibytes=256 * 1024, lanes=2)


@dataclass(frozen=True, slots=True)
class Locked:
    """A member's private key behind a passphrase."""

    public: bytes
    sealed: bytes
    salt: bytes
    cost: Cost


@dataclass(frozen=True, slots=True)
class Brought:
    """What a browser and the database hold together: the secret, and the private key under it."""

    ticket: uuid.UUID
    secret: bytes
    sealed: bytes


def new_member(place: Path, member: uuid.UUID, passphrase: str) -> Locked:
    """A new pair of keys behind a passphrase. Raises safe_room.Lost."""
    private, public = envelope.new_pair()
    return _behind(place, member, passphrase, private, public)


def change(place: Path, member: uuid.UUID, old: Locked, passphrase: str, new: str) -> Locked:
    """The same keys behind another passphrase. Raises envelope.CannotOpen when the old one is wrong."""
    private = _opened(place, member, old, passphrase)
    return _behind(place, member, new, private, old.public)


def unlock(place: Path, member: uuid.UUID, locked: Locked, passphrase: str, ticket: uuid.UUID) -> Brought:
    """Raises envelope.CannotOpen when the passphrase is wrong, safe_room.Lost."""
    private, secret = _opened(place, member, locked, passphrase), envelope.new_data_key()
    return Brought(ticket, secret, envelope.encrypt_bytes(secret, ticket, "member", private))


def new_team(members: Iterable[bytes]) -> tuple[bytes, list[bytes]]:
    """A team's new public key, and its private half sealed to each member. Nobody else has it."""
    private, public = envelope.new_pair()
    return public, [envelope.seal(private, member) for member in members]


def share(brought: Brought, own_share: bytes, member: bytes) -> bytes:
    """A team's private key, sealed by one member to another. Raises envelope.CannotOpen."""
    return envelope.seal(_team_key(brought, own_share), member)


def open_one(brought: Brought, own_share: bytes, sealed: bytes) -> bytes:
    """A subject's data key. Raises envelope.CannotOpen."""
    return envelope.unseal(sealed, _team_key(brought, own_share))


def seal_anew(brought: Brought, own_share: bytes, rows: Iterable[bytes], public: bytes) -> list[bytes]:
    """Data keys sealed to a team's old key, sealed to its new one. Raises envelope.CannotOpen."""
    private = _team_key(brought, own_share)
    return [envelope.seal(envelope.unseal(row, private), public) for row in rows]


def _team_key(brought: Brought, own_share: bytes) -> bytes:
    private = envelope.decrypt_bytes(brought.secret, brought.ticket, "member", brought.sealed)
    return envelope.unseal(own_share, private)


def _behind(place: Path, member: uuid.UUID, passphrase: str, private: bytes, public: bytes) -> Locked:
    salt = secrets.token_bytes(SALT_BYTES)
    key = _from(place, passphrase, salt, COST)
    return Locked(public, envelope.encrypt_bytes(key, member, "private", private), salt, COST)


def _opened(place: Path, member: uuid.UUID, locked: Locked, passphrase: str) -> bytes:
    key = _from(place, passphrase, locked.salt, locked.cost)
    return envelope.decrypt_bytes(key, member, "private", locked.sealed)


def _from(place: Path, passphrase: str, salt: bytes, cost: Cost) -> bytes:
    typed = unicodedata.normalize("NFC", passphrase).encode()
    with HASHING:
        slow = hash_secret_raw(
            typed, salt, cost.rounds, cost.kibibytes, cost.lanes, envelope.KEY_BYTES, Type.ID
        )
    return hmac.new(safe_room.own_key(place, safe_room.SEALED), slow, hashlib.sha256).digest()
