import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.implementation.words import WORDS, status_in
from plans.vocabulary import Status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Gennemført", Status.DONE),
        ("Gjennomført.", Status.DONE),
        ("Gjennomført i 2016", Status.DONE),
        ("Delvis gjennomført: to af fire rutiner", Status.PARTLY_DONE),
        ("Delvist gennemført – mangler to skoler", Status.PARTLY_DONE),
        ("Pågår: møder hver måned", Status.IN_PROGRESS),
        ("Pågår i et projekt", Status.IN_PROGRESS),
        ("Ikke gennemført", Status.NOT_STARTED),
        ("Ikke gjennomført. Der er spurgt, men intet er gennemført.", Status.NOT_STARTED),
        ("Lederne oplyser, at det allerede sker. Utgår.", Status.DROPPED),
        ("UTGÅR", Status.DROPPED),
        ("Udgår", Status.DROPPED),
        ("Forsinket: venter på aftale", Status.LATE),
    ],
)
def test_a_text_that_states_its_status_gives_it(text, status):
    assert status_in(text) == status


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Gjennomføringsplan foreligger.",
        "Felles møter er gjennomført. Må vedlikeholdes.",
        "Er beskrevet i kortene.",
        "Gennemførte møder: tre",
        "Gennemført: hæfte. Pågår: hjemmeside.",
        "Grøn",
        "31 %",
    ],
)
def test_a_text_that_does_not_stays_unknown(text):
    assert status_in(text) is None


@given(st.text(max_size=200))
def test_any_text_gives_one_of_the_eight_words_or_none(text):
    assert status_in(text) in {None, *Status}


def test_no_word_of_the_table_is_out_of_reach():
    assert {word: status_in(f"{word}: noget") for word in WORDS} == WORDS
