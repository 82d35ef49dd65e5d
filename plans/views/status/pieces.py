"""What the pages of the status have in common: the day they are drawn for, and the way back."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.guard import may
from beredskab.access.page import StaffRequest
from plans.forms.status import DayForm
from plans.implementation import telling


@dataclass(frozen=True)
class Asked:
    """The day a page is drawn for, and whether somebody chose it.

    `known_on` is that day too when only what had been told by then is wanted.
    """

    today: dt.date
    day: dt.date
    form: DayForm
    known_on: dt.date | None = None

    @property
    def is_past(self) -> bool:
        return self.day < self.today

    @property
    def code(self) -> int:
        """The answer's status: today is shown instead of a day that is none."""
        return 422 if self.form.errors else 200

    @property
    def parts(self) -> dict[str, str]:
        """What an address carries on."""
        day = {"day": self.day.isoformat()} if self.is_past else {}
        return {**day, **({"told": "yes"} if self.known_on else {})}

    @property
    def query(self) -> str:
        """For links that keep the chosen day."""
        return f"?{urlencode(self.parts)}" if self.parts else ""


def asked_of(request: StaffRequest) -> Asked:
    """The day in the address, or today."""
    today = telling.today(request.municipality, timezone.now())
    form = DayForm(request.GET if "day" in request.GET else None, today=today, initial={"day": today})
    is_valid = form.is_bound and form.is_valid()
    day = (form.cleaned_data["day"] if is_valid else None) or today
    known_on = day if is_valid and form.cleaned_data["told"] else None
    return Asked(today, day, form, known_on)


def crumbs_to(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back, from the front page of the status."""
    return [(_("Status"), reverse("plans:status")), *more]


def short(mark: str) -> str:
    """»Recommendation 4«; »NSK 4« stands for itself."""
    return _("Recommendation %(number)s") % {"number": mark} if mark.isdigit() else mark


def reports_way(request: StaffRequest, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way back from a report: for the committee it begins with the committee's page."""
    every = (_("Status reports"), reverse("plans:status_reports"))
    if may(request.user, Act.SEE_STATUS):
        return crumbs_to(every, *more)
    return [(_("The committee"), reverse("plans:committee")), every, *more]
