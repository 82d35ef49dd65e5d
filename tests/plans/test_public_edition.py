"""The public edition: anybody reads it, caches may keep it, and nothing internal or personal is in it."""

import pytest
from django.conf import settings
from django.test import Client

from beredskab.organisation.models import Contact
from plans.vocabulary import Audience
from tests import build_plans as build

SECTION = "/plan/overgreb/akut/"
PAGES = ("/plan/", "/plan/overgreb/", SECTION, f"{SECTION}versioner/", "/plan/overgreb/udgaver/1/")
SHARED = "public, max-age=60, must-revalidate"


@pytest.fixture(autouse=True)
def _plan(hanne, dorte):
    secret = build.text("Koden er hemmelig.", audience=Audience.INTERNAL)
    build.published([build.section("akut", build.text(), secret)], editor=hanne, approver=dorte)


@pytest.mark.parametrize("path", PAGES)
def test_anybody_reads_it_from_a_cache_and_asks_by_its_mark(path):
    first = Client().get(path)
    assert (first.status_code, first["Cache-Control"], first.cookies) == (200, SHARED, {})
    assert "Cookie" in first["Vary"]
    again = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", SHARED)


@pytest.mark.parametrize("path", PAGES)
def test_what_somebody_sees_after_login_is_in_no_cache_and_different(path, anna):
    client = Client()
    client.force_login(anna)
    answer = client.get(path)
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer
    public = Client().get(path).content.decode()
    assert "hemmelig" not in public
    assert anna.name not in public
    assert anna.name in answer.content.decode()


def test_the_mark_changes_with_a_number(town, hanne, dorte):
    block = build.text("Ring {nummer: familieraadgivningen}.")
    build.published([build.section("ring", block)], editor=hanne, approver=dorte, slug="ring")
    path = "/plan/ring/ring/"
    before = Client().get(path)["ETag"]
    Contact.objects.filter(slug="familieraadgivningen").update(phone="99 99 99 99")
    after = Client().get(path)
    assert "99 99 99 99" in after.content.decode()
    assert len({before, after["ETag"]}) == 2


def test_whoever_brings_a_session_or_words_of_a_search_is_answered_alone(anna):
    left = Client()
    left.force_login(anna)
    left.logout()
    left.cookies[settings.SESSION_COOKIE_NAME] = "old"
    assert "Cache-Control" not in left.get(SECTION)
    assert "Cache-Control" not in Client().get(f"{SECTION}?find=ring")
