"""Which number stands third in the red panel, and how numbers are dialled."""

import datetime as dt

import pytest
from django.utils import translation

from beredskab.organisation.models import Contact, Municipality
from beredskab.ui.numbers import Number, choose
from beredskab.ui.phones import phone_text, tel

TOWN = Municipality(name="Eksempel Kommune", timezone="Europe/Copenhagen")
HOURS = {day: [["08:00", "15:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
NOON = dt.datetime(2026, 11, 24, 11, 0, tzinfo=dt.UTC)
EVENING = dt.datetime(2026, 11, 24, 19, 0, tzinfo=dt.UTC)


def contact(slug: str, function: str, phone: str, hours: dict) -> Contact:
    return Contact(municipality=TOWN, slug=slug, function=function, phone=phone, hours=hours)


FAMILY = contact("familieraadgivningen", "Familierådgivningen", "12345679", HOURS)
ON_CALL = contact("sociale-vagt", "Den sociale vagt", "12345678", {"always": True})


def third(at, *contacts):
    with translation.override("da"):
        return choose({c.slug: c for c in contacts}, at).third


def test_in_opening_hours_the_family_unit_comes_first():
    assert third(NOON, FAMILY, ON_CALL) == Number("Familierådgivningen", "12 34 56 79", "Åben nu.")


def test_a_closed_number_is_never_the_first_choice():
    assert third(EVENING, FAMILY, ON_CALL) == Number("Den sociale vagt", "12 34 56 78", "Døgnåben.")
    assert third(EVENING, FAMILY) is None


def test_where_the_police_answer_for_the_on_call_service_the_page_says_so():
    through_police = contact("sociale-vagt", "Den sociale vagt", "114", {"always": True})
    assert third(EVENING, FAMILY, through_police) == Number(
        "Den sociale vagt", "114", "Ring 114 og bed om den sociale vagt."
    )


@pytest.mark.parametrize(
    ("typed", "dialled", "read"),
    [
        ("12345678", "tel:+4512345678", "12 34 56 78"),
        ("12 34 56 78", "tel:+4512345678", "12 34 56 78"),
        ("+45 1234 5678", "tel:+4512345678", "12 34 56 78"),
        ("0047 22 33 44 55", "tel:+4722334455", "0047 22 33 44 55"),
        ("112", "tel:112", "112"),
        ("1888", "tel:1888", "1888"),
    ],
)
def test_a_number_is_dialled_and_read_aloud(typed, dialled, read):
    assert (tel(typed), phone_text(typed)) == (dialled, read)
