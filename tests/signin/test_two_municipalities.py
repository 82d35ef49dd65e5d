"""Vera is a nurse in two municipalities: two logins with one e-mail, and a wall between them (ADR 18)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from beredskab.access import grants
from beredskab.access.acting import acting_as
from beredskab.access.roles import Role
from beredskab.administration import leaving
from beredskab.administration.importing import reading, taking_in
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox.mails import mail_for
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from beredskab.signin.models import Provider
from beredskab.signin.providers.arriving import Refused, arrive
from beredskab.signin.providers.job_functions import Vouched
from notifications import access as concerns
from notifications.models import Concern
from tests import build
from tests.build import monday_at
from tests.cast import Town, make_person

pytestmark = pytest.mark.django_db
MAIL, NABO = "vera@faelles.example", "nabo.localhost"


@pytest.fixture(autouse=True)
def _now(freeze: Any) -> None:
    freeze(monday_at(9))


def vera(town: Town, password: str) -> Staff:
    made = make_person("Vera Vang", town.counselling, "myndighed", Role.CASEWORKER)
    grants.grant(made, "handle_concerns", town.reception)
    made.email = MAIL
    made.set_password(password)
    made.save()
    return made


@pytest.fixture
def here(town: Town) -> Staff:
    """Vera in Eksempel Kommune, the default."""
    return vera(town, "hemmelig kode her")


@pytest.fixture
def there(neighbour: Town) -> Staff:
    """Vera in Nabo Kommune, which has a host of its own."""
    return vera(neighbour, "hemmelig kode der")


def pending(password: str, host: str) -> int | None:
    """Whose second step the door waits for."""
    client = Client()
    client.post("/log-ind/", {"email": MAIL, "password": password}, headers={"host": host})
    told = client.session.get("pending")
    return told["staff"] if told else None


@pytest.mark.parametrize(
    ("host", "password", "who"),
    [
        ("testserver", "hemmelig kode her", "here"),
        ("testserver", "hemmelig kode der", None),
        (NABO, "hemmelig kode der", "there"),
        (NABO, "hemmelig kode her", None),
    ],
)
def test_the_host_decides_who_comes_in(
    here: Staff, there: Staff, host: str, password: str, who: str | None
) -> None:
    people = {"here": here.pk, "there": there.pk, None: None}
    assert pending(password, host) == people[who]


def test_two_without_a_host_are_told_apart_by_the_password(here: Staff, there: Staff) -> None:
    Municipality.objects.filter(pk=there.municipality_id).update(host="")
    assert pending("hemmelig kode her", "testserver") == here.pk
    assert pending("hemmelig kode der", "testserver") == there.pk


def test_in_one_municipality_an_e_mail_is_one_person_whatever_the_case(here: Staff) -> None:
    for email in (MAIL, MAIL.upper()):
        with pytest.raises(IntegrityError), transaction.atomic():
            Staff.objects.create(municipality=here.municipality, email=email, name="En anden")


def test_neither_layer_shows_one_what_is_the_others(
    here: Staff, there: Staff, anna: Staff, town: Town, neighbour: Town
) -> None:
    filer = make_person("Nanna Nabo", neighbour.school, "laerer")
    ours = build.concern(filed_by=anna, team=town.reception)
    theirs = build.concern(filed_by=filer, team=neighbour.reception)
    for person, seen, hidden in ((here, ours, theirs), (there, theirs, ours)):
        with acting_as(person):
            assert list(Concern.objects.values_list("pk", flat=True)) == [seen.pk]
            assert list(concerns.concerns_for(person).values_list("pk", flat=True)) == [seen.pk]
        client = Client()
        client.force_login(person)
        assert client.get(f"/sag/{hidden.reference}/").status_code == 404


def test_a_session_of_one_is_none_of_the_other(here: Staff, there: Staff) -> None:
    client = Client()
    client.force_login(here)
    page = client.get("/min-side/", headers={"host": NABO}).content.decode()
    assert ("Eksempel Kommune" in page, f'href="http://{NABO}' in page) == (True, True)


def test_who_leaves_one_stays_with_the_other(here: Staff, there: Staff, neighbour: Town) -> None:
    leaving.switch_off([here.pk], by=None, at=monday_at(9))
    for one in (here, there):
        one.refresh_from_db()
    assert (here.is_active, there.is_active) == (False, True)
    assert grants.things_with(there, "handle_concerns", type(neighbour.reception)).count() == 1


def test_lists_of_both_may_name_her(here: Staff, there: Staff, neighbour: Town) -> None:
    line = f"Vera Vang;{MAIL};Familierådgivningen;Sundhedsplejerske"
    file = reading.read(f"navn;email;enhed;profession\n{line}".encode())
    found = taking_in.prospect(file, neighbour.municipality, at=monday_at(9))
    assert found.faults == ()
    taking_in.take_in_everybody(found, by=None, at=monday_at(9))
    assert there.memberships.filter(source="list").count() == 1
    assert here.memberships.filter(source="list").count() == 0


def test_a_provider_finds_her_in_its_own_municipality_only(
    here: Staff, there: Staff, neighbour: Town
) -> None:
    for place, person in ((here.municipality, here), (there.municipality, there)):
        provider = Provider.objects.create(municipality=place, slug="kommunen", protocol="oidc", name="x")
        vouched = Vouched("sub-1", MAIL, "Vera Vang", is_sure=True)
        assert arrive(provider, vouched, at=monday_at(9)) == person
    there.delete()
    provider = Provider.objects.create(
        municipality=neighbour.municipality, slug="anden", protocol="oidc", name="y"
    )
    with pytest.raises(Refused):
        arrive(provider, Vouched("sub-2", MAIL, "Vera Vang"), at=monday_at(9))


def test_a_mail_leads_to_the_municipality_that_it_is_from(here: Staff, there: Staff) -> None:
    bodies = [mail_for(tell(one, Kind.NEWS, at=monday_at(9))).body for one in (here, there)]
    assert [NABO in body for body in bodies] == [False, True]
