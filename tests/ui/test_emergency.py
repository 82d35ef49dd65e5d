"""Error pages show numbers without asking a database."""

import json

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory

from beredskab import errors
from beredskab.ui import emergency


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path
    settings.DEFAULT_MUNICIPALITY = "eksempel"


def numbers_on(response) -> list[str]:
    return [link["href"] for link in BeautifulSoup(response.content, "html.parser").select(".call")]


def request_to(host: str):
    return RequestFactory().get("/x/", headers={"host": host})


PAGES = [
    errors.bad_request,
    errors.permission_denied,
    errors.page_not_found,
    errors.server_error,
    errors.csrf_failure,
]


@pytest.mark.parametrize("view", PAGES)
def test_without_any_file_112_and_114_are_left(view):
    assert numbers_on(view(request_to("localhost"))) == ["tel:112", "tel:114"]


@pytest.mark.parametrize("view", PAGES)
def test_the_on_call_number_comes_from_the_file(town, view, django_assert_num_queries):
    emergency.write(town.municipality)
    with django_assert_num_queries(0):
        response = view(request_to("localhost"))
    assert numbers_on(response) == ["tel:112", "tel:114", "tel:+4512345678"]
    assert response["Cache-Control"] == "no-store"


def test_a_changed_number_is_on_the_next_page(town):
    emergency.write(town.municipality)
    town.municipality.contacts.filter(slug="sociale-vagt").update(phone="114")
    emergency.write(town.municipality)
    response = errors.page_not_found(request_to("localhost"))
    assert numbers_on(response) == ["tel:112", "tel:114"]
    assert "Bed om: Den sociale vagt" in response.content.decode()


def test_the_neighbour_has_its_own_name_on_its_own_host(town):
    folder = emergency.folder()
    emergency.write(town.municipality)
    (folder / "nabo.json").write_text(
        json.dumps({"slug": "nabo", "name": "Nabo Kommune", "host": "nabo.localhost"})
    )
    assert "Nabo Kommune" in errors.page_not_found(request_to("nabo.localhost:8000")).content.decode()
    assert "Eksempel Kommune" in errors.page_not_found(request_to("localhost:8000")).content.decode()


def test_a_broken_file_breaks_nothing(town):
    emergency.write(town.municipality)
    (emergency.folder() / "eksempel.json").write_text("{")
    assert errors.server_error(request_to("localhost")).status_code == 500


def test_a_missing_style_sheet_breaks_nothing(settings, monkeypatch):
    def gone(*_args, **_kwargs):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr("beredskab.errors.render_to_string", gone)
    response = errors.server_error(request_to("localhost"))
    assert (response.status_code, b"tel:112" in response.content) == (500, True)


def test_the_page_for_the_proxy_stands_alone(town):
    emergency.write(town.municipality)
    soup = BeautifulSoup((emergency.folder() / "eksempel.html").read_text(), "html.parser")
    assert soup.h1.get_text() == "Portalen virker ikke lige nu"
    assert "Familierådgivningen: 12 34 56 79" in soup.get_text()
