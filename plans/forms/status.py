"""What Dorte fills in: a status with its sentence, and the day a page is drawn for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import CountedTextarea, DatePartsField, DkfdsForm, helper
from plans.implementation.measures_at import Place
from plans.implementation.telling import Statement
from plans.models import FocusArea, Recommendation
from plans.vocabulary import Status

FIRST_DAY = dt.date(2000, 1, 1)


class StatusForm(DkfdsForm):
    """One of the eight words, one sentence and the day it holds for."""

    status = forms.ChoiceField(
        label=_("How far is it?"),
        choices=Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far it is"), "invalid_choice": _("Choose how far it is")},
    )
    sentence = forms.CharField(
        label=_("Say it in one sentence"),
        help_text=_("What has been done, or why not. Write no names of children or families."),
        max_length=400,
        widget=CountedTextarea(rows=3),
        error_messages={"required": _("Write one sentence about the status")},
    )
    as_of = DatePartsField(
        label=_("Which day does it hold for?"),
        help_text=_("Today, or an earlier day."),
    )

    layout: tuple[str, ...] = ("status", "sentence", "as_of")

    def __init__(self, *args: Any, today: dt.date, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        as_of = self.fields["as_of"]
        assert isinstance(as_of, DatePartsField)
        as_of.not_after = today
        as_of.initial = as_of.initial or today
        self.helper = helper(*self.layout, submit=_("Save the status"))

    def statement(self) -> Statement:
        """What was said, ready for the act. Call after is_valid()."""
        told = self.cleaned_data
        return Statement(
            status=Status(told["status"]),
            sentence=told["sentence"],
            as_of=told["as_of"],
            responsible=told.get("responsible", ""),
            next_on=told.get("next_on"),
        )


class MeasureStatusForm(StatusForm):
    """On a measure that is carried out in several places also which of them it is about."""

    place = forms.ChoiceField(
        label=_("Where does it hold?"),
        required=False,
        error_messages={"invalid_choice": _("Choose where it holds")},
    )

    layout = ("place", "status", "sentence", "as_of")

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        self.places = {place.key: place for place in places}
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The measure as a whole")), *((x.key, x.name) for x in places)]
        if not places:
            del self.fields["place"]
            self.helper = helper(*StatusForm.layout, submit=_("Save the status"))

    def statement(self) -> Statement:
        told = super().statement()
        return replace(told, place=self.places.get(self.cleaned_data.get("place", "")))


class RecommendationStatusForm(StatusForm):
    """On a recommendation also who answers for it and when something is to be next."""

    responsible = forms.CharField(
        label=_("Who is responsible?"),
        help_text=_("A role, for example »Head of day care«."),
        max_length=160,
        required=False,
    )
    next_on = DatePartsField(label=_("When is the next step?"), required=False)

    layout = ("status", "sentence", "responsible", "next_on", "as_of")


class DayForm(DkfdsForm):
    """Asks for a page as it stood at the end of a day. Nothing is stored."""

    marks_optional = False

    day = forms.DateField(
        label=_("Show the status on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("The date does not exist. Choose another day")},
    )
    told = forms.BooleanField(
        label=_("Only what had been told by then"),
        help_text=_("Leaves out what was said later about that day or an earlier one."),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "yes"}),
    )
    helper = helper("day", "told", submit=_("Show"), method="get", css_class="day-form")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].widget.attrs |= {"max": today.isoformat(), "min": FIRST_DAY.isoformat()}

    def clean_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["day"]
        if day and day > self.today:
            raise forms.ValidationError(_("The date is in the future"))
        if day and day < FIRST_DAY:
            raise forms.ValidationError(_("The date does not exist. Choose another day"))
        return day


class GapForm(DkfdsForm):
    """An editor has read the publication: title and focus area of a recommendation that is a gap.

    Where the catalogue knows the focus area, only the title is asked for.
    """

    title = forms.CharField(
        label=_("Title"),
        help_text=_("As it stands in the publication."),
        max_length=200,
        error_messages={"required": _("Write the title as it stands in the publication")},
    )
    focus_area = forms.ModelChoiceField(
        label=_("Focus area"),
        queryset=FocusArea.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose the focus area"),
            "invalid_choice": _("Choose the focus area"),
        },
    )

    def __init__(self, *args: Any, gap: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = gap.focus_area
        field = self.fields["focus_area"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = gap.framework.focus_areas.order_by("number")
        if self.known:
            del self.fields["focus_area"]
        self.helper = helper(*self.fields, submit=_("Save title and place"))

    def focus(self) -> FocusArea:
        """The chosen focus area, or the known one. Call after is_valid()."""
        chosen: FocusArea = self.known or self.cleaned_data["focus_area"]
        return chosen
