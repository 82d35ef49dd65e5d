"""Sending on to another municipality, and its acceptance."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DkfdsForm, helper
from notifications.forms.handling import MomentField

SHORT = 200


def _line(label: Any, missing: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=SHORT,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **more,
    )


class SendOnForm(DkfdsForm):
    """Which municipality, and how it was sent."""

    receiver = _line(_("Which municipality?"), _("Write which municipality you have sent it to"))
    channel = _line(
        _("How did you send it?"),
        _("Write how you sent it"),
        help_text=_("For example Digital Post to the municipality, and a call to its duty phone."),
    )
    helper = helper("receiver", "channel", submit=_("Record that it is sent"))


class AcceptedForm(DkfdsForm):
    """Who has accepted it there, and when."""

    who = _line(
        _("Who has accepted it?"),
        _("Write who has accepted it"),
        help_text=_("Name or function, and a phone number."),
    )
    when = MomentField(
        label=_("When?"), required=False, help_text=_("For example 24.11.2026 10.30. Empty means now.")
    )
    helper = helper("who", "when", submit=_("Record that it is accepted"))

    def __init__(self, data: Any = None, *, now: dt.datetime | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now = now

    def clean_when(self) -> dt.datetime | None:
        """Nothing is accepted in the future."""
        when: dt.datetime | None = self.cleaned_data["when"]
        if when is not None and self.now is not None and when > self.now:
            raise forms.ValidationError(_("The time is in the future"))
        return when
