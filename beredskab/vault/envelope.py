"""The cryptography alone: no database, no files, no people.

AES-256-GCM with the associated data `subject|field|schema`, so a ciphertext that is moved to another row or
field no longer opens. Plaintext is padded to size buckets: its length says little. A data key is sealed to a
holder with an X25519 sealed box.
"""

import datetime as dt
import hashlib
import hmac
import secrets
import uuid

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

SCHEMA = 1
KEY_BYTES = 32
NONCE_BYTES = 12
LENGTH_BYTES = 4
SEAL_BYTES = 48  # what a sealed box adds
#: Before the key of a part, where a whole key has nothing: which of the two it is cannot be mistaken.
PART = b"\x01"
BUCKETS = (256, 1024, 4096, 16384, 65536)


class CannotOpen(Exception):
    """Wrong key, changed bytes, or bytes of another row or field."""


def new_data_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def new_pair() -> tuple[bytes, bytes]:
    """(private, public) of a key holder."""
    private = PrivateKey.generate()
    return bytes(private), bytes(private.public_key)


def public_of(private_key: bytes) -> bytes:
    """The public half of a private key."""
    return bytes(PrivateKey(private_key).public_key)


def seal(data_key: bytes, public_key: bytes) -> bytes:
    """Seal bytes so that only the private half opens them."""
    return bytes(SealedBox(PublicKey(public_key)).encrypt(data_key))


def unseal(sealed: bytes, private_key: bytes) -> bytes:
    """Raises CannotOpen."""
    try:
        return bytes(SealedBox(PrivateKey(private_key)).decrypt(sealed))
    except CryptoError as error:
        raise CannotOpen("sealed to another holder") from error


def part_of(data_key: bytes) -> bytes:
    """The key of what filer and team say to each other: made of the whole key, and nothing leads back."""
    return hmac.new(data_key, b"beredskab.part-of-the-filer/1", hashlib.sha256).digest()


def encrypt(data_key: bytes, subject: uuid.UUID, field: str, text: str) -> bytes:
    """Encrypt one field of one subject; surrogates that no UTF-8 can hold raise ValueError."""
    return encrypt_bytes(data_key, subject, field, text.encode())


def encrypt_bytes(data_key: bytes, subject: uuid.UUID, field: str, plain: bytes) -> bytes:
    """Encrypt bytes (a picture) of one subject, padded like text."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = AESGCM(data_key).encrypt(nonce, _pad(plain), _associated(subject, field))
    return bytes([SCHEMA]) + nonce + body


def decrypt(data_key: bytes, subject: uuid.UUID, field: str, blob: bytes) -> str:
    """Raises CannotOpen."""
    return decrypt_bytes(data_key, subject, field, blob).decode()


def decrypt_bytes(data_key: bytes, subject: uuid.UUID, field: str, blob: bytes) -> bytes:
    """Raises CannotOpen."""
    if not blob or blob[0] != SCHEMA:
        raise CannotOpen("unknown schema")
    nonce, body = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    try:
        return _unpad(AESGCM(data_key).decrypt(nonce, body, _associated(subject, field)))
    except InvalidTag as error:
        raise CannotOpen("changed, or of another row or field") from error


def _associated(subject: uuid.UUID, field: str) -> bytes:
    return f"{subject}|{field}|{SCHEMA}".encode()


def _pad(plain: bytes) -> bytes:
    framed = len(plain).to_bytes(LENGTH_BYTES, "big") + plain
    size = next(
        (bucket for bucket in BUCKETS if bucket >= len(framed)),
        -(-len(framed) // BUCKETS[-1]) * BUCKETS[-1],
    )
    return framed.ljust(size, b"\0")


def _unpad(framed: bytes) -> bytes:
    length = int.from_bytes(framed[:LENGTH_BYTES], "big")
    return framed[LENGTH_BYTES : LENGTH_BYTES + length]


def new_certificate(name: str) -> tuple[bytes, bytes]:
    """(private key, certificate) as PEM: RSA with 3072 bits, signed by itself."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(private.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(dt.datetime(2020, 1, 1)).not_valid_after(dt.datetime(2070, 1, 1))  # noqa: DTZ001 - certificates are in UTC
    plain = serialization.NoEncryption()
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return pem, made.sign(private, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
