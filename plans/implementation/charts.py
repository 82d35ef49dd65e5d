"""How statuses are drawn: five groups that can be told apart in black and white, the words beside them."""

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beredskab.ui.charts import Bar, stacked_bars
from plans.implementation.progress import FrameworkReport
from plans.implementation.sums import Distribution
from plans.vocabulary import Level, Status

GROUPS: tuple[tuple[Status, ...], ...] = (
    (Status.DONE,),
    (Status.PARTLY_DONE, Status.IN_PROGRESS),
    (Status.NOT_STARTED, Status.DROPPED),
    (Status.UNKNOWN,),
    (Status.AT_RISK, Status.LATE),
)


def by_level(report: FrameworkReport) -> SafeString:
    """The recommendations as a whole and on each level, as bars with the numbers as text and table."""
    bars = [Bar(_("As a whole"), _values(report.distribution))]
    bars += [Bar(str(level.label), _values(report.of_level(level))) for level in Level]
    parts = [" / ".join(str(status.label) for status in group) for group in GROUPS]
    title = _("The recommendations, as a whole and on three levels")
    return stacked_bars(bars, parts=parts, title=title, total_word=_("{first} of {total} done"))


def bars(title: str, groups: Iterable[tuple[str, Distribution]]) -> SafeString:
    """A bar for each group, long names cut short in the drawing and whole in the table."""
    drawn = [Bar(name, _values(told)) for name, told in groups]
    parts = [" / ".join(str(status.label) for status in group) for group in GROUPS]
    return stacked_bars(drawn, parts=parts, title=title, total_word=_("{first} of {total} done"))


def _values(told: Distribution) -> tuple[int, ...]:
    return tuple(told.count(*group) for group in GROUPS)
