"""Gert lets a system in and closes it again; what opens for people takes two. Rules A-30 and A-31."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client

from beredskab.access.guard import Forbidden
from beredskab.audit.models import Entry
from beredskab.doors import tokens
from beredskab.doors.models import Token
from beredskab.doors.vocabulary import Scope
from beredskab.organisation.models import Staff
from beredskab.outbox.models import Message
from tests.build import monday_at
from tests.doors.asking import ask, let_in

PAGE = "/administration/systemer/"
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(freeze: Any) -> None:
    freeze(monday_at(12))


def as_(person: Staff) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_secret_is_told_once_and_only_its_digest_is_kept(gert: Staff) -> None:
    page = as_(gert).post(f"{PAGE}nyt/", {"name": "Intranet", "scopes": ["contacts"], "days": "92"})
    secret = BeautifulSoup(page.content, "html.parser").find(id="secret")["value"]  # type: ignore[index]
    token = Token.objects.get()
    assert ask("/api/v1/contacts", str(secret)).status_code == 200
    assert str(secret) not in str(Token.objects.values().get())
    assert str(secret).encode() not in as_(gert).get(PAGE).content
    assert token.expires_on == monday_at(12).date() + 92 * DAY
    assert Entry.objects.get(verb="token.made").plain["scopes"] == ["contacts"]


def test_what_is_missing_is_said_and_nothing_typed_is_lost(gert: Staff) -> None:
    page = as_(gert).post(f"{PAGE}nyt/", {"name": "Intranet", "days": "92"})
    assert page.status_code == 422
    assert b'value="Intranet"' in page.content
    assert not Token.objects.exists()


def test_the_internal_numbers_bring_the_public_ones(gert: Staff) -> None:
    as_(gert).post(f"{PAGE}nyt/", {"name": "Intranet", "scopes": ["internal_contacts"], "days": "92"})
    assert Token.objects.get().scopes == ["contacts", "internal_contacts"]


def test_last_used_is_shown_and_one_click_ends_it(gert: Staff) -> None:
    token, secret = let_in(gert, Scope.CONTACTS)
    assert "kl. 12.00" not in as_(gert).get(PAGE).content.decode()
    assert ask("/api/v1/contacts", secret).status_code == 200
    assert "kl. 12.00" in as_(gert).get(PAGE).content.decode()
    as_(gert).post(f"{PAGE}{token.pk}/luk/")
    assert ask("/api/v1/contacts", secret).status_code == 401
    assert Entry.objects.filter(verb="token.revoked").count() == 1


@pytest.mark.parametrize(("days", "status"), [(1, 200), (2, 401)])
def test_after_its_last_day_it_opens_nothing(freeze: Any, gert: Staff, days: int, status: int) -> None:
    _token, secret = let_in(gert, Scope.CONTACTS, days=1)
    freeze(monday_at(12) + days * DAY)
    assert ask("/api/v1/contacts", secret).status_code == status


def test_a_token_for_people_waits_for_a_second_person(gert: Staff, dorte: Staff) -> None:
    token, secret = let_in(gert, Scope.SCIM, Scope.CONTACTS)
    assert ask("/api/v1/contacts", secret).status_code == 401
    assert [one.recipient for one in Message.objects.all()] == [dorte]
    with pytest.raises(Forbidden):
        tokens.approve(token, by=gert, at=monday_at(9))
    assert as_(dorte).get(PAGE).status_code == 200
    as_(dorte).post(f"{PAGE}{token.pk}/godkend/")
    assert ask("/api/v1/contacts", secret).status_code == 200
    assert Entry.objects.get(verb="token.approved").actor_id == dorte.pk


def test_the_database_knows_that_it_takes_two(gert: Staff) -> None:
    token, _secret = let_in(gert, Scope.SCIM)
    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.filter(pk=token.pk).update(approved_by=gert)


@pytest.mark.parametrize("person", ["anna", "cia", "hanne"])
def test_who_does_not_run_the_portal_sees_none(request: Any, gert: Staff, person: str) -> None:
    token, _secret = let_in(gert, Scope.CONTACTS)
    somebody = request.getfixturevalue(person)
    assert as_(somebody).get(PAGE).status_code == 403
    assert as_(somebody).post(f"{PAGE}{token.pk}/luk/").status_code == 403
    assert not tokens.tokens_for(somebody).exists()


def test_a_neighbour_closes_none_of_ours(gert: Staff, frida: Staff) -> None:
    from beredskab.access.models import RoleAssignment
    from beredskab.access.roles import Role

    RoleAssignment.objects.create(staff=frida, role=Role.ADMINISTRATOR)
    token, secret = let_in(gert, Scope.CONTACTS)
    assert as_(frida).post(f"{PAGE}{token.pk}/luk/").status_code == 404
    tokens.revoke(token, by=frida, at=monday_at(9))
    assert ask("/api/v1/contacts", secret).status_code == 200
    assert token.name.encode() not in as_(frida).get(PAGE).content
