"""The delivery ledger as a team sees it: the last fortnight of what they handle, and what does not match."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications.models import Concern
from notifications.oversight import ledger
from notifications.oversight.ledger import Ledger

DAYS = 14
GAPS = {
    "not_in_the_trail": gettext_lazy("The log does not know that it was filed"),
    "nobody_told": gettext_lazy("Nobody was told"),
    "not_handed_to_mail_server": gettext_lazy("No message has gone to the mail server"),
    "assessed_unopened": gettext_lazy("Assessed, and never opened"),
    "assessment_differs_from_the_trail": gettext_lazy("The assessment does not match the log"),
    "receipt_differs_from_the_trail": gettext_lazy("The receipt does not match the log"),
    "handover_differs_from_the_trail": gettext_lazy("The hand-over does not match the log"),
    "no_receipt_from_case_system": gettext_lazy("Sent to the case system, and no receipt"),
    "assessment_overdue": gettext_lazy("The 24 hours are over"),
    "receipt_overdue": gettext_lazy("The time for the receipt is over"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that does not match, with the cases."""

    words: str
    concerns: list[Concern]


@page(reads=["GET"], act=Act.HANDLE_CONCERN)
def deliveries(request: StaffRequest) -> HttpResponse:
    """A line for each day, the latest first; below it the gaps, each with its cases."""
    now = timezone.now()
    today = now.astimezone(ZoneInfo(request.municipality.timezone)).date()
    days = ledger.seen_by(request.user, today - dt.timedelta(days=DAYS - 1), today, at=now)
    found = {day: one for day, one in days.items() if one.filed}
    context = {
        "days": [{"day": day, "counts": counts_of(one)} for day, one in reversed(found.items())],
        "gaps": gaps_of(found.values()),
        "number": DAYS,
    }
    return render(request, "notifications/ledger/deliveries.html", context)


def counts_of(one: Ledger) -> list[int]:
    """The counts of a day in the order of the columns."""
    return [
        one.filed,
        one.queued,
        one.handed_to_mail_server,
        one.opened,
        one.assessed,
        one.receipts,
        one.handed_over,
        one.handover_receipts,
    ]


def gaps_of(days: Iterable[Ledger]) -> list[Gap]:
    """Every gap with the cases in which it stands; one statement."""
    wanted = [(name, concern) for one in days for name, ids in one.gaps.items() for concern in ids]
    rows = Concern.objects.filter(pk__in={concern for _name, concern in wanted}).order_by("filed_at")
    return [
        Gap(str(words), cases)
        for name, words in GAPS.items()
        if (cases := [row for row in rows if (name, row.pk) in wanted])
    ]
