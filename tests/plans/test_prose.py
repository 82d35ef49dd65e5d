"""Text of the plan becomes safe HTML, with gaps that show and numbers that dial."""

import pytest

from plans import prose

NUMBERS = {"familieraadgivningen": "12345679"}


def test_markdown_in_and_html_out() -> None:
    assert prose.render("**Ring** nu.\n\n- en\n- to") == (
        "<p><strong>Ring</strong> nu.</p>\n<ul>\n<li>en</li>\n<li>to</li>\n</ul>"
    )


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[klik](javascript:alert(1))",
        "![billede](https://example.com/a.png)",
        '<img src=x onerror="alert(1)">',
        '<a href="https://example.com" onclick="x()">klik</a>',
        "```\n<b>kode</b>\n```",
        '{"><script>alert(1)</script>}',
    ],
)
def test_what_an_editor_may_not_write_has_no_effect(evil: str) -> None:
    html = prose.render(evil)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<b>" not in html
    assert "<a " not in html or 'onclick="' not in html


def test_a_living_number_stands_where_the_text_names_its_contact() -> None:
    assert prose.render_inline("Ring: {nummer: familieraadgivningen}.", NUMBERS) == (
        'Ring: <a class="phone" href="tel:+4512345679">12 34 56 79</a>.'
    )


def test_a_number_that_nobody_filled_in_is_a_gap() -> None:
    html = prose.render_inline("Ring: {nummer: familieraadgivningen}.")
    assert html == (
        'Ring: <mark class="gap" title="Skal udfyldes af kommunen">{nummer: familieraadgivningen}</mark>.'
    )


def test_short_numbers_dial_but_paragraphs_of_the_law_do_not() -> None:
    html = prose.render_inline("Ring 112, ellers 114. Se § 114 og 112 %.")
    assert html == (
        'Ring <a class="phone" href="tel:112">112</a>, ellers '
        '<a class="phone" href="tel:114">114</a>. Se § 114 og 112 %.'
    )


def test_a_number_inside_a_link_is_not_linked_twice() -> None:
    html = prose.render_inline("[ring 112](tel:112)")
    assert html.count("<a ") == 1


def test_headings_of_a_text_stand_below_the_title_of_the_block() -> None:
    assert prose.render("# En\n\n##### To") == "<h3>En</h3>\n<h4>To</h4>"


def test_a_filled_gap_begins_a_sentence_with_a_capital() -> None:
    text = "{fagchef} ringer. Ring til {fagchef}. {fagchef} svarer. {andet}\n\n- {fagchef} nu"
    assert prose.fill(text, {"fagchef": "fagchefen"}) == (
        "Fagchefen ringer. Ring til fagchefen. Fagchefen svarer. {andet}\n\n- Fagchefen nu"
    )


def test_gaps_are_listed_once_in_order() -> None:
    assert prose.gaps("{b} og {a} og {b}") == ["b", "a"]


def test_readability_counts_words_per_sentence_and_long_words() -> None:
    measured = prose.lix("Alle børn har ret til tryghed. Ring til os.")
    assert (measured.words, measured.sentences, measured.value) == (9, 2, 16)


def test_every_line_of_a_list_is_a_sentence() -> None:
    assert prose.lix("- Lyt\n- Skriv ned").sentences == 2


def test_nothing_measures_nothing() -> None:
    assert prose.lix("").value == 0


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Den sociale vagt", "den sociale vagt"), ("Familierådgivningen", "Familierådgivningen")],
)
def test_a_name_in_the_middle_of_a_sentence(name: str, inside: str) -> None:
    assert prose.inside(name) == inside
