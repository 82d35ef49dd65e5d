"""Whoever looks after the plan is told when the number of the head is held back from some filers."""

from beredskab.access import grants
from beredskab.organisation.models import Contact, Staff
from notifications.numbers import personal_numbers
from tests.build import monday_at
from tests.cast import Town


def codes(town: Town) -> list[str]:
    return [one.code for one in personal_numbers.check(town.municipality, monday_at(10))]


def test_a_head_above_the_places_is_told_as_long_as_the_line_is_kept_out(
    town: Town, bo: Staff, dorte: Staff
) -> None:
    [finding] = personal_numbers.check(town.municipality, monday_at(10))
    assert (finding.code, finding.blocks) == ("head-in-line", False)
    town.municipality.exclude_line_of_leaders = False
    assert codes(town) == []


def test_a_head_outside_the_line_is_well(town: Town, bo: Staff, dorte: Staff, emil: Staff) -> None:
    grants.revoke(dorte, "handle_concerns", town.management)
    grants.grant(emil, "handle_concerns", town.management)
    assert codes(town) == []


def test_a_number_that_nobody_is_known_to_answer_is_told(town: Town, bo: Staff, emil: Staff) -> None:
    assert codes(town) == ["head-unknown"]
    Contact.objects.filter(slug="fagchef").update(email="Emil@eksempel.example")
    assert codes(town) == []


def test_whoever_has_the_same_number_or_the_name_counts_as_answering(
    town: Town, bo: Staff, emil: Staff
) -> None:
    Staff.objects.filter(pk=bo.pk).update(phone="+45 12345673")
    assert codes(town) == ["head-in-line"]  # Bo leads the kindergarten
    Staff.objects.filter(pk=bo.pk).update(phone="")
    Contact.objects.filter(slug="fagchef").update(person=emil.name)
    assert codes(town) == []
