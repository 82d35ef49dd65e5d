"""Whom the directory switches off leaves; when they are many, somebody is asked first. Rule A-35."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.audit.models import Entry
from beredskab.doors.models import DirectoryPerson
from beredskab.organisation.models import Staff
from beredskab.outbox.models import Message
from notifications.models import Concern
from notifications.vocabulary import State
from tests import build
from tests.build import monday_at
from tests.cast import Town
from tests.doors.scim.sending import (
    HELD,
    as_,
    crowd,
    nina,
    patch,
    send,
)

pytestmark = pytest.mark.django_db


def test_whom_the_directory_switches_off_leaves_as_everybody_leaves(
    secret: str, town: Town, anna: Staff, cia: Staff
) -> None:
    crowd(town)
    concern = build.concern(filed_by=anna, team=town.reception, state=State.CLAIMED, by=cia)
    browser = as_(cia)
    assert browser.get(reverse("notifications:inbox")).status_code == 200
    off = patch({"op": "replace", "path": "active", "value": "False"})
    answer = send(secret, "PATCH", f"/Users/{cia.pk}", off)
    assert (answer.status_code, answer.told["active"]) == (200, False)
    cia.refresh_from_db()
    assert not cia.is_active
    assert browser.get(reverse("notifications:inbox")).status_code == 302
    assert not RoleAssignment.objects.filter(staff=cia).exists()
    assert cia not in grants.holders("handle_concerns", town.reception)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE owner")
        claimed = Concern.objects.values_list("claimed_by", flat=True).get(pk=concern.pk)
        cursor.execute("SET LOCAL ROLE app")
    assert claimed is None
    assert Entry.objects.filter(verb="staff.left", subject=str(cia.pk)).count() == 1


def test_who_comes_back_has_no_right_that_comes_along(secret: str, town: Town, cia: Staff) -> None:
    crowd(town)
    off, on = (patch({"op": "replace", "value": {"active": one}}) for one in (False, True))
    send(secret, "PATCH", f"/Users/{cia.pk}", off)
    assert send(secret, "PATCH", f"/Users/{cia.pk}", on).told["active"] is True
    cia.refresh_from_db()
    assert cia.is_active
    assert not RoleAssignment.objects.filter(staff=cia).exists()


def test_who_is_deleted_leaves_and_is_not_told_of_any_more(secret: str, town: Town) -> None:
    crowd(town)
    staff = send(secret, "POST", "/Users", nina()).told["id"]
    assert send(secret, "DELETE", f"/Users/{staff}").status_code == 204
    assert send(secret, "GET", f"/Users/{staff}").status_code == 404
    assert not Staff.objects.get(pk=staff).is_active
    back = send(secret, "POST", "/Users", nina())
    assert (back.status_code, back.told["id"]) == (201, staff)
    assert Staff.objects.get(pk=staff).is_active


def test_the_last_who_runs_the_portal_is_not_switched_off(secret: str, town: Town, gert: Staff) -> None:
    crowd(town)
    answer = send(secret, "DELETE", f"/Users/{gert.pk}")
    assert answer.status_code == 409
    gert.refresh_from_db()
    assert gert.is_active


@pytest.fixture
def leaving(secret: str, town: Town) -> list[Staff]:
    """Forty people; the directory wants four of them gone in one day."""
    crowd(town)
    people = list(Staff.objects.filter(name__startswith="Kollega").order_by("pk")[:4])
    codes = [send(secret, "DELETE", f"/Users/{one.pk}").status_code for one in people]
    assert codes == [204, 204, 409, 409]
    return people


def test_when_many_leave_somebody_is_asked_first(leaving: list[Staff], gert: Staff, secret: str) -> None:
    assert Staff.objects.filter(pk__in=[one.pk for one in leaving], is_active=True).count() == 2
    assert [one.recipient for one in Message.objects.filter(recipient=gert)] == [gert]
    page = as_(gert).get(HELD).content.decode()
    assert [one.name in page for one in leaving] == [False, False, True, True]
    as_(gert).post(HELD, {"answer": "leave", "seen": "2"})
    assert not Staff.objects.filter(pk__in=[one.pk for one in leaving], is_active=True).exists()
    assert send(secret, "DELETE", f"/Users/{leaving[2].pk}").status_code == 204


def test_no_means_that_they_stay(leaving: list[Staff], gert: Staff) -> None:
    as_(gert).post(HELD, {"answer": "keep", "seen": "2"})
    assert Staff.objects.filter(pk__in=[one.pk for one in leaving], is_active=True).count() == 2
    assert not DirectoryPerson.objects.filter(held_at__isnull=False).exists()


def test_a_yes_counts_for_those_who_were_seen(leaving: list[Staff], gert: Staff) -> None:
    assert as_(gert).post(HELD, {"answer": "leave", "seen": "1"}).status_code == 422
    assert Staff.objects.filter(pk__in=[one.pk for one in leaving], is_active=True).count() == 2


def test_the_next_day_counts_anew(leaving: list[Staff], secret: str, freeze: Any) -> None:
    freeze(monday_at(12) + dt.timedelta(days=1, minutes=1))
    assert send(secret, "DELETE", f"/Users/{leaving[3].pk}").status_code == 204
