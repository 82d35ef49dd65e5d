"""Sending bytes to an address outside, and not being led anywhere else. Rule A-33.

A host that the installation trusts may lie in its own network; any other must be public by every address its
name has, and the connection goes to the very address that was looked at. No redirect is followed.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Collection, Mapping
from urllib.parse import SplitResult, urlsplit

TIMEOUT = 20  # seconds
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = (None, 443)


class NotSent(Exception):
    """It did not arrive; tried again later. The text names the kind of fault only."""


class _ToAddress(http.client.HTTPSConnection):
    """TLS with the host's name, over a connection to one address of it."""

    def __init__(self, address: str, host: str, port: int | None, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=TIMEOUT, context=context)
        self.address, self.tls = address, context

    def connect(self) -> None:
        """As the parent does, without asking for the name a second time."""
        plain = socket.create_connection((self.address, self.port), TIMEOUT)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host)


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, trusted: Collection[str], longest: int = 0
) -> tuple[int, bytes]:
    """POST it; the status and at most `longest` bytes of the answer. Raises NotSent."""
    parts = _parts(url)
    connection = _connection(parts, trusted)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.read(longest) if longest else b""
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise NotSent(type(fault).__name__) from None
    finally:
        connection.close()


def fault_of(url: str, trusted: Collection[str]) -> str:
    """What is wrong with an address as it is written, "" when nothing is; names are not looked up."""
    try:
        parts = _parts(url)
        _check(parts, trusted)
        host = parts.hostname or ""
        if host not in trusted and (host in LOOPBACK or "." not in host or _is_inside(host)):
            return "PrivateAddress"
    except NotSent as fault:
        return str(fault)
    return ""


def _connection(parts: SplitResult, trusted: Collection[str]) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    _check(parts, trusted)
    if host not in trusted:
        return _ToAddress(_public_address(host), host, parts.port, ssl.create_default_context())
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, parts.port, timeout=TIMEOUT, context=context)
    return http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT)


def _check(parts: SplitResult, trusted: Collection[str]) -> None:
    host = parts.hostname or ""
    on_this_machine = parts.scheme == "http" and host in LOOPBACK and host in trusted
    if parts.scheme != "https" and not on_this_machine:
        raise NotSent("NotEncrypted")
    if not host or parts.username is not None or parts.password is not None:
        raise NotSent("NoAddress")
    if host not in trusted and parts.port not in PORTS:
        raise NotSent("PortNotAllowed")


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for what is no number
    except ValueError:
        raise NotSent("NoAddress") from None
    return parts


def _public_address(host: str) -> str:
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]
    except OSError as fault:
        raise NotSent(type(fault).__name__) from None
    if not found or any(_is_inside(one) for one in found):
        raise NotSent("PrivateAddress")
    return found[0]


def _is_inside(address: str) -> bool:
    """Whether it is an address that is not out in the world; a name is none."""
    try:
        known = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(known, "ipv4_mapped", None) or known
    return not mapped.is_global or mapped.is_multicast
