"""Letting a system in: which, to what, for how long."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.doors.vocabulary import Scope
from beredskab.ui.forms import DkfdsForm, HintedChoiceField, HintedMultipleChoiceField, helper

HINTS = {
    Scope.STATUS: _("Every measure with its status and day. No sentence and no person."),
    Scope.RECOMMENDATIONS: _("The national recommendations on each level. No sentence and no person."),
    Scope.READING: _("Units with fewer than ten people are told of together."),
    Scope.CONTACTS: _("Functions with number and hours. No name of a person."),
    Scope.INTERNAL_CONTACTS: _("Only for a system that employees alone see."),
    Scope.SCIM: _("The municipality’s directory makes, changes and ends logins. Another person approves."),
}
DAYS = (("92", _("Three months")), ("365", _("A year")), ("730", _("Two years")))


class TokenForm(DkfdsForm):
    """One page; the secret comes on the next."""

    name = forms.CharField(
        label=_("Which system?"),
        help_text=_("For example: the intranet, or the council’s statistics"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = HintedMultipleChoiceField(
        label=_("What may it ask?"),
        choices=Scope.choices,
        hints=HINTS,
        divide_before=[Scope.SCIM],
    )
    days = HintedChoiceField(label=_("How long?"), choices=DAYS, initial="365")
    helper = helper("name", "scopes", "days", submit=_("Make a token"))

    def clean_scopes(self) -> list[Scope]:
        """The internal numbers come with the public ones."""
        chosen = {Scope(one) for one in self.cleaned_data["scopes"]}
        if Scope.INTERNAL_CONTACTS in chosen:
            chosen.add(Scope.CONTACTS)
        return sorted(chosen)

    def expires_on(self, today: dt.date) -> dt.date:
        """The last day."""
        return today + dt.timedelta(days=int(self.cleaned_data["days"]))
