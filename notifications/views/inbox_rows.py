"""The lines of the inbox in words: what runs with the clock, and what stands until the case changes."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import prose, time_left
from notifications.inbox import Due, Inbox, Item, Line, Urgency, Watch

WATCHED = {
    Watch.ASSESSMENT: gettext_lazy("24-hour assessment"),
    Watch.RECEIPT: gettext_lazy("Receipt to the filer"),
    Watch.FEEDBACK: gettext_lazy("Feedback to the filer"),
    Watch.PICK_UP: gettext_lazy("The child is fetched"),
    Watch.TOGETHER: gettext_lazy("They are together now"),
}


class Row(TypedDict):
    """One line of the table; on a phone it is a card. A dict: a template reads it soonest."""

    key: str
    case: Callable[[], dict[str, Any]]
    due: Due | None
    watch: str
    when: str
    badge: str
    state: str


def row_of(line: Line, inbox: Inbox) -> Row:
    """A line in words; those of the case itself are asked for only when they are not kept (`key`)."""
    now, zone = inbox.now, inbox.zone
    due = line.dues[0] if line.dues else None
    pick_up = _pick_up(line, zone)
    return Row(
        key=_key(line.item, pick_up),
        case=lambda: _case(line.item, pick_up),
        due=due,
        watch=str(WATCHED[due.watch]) if due else "",
        when=when_due(due, now, zone) if due else "",
        badge=badge_of(due, now),
        state=due.urgency(now).value if due else "met",
    )


def _key(item: Item, pick_up: str) -> str:
    """Everything that the words of the case hang on."""
    codes = (item.state, item.certainty, *item.topics, "of", *sorted(item.suspects), item.age_band)
    marks = f"{item.is_own} {item.is_waiting} {item.has_new_answer} {item.responsible}"
    words = (item.reference, item.place, item.team, item.responsible_name, pick_up)
    return f"{item.id} {' '.join(filter(None, codes))} {marks} {'|'.join(words)}"


def _case(item: Item, pick_up: str) -> dict[str, Any]:
    responsible = responsible_for(item)
    return {
        "reference": item.reference,
        "url": reverse("notifications:concern", args=[item.id]),
        "claim_url": "" if responsible else reverse("notifications:claim", args=[item.id]),
        "child": " · ".join(filter(None, (prose.child(item.age_band), item.place))),
        "team": item.team,
        "certainty": str(item.certainty.label) if item.certainty else "",
        "about": prose.about(item.topics, item.suspects),
        "status": status_of(item),
        "pick_up": pick_up,
        "responsible": responsible,
    }


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
