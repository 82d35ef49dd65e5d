"""A municipality's colours: readable, or refused with a sentence; never a way into the style sheet."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import translation

from beredskab.organisation.models import Municipality
from beredskab.ui import theme


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_the_one_of_wcag(one, other, expected):
    assert round(theme.contrast(one, other), 2) == expected


@pytest.mark.parametrize("colour", ["#0b4f6c", "#767676", "#cc0000"])
def test_a_dark_colour_is_taken(colour):
    theme.validate_primary(colour)
    theme.validate_focus(colour)


def test_a_light_colour_is_refused_with_the_reason():
    with translation.override("da"), pytest.raises(ValidationError) as refusal:
        theme.validate_primary("#777777")
    assert refusal.value.messages == [
        "Farven er for lys. Hvid tekst på knapper kan ikke læses. Vælg en mørkere farve."
    ]


def test_a_focus_mark_needs_only_three_to_one():
    theme.validate_focus("#949494")
    with pytest.raises(ValidationError):
        theme.validate_focus("#959595")


@pytest.mark.parametrize("typed", ["red", "#fff", "#0b4f6c;}", "", "#00000g"])
def test_what_is_not_a_colour_is_refused(typed):
    with pytest.raises(ValidationError):
        theme.validate_primary(typed)


def test_the_four_properties_and_nothing_typed():
    evil = Municipality(primary_colour="#000}*{x:", primary_dark_colour="#083c52", focus_colour="red")
    assert theme.Theme.of(evil).css() == (
        ":root{--kommune-primaer:#0b4f6c;--kommune-primaer-moerk:#083c52;--kommune-lys:#e9eff2;--kommune-fokus:#454545}\n"
    )


def test_the_style_sheet_is_kept_for_a_year_under_its_own_address(town):
    request = RequestFactory().get(theme.theme_url(town.municipality))
    request.municipality, request.user = town.municipality, AnonymousUser()
    answer = theme.theme(request)
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = RequestFactory().get("/tema.css", headers={"If-None-Match": answer.headers["ETag"]})
    again.municipality, again.user = town.municipality, AnonymousUser()
    assert theme.theme(again).status_code == 304
