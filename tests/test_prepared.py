"""A prepared read gives what its queryset would give, for any values, in one statement."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from beredskab.access.acting import acting_as
from beredskab.organisation.models import Contact, Membership, Staff, Unit
from beredskab.prepared import prepared
from notifications.models import Concern
from plans.models import ScenarioAnswer
from tests import build

DAY = dt.date(2026, 6, 2)


def _current(staff: int, on: dt.date) -> QuerySet[Membership]:
    return Membership.objects.filter(staff=staff).current(on).select_related("unit", "profession")


def _told(found: Any) -> list[Any]:
    return [(one, one.unit.name, one.profession and one.profession.slug) for one in found]


def test_objects_come_as_from_the_queryset_with_what_is_related(town: Any, anna: Staff, bo: Staff) -> None:
    read = prepared(_current)
    for person in (anna, bo):
        with CaptureQueriesContext(connection) as asked:
            said = _told(read(person.pk, DAY))
        assert len(asked) == 1
        assert said == _told(_current(person.pk, DAY)) != []


def test_it_is_worked_out_once(town: Any, anna: Staff, bo: Staff) -> None:
    built = []

    def build(staff: int) -> QuerySet[Staff]:
        built.append(staff)
        return Staff.objects.filter(pk=staff)

    read = prepared(build)
    assert [read(anna.pk), read(bo.pk), read(anna.pk)] == [[anna], [bo], [anna]]
    assert len(built) == 1


def test_a_related_row_that_is_missing_is_none(town: Any, anna: Staff) -> None:
    Membership.objects.filter(staff=anna).update(profession=None)
    assert {one.profession for one in prepared(_current)(anna.pk, DAY)} == {None}


def test_what_is_left_out_is_read_when_it_is_asked_for(town: Any, anna: Staff) -> None:
    @prepared
    def names(staff: int) -> QuerySet[Staff]:
        led = Unit.objects.filter(leader=OuterRef("pk"))
        return Staff.objects.filter(pk=staff).only("name").annotate(leads=Exists(led))

    [found] = names(anna.pk)
    assert found.get_deferred_fields()
    assert (found.name, found.email, found.leads) == (anna.name, anna.email, False)  # type: ignore[attr-defined]


def test_columns_of_json_come_as_values(town: Any) -> None:
    read = prepared(lambda slug: Contact.objects.filter(slug=slug).values_list("slug", "hours"))
    assert read("alarm-112") == [("alarm-112", {"always": True})]
    assert read("nobody") == []


def test_a_tuple_holds_any_number_of_values(town: Any, anna: Staff, bo: Staff) -> None:
    read = prepared(
        lambda people: Staff.objects.filter(pk__in=people).order_by("pk").values_list("pk", flat=True)
    )
    assert read((anna.pk,)) == [anna.pk]
    assert read((anna.pk, bo.pk)) == sorted([anna.pk, bo.pk])
    assert read((bo.pk, bo.pk)) == [bo.pk]


def test_what_is_no_value_may_be_chosen_by(town: Any, anna: Staff) -> None:
    @prepared
    def names(staff: int, is_active: bool) -> QuerySet[Staff]:
        found = Staff.objects.filter(pk=staff)
        return found if is_active else found.exclude(is_active=True)

    assert (names(anna.pk, True), names(anna.pk, False)) == ([anna], [])


@pytest.mark.parametrize("given", [b"\x01\x02", b""])
def test_bytes_are_a_value(town: Any, given: bytes) -> None:
    read = prepared(lambda reader: ScenarioAnswer.objects.filter(reader=reader))
    assert read(given) == []


def test_a_value_that_does_not_stand_in_the_statement_is_refused() -> None:
    with pytest.raises(ValueError, match="as it was given"):
        prepared(lambda pk: Staff.objects.filter(pk=pk + 1))(1)
    with pytest.raises(ValueError, match="as it was given"):
        prepared(lambda pk: Staff.objects.all())(uuid.uuid4())


def test_rows_of_another_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="objects or a list of values"):
        prepared(lambda pk: Staff.objects.filter(pk=pk).values("pk"))(1)


def _asked(read: Any, *given: Any) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        read(*given)
    return [one["sql"].split()[0] for one in asked]


def _by_mail(mail: str, is_active: bool) -> QuerySet[Staff]:
    return Staff.objects.filter(email=mail, is_active=is_active)


def test_a_connection_plans_a_read_once_and_then_knows_it_by_name(town: Any, anna: Staff, bo: Staff) -> None:
    read = prepared(_by_mail)
    assert [_asked(read, one.email, True) for one in (anna, bo, anna)] == [
        ["SELECT"],
        ["EXECUTE"],
        ["EXECUTE"],
    ]
    assert [read(one.email, True) for one in (anna, bo)] == [[anna], [bo]]
    assert read("nobody's", True) == []


def test_a_new_connection_plans_it_anew(town: Any, anna: Staff) -> None:
    read = prepared(_by_mail)
    assert [_asked(read, anna.email, True) for _ in range(2)] == [["SELECT"], ["EXECUTE"]]
    with connection.cursor() as cursor:  # as a new one: it knows no name, and is another object
        cursor.execute("DEALLOCATE ALL")
    connection.prepared_uses = (object(), connection.prepared_uses[1])  # type: ignore[attr-defined]
    assert [_asked(read, anna.email, True) for _ in range(2)] == [["SELECT"], ["EXECUTE"]]


def test_behind_a_pooler_nothing_is_left_on_the_connection(town: Any, anna: Staff, settings: Any) -> None:
    settings.DATABASE_PREPARES = False
    read = prepared(_by_mail)
    assert [_asked(read, anna.email, True) for _ in range(3)] == [["SELECT"]] * 3


def test_a_connection_does_not_fill_up(town: Any, anna: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beredskab.prepared.MOST_PLANS", 0)
    read = prepared(_by_mail)
    assert [_asked(read, anna.email, True) for _ in range(3)] == [["SELECT"]] * 3


def _filed(state: str) -> QuerySet[Concern]:
    return Concern.objects.filter(state=state)


def test_row_security_holds_for_a_plan_that_another_person_left(
    town: Any, anna: Staff, cia: Staff, ida: Staff
) -> None:
    concern = build.concern(filed_by=anna, team=town.reception, keep_out=(ida,))
    read = prepared(_filed)
    for person, seen in [(cia, [concern]), (ida, []), (cia, [concern]), (ida, [])] * 4:
        with acting_as(person):
            assert read("filed") == seen
