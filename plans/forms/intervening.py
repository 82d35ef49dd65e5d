"""Stepping in alone, and what belongs to editions as a whole."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.ui.forms import Button, CountedTextarea, DkfdsForm, helper


class ReasonForm(DkfdsForm):
    """Why one steps in: the second person reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("One sentence for the colleague who looks at it. Nothing about persons."),
        max_length=300,
        widget=CountedTextarea(rows=3),
    )

    def __init__(self, *args: Any, submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("reason", buttons=(Button(submit, kind="warning"),), css_class="edit-wide")


class NewSectionForm(DkfdsForm):
    """A section begins with a title; its address is made of it."""

    title = forms.CharField(label=gettext_lazy("Title of the section"), max_length=160)
    chapter = forms.CharField(
        label=gettext_lazy("Chapter"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("The section stands last in this chapter. A new name begins a new chapter."),
    )

    def __init__(self, *args: Any, chapters: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if chapters:
            known = _("Chapters now: %s") % ", ".join(chapters)
            self.fields["chapter"].help_text = f"{self.fields['chapter'].help_text} {known}"
        self.helper = helper("title", "chapter", submit=_("Begin the section"), css_class="edit-wide")
