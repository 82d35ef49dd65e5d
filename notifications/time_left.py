"""»3 h 10 min left«, »Overdue by 2 h«: durations as a receiver reads them. Pure."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
#: From here on a number of hours says less than a number of days.
IN_DAYS = 2 * DAY


def left(until: dt.datetime, now: dt.datetime) -> str:
    """How long it is until a moment, or since when it has passed."""
    if until <= now:
        return _("Overdue by %(time)s") % {"time": duration(now - until)}
    return _("%(time)s left") % {"time": duration(until - now)}


def duration(span: dt.timedelta) -> str:
    """Days from two on, else hours and minutes; never a zero in front, and never nothing at all."""
    if span >= IN_DAYS:
        return ngettext("%(days)s day", "%(days)s days", span.days) % {"days": span.days}
    hours, rest = divmod(span, HOUR)
    minutes = rest // dt.timedelta(minutes=1)
    if not hours:
        return _("%(minutes)s min") % {"minutes": minutes}
    if not minutes:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


def when(moment: dt.datetime, now: dt.datetime) -> str:
    """»today at 14.32«, »Tue 24 Nov at 10.58«; both in the municipality's time."""
    return _("%(day)s at %(time)s") % {"day": day(moment.date(), now.date()), "time": f"{moment:%H.%M}"}


def day(on: dt.date, today: dt.date) -> str:
    """»today«, »tomorrow«, »yesterday«, else »Tue 24 Nov«."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    return near.get((on - today).days) or date_format(
        on, pgettext("short date format", "D j M"), use_l10n=False
    )
