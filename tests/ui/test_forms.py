"""Django's own rendering and crispy's give the same markup, and the markup says what went wrong."""

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from crispy_forms.utils import render_crispy_form
from django.template.loader import render_to_string
from django.utils import translation

from beredskab.ui.forms import DatePartsField, Fieldset, helper
from tests.ui.sample import QuestionForm, SampleForm


def squeezed(html: str) -> str:
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", html)).strip()


@pytest.mark.parametrize(
    "data", [None, {}, {"name": "Anna", "when_0": "31", "when_1": "2", "when_2": "2026"}]
)
def test_django_and_crispy_draw_every_field_alike(data):
    form = SampleForm(data)
    crispy = squeezed(render_crispy_form(form))
    assert [name for name in form.fields if squeezed(str(form[name].as_field_group())) not in crispy] == []


def test_drawing_a_form_twice_gives_the_same_page():
    form = SampleForm({})
    assert render_crispy_form(form) == render_crispy_form(form)


def test_a_heading_that_somebody_typed_is_no_template():
    form = SampleForm()
    form.helper = helper(Fieldset("{% load x %}{{ form }}<b>", "name"))
    assert "{% load x %}{{ form }}&lt;b&gt;" in render_crispy_form(form)


def test_an_error_stands_at_the_field_and_is_named_by_it():
    soup = BeautifulSoup(render_crispy_form(SampleForm({})), "html.parser")
    name = soup.find(id="id_name")
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"] == "id_name_helptext id_name_error"
    assert "Udfyld ”Navn”" in soup.find(id="id_name_error").get_text()
    topics = soup.find(id="id_topics_0").find_parent("fieldset")
    assert topics["aria-describedby"] == "id_topics_error"


def test_the_summary_leads_to_the_first_option_of_a_group_and_the_day_of_a_date():
    form = SampleForm({"when_0": "31", "when_1": "2", "when_2": "2026"})
    soup = BeautifulSoup(render_to_string("dkfds/error_summary.html", {"form": form}), "html.parser")
    assert soup.find("div")["tabindex"] == "-1"
    assert [link["href"] for link in soup.find_all("a")] == [
        "#id_name", "#id_topics_0", "#id_suspect_0", "#id_unit", "#id_when_0", "#id_story", "#id_sure",
    ]  # fmt: skip
    drawn = BeautifulSoup(render_crispy_form(form), "html.parser")
    assert [link["href"] for link in soup.find_all("a") if drawn.find(id=link["href"][1:]) is None] == []


def test_nothing_is_left_to_the_browser_and_optional_fields_say_so():
    html = render_crispy_form(SampleForm())
    soup = BeautifulSoup(html, "html.parser")
    assert soup.form.has_attr("novalidate")
    assert soup.find_all(attrs={"required": True}) == []
    assert 'style="' not in html
    marked = [
        mark.find_parent(["label", "legend"]).get_text(" ", strip=True) for mark in soup.select(".optional")
    ]
    assert marked == ["Hvornår? (valgfrit)", "Fil (valgfrit)"]


def test_the_label_of_the_one_question_is_the_heading():
    soup = BeautifulSoup(render_crispy_form(QuestionForm()), "html.parser")
    assert [h1.get_text(strip=True) for h1 in soup.find_all("h1")] == ["Hvem er mistanken rettet mod?"]
    assert soup.h1.find_parent("legend") is not None


def test_what_was_typed_is_kept():
    html = render_crispy_form(SampleForm({"name": "<b>Å & Ø</b>", "topics": ["b"], "when_0": "x"}))
    soup = BeautifulSoup(html, "html.parser")
    assert soup.find(id="id_name")["value"] == "<b>Å & Ø</b>"
    assert soup.find(id="id_topics_1").has_attr("checked")
    assert soup.find(id="id_when_0")["value"] == "x"


def test_odd_input_is_escaped_everywhere():
    html = render_crispy_form(
        SampleForm({"name": '"><script>', "suspect": '"><script>', "story": "</textarea><script>"})
    )
    assert "<script>" not in html


class TestADate:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            (("22", "11", "2026"), dt.date(2026, 11, 22)),
            (("1", "3", "2024"), dt.date(2024, 3, 1)),
            (("", "", ""), None),
        ],
    )
    def test_of_three_numbers(self, typed, found):
        assert DatePartsField(required=False).clean(list(typed)) == found

    @pytest.mark.parametrize(
        "typed",
        [
            ("31", "2", "2026"),
            ("", "2", "2026"),
            ("٣", "2", "2026"),
            ("-1", "2", "2026"),
            ("1", "1", "26"),
            ("1", "1", "\x00"),
        ],
    )
    def test_that_does_not_exist_is_said(self, typed):
        with translation.override("da"), pytest.raises(Exception) as refusal:
            DatePartsField().clean(list(typed))
        assert refusal.value.messages == [
            "Datoen findes ikke. Skriv dag, måned og år, for eksempel 22 11 2026"
        ]

    def test_of_tomorrow_is_refused_where_it_must_have_happened(self):
        with translation.override("da"), pytest.raises(Exception) as refusal:
            DatePartsField(not_after=dt.date(2026, 11, 24)).clean(["25", "11", "2026"])
        assert refusal.value.messages == ["Datoen ligger i fremtiden"]
