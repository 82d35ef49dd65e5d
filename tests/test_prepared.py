"""A prepared query gives what the queryset would give, for any values, in one statement."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beredskab.organisation.models import Contact, Membership, Staff
from beredskab.prepared import Prepared, PreparedRows

DAY = dt.date(2026, 6, 2)


def _told(one: Membership) -> tuple[Membership, str, str | None]:
    return one, one.unit.name, one.profession and one.profession.slug


def test_objects_come_as_from_the_queryset_with_what_is_related(town: Any, anna: Staff, bo: Staff) -> None:
    def queryset(staff: int, on: dt.date) -> Any:
        return Membership.objects.filter(staff=staff).current(on).select_related("unit", "profession")

    prepared = Prepared(queryset, int, dt.date)
    for person in (anna, bo):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = prepared(person.pk, DAY)
            said = [(one, one.unit.name, one.profession and one.profession.slug) for one in found]
        assert len(asked) == 1
        assert said == [
            (one, one.unit.name, one.profession and one.profession.slug) for one in queryset(person.pk, DAY)
        ]


def test_a_related_row_that_is_missing_is_none(town: Any, anna: Staff) -> None:
    Membership.objects.filter(staff=anna).update(profession=None)
    [found] = Prepared(
        lambda staff: Membership.objects.filter(staff=staff).select_related("profession"), int
    )(anna.pk)
    assert found.profession is None


def test_columns_of_json_come_as_values(town: Any) -> None:
    prepared = PreparedRows(lambda slug: Contact.objects.filter(slug=slug).values_list("slug", "hours"), str)
    assert prepared("alarm-112") == [("alarm-112", {"always": True})]
    assert prepared("nobody") == []


def test_an_argument_that_does_not_stand_in_the_statement_is_refused() -> None:
    with pytest.raises(ValueError, match="as it was given"):
        Prepared(lambda pk: Staff.objects.filter(pk=pk + 1), int).first(1)
