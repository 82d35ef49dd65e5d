"""A case on its way into the case system, as the tests of hand-over and deletion look at it."""

import datetime as dt

from beredskab.access.acting import acting_as
from beredskab.vault import safe
from notifications.handover import sending
from notifications.handover.sending import Files
from notifications.models import Concern, Handover
from tests.build import monday_at

FILES = Files('{"schema": "beredskab.handover/1"}', b"%PDF-1.7 a case")
DAY = dt.timedelta(days=1)


def receipt_in(row: Handover, by) -> str:
    with acting_as(by):
        row.refresh_from_db()
        return sending.receipt_of(row, safe.open_for(row.concern_id, by=by, at=monday_at(12)))


def row_of(concern: Concern, by) -> Handover:
    with acting_as(by):
        return Handover.objects.get(concern=concern)
