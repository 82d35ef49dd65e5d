"""What two municipalities share is the words, and nothing else. In both access layers."""

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import DatabaseError, transaction
from django.test import Client

from beredskab.access.acting import acting_as
from beredskab.access.roles import Role
from beredskab.organisation.models import Contact, Staff
from plans import access, in_force, reading
from plans.access import Viewer
from plans.editing import editions, revising
from plans.implementation import plan_facts
from plans.models import Edition, Sharing
from plans.release import adopting
from plans.sharing import access as sharing_access
from plans.sharing import agreeing, standing
from tests import build_plans as build
from tests.build_plans import AUTUMN, SPRING, text
from tests.cast import Town, make_person
from tests.seen import shown_by_database

pytestmark = pytest.mark.django_db
NABO = {"host": "nabo.localhost"}


def plans_of(staff: Staff) -> set[str]:
    """The municipalities whose words, sections, editions and files somebody can fetch."""
    viewer = Viewer(staff.municipality, staff)
    found = {one.municipality.slug for one in access.plans_for(viewer)}
    found |= {one.plan.municipality.slug for one in access.editions_for(viewer)}
    found |= {one.edition.plan.municipality.slug for one in access.lines_for(viewer)}
    found |= {one.version.section.plan.municipality.slug for one in access.blocks_for(viewer)}
    return found | {one.plan.municipality.slug for one in access.files_for(viewer)}


def test_everybody_reads_the_plan_of_their_own_municipality(
    theirs: Edition, anna: Staff, hanne: Staff, frida: Staff, nina: Staff, stranger: Staff
) -> None:
    found = [plans_of(one) for one in (anna, hanne, frida, nina, stranger)]
    assert found == [{"eksempel"}, {"eksempel"}, {"nabo"}, {"nabo"}, set()]


def test_an_editor_of_one_side_works_on_nothing_of_the_other(
    edition: Edition, theirs: Edition, hanne: Staff, nina: Staff, dorte: Staff, niels: Staff
) -> None:
    worked_on = [set(access.plans_worked_on_by(one)) for one in (hanne, dorte, nina, niels)]
    assert worked_on == [{edition.plan}, {edition.plan}, {theirs.plan}, {theirs.plan}]


def test_who_read_what_is_not_known_to_the_other_side(
    edition: Edition, theirs: Edition, anna: Staff, frida: Staff
) -> None:
    for slug in ("akut", "tegn"):
        reading.acknowledge(build.line(theirs, slug), version_number=1, by=frida, at=AUTUMN)
    assert [len(reading.reading_of(one).done) for one in (anna, frida)] == [0, 2]
    counted = [plan_facts.readers(one.municipality, AUTUMN)[0] for one in (anna, frida)]
    assert [told.read_all for told in counted] == [0, 1]


def test_the_nurse_of_both_reads_it_twice(
    edition: Edition, theirs: Edition, town: Town, neighbour: Town
) -> None:
    here, there = (
        make_person("Vera Vang", one.counselling, "sundhedsplejerske") for one in (town, neighbour)
    )
    reading.acknowledge(build.line(edition, "akut"), version_number=1, by=here, at=AUTUMN)
    done = [[i.line.section.slug for i in reading.reading_of(one).done] for one in (here, there)]
    missing = [[i.line.section.slug for i in reading.reading_of(one).missing] for one in (here, there)]
    assert (done, missing) == ([["akut"], []], [["tegn"], ["akut", "tegn"]])


def test_each_plan_shows_the_numbers_of_its_own_municipality(
    hanne: Staff, dorte: Staff, edition: Edition, theirs: Edition, nina: Staff, niels: Staff, neighbour: Town
) -> None:
    Contact.objects.filter(municipality=neighbour.municipality, slug="sociale-vagt").update(
        phone="12 34 56 11"
    )
    draft = editions.open_draft(theirs.plan, by=nina, at=AUTUMN)
    number = text("Ring til {nummer: sociale-vagt}.")
    section = theirs.plan.sections.get(slug="akut")
    revising.add_block(draft, section, number, by=nina, at=AUTUMN)
    published = build.publish(draft, editor=nina, approver=niels)
    page = Client().get("/plan/overgreb/akut/", headers=NABO).content.decode()
    assert ("12 34 56 11" in page, "12 34 56 78" in page) == (True, False)
    shown = {one["slug"]: one["phone"] for one in published.contacts_shown}
    assert shown["sociale-vagt"] == "12 34 56 11"


def test_a_search_finds_the_words_of_ones_own_plan_only(
    edition: Edition, theirs: Edition, nina: Staff, niels: Staff, anna: Staff, frida: Staff
) -> None:
    draft = editions.open_draft(theirs.plan, by=nina, at=AUTUMN)
    section = theirs.plan.sections.get(slug="tegn")
    revising.add_block(draft, section, text("Brandbilen i gården."), by=nina, at=AUTUMN)
    build.publish(draft, editor=nina, approver=niels)
    found = {}
    for one in (anna, frida):
        words = access.blocks_for(Viewer(one.municipality, one))
        found[one.name] = words.filter(search=SearchQuery("brandbilen", config="danish")).count()
    assert found == {"Anna Andersen": 0, "Frida Friis": 1}


def test_the_public_edition_changes_with_its_own_municipality_only(
    edition: Edition, theirs: Edition, hanne: Staff, dorte: Staff
) -> None:
    before = [Client().get("/plan/overgreb/akut/", headers=one) for one in ({}, NABO)]
    build.changed(edition, "akut", "Ring straks.", editor=hanne, approver=dorte)
    after = [Client().get("/plan/overgreb/akut/", headers=one) for one in ({}, NABO)]
    same = [one["ETag"] == other["ETag"] for one, other in zip(before, after, strict=True)]
    assert same == [False, True]
    assert "Ring straks." not in after[1].content.decode()


def test_the_adoption_is_each_councils_own(edition: Edition, theirs: Edition, nina: Staff) -> None:
    adopting.record(theirs, SPRING.date(), "Byrådet", by=nina, at=AUTUMN)
    assert (edition.plan.adoptions.count(), theirs.plan.adoptions.count()) == (0, 1)


# --- the row that both see --------------------------------------------------------------------


def test_the_database_shows_the_sharing_to_both_sides_and_nobody_else(
    shared: Sharing, dorte: Staff, niels: Staff, anna: Staff, frida: Staff, stranger: Staff
) -> None:
    people = (dorte, niels, anna, frida, stranger)
    assert [shown_by_database(one, "plans_sharing") for one in people] == [1, 1, 1, 1, 0]
    assert Sharing.objects.count() == 0  # nobody acts


def test_python_shows_it_to_who_works_with_plans_on_either_side(
    shared: Sharing,
    dorte: Staff,
    niels: Staff,
    hanne: Staff,
    nina: Staff,
    anna: Staff,
    frida: Staff,
    stranger: Staff,
    gert: Staff,
) -> None:
    found = {}
    for one in (dorte, niels, hanne, nina, anna, frida, stranger, gert):
        with acting_as(one):
            found[one.name.split()[0]] = sharing_access.sharings_for(one).count()
    assert found == {
        "Dorte": 1, "Niels": 1, "Hanne": 1, "Nina": 1, "Anna": 0, "Frida": 0, "Tor": 0, "Gert": 0,
    }  # fmt: skip


def test_two_partners_of_one_plan_know_nothing_of_each_other(
    theirs: Edition,
    shared: Sharing,
    edition: Edition,
    dorte: Staff,
    niels: Staff,
    nina: Staff,
    stranger: Staff,
) -> None:
    other = agreeing.offer(edition.plan, stranger.municipality, by=dorte, at=AUTUMN)
    agreeing.accept(other, by=_second(stranger), at=AUTUMN)
    seen = {}
    for one in (dorte, niels, nina, stranger):
        with acting_as(one):
            seen[one.name] = [there.other for there in standing.standings_for(one)]
    assert seen == {
        "Dorte Dahl": ["Nabo Kommune", "Tredje Kommune"],
        "Niels Nord": ["Eksempel Kommune"],
        "Nina Nord": ["Eksempel Kommune"],
        "Tor Tredje": ["Eksempel Kommune"],
    }


def _second(staff: Staff) -> Staff:
    """A manager beside the one who edits."""
    return make_person("Tea Tredje", None, "", Role.MANAGER, municipality=staff.municipality)


def test_python_alone_keeps_a_third_municipality_out(shared: Sharing, stranger: Staff, niels: Staff) -> None:
    with acting_as(niels):  # the database shows it
        assert list(sharing_access.sharings_for(stranger)) == []


def test_nobody_writes_themselves_into_what_others_share(
    shared: Sharing, edition: Edition, stranger: Staff
) -> None:
    people = {"partner": shared.partner, "proposed_by": stranger}
    theirs_not_mine = Sharing(source=edition.plan, proposed_at=AUTUMN, **people)
    with acting_as(stranger):
        assert Sharing.objects.filter(pk=shared.pk).update(partner=stranger.municipality) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Sharing.objects.bulk_create([theirs_not_mine])


def test_a_partner_reads_what_the_owner_published_and_no_draft(
    shared: Sharing, edition: Edition, hanne: Staff, nina: Staff, stranger: Staff
) -> None:
    draft = editions.open_draft(edition.plan, by=hanne, at=AUTUMN)
    with acting_as(nina):
        offered = sharing_access.editions_offered_to(nina)
        assert (list(offered), offered.filter(pk=draft.pk).exists()) == ([edition], False)
    with acting_as(hanne):
        assert list(sharing_access.editions_offered_to(hanne)) == []
    with acting_as(stranger):
        assert list(sharing_access.editions_offered_to(stranger)) == []


def test_the_owner_does_not_learn_what_the_partner_writes(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff
) -> None:
    build.changed(edition, "akut", "To.", editor=hanne, approver=dorte)
    editions.open_draft(theirs.plan, by=nina, at=AUTUMN)
    with acting_as(dorte):
        [there] = standing.standings_for(dorte)
    assert (there.stage, there.draft, there.must_take_over) == (standing.Stage.NEW, None, False)


def test_what_is_kept_in_memory_is_kept_for_one_municipality(
    edition: Edition, theirs: Edition, shared: Sharing, hanne: Staff, dorte: Staff, nina: Staff, niels: Staff
) -> None:
    nina.refresh_from_db()
    before = nina.municipality.revision
    build.changed(edition, "akut", "To.", editor=hanne, approver=dorte)
    nina.refresh_from_db()
    assert nina.municipality.revision != before  # the offer is news there
    lines = in_force.lines(Viewer(nina.municipality, nina))
    assert {line.edition_id for line in lines} == {theirs.pk}
