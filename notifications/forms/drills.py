"""What somebody fills in who plans a drill."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Municipality, Staff, Team, Unit
from beredskab.ui.forms import CountedTextarea, DatePartsField, DkfdsForm, Fieldset, helper
from notifications.drills.judging import Case
from notifications.drills.planning import Draft
from notifications.forms.filing_base import boxes, radio
from notifications.models import Drill
from notifications.vocabulary import Certainty, Danger, Suspect, Together, Topic

#: Six digits, perhaps a space or a hyphen, four digits: nobody invented that.
PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{6}[-\s]?\d{4}(?!\d)")
TOPICS = [choice for choice in Topic.choices if choice[0] not in (Topic.ABSENCE, Topic.UNKNOWN)]
DAYS = 7
#: Addresses of people in one drill, besides units and teams.
PEOPLE_AT_MOST = 200


def _invented(text: str) -> str:
    """The text; refused when it holds something like a CPR number."""
    if PERSONAL_NUMBER.search(text):
        raise ValidationError(_("There is a CPR number in the text. A drill is never about a real child"))
    return text


class DrillForm(DkfdsForm):
    """A drill before it begins: the invented case, what is true in it, who takes part, and when."""

    title = forms.CharField(label=_("What is the drill called?"), max_length=120)
    situation = forms.CharField(
        label=_("The invented case"),
        max_length=2000,
        help_text=_("What the participants read. No names, and nothing that has happened to a real child."),
        widget=CountedTextarea(rows=8),
    )
    danger = radio(
        _("Is the child in danger right now?"), Danger.choices, _("Choose whether the child is in danger")
    )
    certainty = radio(_("What is it?"), Certainty.choices, _("Choose concern, suspicion or knowledge"))
    topics = boxes(_("What is it about?"), TOPICS, _("Choose what it is about"))
    suspects = boxes(
        _("Against whom is the suspicion directed?"),
        Suspect.choices,
        _("Choose against whom"),
        required=False,
    )
    together = radio(
        _("Will the child be with the person today?"), Together.choices, _("Choose whether they are together")
    )
    hours = radio(
        _("When does it happen?"),
        [
            ("open", _("On an ordinary weekday, while the offices are open")),
            ("closed", _("In the evening, when the offices are closed")),
        ],
        _("Choose when it happens"),
    )
    units = boxes(_("Units"), (), _("Choose"), required=False)
    teams = boxes(_("Receiving teams, as participants"), (), _("Choose"), required=False)
    people = forms.CharField(
        label=_("People"),
        required=False,
        help_text=_("Work e-mails, one on each line."),
        max_length=20_000,
        widget=forms.Textarea({"rows": 3, "cols": 60}),
    )
    starts_on = DatePartsField(
        label=_("Which day does it begin?"), help_text=_("At 8 in the morning, or when you press Begin now.")
    )
    ends_on = DatePartsField(label=_("Which day is the last?"))
    is_announced = radio(
        _("Shall the participants know beforehand?"),
        [("yes", _("Yes, they get a mail when you plan it")), ("no", _("No, they learn it when it begins"))],
        _("Choose whether they shall know"),
        help_text=_("When it begins they always see that it is a drill."),
    )

    def __init__(
        self,
        *args: Any,
        municipality: Municipality,
        units: Sequence[Unit],
        teams: Sequence[Team],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.known_units = {str(one.pk): one for one in units}
        self.known_teams = {str(one.pk): one for one in teams}
        self._choose("units", [(pk, one.name) for pk, one in self.known_units.items()])
        self._choose("teams", [(pk, one.name) for pk, one in self.known_teams.items()])
        who = ["units", "people"] if not self.known_teams else ["units", "teams", "people"]
        if not self.known_teams:
            del self.fields["teams"]
        self.helper = helper(
            Fieldset(_("What the participants read"), "title", "situation"),
            Fieldset(
                _("What is true in the case"),
                "danger",
                "certainty",
                "topics",
                "suspects",
                "together",
                "hours",
            ),
            Fieldset(_("Who takes part"), *who),
            Fieldset(_("When"), "starts_on", "ends_on", "is_announced"),
            submit=_("Save the drill"),
            css_class="edit-wide",
        )

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices

    def clean_title(self) -> str:
        """Never about a real child."""
        return _invented(self.cleaned_data["title"])

    def clean_situation(self) -> str:
        """Never about a real child."""
        return _invented(self.cleaned_data["situation"])

    def clean_people(self) -> list[Staff]:
        """Everybody has an address here; whoever has not is named in the error."""
        typed = self.cleaned_data["people"].replace(",", "\n").replace(";", "\n").split("\n")
        wanted = list(dict.fromkeys(one.strip().lower() for one in typed if one.strip()))
        if len(wanted) > PEOPLE_AT_MOST:
            raise ValidationError(_("Name at most 200 people, or choose their units"))
        found = {
            one.email.lower(): one
            for one in Staff.objects.filter(
                municipality=self.municipality, is_active=True, email__iregex=_any_of(wanted)
            )
        }
        if missing := [one for one in wanted if one not in found]:
            raise ValidationError(
                gettext("Nobody here has this e-mail: %(mails)s") % {"mails": ", ".join(missing)}
            )
        return [found[one] for one in wanted]

    def clean(self) -> dict[str, Any]:
        """Somebody takes part, it ends after it begins, and a suspicion is against somebody."""
        told: dict[str, Any] = super().clean() or {}
        chosen = any(told.get(name) for name in ("units", "teams", "people"))
        if not chosen and not self.errors.keys() & {"units", "teams", "people"}:
            self.add_error("units", _("Choose at least one unit or name somebody"))
        starts, ends = told.get("starts_on"), told.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first"))
        if told.get("certainty") not in (None, "", Certainty.CONCERN) and not told.get("suspects"):
            self.add_error("suspects", _("A suspicion is directed against somebody"))
        return told

    def draft(self) -> Draft:
        """What was typed. Call after is_valid()."""
        told = self.cleaned_data
        case = Case(
            Danger(told["danger"]),
            Certainty(told["certainty"]),
            frozenset(Topic(one) for one in told["topics"]),
            frozenset(Suspect(one) for one in told["suspects"]),
            Together(told["together"]),
        )
        return Draft(
            title=told["title"],
            situation=told["situation"],
            case=case,
            starts_on=told["starts_on"],
            ends_on=told["ends_on"],
            is_announced=told["is_announced"] == "yes",
            is_open=told["hours"] == "open",
            units=[self.known_units[one] for one in told["units"]],
            teams=[self.known_teams[one] for one in told.get("teams", ())],
            people=told["people"],
        )


def initial_of(drill: Drill) -> dict[str, Any]:
    """The form as a planned drill fills it."""
    plain = ("title", "situation", "danger", "certainty", "topics", "suspects", "together")
    return {
        **{name: getattr(drill, name) for name in (*plain, "starts_on", "ends_on")},
        "is_announced": "yes" if drill.is_announced else "no",
        "hours": "open" if drill.is_open else "closed",
        "units": [str(one.pk) for one in drill.units.all()],
        "teams": [str(one.pk) for one in drill.teams.all()],
        "people": "\n".join(drill.people.values_list("email", flat=True)),
    }


def initial_of_case(title: str, situation: str, case: Case, today: dt.date) -> dict[str, Any]:
    """The form as a case of the catalogue fills it."""
    return {
        "title": title,
        "situation": situation,
        "danger": case.danger.value,
        "certainty": case.certainty.value,
        "topics": sorted(case.topics),
        "suspects": sorted(case.suspects),
        "together": case.together.value,
        **initial_days(today),
    }


def initial_days(today: dt.date) -> dict[str, Any]:
    """From today, for a week, announced."""
    return {
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=DAYS),
        "is_announced": "yes",
        "hours": "open",
    }


def _any_of(addresses: Sequence[str]) -> str:
    return "^(" + "|".join(re.escape(one) for one in addresses) + ")$" if addresses else "^$"
