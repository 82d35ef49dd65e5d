"""A reference is read aloud over the phone: what a tired ear mixes up must not find another case."""

from itertools import cycle

import pytest

from notifications import reference


def test_a_reference_looks_as_it_is_read() -> None:
    made = reference.new(2026, lambda _alphabet, draw=cycle("7Q4K9X"): next(draw))
    assert made == f"BK-26-7Q4K-9X-{reference.check_digit(2026, '7Q4K9X')}"


def test_no_character_looks_like_another() -> None:
    assert set("0O1IL") & set(reference.ALPHABET) == set()
    assert len(set(reference.ALPHABET)) == 31


@pytest.mark.parametrize("way", [str.lower, lambda t: t.replace("-", ""), lambda t: f" {t} "])
def test_it_is_understood_as_people_type_it(way) -> None:
    made = reference.new(2026)
    assert reference.read(way(made)) == made


def test_one_wrong_character_is_always_noticed() -> None:
    made = reference.new(2026)
    places = [i for i, c in enumerate(made) if i > 5 and c != "-"]
    for place in places:
        for other in set(reference.ALPHABET) - {made[place]}:
            assert reference.read(made[:place] + other + made[place + 1 :]) is None


def test_two_neighbours_that_changed_places_are_noticed() -> None:
    made = reference.new(2026, lambda _alphabet, draw=cycle("2A3B4C"): next(draw))
    plain = made.replace("-", "")
    for place in range(4, 9):
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        assert reference.read(swapped) is None


@pytest.mark.parametrize("text", ["", "BK-26-7Q4K-9X", "BK-26-0OIL-11-1", "bekymring", "BK-26\0"])
def test_nonsense_is_no_reference(text: str) -> None:
    assert reference.read(text) is None
