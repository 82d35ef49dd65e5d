"""The receiver's inbox: what must be done first stands first."""

import datetime as dt
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications import prose, time_left, worklist
from notifications.consulting import asking
from notifications.forms.inbox import FindForm
from notifications.inbox import Due, Inbox, Item, Line, Show, Urgency, Watch
from notifications.other_teams import informing
from notifications.rota import chain, shifts
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
WATCHED = {
    Watch.ASSESSMENT: gettext_lazy("24-hour assessment"),
    Watch.RECEIPT: gettext_lazy("Receipt to the filer"),
    Watch.FEEDBACK: gettext_lazy("Feedback to the filer"),
    Watch.PICK_UP: gettext_lazy("The child is fetched"),
    Watch.TOGETHER: gettext_lazy("They are together now"),
}


class Row(TypedDict):
    """One line of the table, in words; on a phone it is a card. A dict: a template reads it soonest."""

    reference: str
    url: str
    claim_url: str
    child: str
    team: str
    certainty: str
    about: str
    status: str
    due: Due | None
    watch: str
    when: str
    badge: str
    state: str
    pick_up: str
    responsible: str


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


def row_of(line: Line, inbox: Inbox) -> Row:
    """A line in words."""
    item, now, zone = line.item, inbox.now, inbox.zone
    due = line.dues[0] if line.dues else None
    responsible = responsible_for(item)
    return Row(
        reference=item.reference,
        url=reverse("notifications:concern", args=[item.id]),
        claim_url="" if responsible else reverse("notifications:claim", args=[item.id]),
        child=" · ".join(filter(None, (prose.child(item.age_band), item.place))),
        team=item.team,
        certainty=str(item.certainty.label) if item.certainty else "",
        about=prose.about(item.topics, item.suspects),
        status=status_of(item),
        due=due,
        watch=str(WATCHED[due.watch]) if due else "",
        when=when_due(due, now, zone) if due else "",
        badge=badge_of(due, now),
        state=due.urgency(now).value if due else "met",
        pick_up=_pick_up(line, zone),
        responsible=responsible,
    )


def responsible_for(item: Item) -> str:
    """Who has it; empty while the reader may take it."""
    own = _("Nobody. You filed it yourself.") if item.is_own else ""
    return item.responsible_name if item.responsible else own


def status_of(item: Item) -> str:
    """The state, or the mark that says more."""
    if item.has_new_answer:
        return _("New answer from the filer")
    if item.is_waiting:
        return _("Waiting for an answer")
    return str(item.state.label)


def when_due(due: Due, now: dt.datetime, zone: ZoneInfo) -> str:
    """»today at 14.32«; a clock of whole days says the day."""
    local = due.at.astimezone(zone)
    if due.watch in {Watch.RECEIPT, Watch.FEEDBACK}:
        return time_left.day(local.date(), now.astimezone(zone).date())
    return time_left.when(local, now.astimezone(zone))


def badge_of(due: Due | None, now: dt.datetime) -> str:
    """What the badge says; it carries its urgency in words, never by colour alone."""
    if due is None:
        return _("No open deadline")
    left = time_left.left(due.at, now)
    return _("Urgent: %(left)s") % {"left": left} if due.urgency(now) is Urgency.URGENT else left


def _pick_up(line: Line, zone: ZoneInfo) -> str:
    """»Fetched at 15.30«, when that is today."""
    for due in line.dues:
        if due.watch is Watch.PICK_UP:
            return _("Fetched at %(time)s") % {"time": f"{due.at.astimezone(zone):%H.%M}"}
    return ""


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
