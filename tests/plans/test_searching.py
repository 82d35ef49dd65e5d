"""Finding words in what one may read, and nothing else."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.safestring import mark_safe

from beredskab.access.guard import Forbidden
from beredskab.organisation import kept
from beredskab.organisation.models import Staff
from plans import searching
from plans.access import Viewer
from plans.searching import synonyms
from plans.vocabulary import Audience
from tests import build_plans as build
from tests.build import monday_at


@pytest.fixture(autouse=True)
def _plan(hanne: Staff, dorte: Staff) -> None:
    sections = [
        build.section("boern", build.text("Alle børn har ret til at være trygge.")),
        build.section("pligt", build.text("Din underretningspligt er personlig.")),
        build.section("kodeord", build.text("Aftal et kodeord med den unge.", audience=Audience.INTERNAL)),
        build.section(
            "kode", build.text("<b>Kodeord</b> & tegn", title="Kodeord"), title="Om tegn og <i>koder</i>"
        ),
    ]
    build.published(sections, editor=hanne, approver=dorte)


def found(staff: Staff | None, words: str, municipality: object = None) -> list[str]:
    viewer = Viewer(municipality or staff.municipality, staff)  # type: ignore[arg-type, union-attr]  # one of them is given
    return [hit.line.section.slug for hit in searching.search(viewer, words)]


@pytest.mark.parametrize("words", ["barn", "børn", "børnene", "BARN"])
def test_barn_finds_boern_and_the_other_way(anna: Staff, words: str) -> None:
    assert found(anna, words) == ["boern"]


@pytest.mark.parametrize("words", ["underretning", "underret", "personlig underret"])
def test_a_part_of_a_compound_finds_it(anna: Staff, words: str) -> None:
    assert found(anna, words) == ["pligt"]


def test_all_words_must_be_there(anna: Staff) -> None:
    assert found(anna, "børn underretning") == []


def test_internal_words_are_found_by_staff_only(anna: Staff) -> None:
    assert sorted(found(anna, "kodeord")) == ["kode", "kodeord"]
    assert found(None, "kodeord", anna.municipality) == ["kode"]


def test_the_neighbour_finds_nothing_of_ours(frida: Staff) -> None:
    assert found(frida, "børn") == []


@pytest.mark.parametrize("words", ["", "   ", "& | !", "':* <->", "\x00", "'", "a" * 5000, "🙂"])
def test_odd_words_find_nothing_and_harm_nothing(anna: Staff, words: str) -> None:
    assert found(anna, words) == []


def test_the_words_around_a_hit_are_marked_and_nothing_else_is_markup(anna: Staff) -> None:
    hits = searching.search(Viewer(anna.municipality, anna), "kodeord tegn")
    assert "<mark>Kodeord</mark>" in hits[0].excerpt
    assert "<b>" not in hits[0].excerpt


def test_search_takes_one_statement(anna: Staff, django_assert_num_queries: object) -> None:
    viewer = Viewer(anna.municipality, anna)
    with kept.reading():  # as a page does
        searching.search(viewer, "børn")  # what is kept of an edition in force is kept from here on
        with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
            searching.search(viewer, "børn")


def test_words_are_cut_to_six() -> None:
    assert searching.terms("en to tre fire fem seks syv") == ["en", "to", "tre", "fire", "fem", "seks"]


@pytest.mark.parametrize(
    "words", ["pligt", "ningspligt", "underetning", "personlig pligt", "underretningsplit"]
)
def test_the_end_of_a_compound_and_a_typo_find_it(anna: Staff, words: str) -> None:
    assert found(anna, words) == ["pligt"]


@pytest.mark.parametrize("words", ["boern", "boernene", "tryge"])
def test_the_three_letters_may_be_spelt_out(anna: Staff, words: str) -> None:
    assert found(anna, words) == ["boern"]


def test_a_typo_leads_nobody_to_what_is_internal(anna: Staff) -> None:
    assert found(None, "kodord unge", anna.municipality) == []


def test_the_command_searches_as_somebody(anna: Staff, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search_plan", "barn", "--as", anna.email, "--json")
    [hit] = json.loads(capsys.readouterr().out)
    assert (hit["plan"], hit["section"]) == ("overgreb", "boern")
    with pytest.raises(CommandError):
        call_command("search_plan", "barn", "--as", "nobody@eksempel.example")


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>Alle børn.</p>", '<p>Alle <mark class="hit" id="hit">børn</mark>.</p>'),
        ("<p>Barn og børnene.</p>",
         '<p><mark class="hit" id="hit">Barn</mark> og <mark class="hit">børnene</mark>.</p>'),
        ('<a href="/barn/">Her</a>', '<a href="/barn/">Her</a>'),
        ("<mark>barn</mark> &amp; co", "<mark>barn</mark> &amp; co"),
        ('<details class="details"><p>x</p></details>', '<details class="details" open><p>x</p></details>'),
    ],
)  # fmt: skip
def test_words_are_marked_and_tags_are_left_alone(anna: Staff, html: str, marked: str) -> None:
    wanted = searching.pattern_of(Viewer(anna.municipality, anna), "barn amp")
    assert wanted is not None
    shown = searching.mark(mark_safe(html), wanted)
    assert shown.replace('id="hit" class="hit"', 'class="hit" id="hit"') == marked


def test_the_section_that_is_opened_from_a_search_shows_the_hit(anna: Staff) -> None:
    client = Client()
    client.force_login(anna)
    page = client.get("/plan/soeg/?q=boern").content.decode()
    assert "/plan/overgreb/boern/?find=boern#hit" in page
    opened = client.get("/plan/overgreb/boern/?find=boern").content.decode()
    assert '<mark id="hit" class="hit">børn</mark>' in opened
    assert 'id="hit"' not in client.get("/plan/overgreb/boern/").content.decode()
    assert "<script>" not in client.get("/plan/overgreb/boern/?find=<script>x").content.decode()


def test_after_a_typo_the_page_says_what_it_shows_instead(anna: Staff) -> None:
    found = searching.find(Viewer(anna.municipality, anna), "underetningspligt")
    assert (found.words, found.corrected) == ("underretningspligt", True)


def test_what_was_found_inside_a_word_is_marked_too(anna: Staff) -> None:
    [hit] = searching.search(Viewer(anna.municipality, anna), "pligt")
    assert "<mark>underretningspligt</mark>" in hit.excerpt


# --- words that mean the same ------------------------------------------------------------------


def test_hanne_teaches_the_search_a_word_and_it_holds_at_once(hanne: Staff, anna: Staff) -> None:
    assert found(anna, "poder") == []
    client = Client()
    client.force_login(hanne)
    assert client.post("/redaktion/soegeord/", {"groups": "Poder, børn", "seen": 0}).status_code == 302
    assert found(anna, "poder") == ["boern"]
    assert found(anna, "barn") == []  # the list that the portal came with is no longer in force
    shown = client.get("/redaktion/soegeord/").content.decode()
    assert "poder, børn" in shown
    assert "barn, børn" in shown  # in the history, as taken away


def test_a_search_page_knows_the_new_word_although_the_old_list_was_kept(hanne: Staff, anna: Staff) -> None:
    client = Client()
    client.force_login(anna)
    assert "boern/?find" not in client.get("/plan/soeg/?q=poder").content.decode()
    synonyms.change((("poder", "børn"),), seen=0, by=hanne, at=monday_at(8))
    assert "boern/?find" in client.get("/plan/soeg/?q=poder").content.decode()


def test_two_editors_do_not_overwrite_each_other_and_a_list_stays(hanne: Staff) -> None:
    synonyms.change((("ab", "cd"),), seen=0, by=hanne, at=monday_at(8))
    client = Client()
    client.force_login(hanne)
    answer = client.post("/redaktion/soegeord/", {"groups": "ef, gh", "seen": 0})
    assert (answer.status_code, "ab, cd" in answer.content.decode()) == (409, True)
    again = client.post("/redaktion/soegeord/", {"groups": "ef, gh", "seen": 1})
    assert again.status_code == 302
    assert [one.number for one in synonyms.history(hanne.municipality)] == [2, 1]


@pytest.mark.parametrize("typed", ["barn", "barn, b4rn", "barn; børn", ", ,", "a, b"])
def test_a_line_that_is_no_group_is_refused_and_stays(hanne: Staff, typed: str) -> None:
    client = Client()
    client.force_login(hanne)
    answer = client.post("/redaktion/soegeord/", {"groups": typed, "seen": 0})
    assert answer.status_code == 422
    assert typed in answer.content.decode()


def test_only_editors_change_the_words(anna: Staff) -> None:
    with pytest.raises(Forbidden):
        synonyms.change((("ab", "cd"),), seen=0, by=anna, at=monday_at(8))


def test_the_command_knows_people_by_the_name_of_their_address(
    anna: Staff, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("search_plan", "barn", "--as", "anna", "--json")
    assert json.loads(capsys.readouterr().out)[0]["section"] == "boern"
