"""Opening hours are said as shortly as they can be, and read as people type them."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from beredskab.organisation.opening_hours import DAYS, in_words, parse, typed

EIGHT_TO_THREE = [["08:00", "15:00"]]


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ({}, ""),
        ({"always": True}, "hele døgnet"),
        (dict.fromkeys(DAYS[:5], EIGHT_TO_THREE), "hverdage kl. 8–15"),
        ({day: [["08:00", "22:00"]] for day in DAYS}, "alle dage kl. 8–22"),
        (
            {day: [["09:00", "11:30"]] for day in ("mon", "tue", "thu", "fri")},
            "mandag, tirsdag, torsdag og fredag kl. 9–11.30",
        ),
        (
            {**dict.fromkeys(DAYS[:4], EIGHT_TO_THREE), "fri": [["08:00", "12:00"], ["13:00", "14:00"]]},
            "mandag–torsdag kl. 8–15, fredag kl. 8–12 og 13–14",
        ),
        ({"sat": EIGHT_TO_THREE, "sun": []}, "lørdag kl. 8–15"),
    ],
)
def test_hours_in_words(hours, words):
    with translation.override("da"):
        assert in_words(hours) == words


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("8-15", EIGHT_TO_THREE),
        ("8.00 – 15.00", EIGHT_TO_THREE),
        ("8:30til12, 13-15.30", [["08:30", "12:00"], ["13:00", "15:30"]]),
        ("0-24", [["00:00", "24:00"]]),
    ],
)
def test_typed_hours_are_read(text, spans):
    assert parse(text) == spans


@pytest.mark.parametrize("text", ["x", "15-8", "8-8", "25-26", "8.60-9", "8-12, 11-13", "24.30-25", "-"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        parse(text)


@given(st.integers(0, 22), st.integers(0, 59), st.integers(1, 60))
def test_what_is_shown_in_the_form_is_read_back_the_same(hour, minute, more):
    later = hour * 60 + minute + more
    spans = [[f"{hour:02}:{minute:02}", f"{later // 60:02}:{later % 60:02}"]]
    assert parse(typed(spans)) == spans
