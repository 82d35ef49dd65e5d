"""The demo people and who they are. They sign in by one click, only while DEMO=1 and from this machine."""

from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

#: With which the closed group of the demo is unlocked; shown beside the field there.
PASSPHRASE = "fire heste går over broen"  # noqa: S105 - nobody's


@dataclass(frozen=True)
class DemoPerson:
    email: str
    name: str
    does: StrPromise


PEOPLE = (
    DemoPerson(
        "anna@eksempel.example",
        "Anna Andersen",
        _("Pedagogue in Børnehuset Solsikken: reads, files a concern"),
    ),
    DemoPerson("bo@eksempel.example", "Bo Bang", _("Leader of Børnehuset Solsikken: who has read the plan")),
    DemoPerson("cia@eksempel.example", "Cia Clausen", _("Adviser in the receiving team: handles concerns")),
    DemoPerson(
        "ida@eksempel.example", "Ida Iversen", _("Cia's colleague: takes over, and assesses as the second")
    ),
    DemoPerson("liv@eksempel.example", "Liv Lund", _("Leads the receiving team: rota and deputies")),
    DemoPerson(
        "vagn@eksempel.example", "Vagn Vind", _("Head of Bakkeskolen: absence from school of 15 per cent")
    ),
    DemoPerson(
        "dorte@eksempel.example",
        "Dorte Dahl",
        _("Director: follows the 15 recommendations, approves editions"),
    ),
    DemoPerson(
        "emil@eksempel.example",
        "Emil Eriksen",
        _("Adviser in another team: sees none of Cia's concerns"),
    ),
    DemoPerson(
        "gert@eksempel.example",
        "Gert Gram",
        _("System administrator: runs everything, reads no concern"),
    ),
    DemoPerson("hanne@eksempel.example", "Hanne Holm", _("Plan editor")),
    DemoPerson(
        "kaj@eksempel.example",
        "Kaj Krogh",
        _("Controller: looks at who has opened cases, and opens none"),
    ),
    DemoPerson(
        "vera@faelles.example", "Vera Vang", _("Health nurse in two municipalities, each of them apart")
    ),
    DemoPerson(
        "nina@nabo.example",
        "Nina Nord",
        _("Plan editor in the neighbouring municipality: takes over what Eksempel shares"),
    ),
    DemoPerson(
        "niels@nabo.example",
        "Niels Nord",
        _("Director in the neighbouring municipality: answers offers, approves editions"),
    ),
    DemoPerson("frida@nabo.example", "Frida Friis", _("Adviser in the neighbouring municipality")),
)


def is_open(request: HttpRequest) -> bool:
    """Whether the list of demo people may be used: DEMO=1, bound to and asked from this machine.

    A request that a proxy passed on came from somewhere else, whatever its last address says.
    """
    if "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        local = (
            ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
            and ip_address(settings.BIND).is_loopback
        )
    except ValueError:
        return False
    return bool(settings.DEMO) and local
