"""Where bytes may be sent, and that nothing leads them anywhere else. Rule A-33."""

import socket
from typing import Any

import pytest

from beredskab.outbox import posting
from beredskab.outbox.posting import NotSent
from tests.doors.listener import listening

HERE = ("127.0.0.1",)


def resolves_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Every name has these addresses; the list fills with where a connection goes."""
    reached: list[str] = []

    def found(host: str, *_more: Any, **_named: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]

    def connect(address: tuple[str, int], *_more: Any) -> Any:
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.getaddrinfo", found)
    monkeypatch.setattr("socket.create_connection", connect)
    return reached


def test_a_trusted_host_on_this_machine_gets_it() -> None:
    with listening() as system:
        assert posting.post(system.url, b"{}", {"A": "b"}, trusted=HERE) == (200, b"")
        ((path, headers, body),) = system.got
    assert (path, headers["A"], body) == ("/in", "b", b"{}")


def test_no_redirect_is_followed() -> None:
    with listening() as system:
        system.status = 302
        assert posting.post(system.url, b"{}", {}, trusted=HERE)[0] == 302
        assert len(system.got) == 1


def test_without_trust_nothing_on_this_machine_is_reached() -> None:
    with listening() as system:
        for url in (system.url, system.url.replace("http:", "https:")):
            with pytest.raises(NotSent):
                posting.post(url, b"{}", {}, trusted=())
        assert system.got == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.5",
        "172.16.1.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.5",
        "::ffff:127.0.0.1",
    ],
)
def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    reached = resolves_to(monkeypatch, "93.184.216.34", address)
    with pytest.raises(NotSent, match="PrivateAddress"):
        posting.post("https://kommune.example/in", b"{}", {}, trusted=())
    assert reached == []


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently the second time is not asked a second time."""
    reached = resolves_to(monkeypatch, "93.184.216.34")
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        posting.post("https://kommune.example/in", b"{}", {}, trusted=())
    assert reached == ["93.184.216.34"]


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://kommune.example/in", ""),
        ("https://kommune.example:443/in", ""),
        ("http://kommune.example/in", "NotEncrypted"),
        ("file:///etc/passwd", "NotEncrypted"),
        ("https://kommune.example:8080/", "PortNotAllowed"),
        ("https://kommune.example:x/", "NoAddress"),
        ("https://bruger:kode@kommune.example/", "NoAddress"),
        ("https:///in", "NoAddress"),
        ("https://[", "NoAddress"),
        ("https://localhost/", "PrivateAddress"),
        ("https://intranet/", "PrivateAddress"),
        ("https://127.0.0.1/", "PrivateAddress"),
        ("https://[::1]/", "PrivateAddress"),
        ("https://169.254.169.254/latest/meta-data", "PrivateAddress"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_before_anything_is_sent(url: str, fault: str) -> None:
    assert posting.fault_of(url, ()) == fault


def test_a_trusted_host_may_have_a_port_and_lie_inside() -> None:
    assert posting.fault_of("https://intranet:8443/", ("intranet",)) == ""
    assert posting.fault_of("http://intranet/", ("intranet",)) == "NotEncrypted"
