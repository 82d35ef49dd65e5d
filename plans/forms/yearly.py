"""What comes back every year, what became of a turn, and the address for a calendar."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Municipality, Unit
from beredskab.ui.forms import Button, CountedTextarea, DatePartsField, DkfdsForm, Fieldset, helper
from plans.forms.colleagues import ColleagueField
from plans.models import YearlyTask
from plans.vocabulary import Interval, YearlyKind
from plans.yearly.keeping import TaskFacts

NAMES = ("kind", "title", "note", "role", "staff", "unit", "first_on", "every", "until")


class TaskForm(DkfdsForm):
    """Something that comes back: what, who, when."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=YearlyKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("What is it called?"),
        help_text=_("For example »Theme: body and limits« or »Drill with the police«."),
        max_length=160,
    )
    note = forms.CharField(
        label=_("What is to be done?"), max_length=1000, required=False, widget=CountedTextarea(rows=3)
    )
    role = forms.CharField(
        label=_("Role or body"),
        help_text=_("For example »Head of schools«."),
        max_length=160,
        required=False,
    )
    staff = ColleagueField(
        label=_("Colleague"),
        help_text=_("The work e-mail of whoever does it. They can say that it was held."),
        required=False,
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("No single unit")
    )
    first_on = DatePartsField(label=_("When is the first turn?"))
    every = forms.TypedChoiceField(
        label=_("How often does it come back?"),
        choices=Interval.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=Interval.YEAR.value,
    )
    until = DatePartsField(
        label=_("When does it end?"), help_text=_("Leave it empty while it goes on."), required=False
    )

    def __init__(
        self, *args: Any, municipality: Municipality, task: YearlyTask | None = None, **kwargs: Any
    ) -> None:
        if task is not None:
            kwargs["initial"] = {name: getattr(task, name) for name in NAMES}
            kwargs["initial"]["staff"] = task.staff.email if task.staff else ""
        super().__init__(*args, **kwargs)
        staff, unit = self.fields["staff"], self.fields["unit"]
        assert isinstance(staff, ColleagueField)
        assert isinstance(unit, forms.ModelChoiceField)
        staff.municipalities = [municipality.pk]
        unit.queryset = Unit.objects.filter(municipality=municipality).order_by("name")
        self.helper = helper(
            "kind", "title", "note",
            Fieldset(_("Who does it?"), "role", "staff", "unit"),
            Fieldset(_("When?"), "first_on", "every", "until"),
            submit=_("Save"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Somebody does it, and it does not end before it begins."""
        told = super().clean() or self.cleaned_data
        if not any(told.get(name) for name in ("role", "staff", "unit")) and "staff" not in self.errors:
            self.add_error("role", _("Write a role, a colleague’s e-mail or a unit"))
        first, last = told.get("first_on"), told.get("until")
        if first and last and last < first:
            self.add_error("until", _("It ends before its first turn"))
        return told

    def facts(self) -> TaskFacts:
        """What was said, ready for the act. Call after is_valid()."""
        told = dict(self.cleaned_data)
        kind, every = YearlyKind(told.pop("kind")), Interval(told.pop("every"))
        return TaskFacts(kind=kind, every=every, **told)


class TurnForm(DkfdsForm):
    """What became of a turn."""

    became = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[("held", _("It was held")), ("called_off", _("It was called off"))],
        widget=forms.RadioSelect,
    )
    held_on = DatePartsField(label=_("On which day was it held?"), required=False)
    note = forms.CharField(
        label=_("In one sentence"),
        help_text=_("What came of it, or why it was called off. Write no names of children or families."),
        max_length=400,
        required=False,
        widget=CountedTextarea(rows=2),
    )
    helper = helper("became", "held_on", "note", submit=_("Save"))

    def __init__(self, *args: Any, due_on: dt.date, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["held_on"]
        assert isinstance(field, DatePartsField)
        field.not_after = today
        field.initial = field.initial or min(due_on, today)

    def clean(self) -> dict[str, Any]:
        """Held has a day, called off a reason."""
        told = super().clean() or self.cleaned_data
        if told.get("became") == "held" and not told.get("held_on") and "held_on" not in self.errors:
            self.add_error("held_on", _("Say on which day it was held"))
        if told.get("became") == "called_off" and not told.get("note"):
            self.add_error("note", _("Say why it was called off"))
        return told

    def told(self) -> dict[str, Any]:
        """What was said, ready for the act. Call after is_valid()."""
        held = self.cleaned_data["became"] == "held"
        return {
            "held_on": self.cleaned_data["held_on"] if held else None,
            "note": self.cleaned_data["note"],
        }


class AddressForm(DkfdsForm):
    """The whole wheel or one's own turns; make a new address, and take the one in use back."""

    marks_optional = False

    only_mine = forms.BooleanField(label=_("Only what I do myself"), required=False)

    def __init__(self, *args: Any, has_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        again = Button(_("Make a new address"), name="handling", value="make", kind="secondary")
        back = Button(_("Take the address back"), name="handling", value="revoke", kind="warning")
        first = Button(_("Make an address"), name="handling", value="make")
        self.helper = helper("only_mine", buttons=(again, back) if has_address else (first,))
