"""A client of the standard asks everything the standard lets it ask. Rules A-34 and A-36."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_models import ScimProvider
from scim2_tester import Status, check_server

from beredskab.doors import tokens
from beredskab.doors.vocabulary import Scope
from beredskab.organisation.models import Staff

ON_PURPOSE = {"check_remove_attribute: PATCH modify() did not remove attribute 'active'"}  # on or off
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: the connection with what the test wrote stays open."""
    both = (request_started, request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


def asking_for_an_email(found: ScimProvider) -> ScimProvider:
    """The schema cannot say »userName is an e-mail, or there is one in emails«; the tester sends one."""
    schemas = list(found.schemas)
    for schema in schemas:
        for attribute in schema.attributes or []:
            if attribute.name == "emails":
                attribute.required = True
                for inner in attribute.sub_attributes or []:
                    inner.required = inner.name == "value"
    return ScimProvider.from_discovery(schemas, found.resource_types, found.config)


def test_the_tester_of_the_standard_finds_nothing(
    gert: Staff, dorte: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beredskab.doors.scim.guarding.are_many", lambda *_: False)  # its people come and go
    now = timezone.now()
    token, secret = tokens.make("Tester", [Scope.SCIM], now.date() + dt.timedelta(days=1), by=gert, at=now)
    tokens.approve(token, by=dorte, at=now)
    client = WSGISCIMClient(
        get_wsgi_application(),
        base_url="http://testserver/api/scim/v2",
        headers={"Authorization": f"Bearer {secret}"},
    )
    client.discover()
    client.provider = asking_for_an_email(client.provider)
    results = check_server(client)
    fine = (Status.SUCCESS, Status.SKIPPED)
    wrong = [f"{one.title}: {one.reason}" for one in results if one.status not in fine]
    assert [one for one in wrong if one not in ON_PURPOSE] == []
    assert len(results) > 40
