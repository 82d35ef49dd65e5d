"""Handing over: send it, record the receipt, or decide that no copy is needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DkfdsForm, helper
from notifications.forms.handling import text_field
from notifications.vocabulary import Channel

HAND_OVER, NOT = "hand_over", "not"


class HandOverForm(DkfdsForm):
    """Hand it over, or write why the case system needs no copy."""

    choice = forms.ChoiceField(
        label=_("What do you want to do?"),
        choices=[
            (HAND_OVER, _("Hand the case over to the case system")),
            (NOT, _("Do not hand it over")),
        ],
        initial=HAND_OVER,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want to do")},
    )
    reason = text_field(_("If it is not handed over: why not?"), rows=3)
    helper = helper("choice", "reason", submit=_("Go on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].unmarked = True  # type: ignore[attr-defined]  # needed after one of the answers

    def clean(self) -> dict[str, Any]:
        """A decision without a reason is none."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("choice") == NOT and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Write why the case is not handed over"))
        return cleaned


class ReceiptForm(DkfdsForm):
    """The number under which the case system has it."""

    number = forms.CharField(
        label=_("Case number in the case system"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input-width-m"}),
        error_messages={"required": _("Write the case number in the case system")},
    )
    helper = helper("number", submit=_("Record the receipt"))


WAYS = {
    Channel.FOLDER: _("The portal puts it into the folder that the case system reads."),
    Channel.WEBHOOK: _("The portal sends it to the case system, signed and encrypted on the way."),
    Channel.DOWNLOAD: _("You download two files and put them into the case system yourself."),
}
