"""Asking without a name. There is no field for one, and a text that seems to hold one is pointed out."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import CountedTextarea, DkfdsForm, Include, helper
from notifications.consulting.hints import Hint, hints_in
from notifications.forms.filing_base import LONG, boxes
from notifications.vocabulary import Suspect


class _HintedText(DkfdsForm):
    """A text that is pointed out once when it seems to name somebody; the second press sends it as it is."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    hints: tuple[Hint, ...] = ()

    def wants_another_look(self) -> bool:
        """Valid, but something in it looks like a name, and the writer was not told of exactly this yet."""
        self.hints = hints_in(self.cleaned_data["text"])
        found = "|".join(hint.words for hint in self.hints)
        if not self.hints or self.cleaned_data["seen"] == found:
            return False
        data = cast(QueryDict, self.data).copy()
        data["seen"] = found
        self.data = data
        return True


class AskForm(_HintedText):
    """The question, and of whom it may be: that decides who must not read it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What do you want to ask?"),
        max_length=LONG,
        widget=CountedTextarea(rows=9, attrs={"autocomplete": "off"}),
        help_text=_("Write “a boy of 5”, not the name. No names, CPR numbers or addresses of anybody."),
        error_messages={"required": _("Write what you want to ask")},
    )
    suspects = boxes(
        _("Whom may it be about?"),
        [
            (Suspect.HOME, Suspect.HOME.label),
            (Suspect.EMPLOYEE, Suspect.EMPLOYEE.label),
            (Suspect.LEADER, Suspect.LEADER.label),
            (Suspect.CHILD, Suspect.CHILD.label),
            (Suspect.OTHER, Suspect.OTHER.label),
        ],
        "",
        required=False,
        help_text=_(
            "Not the name. Is it somebody at your workplace, nobody else from there can see the question."
        ),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = helper(
            "key",
            "seen",
            Include("notifications/consulting/hints.html"),
            "text",
            "suspects",
            submit=_("Send the question"),
        )


class LineForm(_HintedText):
    """One more line, from either side."""

    text = forms.CharField(
        label=_("Write"),
        max_length=LONG,
        widget=CountedTextarea(rows=6, attrs={"autocomplete": "off"}),
        help_text=_("Still no names, CPR numbers or addresses."),
        error_messages={"required": _("Write something first")},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = helper("seen", Include("notifications/consulting/hints.html"), "text", submit=_("Send"))
