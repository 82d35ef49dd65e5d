"""Twenty thousand people from the staff office's list; the people page beside a small municipality's."""

import time
from collections.abc import Iterator

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.pages import Page, count_statements
from bench.registry import Measure, at_least, at_most, part
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration import founding
from beredskab.administration.importing import reading, taking_in
from beredskab.administration.importing.taking_in import Tally
from beredskab.organisation.models import Municipality, Staff

SLUG, SMALL, PEOPLE, HOUSES = "mandtal", "lille", 20_000, 400
TITLES = (
    "Pædagog",
    "Pædagogmedhjælper",
    "Folkeskolelærer",
    "Socialrådgiver",
    "Køkkenassistent",
    "Gruppekoordinator",
)
FIRST_SECONDS, AGAIN_SECONDS, STATEMENTS = 60, 15, 12


@part("people")
def people() -> Iterator[Measure]:
    """The list taken in, the same list again, and one person's page of either size. Taken back afterwards."""
    with transaction.atomic():
        place, small = (founding.found(f"{slug.title()} Kommune", slug) for slug in (SLUG, SMALL))
        took, tally = _take_in(place, PEOPLE)
        yield Measure("people", "taking in the list", took, "s", at_most(FIRST_SECONDS))
        yield Measure("people", "people taken in", tally.added, "", at_least(PEOPLE))
        took, tally = _take_in(place, PEOPLE)
        yield Measure("people", "the same list again", took, "s", at_most(AGAIN_SECONDS))
        yield Measure("people", "people changed by that", tally.changed + tally.added, "", at_most(0))
        _take_in(small, 20)
        few, many = _statements(small), _statements(place)
        yield Measure("people", "people page: statements", many, "", at_most(STATEMENTS))
        yield Measure(
            "people", "people page: statements more than with 20 people", many - few, "", at_most(0)
        )
        transaction.set_rollback(True)


def _take_in(place: Municipality, count: int) -> tuple[float, Tally]:
    """Seconds from the bytes to the last person, as the command does it."""
    content = _list(place, count)
    began = time.perf_counter()
    at = timezone.now()
    tally = taking_in.take_in_everybody(
        taking_in.prospect(reading.read(content), place, at=at), by=None, at=at
    )
    return round(time.perf_counter() - began, 1), tally


def _list(place: Municipality, count: int) -> bytes:
    lines = ["navn;email;enhed;profession;overenhed;medarbejdernummer"]
    for n in range(count):
        house, title = n % HOUSES, TITLES[n % len(TITLES)]
        lines.append(f"Nr {n} Ærø;nr{n}@{place.slug}.example;Hus {house};{title};Område {house % 20};{n}")
    return "\r\n".join(lines).encode("cp1252")


def _statements(place: Municipality) -> int:
    gert = Staff.objects.get(email=f"nr0@{place.slug}.example")
    RoleAssignment.objects.get_or_create(staff=gert, role=Role.ADMINISTRATOR)
    client = Client(HTTP_HOST="localhost")
    client.force_login(gert)
    return count_statements(Page("people", reverse("administration:people"), client, STATEMENTS, 0))
