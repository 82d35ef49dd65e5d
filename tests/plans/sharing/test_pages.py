"""The pages of shared plans, as each side sees them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beredskab.organisation.models import Municipality, Staff
from plans import reading
from plans.editing import editions
from plans.models import Edition, Plan, Sharing
from plans.release import intervening, publishing
from plans.release.publishing import Reread
from tests import build_plans as build
from tests.build import monday_at
from tests.build_plans import AUTUMN
from tests.cast import Town
from tests.test_queries import CONTROL

pytestmark = pytest.mark.django_db
LIST = "/redaktion/faelles/"


@pytest.fixture(autouse=True)
def _now(freeze: Any) -> None:
    freeze(monday_at(12))


def browser(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def page(staff: Staff, path: str) -> str:
    response = browser(staff).get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def at(sharing: Sharing, name: str = "sharing") -> str:
    return reverse(f"plans:{name}", args=[sharing.pk])


def test_from_offer_to_the_readers(
    edition: Edition, dorte: Staff, nina: Staff, niels: Staff, frida: Staff, neighbour: Town
) -> None:
    """Dorte offers, Niels says yes, Nina takes over, Niels approves, Frida reads it where she works."""
    place = neighbour.municipality
    sent = browser(dorte).post(f"{LIST}tilbyd/", {"plan": edition.plan_id, "partner": place.pk})
    offered = sent.headers["Location"]
    assert "Venter på deres svar" in page(dorte, offered)
    assert "Eksempel Kommune tilbyder jer sin plan" in page(niels, "/")
    assert "Ja, del planen" in page(niels, offered)
    assert "Ja, del planen" not in page(nina, offered)
    browser(niels).post(f"{offered}svar/", {"decision": "accept"})
    assert "Eksempel Kommune har udgivet en ny udgave" in page(nina, "/")
    assert "Overtag udgave 1" in page(nina, offered)
    taken = browser(nina).post(f"{offered}overtag/")
    assert taken.headers["Location"] == "/redaktion/plan/overgreb/send/"
    form = page(nina, "/redaktion/plan/overgreb/send/")
    assert "Rettet." in form  # the owner's note
    plan = Plan.objects.get(municipality=place)
    asked = {f"who_{one.pk}": "all" for one in plan.sections.all()}
    browser(nina).post("/redaktion/plan/overgreb/send/", {"change_note": "Ny fælles plan.", **asked})
    browser(niels).post("/redaktion/plan/overgreb/godkend/", {"read": "on", "when": "now"})
    assert "Ring, og skriv bagefter." in page(frida, "/plan/overgreb/akut/")
    assert len(reading.reading_of(frida).missing) == 2
    assert "Opdateret" in page(dorte, offered)


def test_who_is_asked_to_read_again_is_what_the_owner_chose(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff
) -> None:
    asked = Reread(professions=("laerer",))
    build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte, reread=asked)
    browser(nina).post(at(shared, "take_over"))
    form = page(nina, "/redaktion/plan/overgreb/send/")
    section = theirs.plan.sections.get(slug="akut").pk
    assert f'name="who_{section}" value="some"' in form.replace("  ", " ")
    checked = [part for part in form.split("<input") if "checked" in part]
    assert sorted(one.split('value="')[1].split('"')[0] for one in checked) == ["laerer", "some"]


def test_the_partner_sees_word_by_word_what_is_new(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff
) -> None:
    build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte)
    seen = page(nina, at(shared))
    assert "straks.</ins>" in seen
    assert "Se efter tegn." not in seen  # unchanged


def test_the_owner_sees_which_edition_each_has_and_nothing_else(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff, frida: Staff
) -> None:
    build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte)
    for path in (LIST, at(shared)):
        seen = page(dorte, path)
        assert "Nabo Kommune" in seen
        assert not [name for name in ("Nina Nord", "Niels Nord", "Frida Friis") if name in seen]
    assert "har jeres udgave 1 i kraft" in page(dorte, LIST)
    assert "Udgave 2 venter der" in page(hanne, LIST)


def test_the_partner_learns_no_names_and_no_numbers_of_the_owner(
    edition: Edition, theirs: Edition, shared: Sharing, nina: Staff, niels: Staff
) -> None:
    for person in (nina, niels):
        for path in (LIST, at(shared), "/redaktion/", "/redaktion/plan/overgreb/"):
            seen = page(person, path)
            assert not [name for name in ("Hanne Holm", "Dorte Dahl") if name in seen]


@pytest.mark.parametrize("who", ["anna", "frida", "gert", "stranger"])
def test_nobody_else_finds_it(who: str, shared: Sharing, request: pytest.FixtureRequest) -> None:
    """Colleagues of both sides who do not work with plans, and an editor of a third municipality."""
    client = browser(request.getfixturevalue(who))
    paths = [at(shared), at(shared, "leave_sharing")]
    posts = [at(shared, name) for name in ("answer_sharing", "leave_sharing", "take_over")]
    found = [client.get(path).status_code for path in paths]
    found += [client.post(path, {"decision": "accept"}).status_code for path in posts]
    assert set(found) == ({404} if who == "stranger" else {403})


def test_the_list_of_a_stranger_is_empty(shared: Sharing, stranger: Staff, frida: Staff) -> None:
    assert "Nabo Kommune" not in page(stranger, LIST)
    assert browser(frida).get(LIST).status_code == 403


def test_shared_words_are_marked_and_own_ones_are_edited(theirs: Edition, nina: Staff) -> None:
    section = theirs.plan.sections.get(slug="akut")
    path = f"/redaktion/afsnit/{section.pk}/"
    seen = page(nina, path)
    assert ("Fælles tekst" in seen, "Tilføj en blok" in seen, "Tag afsnittet ud" in seen) == (
        True,
        True,
        False,
    )
    key = build.line(theirs, "akut").version.blocks.get().key
    sent = browser(nina).post(f"{path}{key}/fjern/", {"seen": "x"}, follow=True)
    assert "Teksten er fælles" in sent.content.decode()
    for form in (f"{path}{key}/", f"{path}{key}/fjern/", f"{path}titel/"):
        assert browser(nina).get(form).headers["Location"] == path
    assert theirs.plan.editions.in_force().get() == theirs


def test_a_partner_who_leaves_keeps_the_plan(
    theirs: Edition, shared: Sharing, niels: Staff, frida: Staff
) -> None:
    assert "bliver ved med at gælde" in page(niels, at(shared, "leave_sharing"))
    browser(niels).post(at(shared, "leave_sharing"))
    assert "Ring, og skriv bagefter." in page(frida, "/plan/overgreb/akut/")
    assert "afsluttet 23. november 2026" in page(niels, LIST)


def test_an_offer_without_a_choice_says_what_is_missing(
    edition: Edition, dorte: Staff, neighbour: Town
) -> None:
    client = browser(dorte)
    empty = client.post(f"{LIST}tilbyd/", {"csrfmiddlewaretoken": "x"})
    assert (empty.status_code, "Vælg en kommune" in empty.content.decode()) == (422, True)
    foreign = client.post(f"{LIST}tilbyd/", {"plan": edition.plan_id, "partner": dorte.municipality_id})
    assert foreign.status_code == 422


def test_the_same_offer_twice_is_refused(shared: Sharing, dorte: Staff) -> None:
    again = browser(dorte).post(f"{LIST}tilbyd/", {"plan": shared.source_id, "partner": shared.partner_id})
    assert again.status_code == 422


def test_while_an_edition_waits_for_approval_nothing_is_taken_over(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff
) -> None:
    draft = editions.open_draft(theirs.plan, by=nina, at=AUTUMN)
    editions.add_section(draft, build.section("lokalt"), by=nina, at=AUTUMN)
    publishing.hand_in(draft, change_note="Nyt.", rereads={}, by=nina, at=AUTUMN)
    build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte)
    sent = browser(nina).post(at(shared, "take_over"), follow=True)
    assert "venter på godkendelse" in sent.content.decode()


def test_words_hidden_by_the_owner_are_offered_for_hiding(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, nina: Staff
) -> None:
    line = build.line(edition, "akut")
    key = line.version.blocks.get().key
    intervening.hide_block(edition.plan, line.section, key, reason="Farligt.", by=hanne, at=AUTUMN)
    mine = theirs.plan.sections.get(slug="akut")
    assert f"/redaktion/afsnit/{mine.pk}/{key}/skjul/" in page(nina, at(shared))
    intervening.hide_block(theirs.plan, mine, key, reason="Farligt.", by=nina, at=AUTUMN)
    assert f"/redaktion/afsnit/{mine.pk}/{key}/skjul/" not in page(nina, at(shared))


def test_sections_that_name_the_owner_are_told(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff
) -> None:
    """Words that are true of the owner only; a partner adds its own beside them."""
    named = "I Eksempel Kommune ringer du til vagten."
    build.changed(edition, "tegn", named, editor=hanne, approver=dorte)
    seen = page(nina, at(shared)).split("Eksempel Kommune nævnes i teksten")[1].split("</ul>")[0]
    assert ("<li>Tegn</li>" in seen, "Akut" in seen) == (True, False)


def test_readers_are_told_who_writes_the_plan(
    edition: Edition, theirs: Edition, frida: Staff, anna: Staff
) -> None:
    said = "Planen er fælles: Eksempel Kommune skriver den."
    assert said in page(frida, "/plan/overgreb/")
    assert "Planen er fælles" not in page(anna, "/plan/overgreb/")


def test_the_list_of_editions_says_which_edition_of_the_owners_it_is(
    edition: Edition, theirs: Edition, nina: Staff, hanne: Staff
) -> None:
    assert "Bygger på udgave 1 fra Eksempel Kommune" in page(nina, "/redaktion/plan/overgreb/udgaver/")
    assert "Bygger på" not in page(hanne, "/redaktion/plan/overgreb/udgaver/")


def test_a_manager_without_editing_gets_there_from_the_status(shared: Sharing, dorte: Staff) -> None:
    assert f'href="{LIST}"' in page(dorte, "/status/")
    assert Municipality.objects.count() == 2


def test_no_page_of_a_partner_asks_more_than_twelve_times(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff
) -> None:
    build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte)
    client = browser(nina)
    section = theirs.plan.sections.get(slug="akut")
    pages = ["/", LIST, at(shared), "/redaktion/", "/redaktion/plan/overgreb/"]
    assert max(statements(client, path) for path in pages) <= 12
    client.post(at(shared, "take_over"))
    for path in ("/redaktion/plan/overgreb/send/", f"/redaktion/afsnit/{section.pk}/"):
        assert statements(client, path) <= 12, path


def statements(client: Client, path: str) -> int:
    """What a page asks the second time it is opened; transaction control apart."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len([one for one in captured.captured_queries if not CONTROL.match(one["sql"])])
