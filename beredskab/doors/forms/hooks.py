"""Who is told of what."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from beredskab.doors.vocabulary import TOLD, Event
from beredskab.outbox import posting
from beredskab.ui.forms import DkfdsForm, HintedMultipleChoiceField, helper

HINTS = {
    Event.EDITION_PUBLISHED: _("Which plan, and the number of the edition."),
    Event.CONTACT_CHANGED: _("Which function. The new number is fetched with a token."),
    Event.STATUS_REPORTED: _("Which measure, recommendation or report. Not what was said."),
    Event.CAMPAIGN_DONE: _(
        "Once, when the last one has read. Not in a municipality with fewer than ten readers."
    ),
}
FAULTS = {
    "NotEncrypted": _("The address begins with https://"),
    "PortNotAllowed": _("The address may have no port of its own"),
    "PrivateAddress": _("The address lies inside a network. Whoever runs the portal can allow the host."),
}


class WebhookForm(DkfdsForm):
    """One page; the secret comes on the next."""

    name = forms.CharField(
        label=_("Which system?"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    url = forms.CharField(
        label=_("Address"),
        help_text=_("For example https://integration.kommune.dk/beredskab"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    events = HintedMultipleChoiceField(
        label=_("What is it told of?"),
        choices=[(event.value, event.label) for event in TOLD],
        hints=HINTS,
    )
    helper = helper("name", "url", "events", submit=_("Tell this system"))

    def clean_url(self) -> str:
        """What cannot be sent to is said here, and looked at again each time something is sent."""
        url: str = self.cleaned_data["url"].strip()
        if fault := posting.fault_of(url, settings.WEBHOOK_TRUSTED_HOSTS):
            raise forms.ValidationError(FAULTS.get(fault, _("This is no address that can be sent to")))
        return url
