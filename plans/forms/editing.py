"""Forms of the editor: the heading of a section, how a section is previewed, and fields they share."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.ui.forms import Button, CountedTextarea, Div, DkfdsForm, HintedMultipleChoiceField, helper
from plans import checking
from plans.models import SectionVersion

Choices = Sequence[tuple[str, Any]]
ONE_A_LINE = gettext_lazy("One on each line.")


class ManyField(HintedMultipleChoiceField):
    """Check boxes where none means: for all."""

    def __init__(self, label: Any, choices: Choices = (), **kwargs: Any) -> None:
        super().__init__(label=label, choices=choices, required=False, **kwargs)


class LinesField(forms.CharField):
    """A text area that gives one entry for each line."""

    def __init__(self, label: Any, *, most: int = 40, help_text: Any = ONE_A_LINE) -> None:
        self.most = most
        super().__init__(
            label=label, required=False, max_length=8000, help_text=help_text, widget=CountedTextarea()
        )

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(_("At most %d lines") % self.most)
        return lines


def in_columns(name: str) -> Any:
    """Many check boxes stand beside each other where there is room."""
    many = ("contacts", "professions", "suspect")
    return Div(name, css_class="edit-columns") if name in many else name


class HeadingForm(DkfdsForm):
    """Title, summary and readers of a section."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("What one must know even without reading on."),
        widget=CountedTextarea(rows=3),
    )
    chapter = forms.CharField(label=gettext_lazy("Chapter"), required=False, max_length=120)
    professions = ManyField(
        gettext_lazy("Which professions is the section for?"),
        help_text=gettext_lazy("None ticked: for all."),
    )
    must_acknowledge = forms.BooleanField(
        label=gettext_lazy("Readers confirm that they have read it"), required=False
    )
    form_step = forms.ChoiceField(
        label=gettext_lazy("Leads to this step of the guided form"),
        required=False,
        help_text=gettext_lazy("Readers get a button that opens the form there."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(
        self, *args: Any, version: SectionVersion, seen: str, professions: Choices, **kwargs: Any
    ) -> None:
        names = ("title", "summary", "chapter", "professions", "must_acknowledge", "form_step")
        kwargs["initial"] = {**{name: getattr(version, name) for name in names}, "seen": seen}
        super().__init__(*args, **kwargs)
        steps = [("", _("No step")), *checking.form_steps().items()]
        self.fields["form_step"].choices = steps  # type: ignore[attr-defined]  # a choice field
        self.fields["professions"].choices = professions  # type: ignore[attr-defined]  # a choice field
        self.helper = helper(
            *map(in_columns, names), "seen", submit=_("Save in the draft"), css_class="edit-wide"
        )


NOT_LOGGED_IN = "-"
"""Stands among the professions; no slug looks like it."""


class PreviewForm(DkfdsForm):
    """»Vis som: Pædagog«, or as anybody on the internet."""

    marks_optional = False
    role = forms.ChoiceField(label=gettext_lazy("Show as"), required=False)

    def __init__(self, *args: Any, professions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = [("", _("Everybody")), (NOT_LOGGED_IN, _("Somebody who is not logged in"))]
        self.fields["role"].choices = [*first, *professions]  # type: ignore[attr-defined]
        self.helper = helper("role", method="get", css_class="toolbar", buttons=(
            Button(_("Show"), kind="secondary"),
        ))  # fmt: skip
