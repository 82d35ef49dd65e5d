"""What is kept in memory is never shown after it was changed, by whatever means."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from beredskab.organisation import kept
from beredskab.organisation.models import Contact, Municipality, Staff
from beredskab.organisation.numbers import valid_contacts
from plans.models import Edition, Section
from tests import build_plans


class RolledBack(Exception):
    """To leave a transaction."""


def revision(town: Any) -> int:
    return Municipality.objects.values_list("revision", flat=True).get(pk=town.municipality.pk)


def raw(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def contact(town: Any) -> Contact:
    return Contact.objects.filter(municipality=town.municipality)[0]


def test_a_page_that_reads_asks_once_and_an_act_asks_every_time(town: Any) -> None:
    asked: list[int] = []

    def make() -> int:
        asked.append(1)
        return len(asked)

    with kept.reading():
        assert [kept.while_unchanged(town.municipality, "x", make) for _time in range(3)] == [1, 1, 1]
    assert kept.while_unchanged(town.municipality, "x", make) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisation_contact SET phone = '12 34 56 78'",
        "DELETE FROM organisation_contact c WHERE NOT EXISTS"
        " (SELECT FROM organisation_team t WHERE t.phone_id = c.id)",
        "UPDATE organisation_profession SET name_da = name_da || '.'",
        "UPDATE organisation_unit SET name = name || '.'",
        "UPDATE organisation_membership SET on_leave_until = '2026-12-24'",
        "UPDATE organisation_municipality SET saturday_is_workday = NOT saturday_is_workday",
        "UPDATE organisation_staff SET phone = '1'",
        "UPDATE organisation_staff SET is_active = false",
        "UPDATE plans_plan SET title = title || '.'",
    ],
)
def test_a_change_by_bare_sql_draws_a_new_revision(
    town: Any, anna: Staff, hanne: Staff, dorte: Staff, statement: str
) -> None:
    build_plans.plan(town.municipality, editor=hanne, approver=dorte)
    before = revision(town)
    raw(statement)
    assert revision(town) > before


def test_signing_in_leaves_everything_that_is_kept(town: Any, anna: Staff) -> None:
    before = revision(town)
    Staff.objects.filter(pk=anna.pk).update(last_login=timezone.now(), password="x")
    assert revision(town) == before


def test_a_new_edition_draws_a_new_revision(town: Any, hanne: Staff, dorte: Staff) -> None:
    plan = build_plans.plan(town.municipality, editor=hanne, approver=dorte)
    before = revision(town)
    Edition.objects.create(plan=plan, number=1, created_at=timezone.now())
    with_edition = revision(town)
    Section.objects.create(plan=plan, slug="y")
    assert before < with_edition < revision(town)


def test_another_municipality_keeps_its_revision(town: Any, frida: Staff) -> None:
    theirs = Municipality.objects.get(pk=frida.municipality_id)
    raw("UPDATE organisation_contact SET note = 'x' WHERE municipality_id = %s", town.municipality.pk)
    theirs_now = Municipality.objects.get(pk=frida.municipality_id)
    assert theirs_now.revision == theirs.revision


def test_saving_an_old_copy_of_the_row_brings_no_old_revision_back(town: Any) -> None:
    old_copy = Municipality.objects.get(pk=town.municipality.pk)
    raw("UPDATE organisation_contact SET note = 'x'")
    seen = revision(town)
    old_copy.save()
    assert revision(town) > seen


def test_a_revision_that_was_rolled_back_is_never_given_again(town: Any) -> None:
    try:
        with transaction.atomic():
            raw("UPDATE organisation_contact SET note = 'never'")
            lost = revision(town)
            raise RolledBack
    except RolledBack:
        pass
    raw("UPDATE organisation_contact SET note = 'now'")
    assert revision(town) > lost


def test_a_changed_number_is_on_the_next_page(town: Any) -> None:
    one = contact(town)
    day = one.valid_from or town_day()
    with kept.reading():
        assert valid_contacts(fresh(town), day)[one.slug].phone == one.phone
    Contact.objects.filter(pk=one.pk).update(phone="87 65 43 21")
    with kept.reading():
        assert valid_contacts(fresh(town), day)[one.slug].phone == "87 65 43 21"


def test_the_contact_that_began_last_wins(town: Any) -> None:
    one = contact(town)
    day = town_day()
    Contact.objects.create(
        municipality=town.municipality, slug=one.slug, function=one.function, phone="1", valid_from=day
    )
    assert valid_contacts(town.municipality, day)[one.slug].phone == "1"


def test_a_store_forgets_the_first_when_it_is_full() -> None:
    store = kept.Store(2)
    made: list[str] = []
    for key in ("a", "b", "a", "c", "a"):
        store.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "a"]


def fresh(town: Any) -> Municipality:
    """As the next request reads it."""
    return Municipality.objects.get(pk=town.municipality.pk)


def town_day() -> Any:
    return timezone.localdate()
