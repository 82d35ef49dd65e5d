"""The demo is filed through the same doors as real concerns, and loading it again changes nothing."""

import datetime as dt

from beredskab.access.acting import acting_as, as_role
from beredskab.administration import demo as organisation_demo
from beredskab.organisation.models import Staff
from notifications import access, demo, worklist
from notifications.case import same_child
from notifications.models import Concern
from notifications.other_teams import transferring
from notifications.oversight import alarm, controlling, ledger
from notifications.statistics import told
from notifications.vocabulary import State
from tests.build import monday_at


def test_the_demo_has_something_due_soon_something_waiting_and_something_done(db, freeze):
    freeze(monday_at(13))
    municipality = organisation_demo.make_organisation()
    for _time in range(2):
        demo.load(municipality)
    cia, emil = (Staff.objects.get(email=f"{name}@eksempel.example") for name in ("cia", "emil"))
    with as_role("owner"):
        states = sorted(Concern.objects.values_list("state", flat=True))
    assert states == sorted(
        [
            *[State.DRAFT] * 2,
            *[State.FILED] * 6,
            *[State.CLAIMED, State.ASSESSED, State.DECIDED, State.HANDED_OVER, State.CLOSED],
        ]
    )
    with acting_as(cia):
        inbox = worklist.inbox_of(cia, now=monday_at(13))
    assert [(line.item.state, bool(line.item.pick_up_at)) for line in inbox.lines] == [
        (State.FILED, True),  # fetched at two
        (State.FILED, False),  # 2 h 20 min left
        (State.CLAIMED, False),
        (State.FILED, False),  # from another municipality
        (State.FILED, False),  # about a leader: locked until somebody unlocks
        (State.HANDED_OVER, False),  # nobody has told yet that nothing was started
        (State.ASSESSED, False),
        (State.DECIDED, False),
    ]
    with acting_as(emil):
        assert len(worklist.inbox_of(emil, now=monday_at(13)).lines) == 2


def test_the_demo_has_what_leader_manager_and_controller_look_at(db, freeze):
    freeze(monday_at(13))
    municipality = organisation_demo.make_organisation()
    for _time in range(2):
        demo.load(municipality)
    cia, kaj = (Staff.objects.get(email=f"{name}@eksempel.example") for name in ("cia", "kaj"))
    last_year = told.of_year(municipality, 2025)
    assert last_year is not None
    assert last_year.received.is_exact
    assert None in last_year.tables["notifier"].values()  # small counts are hidden here as well
    with acting_as(kaj):
        assert controlling.waiting_for(kaj).exists()
    with acting_as(cia):
        again = next(one for one in access.concerns_for(cia) if one.state == State.DECIDED)
        assert [one.is_same_child for one in same_child.linked_to(again, reader=cia)] == [True]
        assert again.decisions.get().second_by is not None
        assert len(transferring.passed_on(cia, at=monday_at(13)).sent) == 1


def test_nothing_in_the_demo_makes_the_health_page_red(db, freeze):
    freeze(monday_at(13))
    municipality = organisation_demo.make_organisation()
    demo.load(municipality)
    today = monday_at(13).date()
    days = ledger.of_days(municipality, today - dt.timedelta(days=14), today, at=monday_at(13))
    gaps = {name for day in days.values() for name in day.gaps}
    by_the_worker = {"not_handed_to_mail_server"}  # which does not run here
    assert gaps & alarm.DELIVERIES - by_the_worker == set()
