"""One dated note of what one has seen oneself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import Button, CountedTextarea, DatePartsField, DkfdsForm, helper


class ObservationForm(DkfdsForm):
    """When, and what was seen. Today when the date is left empty."""

    text = forms.CharField(
        label=_("What have you seen or heard?"),
        max_length=4_000,
        widget=CountedTextarea(rows=4, attrs={"autocomplete": "off"}),
        help_text=_("Only what you have seen yourself, with time and place. No guesses."),
        error_messages={"required": _("Write what you have seen or heard")},
    )
    seen_on = DatePartsField(label=_("Which day?"), required=False, help_text=_("Empty means today."))

    def __init__(self, data: Any = None, *, today: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["seen_on"].not_after = today  # type: ignore[attr-defined]  # a DatePartsField
        self.helper = helper("text", "seen_on", buttons=(Button(_("Save the note"), kind="secondary"),))
