"""The law's own forms: taken down for somebody else (also another municipality), and absence from school."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import CountedTextarea, Fieldset
from notifications.forms.filing_base import LONG, QuestionForm, line, radio
from notifications.guide.clock import read_moment
from notifications.statistics import codes
from notifications.vocabulary import ArrivedBy, Notifier, Question

MOST_PERCENT = 100


def _text(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    area = CountedTextarea(rows=rows, attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=LONG, widget=area, **more)


class ReceivedForm(QuestionForm):
    """Who notified, how, and when it truly arrived: there the 24 hours begin."""

    question = Question.RECEIVED
    channel = radio(_("How did it reach you?"), ArrivedBy.choices, _("Choose how it reached you"))
    when = line(
        _("When did it arrive?"),
        max_length=20,
        help_text=_("Day and time, for example 24.11.2026 10.30. The 24 hours begin then. Empty means now."),
        attrs={"class": "input-width-m"},
    )
    notifier = radio(
        _("Who has notified?"),
        Notifier.choices,
        _("Choose who has notified"),
        hints={
            Notifier.ANONYMOUS: _("Write no name then, also not one you recognise."),
            Notifier.MUNICIPALITY: _("For example when a family moves here (section 132)."),
        },
    )
    code = forms.ChoiceField(
        label=_("From where does it come?"),
        required=False,
        help_text=_("For the national statistics, which counts whoever notified, and nobody by name."),
    )
    who = line(_("Name, and workplace if it is a professional"))
    contact = line(_("Phone and address"), help_text=_("A professional's workplace, not the home."))
    from_municipality = line(_("Which municipality?"))
    assessments = _text(
        _("Its summary: assessments, and support that is needed"),
        help_text=_("Material that came along can be attached before you send."),
    )

    def prepare(self) -> None:
        """The national list as it stands this year; its words are Danish by law."""
        labels = codes.notifiers_of(self.about.today.year).labels
        known = [(code, label) for code, label in labels.items() if code != codes.NOT_KNOWN]
        self.fields["code"].choices = [("", _("I do not know")), *known]  # type: ignore[attr-defined]  # a choice field

    def layout(self) -> tuple[Any, ...]:
        """The time first; what another municipality sends in a group of its own."""
        return (
            "channel",
            "when",
            "notifier",
            "code",
            "who",
            "contact",
            Fieldset(_("If another municipality has notified"), "from_municipality", "assessments"),
        )

    def clean_when(self) -> str:
        """A moment that was, today at the latest; filing never starts a clock in the future."""
        typed: str = self.cleaned_data["when"].strip()
        found = read_moment(typed, dt.UTC) if typed else None
        if typed and found is None:
            raise ValidationError(_("Write day and time, for example 24.11.2026 10.30"))
        if found is not None and found.date() > self.about.today:
            raise ValidationError(_("The time is in the future"))
        return typed

    def clean(self) -> dict[str, Any]:
        """Somebody who gave no name has none here either."""
        data = super().clean() or {}
        if data.get("notifier") != Notifier.ANONYMOUS and data.get("code") == codes.ANONYMOUS:
            self.add_error("code", _("Choose “somebody who gave no name” above, or another line here"))
        if data.get("notifier") == Notifier.ANONYMOUS and (data.get("who") or data.get("contact")):
            self.add_error("who", _("Whoever gave no name stays without one: leave name and phone empty"))
        return data


class AbsenceForm(QuestionForm):
    """Absence without permission of 15 % or more in a quarter (barnets lov section 133(2))."""

    question = Question.ABSENCE
    percent = line(
        _("How many per cent in the quarter?"),
        max_length=6,
        attrs={"inputmode": "decimal", "class": "input-width-s"},
        help_text=_("The duty begins at 15. You may notify before as well."),
    )
    quarter = line(_("Which quarter?"), help_text=_("For example 1 August to 31 October 2026"))
    record = _text(
        _("The absence record"),
        rows=5,
        help_text=_("Days and lessons. You can attach the record as a PDF before you send."),
    )
    causes = _text(_("What does the school know about the reasons?"))
    tried = _text(_("What has the school done, and did it help?"))
    parents_view = _text(_("What do the parents and the pupil say?"))

    def clean_percent(self) -> str:
        """A number when there is one; a gap stops nothing."""
        typed: str = self.cleaned_data["percent"].strip().removesuffix("%").strip().replace(",", ".")
        if not typed:
            return ""
        try:
            number = float(typed)
        except ValueError:
            number = -1
        if not 0 <= number <= MOST_PERCENT:
            raise ValidationError(_("Write a number from 0 to 100"))
        return self.cleaned_data["percent"].strip()  # type: ignore[no-any-return]  # as it was written
