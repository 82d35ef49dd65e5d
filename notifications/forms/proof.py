"""The three things that stand on a receipt, typed by whoever was given them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DkfdsForm, helper
from notifications import reference
from notifications.guide.clock import read_moment
from notifications.proof import fingerprint


def _line(label: Any, length: int, help_text: Any, width: str) -> forms.CharField:
    attrs = {"autocomplete": "off", "autocapitalize": "characters", "class": width}
    return forms.CharField(
        label=label, max_length=length, help_text=help_text, widget=forms.TextInput(attrs=attrs)
    )


class ProofForm(DkfdsForm):
    """Reference, time and fingerprint."""

    reference = _line(_("Reference"), 40, _("For example BK-26-7Q4K-9X-3"), "input-width-m")
    sent = _line(_("Sent"), 20, _("Day and time, for example 24.11.2026 10.58"), "input-width-m")
    fingerprint = _line(_("Fingerprint"), 40, _("Sixteen letters and digits"), "input-width-l")
    helper = helper(submit=_("Confirm"))

    def __init__(self, *args: Any, zone: dt.tzinfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_reference(self) -> str:
        """As it is written on the receipt; the check digit finds what was mistyped."""
        found = reference.read(self.cleaned_data["reference"])
        if found is None:
            raise ValidationError(_("The reference is not as it stands on a receipt. Look at it once more"))
        return found

    def clean_sent(self) -> tuple[dt.datetime, ...]:
        """One moment; two on the night on which an hour comes twice."""
        found = read_moment(self.cleaned_data["sent"], self.zone)
        if found is None:
            raise ValidationError(_("Write day and time, for example 24.11.2026 10.58"))
        return (found, found.replace(fold=1))

    def clean_fingerprint(self) -> str:
        """Small letters and other dashes are no mistake."""
        found = fingerprint.read(self.cleaned_data["fingerprint"])
        if found is None:
            raise ValidationError(_("The fingerprint is sixteen letters and digits. Look at it once more"))
        return found
