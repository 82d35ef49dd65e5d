"""Two municipalities agree to share a plan, and either may leave. Rule P-90."""

import pytest

from beredskab.access.acting import acting_as, as_role
from beredskab.access.four_eyes import AlreadyWaiting
from beredskab.access.guard import Forbidden
from beredskab.access.roles import Role
from beredskab.audit.models import Entry
from beredskab.organisation.models import Staff
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Kind
from plans.editing import editions
from plans.models import Edition, Plan, Sharing
from plans.sharing import access, agreeing
from plans.sharing.agreeing import NotShared, PlanIsTaken
from tests import build_plans as build
from tests.build_plans import AUTUMN, SPRING
from tests.cast import Town, make_person

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    with as_role("clock") as alias:
        found = Message.objects.using(alias).filter(kind=Kind.PLAN_SHARED)
        people = list(found.order_by("created_at", "pk").values_list("recipient", flat=True))
    names = dict(Staff.objects.filter(pk__in=people).values_list("pk", "name"))
    return [names[one] for one in people]


def test_one_offers_and_the_other_says_yes(
    edition: Edition, dorte: Staff, nina: Staff, niels: Staff, neighbour: Town
) -> None:
    made = agreeing.offer(edition.plan, neighbour.municipality, by=dorte, at=SPRING)
    assert (made.waits_for_answer, told()) == (True, ["Niels Nord"])
    made = agreeing.accept(made, by=niels, at=AUTUMN)
    plan = Plan.objects.get(municipality=neighbour.municipality)
    assert (made.is_live, made.plan, made.offered, made.taken) == (True, plan, edition, None)
    assert (plan.follows, plan.slug, plan.kind) == (edition.plan, "overgreb", edition.plan.kind)
    assert sorted(told()) == ["Dorte Dahl", "Niels Nord", "Nina Nord"]
    verbs = Entry.objects.filter(verb__startswith="plan.sharing").order_by("at")
    with acting_as(dorte):
        assert list(verbs.values_list("verb", "actor_id")) == [
            ("plan.sharing_offered", dorte.pk),
            ("plan.sharing_accepted", niels.pk),
        ]


def test_saying_yes_twice_changes_nothing(shared: Sharing, niels: Staff) -> None:
    again = agreeing.accept(shared, by=niels, at=AUTUMN)
    assert (again.plan_id, again.decided_at, Plan.objects.count()) == (shared.plan_id, AUTUMN, 2)


def test_a_plan_is_offered_to_a_municipality_once(shared: Sharing, dorte: Staff) -> None:
    with pytest.raises(AlreadyWaiting):
        agreeing.offer(shared.source, shared.partner, by=dorte, at=AUTUMN)


def test_who_offers_does_not_accept_and_an_editor_does_neither(
    edition: Edition, dorte: Staff, hanne: Staff, nina: Staff, niels: Staff, neighbour: Town
) -> None:
    with pytest.raises(Forbidden):
        agreeing.offer(edition.plan, neighbour.municipality, by=hanne, at=AUTUMN)
    with pytest.raises(NotShared):
        agreeing.offer(edition.plan, neighbour.municipality, by=niels, at=AUTUMN)
    made = agreeing.offer(edition.plan, neighbour.municipality, by=dorte, at=AUTUMN)
    for somebody in (dorte, hanne, nina):
        with pytest.raises(Forbidden):
            agreeing.accept(made, by=somebody, at=AUTUMN)


def test_nobody_of_a_third_municipality_finds_the_offer(
    edition: Edition, dorte: Staff, stranger: Staff, neighbour: Town
) -> None:
    made = agreeing.offer(edition.plan, neighbour.municipality, by=dorte, at=AUTUMN)
    for verb in (agreeing.accept, agreeing.decline, agreeing.leave):
        with pytest.raises(Forbidden):
            verb(made, by=stranger, at=AUTUMN)


def test_a_no_ends_it_and_it_may_be_offered_again(
    edition: Edition, dorte: Staff, niels: Staff, neighbour: Town
) -> None:
    made = agreeing.offer(edition.plan, neighbour.municipality, by=dorte, at=SPRING)
    made = agreeing.decline(made, by=niels, at=SPRING)
    assert (made.is_approved, made.plan, sorted(told())) == (False, None, ["Dorte Dahl", "Niels Nord"])
    again = agreeing.offer(edition.plan, neighbour.municipality, by=dorte, at=AUTUMN)
    taken_back = agreeing.decline(again, by=dorte, at=AUTUMN)
    assert (taken_back.is_approved, Plan.objects.count()) == (False, 1)


def test_a_plan_that_follows_another_is_not_offered_on(
    theirs: Edition, niels: Staff, stranger: Staff
) -> None:
    assert list(access.plans_offered_by(niels)) == []
    with pytest.raises(NotShared):
        agreeing.offer(theirs.plan, stranger.municipality, by=niels, at=AUTUMN)


def test_a_plan_that_is_shared_out_cannot_follow_another(
    edition: Edition, dorte: Staff, hanne: Staff, niels: Staff, nina: Staff, neighbour: Town, stranger: Staff
) -> None:
    own = build.published([build.section("akut")], editor=nina, approver=niels)
    agreeing.offer(own.plan, stranger.municipality, by=niels, at=AUTUMN)
    made = agreeing.offer(edition.plan, neighbour.municipality, by=dorte, at=AUTUMN)
    with pytest.raises(PlanIsTaken):
        agreeing.accept(made, by=niels, at=AUTUMN)
    with acting_as(niels):
        assert Sharing.objects.get(pk=made.pk).waits_for_answer


def test_who_leaves_keeps_the_plan_in_force_and_may_write_in_it(
    theirs: Edition, shared: Sharing, nina: Staff, niels: Staff, hanne: Staff, dorte: Staff, edition: Edition
) -> None:
    left = agreeing.leave(shared, by=niels, at=AUTUMN)
    plan = Plan.objects.get(pk=theirs.plan_id)
    assert (left.is_live, plan.follows, editions.in_force(plan)) == (False, None, theirs)
    changed = build.changed(theirs, "akut", "Vores egne ord.", editor=nina, approver=niels)
    assert changed.plan.editions.in_force().get() == changed
    before = len(told())
    build.changed(edition, "akut", "Nye ord.", editor=hanne, approver=dorte)
    assert len(told()) == before  # nobody there is told of the owner's editions any longer
    with acting_as(niels):
        assert agreeing.leave(left, by=niels, at=SPRING).ended_at == AUTUMN


def test_the_owner_may_end_it_as_well(theirs: Edition, shared: Sharing, dorte: Staff) -> None:
    assert agreeing.leave(shared, by=dorte, at=AUTUMN).ended_by == dorte
    assert theirs.plan.editions.in_force().get() == theirs


def test_a_plan_of_ones_own_follows_from_then_on(
    edition: Edition, dorte: Staff, nina: Staff, niels: Staff, neighbour: Town
) -> None:
    own = build.published([build.section("akut"), build.section("lokalt")], editor=nina, approver=niels)
    made = agreeing.offer(edition.plan, neighbour.municipality, by=dorte, at=AUTUMN)
    assert agreeing.accept(made, by=niels, at=AUTUMN).plan == own.plan
    assert own.plan.editions.in_force().get() == own  # readers notice nothing before the partner publishes


def test_a_new_editor_of_the_partner_is_granted_the_new_plan(shared: Sharing, neighbour: Town) -> None:
    late = make_person("Nete Nord", neighbour.department, "leder", Role.EDITOR)
    assert not access.may_take_over(late, shared)  # by grant, as for every plan
