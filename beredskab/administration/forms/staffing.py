"""One person: where they work, what they may, when they are away, that they leave."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from beredskab.administration.staffing.correcting import Facts
from beredskab.administration.staffing.employing import Job
from beredskab.administration.staffing.recertifying import MONTHS
from beredskab.administration.staffing.rights import Right
from beredskab.organisation.models import Membership, Municipality, Profession, Staff, Unit
from beredskab.ui.forms import Button, DatePartsField, DkfdsForm, HintedChoiceField, helper

NONE = "none"


class _JobFields(DkfdsForm):
    """Unit, profession and days of an employment."""

    unit = forms.ChoiceField(label=_("Unit"))
    profession = forms.ChoiceField(
        label=_("Profession"), help_text=_("It decides which part of the plan the person reads.")
    )
    starts_on = DatePartsField(
        label=_("First day"), required=False, help_text=_("Empty: works there already.")
    )
    ends_on = DatePartsField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: until further notice. With the last employment the login closes."),
    )

    def __init__(
        self, *args: Any, units: Sequence[Unit], professions: Iterable[Profession], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(one.pk): one for one in units}
        self.professions = {str(one.pk): one for one in professions}
        if "unit" in self.fields:
            choices = [(key, one.name) for key, one in self.units.items()]
            self.fields["unit"] = forms.ChoiceField(
                label=_("Unit"),
                choices=choices if len(choices) == 1 else [("", _("Choose")), *choices],
            )
        self.fields["profession"] = forms.ChoiceField(
            label=self.fields["profession"].label,
            help_text=self.fields["profession"].help_text,
            choices=[
                ("", _("Choose")),
                *((key, one.name) for key, one in self.professions.items()),
                (NONE, _("None of them: reads what is for everybody")),
            ],
        )

    def clean(self) -> dict[str, Any]:
        """Two days in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first"))
        return cleaned

    def job(self, unit: Unit | None = None) -> Job:
        """The employment as it was typed; the unit of a known one stays."""
        told = self.cleaned_data
        where = unit or self.units[told["unit"]]
        return Job(where, self.professions.get(told["profession"]), told["starts_on"], told["ends_on"])


class EmployForm(_JobFields):
    """One employment more for somebody known."""

    helper = helper("unit", "profession", "starts_on", "ends_on", submit=_("Save"))


class JobForm(_JobFields):
    """What is true of an employment from now on."""

    helper = helper("profession", "starts_on", "ends_on", submit=_("Save"))

    def __init__(self, *args: Any, job: Membership, **kwargs: Any) -> None:
        initial = {
            "profession": str(job.profession_id) if job.profession_id else NONE,
            "starts_on": job.starts_on,
            "ends_on": job.ends_on,
        }
        super().__init__(*args, initial=initial, **kwargs)
        del self.fields["unit"]


def _email(help_text: StrPromise) -> forms.EmailField:
    return forms.EmailField(
        label=_("Work e-mail"),
        max_length=254,
        help_text=help_text,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class _PersonFields(DkfdsForm):
    """What somebody is called, and the phone at work."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Work phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )


class TakeOnForm(_PersonFields, _JobFields):
    """Somebody new, or somebody of the municipality who works here as well from now on."""

    email = _email(_("Somebody who has a login already is found by it, and works here as well."))
    helper = helper(
        "name", "email", "phone", "unit", "profession", "starts_on", "ends_on", submit=_("Take on")
    )


class CorrectForm(_PersonFields):
    """What somebody is called, and how they are reached."""

    email = _email(_("The person signs in with it, and mails go there."))
    helper = helper("name", "email", "phone", submit=_("Save"))

    def __init__(self, *args: Any, person: Staff, **kwargs: Any) -> None:
        known = {name: getattr(person, name) for name in ("name", "email", "phone")}
        super().__init__(*args, initial=known, **kwargs)

    def facts(self) -> Facts:
        """As it was typed."""
        return Facts(**{name: self.cleaned_data[name] for name in ("name", "email", "phone")})


class ResetForm(DkfdsForm):
    """Somebody says that they lost the phone: is it them?"""

    marks_optional: ClassVar[bool] = False
    is_them = forms.BooleanField(
        label=_("I have met the person, or called back on a number that I knew"),
        error_messages={"required": _("Make sure that it is them: whoever calls may be somebody else")},
    )
    helper = helper("is_them", submit=_("Set it up anew"))


class AwayForm(DkfdsForm):
    """Away for some days, or on leave; who does what cannot wait."""

    is_leave = HintedChoiceField(
        label=_("What is it?"),
        choices=[("no", _("Absence")), ("yes", _("Leave"))],
        hints={
            "no": _("Holiday, illness, a course. The person is asked to read as everybody is."),
            "yes": _("Parental or other leave. Nothing is asked of the person, and nobody counts on them."),
        },
    )
    since = DatePartsField(label=_("First day away"))
    until = DatePartsField(label=_("Last day away"), required=False)
    stand_in = forms.ChoiceField(label=_("Who stands in"), required=False)
    helper = helper("is_leave", "since", "until", "stand_in", submit=_("Save"))
    marks_optional: ClassVar[bool] = True

    def __init__(self, *args: Any, people: Sequence[Staff], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["since"].initial = today
        self.fields["until"].help_text = _("A leave has a last day. It can be changed later.")
        self.fields["stand_in"] = forms.ChoiceField(
            label=_("Who stands in"),
            required=False,
            choices=[("", _("Nobody in particular")), *((key, one.name) for key, one in self.people.items())],
            help_text=_(
                "Open notifications go to the stand-in if they are of the same team, else back to the team. "
                "A leader’s stand-in sees who of the unit has read the plan."
            ),
        )

    def clean(self) -> dict[str, Any]:
        """Two days in order, at most three years; a leave has both."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("since"), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", _("The last day is before the first"))
        elif first and last and (last - first).days > 3 * 366:
            self.add_error("until", _("At most three years at a time"))
        if cleaned.get("is_leave") == "yes" and not last and "until" not in self.errors:
            self.add_error("until", _("Enter the last day of the leave"))
        return cleaned


class OwnAwayForm(AwayForm):
    """Oneself, for some days."""

    helper = helper("since", "until", "stand_in", submit=_("Save"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_leave"]
        self.fields["until"].help_text = ""


class LeaveForm(DkfdsForm):
    """The last day of somebody who leaves."""

    last_day = DatePartsField(label=_("Last day at work"))
    helper = helper("last_day", submit=_("End the employment"))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today
        self.today = today

    def clean_last_day(self) -> dt.date:
        """Not long ago: what somebody did since then stays theirs."""
        day: dt.date = self.cleaned_data["last_day"]
        if (self.today - day).days > 31:
            raise forms.ValidationError(_("At most a month back"))
        return day


class GiveForm(DkfdsForm):
    """One right, of those that the person has not."""

    marks_optional: ClassVar[bool] = False
    right = forms.ChoiceField(
        label=_("Give access to"), error_messages={"required": _("Choose what to give")}
    )
    helper = helper("right", submit=_("Continue"))

    def __init__(self, *args: Any, groups: Sequence[tuple[Any, Sequence[tuple[Right, Any]]]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rights = {right.key: right for _name, some in groups for right, _words in some}
        choices: list[Any] = [("", _("Choose"))]
        choices += [(name, [(right.key, words) for right, words in some]) for name, some in groups if some]
        self.fields["right"] = forms.ChoiceField(
            label=_("Give access to"),
            choices=choices,
            error_messages={"required": _("Choose what to give")},
        )

    def chosen(self) -> Right:
        """What was chosen."""
        return self.rights[self.cleaned_data["right"]]


class ConfirmForm(DkfdsForm):
    """One button, for what is taken away."""

    right = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, words: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("right", buttons=(Button(words, kind="warning"),))


class MemberForm(DkfdsForm):
    """Somebody of the municipality, by their work e-mail."""

    marks_optional: ClassVar[bool] = False
    email = forms.EmailField(
        label=_("Work e-mail"),
        help_text=_("Somebody who has a login. Another person says yes before they see anything."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    helper = helper("email", submit=_("Ask for this person"))

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.found: Staff | None = None

    def clean_email(self) -> str:
        """Who has no login, or has left, cannot belong to a team."""
        email: str = self.cleaned_data["email"]
        people = Staff.objects.filter(municipality=self.municipality.pk, is_active=True)
        self.found = people.filter(email__iexact=email).first()
        if self.found is None:
            raise forms.ValidationError(_("Nobody here has a login with that e-mail"))
        return email

    def person(self) -> Staff:
        """Whom the e-mail belongs to."""
        assert self.found is not None, "asked after the form was found valid"
        return self.found


class IntervalForm(DkfdsForm):
    """How often every team says again who belongs to it."""

    marks_optional: ClassVar[bool] = False
    months = forms.TypedChoiceField(
        label=_("How often"),
        coerce=int,
        choices=[(1, _("every month")), *((n, format_lazy(_("every {n} months"), n=n)) for n in MONTHS[1:])],
        help_text=_("Who has access is looked at regularly. Every three months is usual."),
    )
    helper = helper("months", submit=_("Save"))
