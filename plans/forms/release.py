"""What the editor says when a draft is handed in: what changed, and who reads it again."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.ui.forms import (
    CountedTextarea,
    DatePartsField,
    Div,
    DkfdsForm,
    Fieldset,
    HintedChoiceField,
    Include,
    helper,
)
from plans.forms.editing import Choices, ManyField
from plans.publishing import Reread
from plans.releasing import ChangedSection

NOBODY, ALL, SOME = "nobody", "all", "some"


class HandInForm(DkfdsForm):
    """One change note, and for each changed section who must read it again. Nothing is preselected."""

    change_note = forms.CharField(
        label=gettext_lazy("What has changed?"),
        help_text=gettext_lazy("All staff see it. One or two sentences."),
        max_length=600,
        widget=CountedTextarea(rows=4),
    )

    def __init__(
        self,
        *args: Any,
        sections: Sequence[ChangedSection],
        professions: Choices,
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections, self.today = sections, today
        layout: list[Any] = ["change_note"]
        for section in sections:
            layout.append(self._add_section(section, professions))
        self.helper = helper(*layout, submit=_("Send to approval"))

    def _add_section(self, section: ChangedSection, professions: Choices) -> Fieldset:
        number = section.pk
        self.fields[f"who_{number}"] = HintedChoiceField(
            label=_("Must the section be read again?"),
            choices=[
                (NOBODY, _("No – a small correction")),
                (ALL, _("Yes – everybody it is for")),
                (SOME, _("Yes – only these professions")),
            ],
            hints={
                NOBODY: _("A misspelling, a clearer word. Nobody is asked."),
                ALL: _("%(people)d people in %(units)d units are told.")
                % {"people": section.people, "units": section.units},
            },
            error_messages={"required": _("Choose whether “%s” must be read again") % section.title},
        )
        self.fields[f"some_{number}"] = ManyField(_("Only these professions"), professions)
        self.fields[f"due_{number}"] = DatePartsField(label=_("Read and confirmed by"), required=False)
        return Fieldset(
            section.title,
            Include("plans/editing/changed_section.html", section=section),
            f"who_{number}",
            Div(f"some_{number}", css_class="edit-columns"),
            f"due_{number}",
        )

    def clean(self) -> dict[str, Any]:
        """»Only these« needs some; a date lies ahead."""
        cleaned: dict[str, Any] = super().clean() or {}
        for section in self.sections:
            number = section.pk
            if cleaned.get(f"who_{number}") == SOME and not cleaned.get(f"some_{number}"):
                self.add_error(f"some_{number}", _("Choose at least one profession"))
            due = cleaned.get(f"due_{number}")
            if due and due < self.today:
                self.add_error(f"due_{number}", ValidationError(_("The date has passed")))
        return cleaned

    def rereads(self) -> dict[int, Reread]:
        """By section: who reads again, and by when."""
        told = self.cleaned_data
        found = {}
        for section in self.sections:
            who = told[f"who_{section.pk}"]
            if who != NOBODY:
                some = tuple(told[f"some_{section.pk}"]) if who == SOME else ()
                found[section.pk] = Reread(some, told[f"due_{section.pk}"])
        return found


class DecisionForm(DkfdsForm):
    """The second pair of eyes: publish. Sending back is a button beside it."""

    read = forms.BooleanField(
        label=gettext_lazy("I have read the changes"),
        error_messages={"required": gettext_lazy("Tick the box when you have read the changes")},
    )
    helper = helper("read", submit=gettext_lazy("Publish now"))
