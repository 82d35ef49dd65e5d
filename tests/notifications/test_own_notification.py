"""Nobody handles their own notification; what was taken down for somebody else may be (N-50, ADR 13)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from beredskab.access.acting import acting_as, as_role
from beredskab.access.guard import Forbidden
from beredskab.access.models import Exclusion
from beredskab.organisation.models import Staff
from beredskab.outbox import worker
from notifications import access, handling
from notifications.case import screening
from notifications.exclusion import keeping_out
from notifications.models import Concern
from notifications.oversight import escalation
from notifications.rota import absences, chain
from notifications.routing import Desk, Facts, Rule, Surroundings, decide
from notifications.vocabulary import Certainty, Intake, Purpose
from tests import build
from tests.build import monday_at
from tests.seen import outbox_to, trail_of


@pytest.fixture(autouse=True)
def _now(freeze):
    freeze(monday_at(12))


def taken_down(by, town) -> Concern:
    """A grandmother rang; Cia wrote it down."""
    concern = build.concern(filed_by=by, team=town.reception)
    with acting_as(by):
        concern.intake, concern.notifier = Intake.ON_BEHALF, "private"
        concern.save()
    return concern


def test_cia_handles_what_she_took_down(cia, town):
    concern = taken_down(cia, town)
    assert access.may_handle(cia, concern)
    with acting_as(cia):
        assert list(access.handled_concerns_for(cia)) == [concern]
    handling.claim(concern, by=cia, at=monday_at(9))
    handling.assess(concern, build.FINDING, by=cia, at=monday_at(10))
    assert trail_of(concern) == ["concern.filed", "concern.claimed", "concern.assessed"]


def test_the_inbox_offers_it_to_her(cia, town):
    concern = taken_down(cia, town)
    client = Client()
    client.force_login(cia)
    shown = client.get(reverse("notifications:inbox")).content.decode()
    assert reverse("notifications:claim", args=[concern.pk]) in shown


@pytest.mark.parametrize("intake", [Intake.GUIDED, Intake.ABSENCE])
def test_her_own_is_refused_in_each_layer(cia, town, intake):
    concern = build.concern(filed_by=cia, team=town.reception)
    with acting_as(cia):
        Concern.objects.filter(pk=concern.pk).update(intake=intake)
    with pytest.raises(Forbidden):
        handling.claim(concern, by=cia, at=monday_at(9))
    with acting_as(cia):
        assert list(access.handled_concerns_for(cia)) == []
        with pytest.raises(IntegrityError), transaction.atomic():
            Concern.objects.filter(pk=concern.pk).update(claimed_by=cia, claimed_at=monday_at(9))


def test_who_took_it_down_is_never_the_second(cia, ida, town):
    concern = taken_down(cia, town)
    handling.claim(concern, by=ida, at=monday_at(9))
    handling.assess(concern, build.FINDING, by=ida, at=monday_at(10))
    with acting_as(ida):
        seconds = screening.second_assessors(concern, by=ida)
    assert cia not in seconds


@pytest.mark.parametrize(("intake", "team"), [(Intake.GUIDED, "other"), (Intake.ON_BEHALF, "alone")])
def test_a_team_of_one_gets_what_it_took_down_and_not_its_own(intake, team):
    alone, other = Desk(1, "Alone", frozenset({7})), Desk(2, "Other", frozenset({8, 9}))
    facts = Facts(Certainty.SUSPICION, filer=7, is_taken_down=intake is Intake.ON_BEHALF)
    route = decide(facts, [Rule("all", 1, 1)], Surroundings(desks=(alone, other)))
    assert route.desk == {"alone": alone, "other": other}[team]


def test_a_case_goes_back_to_who_took_it_down(cia, ida, town):
    """Ida has the case that Cia took down and is away: Cia takes over, or is told that it waits."""
    concern = taken_down(cia, town)
    handling.claim(concern, by=ida, at=monday_at(9))
    absences.set_absent(ida, since=monday_at(0).date(), until=None, stand_in=cia, by=cia, at=monday_at(10))
    with acting_as(cia):
        concern.refresh_from_db()
    assert (concern.claimed_by_id, outbox_to(cia)[-1:]) == (cia.pk, ["news"])


def test_the_rest_of_a_team_of_one_is_told_when_the_other_leaves(cia, ida, town):
    concern = taken_down(cia, town)
    handling.claim(concern, by=ida, at=monday_at(9))
    before = outbox_to(cia)
    ida.is_active = False
    ida.save()
    with acting_as(cia):
        concern.refresh_from_db()
    assert (concern.claimed_by_id, outbox_to(cia)) == (None, [*before, "news"])


def test_who_gives_a_case_back_tells_who_took_it_down(cia, ida, town):
    concern = taken_down(cia, town)
    handling.claim(concern, by=ida, at=monday_at(9))
    before = outbox_to(cia)
    handling.release(concern, by=ida, at=monday_at(10))
    assert outbox_to(cia) == [*before, "news"]


def test_the_clock_goes_on_when_who_took_it_down_has_stepped_aside(cia, ida, town):
    """She may not see it any more: the worker looks through the eyes of somebody of the team."""
    concern = taken_down(cia, town)
    with acting_as(cia):
        escalation.watch(concern, at=monday_at(8))
        chain.watch(concern, at=monday_at(8))
    keeping_out.step_aside(concern, by=cia, at=monday_at(9))
    before = (outbox_to(cia), outbox_to(ida))
    worker.do_duties(at=monday_at(12))
    worker.do_duties(at=monday_at(20))
    told = (outbox_to(cia)[len(before[0]) :], outbox_to(ida)[len(before[1]) :])
    assert told == ([], ["news"] * 3)  # next in line, whoever leads, and half of the time is gone


def test_who_took_it_down_can_be_kept_out_and_their_key_goes(cia, ida, town):
    """A key of their own, as filing gives it; a filer's own stays (0016)."""
    concern = taken_down(cia, town)
    keeping_out.exclude(concern, cia, Exclusion.Cause.CONFLICT, by=ida, at=monday_at(9))
    with acting_as(Staff.objects.get(pk=cia.pk)):
        assert not Concern.objects.filter(pk=concern.pk).exists()
    with as_role("owner"), connection.cursor() as cursor:
        own = "SELECT count(*) FROM vault_sealedkey k JOIN vault_keyholder h ON h.id = k.holder_id "
        cursor.execute(
            f"{own} WHERE k.subject = %s AND h.kind = 'staff' AND h.ref = %s", [concern.pk, cia.pk]
        )
        assert cursor.fetchone() == (0,)


def test_the_citizens_report_counts_who_took_it_down_and_handles_it(cia, town):
    concern = taken_down(cia, town)
    handling.claim(concern, by=cia, at=monday_at(9))
    client = Client()
    client.force_login(cia)
    client.get(reverse("notifications:concern", args=[concern.pk]))
    shown = client.get(reverse("notifications:access_report", args=[concern.pk])).content.decode()
    assert str(Purpose.HANDLING.label) in shown
