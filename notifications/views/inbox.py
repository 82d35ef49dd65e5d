"""The receiver's inbox: what must be done first stands first."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications import time_left, worklist
from notifications.consulting import asking
from notifications.forms.inbox import FindForm
from notifications.inbox import Inbox, Show
from notifications.other_teams import informing
from notifications.rota import chain, shifts
from notifications.views.inbox_rows import row_of
from notifications.vocabulary import State

#: Lines on one page; the rest follows by a link.
SHOWN = 50
CLOSED = "closed"

FILTERS = {
    Show.MINE: pgettext_lazy("cases", "Mine"),
    Show.UNCLAIMED: gettext_lazy("Nobody responsible"),
    Show.SOON: gettext_lazy("Due within 4 hours"),
    Show.ALL: gettext_lazy("All open"),
}


@page(reads=["GET"], act=Act.HANDLE_CONCERN)
def inbox(request: StaffRequest) -> HttpResponse:
    """The open concerns of the person's teams."""
    now = timezone.now()
    found = worklist.inbox_of(request.user, now=now)
    show = Show(request.GET["show"]) if request.GET.get("show") in set(Show) else Show.ALL
    lines = found.shown(show)
    start = _start(request.GET.get("from", ""), len(lines))
    counts = found.counts()
    context = {
        **on_duty(request, found),
        "rows": [row_of(line, found) for line in lines[start : start + SHOWN]],
        "filters": filters_of(counts, show),
        "urgent": counts[Show.SOON],
        "unclaimed": counts[Show.UNCLAIMED],
        "informed": informing.informed_of(request.user),
        "questions": asking.waiting_for(request.user),
        "waited": time_left.duration(found.oldest_unclaimed() or dt.timedelta()),
        "nothing_open": not counts[Show.ALL],
        "range": {"first": start + 1, "last": min(start + SHOWN, len(lines)), "of": len(lines)},
        "earlier_url": _page_url(show, max(start - SHOWN, 0)) if start else "",
        "later_url": _page_url(show, start + SHOWN) if start + SHOWN < len(lines) else "",
    }
    return render(request, "notifications/inbox/inbox.html", context)


@page(reads=["GET"], act=Act.HANDLE_CONCERN)
def find(request: StaffRequest) -> HttpResponse:
    """Search by reference: the case itself, or the same words for what is not there and not theirs."""
    form = FindForm(request.GET if "reference" in request.GET else None)
    if form.is_valid():
        found = worklist.by_reference(request.user, form.cleaned_data["reference"])
        if found is not None:
            return redirect("notifications:concern", found.pk)
        form.add_error("reference", _("There is no case with this reference in your teams"))
    status = 422 if form.errors else 200
    return render(request, "notifications/inbox/find.html", {"form": form}, status=status)


def on_duty(request: StaffRequest, found: Inbox) -> dict[str, Any]:
    """Who has the inbox of the person's teams now; the number when everybody in line was told in vain."""
    day = found.now.astimezone(found.zone).date()
    late = found.now - dt.timedelta(minutes=request.municipality.duty_minutes * chain.NUMBER)
    waiting = [
        line.item for line in found.lines if not line.item.responsible and line.item.state == State.FILED
    ]
    return {
        "on_duty": shifts.duty_now(request.user, day),
        "told_in_vain": sum(item.received_at <= late for item in waiting),
    }


@page(reads=["GET"], act=Act.HANDLE_CONCERN)
def closed(request: StaffRequest) -> HttpResponse:
    """Closed cases, the latest first, so that one can be read or taken up again."""
    before = _moment(request.GET.get("before", ""))
    found = worklist.closed_for(request.user, before=before)
    shown, more = found[: worklist.CLOSED_SHOWN], found[worklist.CLOSED_SHOWN :]
    context = {
        "cases": shown,
        "filters": filters_of({}, None),
        "older": shown[-1].closed_at.isoformat() if more and shown[-1].closed_at else "",
    }
    return render(request, "notifications/inbox/closed.html", context)


def filters_of(counts: dict[Show, int], current: Show | None) -> list[dict[str, Any]]:
    """The links above the list, with counts; closed cases are not counted."""
    address = reverse("notifications:inbox")
    links: list[dict[str, Any]] = [
        {
            "label": label,
            "url": address if show is Show.ALL else f"{address}?show={show}",
            "current": show is current,
            "count": counts.get(show, ""),
        }
        for show, label in FILTERS.items()
    ]
    closed = {"label": _("Closed"), "url": reverse("notifications:closed"), "current": current is None}
    return [*links, {**closed, "count": ""}]


def _start(typed: str, length: int) -> int:
    start = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0
    return start if start < length else 0


def _page_url(show: Show, start: int) -> str:
    return f"{reverse('notifications:inbox')}?show={show}&from={start}"


def _moment(typed: str) -> dt.datetime | None:
    try:
        found = parse_datetime(typed)
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None
