"""Passing a concern on, returning it, keeping somebody out, and asking to be let in in an emergency."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.access.models import ExclusionCause
from beredskab.ui.forms import Button, DkfdsForm, helper
from notifications.forms.handling import text_field
from notifications.other_teams.transferring import Target
from notifications.vocabulary import Emergency


class TransferForm(DkfdsForm):
    """To which team, and why."""

    team = forms.ChoiceField(
        label=_("Which team?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the team")},
    )
    reason = text_field(
        _("Why is the case passed on?"), _("Write why the case is passed on"), rows=3,
        help_text=_("The other team reads it. What you have written in the case goes along."),
    )  # fmt: skip
    helper = helper("team", "reason", submit=_("Pass the case on"))

    def __init__(self, data: Any = None, *, targets: Iterable[Target], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(str(one.team), one.name) for one in targets if one.why_not is None]
        self.fields["team"].choices = choices  # type: ignore[attr-defined]  # a choice field


class ReturnForm(DkfdsForm):
    """Why the case goes back."""

    heading_field = "reason"
    reason = text_field(_("Why do you return the case?"), _("Write why you return the case"), rows=3)
    helper = helper("reason", submit=_("Return the case"))


class ExcludeForm(DkfdsForm):
    """Who, and why. The directory is searched first; no name stands in an address."""

    search = forms.CharField(
        label=_("Search by name or workplace"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    person = forms.ChoiceField(
        label=_("Who is to be kept out?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Search for the person and choose who it is")},
    )
    cause = forms.ChoiceField(
        label=_("Why?"),
        choices=[
            (ExclusionCause.SUSPECTED, _("The suspicion is directed against the person")),
            (ExclusionCause.CONFLICT, _("The person is too close to the case")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the person is kept out")},
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # a choice field
        self.fields["search"].unmarked = True  # type: ignore[attr-defined]  # a way to the next field
        look = Button(_("Search"), name="look", value="1", kind="secondary", novalidate=True)
        if people:
            layout: tuple[Any, ...] = ("search", look, "person", "cause")
            self.helper = helper(*layout, submit=_("Keep the person out"))
        else:
            self.helper = helper("search", buttons=(Button(_("Search"), name="look", value="1"),))


class EmergencyForm(DkfdsForm):
    """Which case, and why it must be opened from outside."""

    reference = forms.CharField(
        label=_("The reference of the case"),
        max_length=20,
        help_text=_("Somebody has given it to you, for example BK-26-7Q4K-9X-3."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input-width-m"}),
        error_messages={"required": _("Write the reference of the case")},
    )
    reason = forms.ChoiceField(
        label=_("Why must you open it?"),
        choices=Emergency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you must open the case")},
    )
    helper = helper("reference", "reason", submit=_("Open the case"))
