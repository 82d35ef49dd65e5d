"""My page: what the portal knows about me, and nothing about anybody else or any concern."""

from typing import Any

import pytest
from django.test import Client

from beredskab.organisation.models import Staff
from tests import build
from tests.build import monday_at
from tests.test_queries import statements

pytestmark = pytest.mark.django_db


def page_of(staff: Staff) -> str:
    client = Client()
    client.force_login(staff)
    return client.get("/min-side/").content.decode()


def test_cia_sees_her_work_her_role_and_her_team(cia: Staff) -> None:
    page = page_of(cia)
    for words in (
        cia.name,
        cia.email,
        "Familierådgivningen · Myndighedsrådgiver",
        "Rådgiver: ",
        "Modtagelsen",
    ):
        assert words in page


def test_bo_sees_the_unit_he_leads_and_anna_leads_none(bo: Staff, anna: Staff) -> None:
    assert "Enheder, du leder" in page_of(bo)
    assert "Enheder, du leder" not in page_of(anna)


def test_nobody_else_is_on_the_page(anna: Staff, ole: Staff) -> None:
    assert ole.email not in page_of(anna)


def test_whom_a_suspicion_is_about_sees_no_difference(
    anna: Staff, ole: Staff, town: Any, freeze: Any
) -> None:
    from tests.world.browsers import masked

    freeze(monday_at(9))
    client = Client()
    client.force_login(ole)
    client.get("/min-side/")

    def shown() -> bytes:
        return masked(client.get("/min-side/").content)

    before = shown()
    build.concern(filed_by=anna, team=town.reception, at=monday_at(8), keep_out=(ole,))
    assert shown().split(b"<main")[1] == before.split(b"<main")[1]


def test_the_page_keeps_its_budget(cia: Staff) -> None:
    assert len(statements(cia, "/min-side/")) <= 12
