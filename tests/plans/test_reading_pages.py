"""The pages of the plan, as staff and as anybody: what they show, and that they stay small."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beredskab.organisation.models import Contact, Municipality, Staff
from plans.models import Acknowledgement, Edition
from plans.release.publishing import Reread
from plans.vocabulary import Audience, BlockType
from tests import build_plans as build

DECEMBER = dt.date(2026, 12, 1)
AKUT = "/plan/overgreb/akut/"
CONTROL = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"}


@pytest.fixture
def edition(hanne: Staff, dorte: Staff) -> Edition:
    """Three sections: for all, for leaders, and to look up."""
    sections = [
        build.section(
            "akut",
            build.text("Ring til den sociale vagt: {nummer: sociale-vagt}."),
            build.text("Aftal et kodeord.", title="Kodeord", audience=Audience.INTERNAL),
            build.text("Ring til chefen.", title="Til lederen", professions=("leder",)),
        ),
        build.section("leder", professions=("leder",)),
        build.section("hemmelig", build.text("Kun os.", audience=Audience.INTERNAL), must_acknowledge=False),
    ]
    return build.published(sections, editor=hanne, approver=dorte, due_on=DECEMBER)


def as_person(person: Staff | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def soup(person: Staff | None, path: str, **headers: str) -> BeautifulSoup:
    response = as_person(person).get(path, headers=headers)
    assert response.status_code == 200, (path, response.status_code)
    return BeautifulSoup(response.content, "html.parser")


def words(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ", strip=True).split())


def statements(person: Staff | None, path: str) -> int:
    client = as_person(person)
    client.get(path)  # what is kept of an edition in force is kept from the first page on
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len([query["sql"] for query in caught.captured_queries if is_counted(query["sql"])])


def is_counted(sql: str) -> bool:
    """Not transaction control, not the session's own bookkeeping, not what only a test does: giving
    the actor back, because the test itself holds the outer transaction."""
    gives_back = "set_config('app.actor', ''" in sql
    keeps_session = sql.startswith('UPDATE "django_session"')
    return sql.split()[0].upper() not in CONTROL and not gives_back and not keeps_session


# --- a section --------------------------------------------------------------------------------


def test_anna_reads_what_is_for_her(edition: Edition, anna: Staff) -> None:
    shown = words(soup(anna, AKUT))
    assert "Aftal et kodeord." in shown
    assert "Ring til chefen." not in shown
    assert "1 stykke gælder kun andre roller. Vis alt" in shown.replace("gælder kun for", "gælder kun")


def test_anna_may_see_what_others_read(edition: Edition, anna: Staff) -> None:
    assert "Gælder for: leder" in words(soup(anna, f"{AKUT}?show=all"))
    assert "Ring til chefen." in words(soup(anna, f"{AKUT}?role=leder"))


def test_anybody_reads_the_public_text_and_nothing_else(edition: Edition, town: object) -> None:
    shown = words(soup(None, AKUT))
    assert "Ring til den sociale vagt: 12 34 56 78 ." in shown
    assert "Ring til chefen." in shown
    assert "kodeord" not in shown.lower()
    assert "Har du læst det?" not in shown


def test_a_section_without_public_words_is_not_there_for_anybody(edition: Edition, anna: Staff) -> None:
    hidden = "/plan/overgreb/hemmelig/"
    assert as_person(None).get(hidden).status_code == 404
    assert as_person(None).get(f"{hidden}versioner/").status_code == 404
    assert "hemmelig" not in str(soup(None, "/plan/overgreb/")).lower()
    assert as_person(anna).get(hidden).status_code == 200


def test_the_neighbours_see_their_own_plans_only(edition: Edition, frida: Staff) -> None:
    for path in (AKUT, "/plan/overgreb/", "/plan/overgreb/udgaver/1/", f"{AKUT}versioner/"):
        assert as_person(frida).get(path).status_code == 404
    assert as_person(None).get(AKUT, headers={"host": "nabo.localhost"}).status_code == 404


def test_internal_numbers_stay_inside(hanne: Staff, dorte: Staff, anna: Staff) -> None:
    """Also where the plan was published while the number was still everybody's."""
    Contact.objects.filter(slug="fagchef").update(audience=Contact.Audience.PUBLIC)
    block = build.text("Ring: {nummer: fagchef}.", contacts=("fagchef",), type=BlockType.CONTACT)
    build.published([build.section("akut", block)], editor=hanne, approver=dorte)
    Contact.objects.filter(slug="fagchef").update(audience=Contact.Audience.INTERNAL)
    assert "12 34 56 73" in str(soup(anna, AKUT).main)
    assert "12 34 56 73" not in str(soup(None, AKUT))


def test_a_changed_number_is_right_on_every_page_at_once(edition: Edition, anna: Staff) -> None:
    Contact.objects.filter(slug="sociale-vagt").update(phone="12 99 99 99")
    page = soup(anna, AKUT)
    assert page.main.find("a", href="tel:+4512999999")


# --- acknowledging ----------------------------------------------------------------------------


def test_anna_confirms_and_the_page_thanks_her(edition: Edition, anna: Staff) -> None:
    client = as_person(anna)
    assert "Bekræft senest 1. december 2026." in words(soup(anna, AKUT))
    answer = client.post(AKUT, {"confirmed": "on", "version": "1"})
    assert (answer.status_code, answer["Location"]) == (302, f"{AKUT}#acknowledged")
    assert "Tak. Du bekræftede version 1" in words(soup(anna, AKUT))
    [kept] = Acknowledgement.objects.all()
    assert (kept.staff, kept.version.number) == (anna, 1)


def test_without_the_tick_nothing_is_confirmed(edition: Edition, anna: Staff) -> None:
    answer = as_person(anna).post(AKUT, {"version": "1"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.title.string.startswith("Fejl: ")
    assert "Sæt kryds, når du har læst afsnittet" in words(page)
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("version", ["", "abc", "0", "99", "-1", "9" * 40])
def test_a_version_that_is_not_the_one_in_force_is_not_confirmed(
    edition: Edition, anna: Staff, version: str
) -> None:
    answer = as_person(anna).post(AKUT, {"confirmed": "on", "version": version})
    assert answer.status_code in (302, 422)
    assert not Acknowledgement.objects.exists()


def test_a_version_that_came_meanwhile_is_shown_first(
    edition: Edition, anna: Staff, hanne: Staff, dorte: Staff
) -> None:
    build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte, reread=Reread())
    answer = as_person(anna).post(AKUT, {"confirmed": "on", "version": "1"})
    assert answer["Location"] == f"{AKUT}?changed=1"
    assert "Afsnittet blev ændret, mens du læste." in words(soup(anna, f"{AKUT}?changed=1"))


def test_anybody_is_asked_to_log_in_before_confirming(edition: Edition, town: object) -> None:
    answer = as_person(None).post(AKUT, {"confirmed": "on", "version": "1"})
    assert (answer.status_code, answer["Location"].startswith("/log-ind/")) == (302, True)


def test_a_new_version_tells_what_is_new(edition: Edition, anna: Staff, hanne: Staff, dorte: Staff) -> None:
    as_person(anna).post(AKUT, {"confirmed": "on", "version": "1"})
    build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte, reread=Reread())
    shown = words(soup(anna, AKUT))
    assert "Nyt, siden du læste version 1 Rettet." in shown
    assert "Du bekræftede version 1" in shown
    changes = words(soup(anna, f"{AKUT}versioner/"))
    assert "Ændret" in changes
    assert "Tilføjet: 112." in changes


# --- plans and editions -----------------------------------------------------------------------


def test_the_contents_are_mine_until_i_ask_for_all(edition: Edition, anna: Staff) -> None:
    def titles(path: str) -> list[str]:
        return [h.get_text(strip=True) for h in soup(anna, path).main.find_all("h3")]

    assert titles("/plan/overgreb/") == ["Akut", "Hemmelig"]
    assert titles("/plan/overgreb/?show=all") == ["Akut", "Leder", "Hemmelig"]
    assert titles("/plan/overgreb/?role=leder") == ["Akut", "Leder", "Hemmelig"]


def test_an_old_edition_keeps_its_words_and_its_numbers(
    edition: Edition, anna: Staff, hanne: Staff, dorte: Staff
) -> None:
    Contact.objects.filter(slug="sociale-vagt").update(phone="12 99 99 99")
    build.changed(edition, "akut", "Ring 112.", editor=hanne, approver=dorte)
    old, new = (str(soup(anna, f"/plan/overgreb/udgaver/{n}/").main) for n in (1, 2))
    assert ("12 34 56 78" in old, "12 99 99 99" in old, "Afløst" in old) == (True, False, True)
    assert ("Ring 112" in old, "Ring" in new) == (False, True)
    assert "kodeord" not in str(soup(None, "/plan/overgreb/udgaver/1/")).lower()


def test_a_draft_is_nobodys_edition(edition: Edition, anna: Staff, hanne: Staff) -> None:
    from plans.editing import editions

    editions.open_draft(edition.plan, by=hanne, at=build.AUTUMN)
    for person in (anna, hanne, None):
        assert as_person(person).get("/plan/overgreb/udgaver/2/").status_code == 404


def test_a_reader_without_a_profession_chooses_one(edition: Edition, anna: Staff) -> None:
    anna.memberships.all().delete()
    page = soup(anna, "/plan/")
    assert "Vi ved ikke, hvilken rolle du har." in words(page)
    assert page.main.find("a", href="/plan/overgreb/?role=paedagog")


def test_before_the_first_edition_the_page_says_call(town: object) -> None:
    assert "Ring i stedet" in words(soup(None, "/plan/"))


# --- contacts ---------------------------------------------------------------------------------


def test_the_page_of_contacts_says_who_answers_now(town: object, anna: Staff, freeze: object) -> None:
    freeze(dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC))  # type: ignore[operator]  # a Sunday
    assert "Lukket nu – ring til den sociale vagt" in words(soup(anna, "/kontakter/"))
    freeze(dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC))  # type: ignore[operator]  # a Monday
    shown = words(soup(anna, "/kontakter/"))
    assert "Lukket nu – ring" not in shown
    assert "Åben nu" in shown


def test_my_leader_stands_among_my_contacts(anna: Staff, bo: Staff, dorte: Staff) -> None:
    assert "Din leder Bo Bang" in words(soup(anna, "/kontakter/"))
    assert "Din leder Dorte Dahl" in words(soup(bo, "/kontakter/"))
    assert "Bo Bang" not in str(soup(None, "/kontakter/"))


def test_contacts_that_are_no_longer_valid_are_gone(town: object, anna: Staff) -> None:
    Contact.objects.filter(slug="ssp-infohus").update(valid_to=dt.date(2026, 1, 1))
    assert "SSP og Infohus" not in words(soup(anna, "/kontakter/"))


# --- size -------------------------------------------------------------------------------------


def many(count: int) -> list:
    blocks = [build.text(f"Ord {n}: {{nummer: sociale-vagt}}.", title=f"Stykke {n}") for n in range(8)]
    return [
        build.section("akut", *blocks),
        *(build.section(f"afsnit-{n}", *blocks) for n in range(count - 1)),
    ]


PAGES = {
    "/plan/": 12,
    "/plan/overgreb/": 12,
    AKUT: 12,
    "/plan/overgreb/udgaver/1/": 12,
    f"{AKUT}versioner/": 12,
    "/plan/soeg/?q=ord": 12,
    "/kontakter/": 12,
}


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("logged_in", [True, False])
def test_pages_take_few_statements_whatever_the_size(
    hanne: Staff, dorte: Staff, anna: Staff, bo: Staff, count: int, logged_in: bool
) -> None:
    build.published(many(count), editor=hanne, approver=dorte)
    person = anna if logged_in else None
    found = {path: statements(person, path) for path in PAGES}
    assert {path: n for path, n in found.items() if n > PAGES[path]} == {}, found


def test_the_number_of_statements_does_not_grow(
    hanne: Staff, dorte: Staff, anna: Staff, bo: Staff, neighbour: object
) -> None:
    build.published(many(1), editor=hanne, approver=dorte)
    few = {path: statements(anna, path) for path in PAGES}
    build.published(many(50), editor=hanne, approver=dorte, slug="social-kontrol")
    for n in range(40):
        Contact.objects.create(
            municipality=Municipality.objects.get(slug="eksempel"),
            slug=f"k-{n}",
            function=f"K {n}",
            phone="12 00 00 00",
            audience="public",
        )
    assert {path: statements(anna, path) for path in PAGES} == few


# --- as an editor previews it -----------------------------------------------------------------


def test_hanne_sees_the_section_as_somebody_who_is_not_logged_in(edition: Edition, hanne: Staff) -> None:
    section = edition.plan.sections.get(slug="akut")
    path = f"/redaktion/afsnit/{section.pk}/"
    assert "Aftal et kodeord." in words(soup(hanne, path))
    shown = words(soup(hanne, f"{path}?role=-"))
    assert "Aftal et kodeord." not in shown
    assert "Ring til den sociale vagt" in shown
    assert "En, der ikke er logget ind" in shown
