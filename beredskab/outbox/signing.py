"""How another system knows that a message is ours, and new. Pure."""

import hashlib
import hmac

SHORTEST = 32  # characters of a secret


def headers_of(secret: str, stamp: int, body: bytes) -> dict[str, str]:
    """The two headers of a signed message; `stamp` is the moment of sending in seconds since 1970."""
    signed = signature(secret, str(stamp), body)
    return {"X-Beredskab-Timestamp": str(stamp), "X-Beredskab-Signature": f"sha256={signed}"}


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over »timestamp.body«: an old message cannot be sent again as a new one."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
