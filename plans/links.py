"""Whether the addresses that plans lead to still answer: asked by the worker at night, where it may.

Off unless CHECK_LINKS is set. Only the first line of an answer is looked at and nothing is followed. An
address inside the municipality's own network is never asked: a plan is no way to feel around in there.
"""

import datetime as dt
import http.client
import ipaddress
import logging
import re
import socket
from collections.abc import Callable, Iterable
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from beredskab.organisation.models import Municipality
from beredskab.outbox import duties
from plans.models import Block, Edition, LinkCheck
from plans.vocabulary import EditionState

ASK = "plans.links"
AT_ONCE, SECONDS = 20, 5
AGAIN_AFTER = dt.timedelta(days=6)
_OUTSIDE = re.compile(r"\]\((https?://[^()\s\"]+)\)")
_ALIVE_ALL_THE_SAME = frozenset({401, 403, 405, 406, 429})
log = logging.getLogger(__name__)


def ask_for_the_night(municipality: Municipality, *, at: dt.datetime) -> None:
    """Have the worker ask the addresses; asking for it twice a day changes nothing."""
    if settings.CHECK_LINKS:
        day = at.astimezone(ZoneInfo(municipality.timezone)).date()
        duties.ask(ASK, f"{municipality.pk} {day} 0", due=at, municipality=municipality.pk, part=0)


@duties.duty(ASK)
def ask_some(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: some addresses at a time, each once a week."""
    municipality = Municipality.objects.filter(pk=int(str(ids["municipality"]))).first()
    if municipality is None or not settings.CHECK_LINKS:
        return
    waiting = waiting_links(municipality, at)
    for url in waiting[:AT_ONCE]:
        keep(url, answers(url), municipality, at=at)
    if len(waiting) > AT_ONCE:
        part = int(str(ids["part"])) + 1
        key = f"{municipality.pk} {at:%Y-%m-%d} {part}"
        duties.ask(ASK, key, due=at, municipality=municipality.pk, part=part)


def waiting_links(municipality: Municipality, at: dt.datetime) -> list[str]:
    """The addresses in the plans that nobody has asked for a week."""
    known = set(LinkCheck.objects.filter(checked_at__gt=at - AGAIN_AFTER).values_list("url", flat=True))
    return [url for url in links_of(municipality) if url not in known]


def links_of(municipality: Municipality) -> list[str]:
    """The addresses outside the portal in what is in force and in what is being made, each once."""
    living = Edition.objects.filter(plan__municipality=municipality).exclude(state=EditionState.SUPERSEDED)
    blocks = Block.objects.filter(version__lines__edition__in=living).filter(
        Q(text__contains="](http") | Q(items__icontains="](http")
    )
    found = [
        url for text, items in blocks.values_list("text", "items") for url in links_in([text, str(items)])
    ]
    return list(dict.fromkeys(found))


def links_in(texts: Iterable[str]) -> list[str]:
    """The addresses outside the portal that these texts lead to."""
    return [url[:500] for text in texts for url in _OUTSIDE.findall(text)]


def keep(url: str, is_there: bool, municipality: Municipality, *, at: dt.datetime) -> LinkCheck:
    """Remember the answer; of one that is silent the first such day stays."""
    day = at.astimezone(ZoneInfo(municipality.timezone)).date()
    found, _made = LinkCheck.objects.get_or_create(url=url, defaults={"checked_at": at})
    found.checked_at = at
    found.silent_since = None if is_there else found.silent_since or day
    found.save()
    return found


class _StayHere(HTTPRedirectHandler):
    """An address that leads on answers; where it leads is not asked."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


def answers(url: str, may_ask: Callable[[str], bool] | None = None) -> bool:
    """Whether there is something at the address. One that may not be asked counts as there."""
    if not (may_ask or is_public)(url):
        return True
    request = Request(url, method="HEAD", headers={"User-Agent": "Beredskabsportalen (link check)"})  # noqa: S310 http(s) only
    try:
        build_opener(_StayHere).open(request, timeout=SECONDS).close()
    except HTTPError as fault:
        return fault.code < 400 or fault.code in _ALIVE_ALL_THE_SAME
    except (URLError, OSError, ValueError, http.client.HTTPException):
        return False
    return True


def is_public(url: str) -> bool:
    """Whether the address lies out in the world, by every address that its name has now."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or parts.port not in (None, 80, 443):
            return False
        found = socket.getaddrinfo(parts.hostname or "", None)
    except (OSError, ValueError):
        return True  # a name that nobody knows is asked, and does not answer
    return bool(found) and all(ipaddress.ip_address(str(one[4][0]).split("%")[0]).is_global for one in found)
