"""Feedback to the filer, and the words of the letters."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import CountedTextarea, DkfdsForm, HintedChoiceField, helper
from notifications.case.letters import GAPS, gaps_in
from notifications.vocabulary import Letter


class FeedbackForm(DkfdsForm):
    """Which of the two letters; each is shown as it will be read."""

    letter = HintedChoiceField(
        label=_("What has come of the notification?"),
        error_messages={"required": _("Choose what the filer is told")},
    )
    helper = helper("letter", submit=_("Send the feedback"))

    def __init__(self, data: Any = None, *, texts: dict[Letter, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["letter"]
        labels = {
            Letter.STARTED: _("Something has been started"),
            Letter.NOT_STARTED: _("Nothing has been started"),
        }
        field.choices = [(letter.value, labels[letter]) for letter in texts]  # type: ignore[attr-defined]  # a choice field
        field.hints = {letter.value: text for letter, text in texts.items()}  # type: ignore[attr-defined]  # a hinted field


class LetterForm(DkfdsForm):
    """The municipality's words of one letter."""

    text = forms.CharField(
        label=_("The text of the letter"),
        max_length=2000,
        widget=CountedTextarea(rows=8),
        help_text=_("The words in curly braces are filled in: {municipality}, {reference} and {team}."),
        error_messages={"required": _("Write the text of the letter")},
    )
    helper = helper("text", submit=_("Save the new version"))

    def clean_text(self) -> str:
        """Only gaps that are filled."""
        text: str = self.cleaned_data["text"]
        for gap in gaps_in(text):
            if gap not in GAPS:
                raise ValidationError(
                    _("Nothing is filled in for {%(gap)s}. Use {municipality}, {reference} or {team}"),
                    params={"gap": gap},
                )
        return text
