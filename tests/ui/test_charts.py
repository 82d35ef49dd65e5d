"""Charts add up, speak, and work in black and white under the strict policy."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from beredskab.ui import charts


def drawn() -> BeautifulSoup:
    bars = [charts.Bar("1. oktober", [20, 2, 2]), charts.Bar("<I dag>", [16, 6, 2])]
    return BeautifulSoup(
        charts.stacked_bars(bars, parts=["læst", "ny version", "mangler"], title="Udvikling"), "html.parser"
    )


def test_a_screen_reader_hears_every_number():
    assert drawn().svg["aria-label"] == (
        "Udvikling: 1. oktober – læst 20, ny version 2, mangler 2; <I dag> – læst 16, ny version 6, mangler 2"
    )


def test_the_same_numbers_stand_in_a_table():
    cells = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in drawn().tbody.find_all("tr")]
    assert cells == [["1. oktober", "20", "2", "2"], ["<I dag>", "16", "6", "2"]]


def test_no_part_is_told_apart_by_colour_alone():
    fills = [rect.get("fill", rect.get("class")) for rect in drawn().select(".legend rect")]
    assert fills == [["chart-primary"], "url(#hatched)", "#fff"]
    with pytest.raises(ValueError, match="at most 5"):
        charts.stacked_bars([charts.Bar("x", [1] * 6)], parts=list("abcdef"), title="t")


def test_there_is_no_style_attribute():
    html = str(
        charts.stacked_bars([charts.Bar("x", [1, 0])], parts=["a", "b"], title="t")
    ) + charts.sparkline([1, 2], text="op")
    assert "style=" not in html


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=5))
def test_the_parts_of_a_bar_fill_it_exactly(values):
    assert sum(charts.shares(values, 400)) == pytest.approx(400 if sum(values) else 0)


@pytest.mark.parametrize("values", [[], [3], [3, 3], [1, 9, 2]])
def test_a_sparkline_is_hidden_and_its_words_are_not(values):
    soup = BeautifulSoup(charts.sparkline(values, text="op fra 12 til 16"), "html.parser")
    assert soup.svg["aria-hidden"] == "true"
    assert soup.get_text(strip=True) == "op fra 12 til 16"
