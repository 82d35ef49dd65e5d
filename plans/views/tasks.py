"""The reading list as the component `task_list` draws it: what is missing first, as a badge."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.editing.comparing import Change
from plans.reading import Item, Reading
from plans.since_read import News
from plans.views.menus import section_url
from plans.vocabulary import Standing


def tasks_of(reading: Reading, on: dt.date, news: Iterable[News] = ()) -> list[dict[str, Any]]:
    """What is to be read and by when, with what is new in it; `on` is today."""
    notes = {one.item.line.pk: in_words(one) for one in news}
    return [{**task(item, on), "note": notes.get(item.line.pk, "")} for item in reading.missing]


def in_words(news: News) -> str:
    """»Ændret: Barnet siger … · Tilføjet: Tolk«: which blocks, not what they say."""
    words = {
        Change.ADDED: _("Added"),
        Change.CHANGED: _("Changed"),
        Change.REMOVED: _("Removed"),
        Change.MOVED: _("Moved"),
    }
    told = []
    for change, word in words.items():
        if titles := [one.title for one in news.differences if one.change is change]:
            told.append(f"{word}: {', '.join(title or _('text') for title in titles[:3])}")
    return " · ".join(told)


def done_of(reading: Reading, on: dt.date) -> list[dict[str, Any]]:
    """What has been read, and when."""
    return [task(item, on) for item in reading.done]


def task(item: Item, on: dt.date) -> dict[str, Any]:
    """One section with its state as icon and words."""
    kind, text = state(item, on)
    return {
        "url": section_url(item.line),
        "title": item.line.version.title,
        "kind": kind,
        "text": text,
    }


def state(item: Item, on: dt.date) -> tuple[str, str]:
    """Kind of badge and its words."""
    ruling = item.ruling
    if ruling.standing is Standing.READ and ruling.read_at is not None:
        return "success", _("Read %(day)s") % {"day": _day(timezone.localdate(ruling.read_at))}
    words = _("New version") if ruling.standing is Standing.NEW_VERSION else _("Not read")
    if ruling.due_on is None:
        return ("warning" if ruling.standing is Standing.NEW_VERSION else "info"), words
    facts = {"state": words, "day": _short_day(ruling.due_on, on)}
    if ruling.is_overdue(on):
        return "error", _("%(state)s – should be confirmed by %(day)s") % facts
    return "warning", _("%(state)s – confirm by %(day)s") % facts


def _day(day: dt.date) -> str:
    return date_format(day, _("j F Y"), use_l10n=False)


def _short_day(day: dt.date, on: dt.date) -> str:
    """Without the year as long as it is this one."""
    return date_format(day, _("j F"), use_l10n=False) if day.year == on.year else _day(day)
