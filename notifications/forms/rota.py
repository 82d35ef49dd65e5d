"""Who is on duty, and who is away."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Staff
from beredskab.ui.forms import DatePartsField, DkfdsForm, helper

PEOPLE = ("holder", "deputy", "second_deputy")
#: Nobody plans further ahead in one line.
DAYS_AT_MOST = 366


class _Span(DkfdsForm):
    """Two days in order."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first"))
        elif first and last and (last - first).days > DAYS_AT_MOST:
            self.add_error("ends_on", _("At most a year at a time"))
        return cleaned

    def _person(self, name: str, label: Any, people: Sequence[Staff], empty: Any, required: bool) -> None:
        choices = [("", empty), *((str(one.pk), one.name) for one in people)]
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=required)
        self.people = {str(one.pk): one for one in people}


class ShiftForm(_Span):
    """Holder and deputies for some days."""

    starts_on = DatePartsField(label=_("First day"))
    ends_on = DatePartsField(label=_("Last day"))
    helper = helper("holder", "deputy", "second_deputy", "starts_on", "ends_on", submit=_("Save the rota"))

    def __init__(self, *args: Any, people: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person("holder", _("Who has the inbox"), people, _("Choose"), True)
        self._person("deputy", _("First deputy"), people, _("Nobody"), False)
        self._person("second_deputy", _("Second deputy"), people, _("Nobody"), False)
        self.fields["holder"].error_messages["required"] = _("Choose who has the inbox")

    def clean(self) -> dict[str, Any]:
        """Three different people, and no second deputy without a first."""
        cleaned = super().clean()
        chosen = [cleaned.get(name) for name in PEOPLE if cleaned.get(name)]
        if len(set(chosen)) < len(chosen):
            self.add_error("deputy", _("Choose different people"))
        return cleaned

    def chosen(self) -> tuple[Staff, ...]:
        """The people in their order."""
        return tuple(self.people[one] for name in PEOPLE if (one := self.cleaned_data.get(name)))


class AbsenceForm(_Span):
    """Somebody is away; the last day may be open."""

    starts_on = DatePartsField(label=_("First day away"))
    ends_on = DatePartsField(label=_("Last day away"), required=False)
    helper = helper("absent", "starts_on", "ends_on", "stand_in", submit=_("Save the absence"))

    def __init__(self, *args: Any, people: Sequence[Staff], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person("absent", _("Who is away"), people, _("Choose"), True)
        self._person("stand_in", _("Who takes over their open cases"), people, _("The team"), False)
        self.fields["absent"].error_messages["required"] = _("Choose who is away")
        self.fields["starts_on"].initial = today
        self.fields["stand_in"].help_text = _("A case that the person may not see goes back to the team.")

    def clean(self) -> dict[str, Any]:
        """Nobody stands in for themselves."""
        cleaned = super().clean()
        if cleaned.get("absent") and cleaned.get("absent") == cleaned.get("stand_in"):
            self.add_error("stand_in", _("Choose somebody else"))
        return cleaned
