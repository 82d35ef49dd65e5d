"""A number is somebody's: they are asked twice a year, and everybody sees when nobody vouches for it."""

import datetime as dt

import pytest
from django.test import Client

from beredskab.organisation import confirming
from beredskab.organisation.models import Contact, Unit
from beredskab.outbox.models import Duty, Message
from beredskab.ui import emergency
from plans.numbers import contact_care, contacting
from plans.numbers.contacts import contacts_in_force
from tests import build_plans as build
from tests.build import monday_at
from tests.cast import make_contact

TODAY = monday_at(12).date()
HALF_A_YEAR_AGO = TODAY - dt.timedelta(days=190)


def family(town) -> Contact:
    return Contact.objects.get(municipality=town.municipality, slug="familieraadgivningen")


def owned(town, owner, verified_on=HALF_A_YEAR_AGO, **more) -> Contact:
    Contact.objects.filter(pk=family(town).pk).update(owner=owner, verified_on=verified_on, **more)
    return family(town)


def page(person, path):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client.get(path).content.decode()


@pytest.mark.parametrize(
    ("days_ago", "asked_days_ago", "asked", "amber"),
    [
        (100, None, False, False),
        (169, None, False, False),
        (170, None, True, False),
        (184, None, True, True),
        (184, 13, False, True),
        (184, 14, True, True),
        (None, None, True, True),
    ],
)
def test_when_an_owner_is_asked_and_when_a_number_turns(days_ago, asked_days_ago, asked, amber):
    def ago(days):
        return None if days is None else TODAY - dt.timedelta(days=days)

    verified = ago(days_ago)
    assert confirming.is_to_be_asked(verified, ago(asked_days_ago), TODAY) is asked
    assert confirming.is_unconfirmed(verified, TODAY) is amber


def test_at_midnight_the_owner_gets_one_mail_that_names_nothing_and_is_not_asked_again(town, anna):
    owned(town, anna)
    Contact.objects.filter(slug="sociale-vagt").update(owner=anna, verified_on=None)
    contact_care.at_midnight({"municipality": town.municipality.pk}, monday_at(0))
    contact_care.at_midnight({"municipality": town.municipality.pk}, monday_at(1))
    [message] = Message.objects.filter(recipient=anna)
    assert (message.kind, message.due_at, message.about) == ("contacts_to_confirm", monday_at(8), None)


def test_the_worker_comes_back_the_next_midnight(town):
    contact_care.at_midnight({"municipality": town.municipality.pk}, monday_at(0))
    [duty] = Duty.objects.filter(name=contact_care.MIDNIGHT)
    assert duty.due_at == monday_at(0) + dt.timedelta(days=1)


def test_the_owner_sees_it_on_the_front_page_and_says_yes_with_one_button(town, anna, freeze):
    freeze(monday_at(12))
    mine = owned(town, anna)
    assert "/kontakter/mine/" in page(anna, "/")
    assert "maj 2026" in page(anna, "/kontakter/mine/")
    client = Client()
    client.force_login(anna)
    assert client.post(f"/kontakter/mine/{mine.pk}/", {"answer": "yes"}).status_code == 302
    assert family(town).verified_on == TODAY
    assert "maj 2026" not in page(anna, "/kontakter/mine/")


def test_no_turns_the_number_at_once_and_tells_the_editors_once(town, anna, hanne, dorte):
    build.plan(town.municipality, editor=hanne, approver=dorte)
    mine = owned(town, anna, TODAY)
    contact_care.doubt(mine, by=anna, at=monday_at(12))
    contact_care.doubt(mine, by=anna, at=monday_at(13))
    assert family(town).verified_on is None
    assert [one.kind for one in Message.objects.filter(recipient=hanne)] == ["contact_doubted"]


def test_nobody_confirms_a_number_that_is_not_theirs(town, anna, bo):
    mine = owned(town, anna)
    client = Client()
    client.force_login(bo)
    assert client.post(f"/kontakter/mine/{mine.pk}/", {"answer": "yes"}).status_code == 404
    with pytest.raises(contact_care.Forbidden):
        contact_care.confirm(mine, by=bo, at=monday_at(12))


def test_a_number_that_nobody_vouches_for_is_amber_on_the_list_and_in_the_section(
    town, anna, hanne, dorte, freeze
):
    freeze(monday_at(12))
    block = build.text("Ring.", type="contact", contacts=("familieraadgivningen",))
    build.published([build.section("akut", block)], editor=hanne, approver=dorte)
    paths = ("/kontakter/", "/plan/overgreb/akut/")
    owned(town, anna, TODAY)
    assert ["maj 2026" in page(one, path) for path in paths for one in (anna, None)] == [False] * 4
    owned(town, anna)
    assert ["maj 2026" in page(one, path) for path in paths for one in (anna, None)] == [True] * 4
    assert "maj 2026" in page(hanne, "/redaktion/kontakter/")


def test_a_number_turns_although_nothing_was_changed(town, anna, hanne, dorte, freeze):
    block = build.text("Ring.", type="contact", contacts=("familieraadgivningen",))
    build.published([build.section("akut", block)], editor=hanne, approver=dorte)
    owned(town, anna, TODAY - dt.timedelta(days=183))
    freeze(monday_at(12))
    assert "maj 2026" not in page(anna, "/plan/overgreb/akut/")
    freeze(monday_at(12) + dt.timedelta(days=1))
    assert "maj 2026" in page(anna, "/plan/overgreb/akut/")


# --- places and dates --------------------------------------------------------------------------


def test_the_nearest_number_wins_for_somebody_who_works_there(town):
    place = town.municipality
    Unit.objects.filter(pk=town.kindergarten.pk).update(area="Nord")
    slug = "familieraadgivningen"
    make_contact(place, slug, "Familierådgivningen Nord", "11 11 11 11", area="Nord")
    make_contact(place, slug, "Familierådgivningen for afdelingen", "22 22 22 22", unit=town.department)

    def number(unit=None):
        unit = Unit.objects.get(pk=unit.pk) if unit else None
        return contacts_in_force(place, monday_at(12), unit)[slug].phone

    assert number() == "12 34 56 79"
    assert number(town.school) == "22 22 22 22"
    make_contact(place, slug, "Solsikkens egen", "33 33 33 33", unit=town.kindergarten)
    assert [number(one) for one in (town.kindergarten, town.school, None)] == [
        "33 33 33 33", "22 22 22 22", "12 34 56 79",
    ]  # fmt: skip


def test_the_number_of_an_area_is_shown_to_its_people_and_to_nobody_else(town, anna, freeze):
    freeze(monday_at(12))
    Unit.objects.filter(pk=town.kindergarten.pk).update(area="Nord")
    make_contact(town.municipality, "familieraadgivningen", "Nord", "11 11 11 11", area="Nord")
    assert "11 11 11 11" in page(anna, "/kontakter/")
    assert "11 11 11 11" in page(anna, "/")
    assert "11 11 11 11" not in page(None, "/kontakter/")


def test_a_number_that_begins_tomorrow_stands_on_the_emergency_page_after_midnight(town, hanne, freeze):
    freeze(monday_at(12))
    old = family(town)
    contacting.add(
        town.municipality,
        {"function": "Familierådgivningen", "phone": "44 44 44 44", "audience": "public",
         "valid_from": TODAY + dt.timedelta(days=1)},
        like=old, by=hanne, at=monday_at(12),
    )  # fmt: skip
    written = emergency.write(town.municipality)
    assert "44 44 44 44" not in written.read_text()
    midnight = monday_at(0) + dt.timedelta(days=1)
    freeze(midnight)
    contact_care.at_midnight({"municipality": town.municipality.pk}, midnight)
    assert "44 44 44 44" in written.read_text()


def test_hanne_adds_a_number_for_one_place_and_the_same_twice_is_refused(town, hanne, anna, freeze):
    freeze(monday_at(12))
    old = family(town)
    client = Client()
    client.force_login(hanne)
    path = f"/redaktion/kontakter/ny/?like={old.pk}"
    told = {"phone": "55 55 55 55", "opening": "always", "audience": "public", "seen": "1",
            "at_unit": "solsikken", "owner": anna.email}  # fmt: skip
    assert client.post(path, told).status_code == 302
    made = Contact.objects.get(phone="55 55 55 55")
    assert (made.slug, made.function, made.unit, made.owner) == (
        old.slug, old.function, town.kindergarten, anna,
    )  # fmt: skip
    again = client.post(path, told)
    assert (again.status_code, 'value="55 55 55 55"' in again.content.decode()) == (422, True)


def test_an_owner_must_be_a_colleague_and_nothing_ends_before_it_begins(town, hanne):
    client = Client()
    client.force_login(hanne)
    told = {"function": "Ny vagt", "phone": "55 55 55 55", "opening": "always", "audience": "public",
            "seen": "1", "owner": "frida@nabo.example", "valid_from_0": "2", "valid_from_1": "12",
            "valid_from_2": "2026", "valid_to_0": "1", "valid_to_1": "12",
            "valid_to_2": "2026"}  # fmt: skip
    answer = client.post("/redaktion/kontakter/ny/", told)
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["owner", "valid_to"])


def test_where_a_number_is_used_covers_plan_posters_receipts_rules_and_error_pages(world):
    kinds = {use.kind for use in contacting.uses_of(world.contact)}
    assert {"every_page", "section", "card", "told"} <= kinds
    told = [use.title for use in contacting.uses_of(world.contact) if use.kind == "told"]
    assert any("Modtagelsen" in one for one in told)
