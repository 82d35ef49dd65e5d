"""When the certificates end that people's sign-in needs. No provider renews them by itself."""

import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass

from beredskab.organisation.models import Municipality
from beredskab.signin.models import Protocol, Provider

CERTIFICATE = re.compile(r"<(?:\w+:)?X509Certificate[^>]*>([^<]+)<")


@dataclass(frozen=True)
class Way:
    """A provider in use, and when the last of its signing certificates ends; None where it has none."""

    name: str
    ends: dt.datetime | None


def of(municipality: Municipality) -> list[Way]:
    """The providers in use of a municipality: one statement."""
    providers = Provider.objects.filter(municipality=municipality, is_active=True)
    return [Way(one.name, _ends(one)) for one in providers]


def _ends(provider: Provider) -> dt.datetime | None:
    """A provider changes certificates by showing two for a while: the later one counts."""
    if provider.protocol != Protocol.SAML:
        return None
    return max(filter(None, map(_end, CERTIFICATE.findall(provider.metadata))), default=None)


def _end(text: str) -> dt.datetime | None:
    from cryptography.x509 import load_der_x509_certificate

    try:
        found = load_der_x509_certificate(base64.b64decode("".join(text.split())))
    except (ValueError, binascii.Error):
        return None
    return found.not_valid_after_utc
