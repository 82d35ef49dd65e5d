"""The form of one contact."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beredskab.organisation import opening_hours
from beredskab.organisation.models import Contact, Staff, Unit
from beredskab.ui.forms import DatePartsField, Div, DkfdsForm, Fieldset, HintedChoiceField, helper

_NUMBER = re.compile(r"\+?[\d ]{3,20}")
ALWAYS, UNKNOWN, TIMES = "always", "unknown", "times"
DAY_LABELS = {
    "mon": pgettext_lazy("day", "Monday"),
    "tue": pgettext_lazy("day", "Tuesday"),
    "wed": pgettext_lazy("day", "Wednesday"),
    "thu": pgettext_lazy("day", "Thursday"),
    "fri": pgettext_lazy("day", "Friday"),
    "sat": pgettext_lazy("day", "Saturday"),
    "sun": pgettext_lazy("day", "Sunday"),
}


class DayField(forms.CharField):
    """The opening hours of one day as somebody types them; gives a list of spans."""

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value) or "")
        try:
            return opening_hours.parse(typed)
        except ValueError as fault:
            message = _("Write the times as 8-15, or 8-12, 13-15.30. Leave it empty when it is closed.")
            raise ValidationError(message) from fault


class ContactForm(DkfdsForm):
    """Function, number and hours. Saved, it is live everywhere at once."""

    function = forms.CharField(label=gettext_lazy("Name of the function"), max_length=120)
    person = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=120)
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    note = forms.CharField(
        label=gettext_lazy("When does one call this number?"), required=False, max_length=200
    )
    opening = HintedChoiceField(
        label=gettext_lazy("When does somebody answer?"),
        choices=[
            (ALWAYS, gettext_lazy("Round the clock")),
            (TIMES, gettext_lazy("At these times")),
            (UNKNOWN, gettext_lazy("Not known")),
        ],
        hints={
            TIMES: gettext_lazy("For example 8-15, or 8-12, 13-15.30"),
            UNKNOWN: gettext_lazy("The portal then treats the number as closed."),
        },
    )
    audience = HintedChoiceField(
        label=gettext_lazy("Who may see it?"),
        choices=Contact.Audience.choices,
        hints={
            "public": gettext_lazy("Everybody on the internet, and it may stand in public blocks."),
            "internal": gettext_lazy("Only people who are logged in."),
        },
    )
    owner = forms.EmailField(
        label=gettext_lazy("Who answers for it?"),
        required=False,
        help_text=gettext_lazy("The work e-mail of a colleague, who is asked twice a year if it is right."),
    )
    area = forms.ChoiceField(label=gettext_lazy("Only for an area"), required=False)
    valid_from = DatePartsField(label=gettext_lazy("Holds from"), required=False)
    valid_to = DatePartsField(label=gettext_lazy("Holds until and with"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, contact: Contact, areas: Iterable[str] = (), **kwargs: Any) -> None:
        kwargs["initial"] = {**_initial(contact), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.contact = contact
        named = sorted({*areas, contact.area} - {""})
        self.fields["area"].choices = [("", _("All areas")), *((one, one) for one in named)]  # type: ignore[attr-defined]
        if not named:
            del self.fields["area"]
        days = []
        for day, label in DAY_LABELS.items():
            self.fields[f"day_{day}"] = DayField(label=label, required=False, max_length=60)
            self.fields[f"day_{day}"].unmarked = True  # type: ignore[attr-defined]  # read by the field template
            days.append(f"day_{day}")
        self.helper = helper(
            "function", "phone", "person", "email", "note", "opening",
            Fieldset(_("Opening hours"), Div(*days, css_class="edit-days")), "audience",
            Fieldset(_("Where and how long"), *(["area"] if named else []), "valid_from", "valid_to"),
            "owner", "seen",
            submit=_("Save – it is live at once"),
        )  # fmt: skip
        for day in days:
            self.initial.setdefault(day, kwargs["initial"].get(day, ""))

    def clean_phone(self) -> str:
        """Digits and spaces, with a plus in front where it is foreign. Empty is a gap that shows."""
        phone = " ".join(str(self.cleaned_data["phone"]).split())
        if phone and not _NUMBER.fullmatch(phone):
            raise ValidationError(_("A phone number has digits and spaces only, for example 12 34 56 78"))
        return phone

    def clean_owner(self) -> Staff | None:
        """A colleague who can log in; nobody is fine, then the editors are asked in the check."""
        email = str(self.cleaned_data["owner"]).strip()
        if not email:
            return None
        found = Staff.objects.filter(
            municipality=self.contact.municipality_id, is_active=True, email__iexact=email
        ).first()
        if found is None:
            raise ValidationError(_("Nobody with a login here has this e-mail"))
        return found

    def clean(self) -> dict[str, Any]:
        """Times are needed where there are times, and nothing ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("The last day is before the first"))
        if cleaned.get("opening") == TIMES and not self.errors and not self._days():
            self.add_error("opening", _("Write the opening hours for at least one day"))
        return cleaned

    def changes(self) -> Mapping[str, Any]:
        """What the act is to store."""
        told = self.cleaned_data
        names = (
            "function",
            "person",
            "phone",
            "email",
            "note",
            "audience",
            "owner",
            "valid_from",
            "valid_to",
        )
        told = {"area": self.contact.area, **told}
        hours: Mapping[str, Any] = {}
        if told["opening"] == ALWAYS:
            hours = {"always": True}
        elif told["opening"] == TIMES:
            hours = self._days()
        return {**{name: told[name] for name in (*names, "area")}, "hours": hours}

    def _days(self) -> dict[str, list[list[str]]]:
        days = {day: self.cleaned_data.get(f"day_{day}") for day in DAY_LABELS}
        return {day: spans for day, spans in days.items() if spans}


class NewContactForm(ContactForm):
    """The same, and for which place: everybody, or the people of one unit."""

    at_unit = forms.ChoiceField(label=gettext_lazy("Only for one place"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], like: Contact | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.slug: unit for unit in units}
        choices = [("", _("The whole municipality")), *((u.slug, u.name) for u in self.units.values())]
        self.fields["at_unit"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["at_unit"].help_text = _("People of the unit and below it see this number instead.")
        self.helper.layout.insert(len(self.helper.layout) - 3, "at_unit")
        if like is not None:
            del self.fields["function"]
            self.helper.layout.pop(0)
            self.kept_function = like.function

    def changes(self) -> Mapping[str, Any]:
        """A number like another has the other's name."""
        if "function" not in self.fields:
            self.cleaned_data["function"] = self.kept_function
        return super().changes()

    def unit(self) -> Unit | None:
        """For whose people it is; None for everybody."""
        return self.units.get(self.cleaned_data["at_unit"])


def _initial(contact: Contact) -> dict[str, Any]:
    names = ("function", "person", "phone", "email", "note", "audience", "area", "valid_from", "valid_to")
    told: dict[str, Any] = {name: getattr(contact, name) for name in names}
    told["seen"] = contact.revision
    told["owner"] = contact.owner.email if contact.owner else ""
    told["opening"] = ALWAYS if contact.is_always_open else TIMES if contact.hours else UNKNOWN
    for day in DAY_LABELS:
        told[f"day_{day}"] = opening_hours.typed(contact.hours.get(day) or [])
    return told
