"""The language is a cookie: never in a path, never a way out to another site."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from beredskab.ui.language import LanguageMiddleware, choose_language


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translation.get_language())


@pytest.fixture(autouse=True)
def _danish_again():
    yield
    translation.activate("da")


def test_asking_for_a_language_sets_the_cookie_and_leads_back():
    response = LanguageMiddleware(answer)(RequestFactory().get("/plan/?q=barn&sprog=nb"))
    assert (response.status_code, response["Location"]) == (302, "/plan/?q=barn")
    assert response.cookies["language"].value == "nb"


@pytest.mark.parametrize(
    ("cookie", "spoken"), [("nb", "nb"), ("en", "en"), ("da", "da"), ("xx", "da"), ("", "da")]
)
def test_the_cookie_decides(cookie, spoken):
    request = RequestFactory().get("/")
    request.COOKIES["language"] = cookie
    response = LanguageMiddleware(answer)(request)
    assert (response.content.decode(), response["Content-Language"]) == (spoken, spoken)


def test_an_unknown_language_changes_nothing():
    response = LanguageMiddleware(answer)(RequestFactory().get("/?sprog=zz"))
    assert (response.status_code, response.cookies) == (200, {})


def test_two_slashes_do_not_lead_to_another_host():
    request = RequestFactory().get("/x?sprog=en")
    request.path = "//evil.example/"
    assert LanguageMiddleware(answer)(request)["Location"] == "/evil.example/"


def test_the_form_keeps_the_choice_in_the_profile(anna):
    request = RequestFactory().post("/sprog/", {"sprog": "nb", "next": "https://evil.example/"})
    request.user = anna
    response = choose_language(request)
    anna.refresh_from_db()
    assert (anna.language, response["Location"], response.cookies["language"].value) == ("nb", "/", "nb")
