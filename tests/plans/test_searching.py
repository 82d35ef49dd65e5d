"""Finding words in what one may read, and nothing else."""

import json

import pytest
from django.core.management import CommandError, call_command

from beredskab.organisation.models import Staff
from plans import searching
from plans.access import Viewer
from plans.vocabulary import Audience
from tests import build_plans as build


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


def test_search_takes_two_statements(anna: Staff, django_assert_num_queries: object) -> None:
    viewer = Viewer(anna.municipality, anna)
    searching.search(viewer, "børn")  # what is kept of an edition in force is kept from here on
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's fixture
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
