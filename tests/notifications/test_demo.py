"""The demo is filed through the same doors as real concerns, and loading it again changes nothing."""

from beredskab.access.acting import acting_as, as_role
from beredskab.administration import demo as organisation_demo
from beredskab.organisation.models import Staff
from notifications import demo, worklist
from notifications.models import Concern
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
        [State.DRAFT, State.FILED, State.FILED, State.FILED, State.CLAIMED, State.ASSESSED, State.CLOSED]
    )
    with acting_as(cia):
        inbox = worklist.inbox_of(cia, now=monday_at(13))
    assert [(line.item.state, bool(line.item.pick_up_at)) for line in inbox.lines] == [
        (State.FILED, True),  # fetched at two
        (State.FILED, False),  # 2 h 20 min left
        (State.CLAIMED, False),
        (State.ASSESSED, False),
    ]
    with acting_as(emil):
        assert len(worklist.inbox_of(emil, now=monday_at(13)).lines) == 1
