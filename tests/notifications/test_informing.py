"""Control and honour: one team answers for it, the other is informed and reads; who is kept out never is."""

import datetime as dt
from typing import Any

import pytest

from beredskab.access.acting import acting_as
from beredskab.access.models import NamedReader
from beredskab.organisation.models import Staff
from notifications import routing
from notifications.exclusion import exclusions
from notifications.models import Concern
from notifications.other_teams import informing
from notifications.routing import CROSS_CUTTING, RECEPTION, Cause, Desk, Facts, Rule, Surroundings
from notifications.vocabulary import Certainty, Suspect, Topic
from tests import build
from tests.build import monday_at
from tests.cast import Town
from tests.journeys.walking import client_of
from tests.seen import outbox_to, trail_of

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)  # the database asks its own clock
SPECIAL = Desk(1, "Special", frozenset({10}), kind=CROSS_CUTTING)
FIRST = Desk(2, "Reception", frozenset({20}), kind=RECEPTION)
CLOSED = Desk(3, "Closed", frozenset({30}), kind="closed")
RULES = (
    Rule("honour", 10, 1, topic=Topic.HONOUR),
    Rule("closed", 20, 3, suspect=Suspect.LEADER),
    Rule("rest", 99, 2),
)


@pytest.mark.parametrize(
    ("topic", "suspects", "named", "receiver", "informed"),
    [
        (Topic.HONOUR, {Suspect.HOME}, set(), SPECIAL, FIRST),
        (Topic.CONTROL, {Suspect.HOME}, set(), FIRST, SPECIAL),
        (Topic.PHYSICAL, {Suspect.HOME}, set(), FIRST, None),
        (Topic.HONOUR, {Suspect.EMPLOYEE}, {10}, FIRST, None),  # somebody of the special team is suspected
        (Topic.HONOUR, {Suspect.EMPLOYEE}, {20}, SPECIAL, None),
        (Topic.CONTROL, {Suspect.LEADER}, {99}, CLOSED, None),
    ],
)
def test_the_other_of_the_two_is_informed_unless_somebody_suspected_belongs_to_it(
    topic: Topic, suspects: set[Suspect], named: set[int], receiver: Desk, informed: Desk | None
) -> None:
    facts = Facts(
        Certainty.SUSPICION, frozenset({topic}), suspects=frozenset(suspects), named=frozenset(named)
    )
    route = routing.decide(facts, RULES, Surroundings(desks=(SPECIAL, FIRST, CLOSED)))
    assert (route.desk, route.informed) == (receiver, informed)


def informed(town: Town, anna: Staff, hidden: Staff) -> Concern:
    concern = build.concern(filed_by=anna, team=town.cross_cutting)
    with acting_as(anna):
        exclusions.keep_out_people(concern, [hidden.pk], Cause.SUSPECTED, at=monday_at(8))
        desk = Desk(town.reception.pk, town.reception.name, frozenset())
        assert informing.inform(concern, desk, by=anna, at=monday_at(8)) == 1
    return concern


def test_the_informed_team_reads_and_does_not_act_and_who_is_kept_out_sees_nothing(
    town: Town, anna: Staff, cia: Staff, ida: Staff, emil: Staff, freeze: Any
) -> None:
    freeze(monday_at(9))
    concern = informed(town, anna, ida)
    assert (outbox_to(cia), outbox_to(ida)) == (["news"], [])
    with acting_as(anna):
        named = NamedReader.objects.filter(subject=concern.pk)
        assert [one.staff_id for one in named] == [cia.pk]
    case = f"/indbakke/{concern.pk}/"
    codes = [client_of(person).get(case).status_code for person in (cia, ida)]
    assert (codes, client_of(cia).post(f"{case}tag/").status_code) == ([200, 404], 403)
    inboxes = [client_of(person).get("/indbakke/").content.decode() for person in (cia, ida)]
    assert [str(concern.reference) in page for page in inboxes] == [True, False]
    assert "concern.team_informed" in trail_of(concern)
    with acting_as(cia):
        assert informing.is_informed(concern, cia)


def test_it_ends(town: Town, anna: Staff, cia: Staff, ida: Staff, freeze: Any) -> None:
    concern = informed(town, anna, ida)
    with acting_as(anna):
        NamedReader.objects.filter(subject=concern.pk).update(until=LONG_AGO)
    freeze(monday_at(9))
    assert client_of(cia).get(f"/indbakke/{concern.pk}/").status_code == 404
