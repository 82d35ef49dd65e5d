"""What Bo records: a meeting, network, course or drill, what was given out, and who took part."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import CountedTextarea, DatePartsField, DkfdsForm, helper
from plans.following.disseminating import Told
from plans.models import EditionSection
from plans.vocabulary import Occasion


class DisseminationForm(DkfdsForm):
    """One event. Sections and people are those of the unit."""

    occasion = forms.ChoiceField(
        label=_("What was it?"),
        choices=Occasion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it was"), "invalid_choice": _("Choose what it was")},
    )
    held_on = DatePartsField(label=_("When was it?"), help_text=_("Today, or an earlier day."))
    given = forms.CharField(
        label=_("What was given out or talked about?"),
        help_text=_("For example »Action card for all, chapter 2 read together«. Write no names."),
        max_length=600,
        widget=CountedTextarea(rows=3),
        error_messages={"required": _("Write what was given out or talked about")},
    )
    sections = forms.MultipleChoiceField(
        label=_("Which sections were gone through?"),
        help_text=_("It is shown beside what people have not read yet. Each of them still confirms."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Who took part?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.IntegerField(
        label=_("How many others took part?"),
        help_text=_("Substitutes, partners and others without a login."),
        required=False,
        min_value=0,
        max_value=5000,
    )

    def __init__(
        self,
        *args: Any,
        lines: Sequence[EditionSection],
        people: Sequence[tuple[int, str]],
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {str(line.section_id): line for line in lines}
        held_on, sections = self.fields["held_on"], self.fields["sections"]
        assert isinstance(held_on, DatePartsField)
        assert isinstance(sections, forms.MultipleChoiceField)
        held_on.not_after = today
        held_on.initial = held_on.initial or today
        sections.choices = [(key, line.version.title) for key, line in self.lines.items()]
        chosen = self.fields["people"]
        assert isinstance(chosen, forms.TypedMultipleChoiceField)
        chosen.choices = list(people)
        names = ("occasion", "held_on", "given", "sections", "people", "others")
        self.helper = helper(*names, submit=_("Save in the log"))

    def clean(self) -> dict[str, Any]:
        """Somebody must have taken part."""
        told = super().clean() or self.cleaned_data
        if not self.errors and not told.get("people") and not told.get("others"):
            self.add_error("people", _("Choose who took part, or write how many others did"))
        return told

    def told(self) -> Told:
        """What was said, ready for the act. Call after is_valid()."""
        told = self.cleaned_data
        return Told(
            occasion=Occasion(told["occasion"]),
            held_on=told["held_on"],
            given=told["given"],
            lines=[self.lines[key] for key in told["sections"]],
            participants=told["people"],
            others=told["others"] or 0,
        )


class WithdrawForm(DkfdsForm):
    """Only a button."""

    helper = helper(submit=_("Take the record back"))
