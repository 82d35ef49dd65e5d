"""The routing table as one form, the simulator's facts, and the second person's answer."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Municipality, Profession, Team, Unit
from beredskab.ui.forms import Button, Buttons, CountedTextarea, Div, DkfdsForm, Fold, helper
from notifications.routes.cells import CLOSED, NO, OPEN, YES, Cells, Table
from notifications.routing import Facts
from notifications.vocabulary import Certainty, Suspect, Topic

#: Empty lines at the end, for new rules.
EMPTY_LINES = 2
LINES_AT_MOST = 60
ANY = ("", pgettext_lazy("routing", "Any"))
Choices = list[tuple[str, Any]]


def _word(choices: Any, label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[ANY, *choices], required=False)


class TableForm(DkfdsForm):
    """Every rule of the table, asked in the order of the numbers; one without a name is left out."""

    marks_optional = False
    note = forms.CharField(
        label=_("Why do you change it?"),
        required=False,
        max_length=2000,
        widget=CountedTextarea(rows=3),
        help_text=_("Whoever approves reads it."),
    )

    def __init__(self, *args: Any, table: Table, municipality: Municipality, **kwargs: Any) -> None:
        data = args[0] if args else kwargs.get("data")
        self.lines = self._lines_of(data, table)
        super().__init__(*args, **kwargs)
        choices = _choices_of(municipality)
        for place in range(self.lines):
            line = table[place] if place < len(table) else None
            self._add_line(place, line, choices)
        order = [f"r{place}" for place in range(self.lines)]
        self.order_fields([f"{one}_{name}" for one in order for name in LINE])
        self.helper = helper(
            *(self._fold(place) for place in range(self.lines)),
            Div("note", css_class="after-folds"),
            Buttons(
                Button(_("Show what moves"), name="handling", value="vis"),
                Button(_("Send for approval"), name="handling", value="send", kind="secondary"),
            ),
        )

    @staticmethod
    def _lines_of(data: Any, table: Table) -> int:
        typed = str(data.get("lines", "")) if data else ""
        asked = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
        return min(max(asked, len(table) + EMPTY_LINES), LINES_AT_MOST)

    def _add_line(self, place: int, line: Cells | None, choices: dict[str, Choices]) -> None:
        labels = {"number": (place + 1) * 10, **(line.as_json() if line else {})}
        self.fields[f"r{place}_number"] = forms.IntegerField(
            label=_("Order"), required=False, min_value=0, max_value=9999, initial=labels["number"]
        )
        self.fields[f"r{place}_name"] = forms.CharField(
            label=_("Name of the rule"), required=False, max_length=120, initial=labels.get("name", "")
        )
        for name, label in LABELS.items():
            field = forms.ChoiceField(label=label, choices=choices[name], required=False)
            field.initial = labels.get(name, "")
            self.fields[f"r{place}_{name}"] = field

    def _fold(self, place: int) -> Fold:
        """The rule in one line, and its cells behind it."""
        fields = [f"r{place}_{one}" for one in LINE]
        return Fold(self._in_short(place), Div(*fields, css_class="rule-cells"))

    def _in_short(self, place: int) -> str:
        """»10 Suspicion against a leader: leader → Closed group«, as it is typed now."""
        name = str(self[f"r{place}_name"].value() or "")
        if not name:
            return str(_("New rule"))
        words = {one: self._word(f"r{place}_{one}") for one in LABELS}
        for one in ("acute", "hours"):  # »yes« alone says nothing
            words[one] = f"{LABELS[one]}: {words[one].lower()}" if words[one] else ""
        team = words.pop("team")
        words.pop("phone")
        when = ", ".join(filter(None, words.values())) or gettext("always")
        number = self[f"r{place}_number"].value() or ""
        return f"{number} {name}: {when} → {team}"

    def _word(self, name: str) -> str:
        field, value = self.fields[name], str(self[name].value() or "")
        assert isinstance(field, forms.ChoiceField)
        known = {str(slug): str(label) for slug, label in cast(Choices, field.choices)}
        return known[value] if value in known and value else ""

    def clean(self) -> dict[str, Any]:
        """Every named line needs a team, and the last word is a line that always fits."""
        cleaned: dict[str, Any] = super().clean() or {}
        for place in range(self.lines):
            if cleaned.get(f"r{place}_name", "").strip() and not cleaned.get(f"r{place}_team"):
                self.add_error(f"r{place}_team", _("Choose the team that receives it"))
        if not self.errors and not any(line.is_fallback for line in self.table()):
            text = _("One rule has to be empty but for team and number: the one that always fits.")
            self.add_error(None, ValidationError(text, code="no_fallback"))
        return cleaned

    def table(self) -> Table:
        """The typed table in its order."""
        cleaned = self.cleaned_data
        lines = []
        for place in range(self.lines):
            cells = {one: cleaned.get(f"r{place}_{one}") or "" for one in LINE}
            number = cells.pop("number")
            cells["name"] = cells["name"].strip()
            if cells["name"]:
                lines.append((int(number or 9999), place, Cells(**cells)))
        return tuple(line for _number, _place, line in sorted(lines, key=lambda one: one[:2]))


LABELS: dict[str, Any] = {
    "suspect": _("Suspicion against"),
    "topic": _("Topic"),
    "certainty": _("Certainty"),
    "acute": _("In danger now"),
    "hours": _("Hours"),
    "profession": _("The filer works as"),
    "unit": _("Place"),
    "area": _("Area"),
    "team": _("Team that receives"),
    "phone": _("Number to call"),
}
LINE = ("number", "name", *LABELS)


def _choices_of(municipality: Municipality) -> dict[str, Choices]:
    units = list(Unit.objects.filter(municipality=municipality).order_by("name"))
    areas = sorted({unit.area for unit in units} - {""})
    teams = Team.objects.filter(municipality=municipality).order_by("name")
    phones = municipality.contacts.filter(unit=None).order_by("function").distinct("function", "slug")
    professions = Profession.objects.filter(municipality=municipality)
    return {
        "suspect": [ANY, *Suspect.choices],
        "topic": [ANY, *Topic.choices],
        "certainty": [ANY, *Certainty.choices],
        "acute": [ANY, (YES, _("Yes")), (NO, _("No"))],
        "hours": [ANY, (OPEN, pgettext_lazy("hours", "open")), (CLOSED, pgettext_lazy("hours", "closed"))],
        "profession": [ANY, *((one.slug, one.name) for one in professions)],
        "unit": [ANY, *((unit.slug, unit.name) for unit in units)],
        "area": [ANY, *((area, area) for area in areas)],
        "team": [("", _("Choose")), *((team.slug, team.name) for team in teams)],
        "phone": [("", _("None")), *((one.slug, one.function) for one in phones)],
    }


class TryForm(DkfdsForm):
    """The facts of an invented concern. Asked by GET: an address that can be sent to a colleague."""

    marks_optional = False
    suspect = forms.ChoiceField(label=_("Suspicion against"), choices=Suspect.choices)
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    certainty = forms.ChoiceField(label=_("Certainty"), choices=Certainty.choices)
    acute = forms.ChoiceField(label=_("In danger now"), choices=[(NO, _("No")), (YES, _("Yes"))])
    profession = forms.ChoiceField(label=_("The filer works as"), required=False)
    unit = forms.ChoiceField(label=_("Place"), required=False)
    day = forms.ChoiceField(label=_("Day"), required=False)
    hour = forms.ChoiceField(label=_("Time of day"), required=False)
    helper = helper(
        Div(
            "suspect",
            "topic",
            "certainty",
            "acute",
            "profession",
            "unit",
            "day",
            "hour",
            css_class="rule-cells",
        ),
        submit=_("Try it"),
        method="get",
    )

    def __init__(self, *args: Any, units: Sequence[Unit], professions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.slug: unit for unit in units}
        any_place = ("", _("Any place"))
        self._choose("unit", [any_place, *((unit.slug, unit.name) for unit in units)])
        self._choose("profession", [ANY, *professions])
        self._choose("day", [("", _("Today")), *((str(day), str(name)) for day, name in enumerate(DAYS))])
        self._choose("hour", [("", _("Now")), *((str(hour), f"{hour:02}.00") for hour in range(24))])

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def facts(self) -> Facts:
        """What was typed, as routing reads it."""
        told = self.cleaned_data
        return Facts(
            certainty=Certainty(told["certainty"]),
            topics=frozenset({Topic(told["topic"])}),
            suspects=frozenset({Suspect(told["suspect"])}),
            is_acute=told["acute"] == YES,
            professions=frozenset({told["profession"]} - {""}),
        )

    def place(self) -> Unit | None:
        """Where child and filer are."""
        return self.units.get(self.cleaned_data["unit"])

    def moment(self, now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
        """The next such day and hour, from the moment on."""
        local = now.astimezone(zone)
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        if day:
            local += dt.timedelta(days=(int(day) - local.weekday()) % 7)
        return local.replace(hour=int(hour), minute=0, second=0, microsecond=0) if hour else local


DAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


class DecisionForm(DkfdsForm):
    """The second person's two buttons."""

    helper = helper(
        buttons=(
            Button(_("Approve and put in force"), name="handling", value="godkend"),
            Button(_("Turn it down"), name="handling", value="afvis", kind="secondary"),
        )
    )


class WithdrawForm(DkfdsForm):
    """The only button of whoever suggested it."""

    helper = helper(buttons=(Button(_("Take it back"), name="handling", value="afvis", kind="secondary"),))
