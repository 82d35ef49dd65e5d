"""The first visit, the help page and the printed guide say the same; help stands where one is (A-24)."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from pypdf import PdfReader

from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from beredskab.ui import guides
from plans.paper import sheets
from tests.build import monday_at
from tests.test_queries import statements

pytestmark = pytest.mark.django_db


def welcome_of(client: Client) -> str:
    page = client.get("/").content.decode()
    return page.split('id="welcome" tabindex="-1">')[1].split("</h2>")[0] if 'id="welcome"' in page else ""


def signed_in(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_every_guide_is_of_a_role_and_leads_to_pages_that_are_there() -> None:
    assert {guide.role for guide in guides.GUIDES} <= {role.value for role in Role}
    for guide in guides.GUIDES:
        assert (len(guide.steps), len(guide.remember)) == (5, 3)
        for step in guide.steps:
            if step.path:
                resolve(step.path)
    with pytest.raises(Resolver404):
        resolve("/nowhere/")


def test_the_first_visit_is_put_away_for_good_and_comes_back_when_asked(bo: Staff) -> None:
    bos = signed_in(bo)
    assert "ledere" in welcome_of(bos)
    bos.post("/velkommen/", {"role": "leader"})
    assert "alle, der møder børn" in welcome_of(bos)
    bos.post("/velkommen/", {"role": "staff"})
    assert welcome_of(bos) == ""
    assert welcome_of(signed_in(Staff.objects.get(pk=bo.pk))) == ""
    bos.post("/velkommen/", {"role": "nonsense"})
    assert Staff.objects.get(pk=bo.pk).welcomed == ["leader", "staff"]
    bos.post("/velkommen/", {"again": "1"})
    assert "ledere" in welcome_of(bos)


def test_the_first_visit_costs_the_front_page_no_statement(anna: Staff) -> None:
    with_it = len(statements(anna, "/"))
    Staff.objects.filter(pk=anna.pk).update(welcomed=["staff"])
    assert len(statements(anna, "/")) == with_it


@pytest.mark.parametrize(("path", "word"), [("/", "Numre først"), ("/kontakter/", "Tryk på et nummer")])
def test_help_stands_on_the_page_and_works_without_script(anna: Staff, path: str, word: str) -> None:
    page = signed_in(anna).get(path).content.decode()
    assert word in page.split('<details class="page-help">')[1].split("</details>")[0]


def test_help_says_more_to_whom_may_do_more(hanne: Staff, anna: Staff) -> None:
    word = "Du ændrer og bekræfter numre"
    assert word in signed_in(hanne).get("/kontakter/").content.decode()
    assert word not in signed_in(anna).get("/kontakter/").content.decode()


def test_the_help_page_shows_the_guides_of_my_roles_and_all_to_print(anna: Staff, gert: Staff) -> None:
    mine, gerts = (signed_in(one).get("/hjaelp/").content.decode() for one in (anna, gert))
    assert "<h2>Til administratorer</h2>" in gerts
    assert "<h2>Til administratorer</h2>" not in mine
    assert mine.count("/hjaelp/") >= len(guides.GUIDES)
    assert "administrator.pdf" not in Client().get("/hjaelp/").content.decode()


@pytest.mark.parametrize("slug", [guide.slug for guide in guides.GUIDES])
def test_a_guide_is_one_tagged_page(town: Any, slug: str) -> None:
    made = sheets.make(sheets.Order(town.municipality, "guide", "a4", slug), at=monday_at(9))
    assert made is not None
    assert made.refusal == ""
    assert made.pdf is not None
    pdf = PdfReader(io.BytesIO(bytes(made.pdf)))
    assert (len(pdf.pages), "/StructTreeRoot" in pdf.trailer["/Root"]) == (1, True)


def test_a_guide_that_is_none_is_a_missing_page(anna: Staff) -> None:
    assert signed_in(anna).get("/hjaelp/ingen.pdf").status_code == 404
