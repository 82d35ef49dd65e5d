"""What an operator does about a fault. Rule A-20."""

import datetime as dt

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox import retrying


@act
def try_again(*, by: Staff, at: dt.datetime) -> None:
    """Whatever has failed is tried at once, mail and work alike. Raises Forbidden."""
    guard.require(by, Act.ADMINISTER)
    retrying.ask(at=at)
    trail.record(by.pk, "operation.tried_again", by.municipality_id, at=at)
