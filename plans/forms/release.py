"""What the editor says when a draft is handed in: what changed, and who reads it again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beredskab.ui.forms import (
    CountedTextarea,
    DatePartsField,
    Div,
    DkfdsForm,
    Fieldset,
    HintedChoiceField,
    Include,
    helper,
)
from plans.forms.editing import Choices, ManyField
from plans.release.publishing import Reread
from plans.release.releasing import ChangedSection

NOBODY, ALL, SOME = "nobody", "all", "some"


class HandInForm(DkfdsForm):
    """One change note, and for each changed section who must read it again.

    Nothing is preselected, but of a first edition that everybody reads it, and of what was taken over from
    another municipality what that one chose.
    """

    change_note = forms.CharField(
        label=gettext_lazy("What has changed?"),
        help_text=gettext_lazy("All staff see it. One or two sentences."),
        max_length=600,
        widget=CountedTextarea(rows=4),
    )

    def __init__(
        self,
        *args: Any,
        sections: Sequence[ChangedSection],
        professions: Choices,
        people: Mapping[str, int],
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections, self.today = sections, today
        professions = [
            (slug, f"{name} – {_in_people(people[slug])}" if slug in people else name)
            for slug, name in professions
        ]
        layout: list[Any] = ["change_note"]
        for section in sections:
            layout.append(self._add_section(section, professions))
        self.helper = helper(*layout, submit=_("Send to approval"))

    def _add_section(self, section: ChangedSection, professions: Choices) -> Fieldset:
        number = section.pk
        changed = Include("plans/editing/changed_section.html", section=section)
        if not section.is_to_be_read:
            return Fieldset(section.title, changed)
        self.fields[f"who_{number}"] = HintedChoiceField(
            label=_("Must the section be read again?"),
            choices=[
                (NOBODY, _("No – a small correction")),
                (ALL, _("Yes – everybody it is for")),
                (SOME, _("Yes – only these professions")),
            ],
            hints={
                NOBODY: _("A misspelling, a clearer word. Nobody is asked."),
                ALL: _("%(people)d people in %(units)d units are told.")
                % {"people": section.people, "units": section.units},
            },
            error_messages={"required": _("Choose whether “%s” must be read again") % section.title},
        )
        self.fields[f"some_{number}"] = ManyField(_("Only these professions"), professions)
        self.fields[f"due_{number}"] = DatePartsField(label=_("Read and confirmed by"), required=False)
        return Fieldset(
            section.title,
            changed,
            f"who_{number}",
            Div(f"some_{number}", css_class="edit-columns"),
            f"due_{number}",
        )

    def clean(self) -> dict[str, Any]:
        """»Only these« needs some; a date lies ahead."""
        cleaned: dict[str, Any] = super().clean() or {}
        for section in self.sections:
            number = section.pk
            if cleaned.get(f"who_{number}") == SOME and not cleaned.get(f"some_{number}"):
                self.add_error(f"some_{number}", _("Choose at least one profession"))
            due = cleaned.get(f"due_{number}")
            if due and due < self.today:
                self.add_error(f"due_{number}", ValidationError(_("The date has passed")))
        return cleaned

    def rereads(self) -> dict[int, Reread]:
        """By section: who reads again, and by when."""
        told = self.cleaned_data
        found = {}
        for section in self.sections:
            who = told.get(f"who_{section.pk}", NOBODY)
            if who != NOBODY:
                some = tuple(told[f"some_{section.pk}"]) if who == SOME else ()
                found[section.pk] = Reread(some, told[f"due_{section.pk}"])
        return found


def _in_people(number: int) -> str:
    return ngettext("%d person", "%d people", number) % number


NOW, LATER = "now", "later"
HOURS = [(f"{hour:02d}", f"{hour:02d}.00") for hour in range(24)]


class DecisionForm(DkfdsForm):
    """The second pair of eyes: publish, now or at a date. Sending back is a button beside it."""

    read = forms.BooleanField(
        label=gettext_lazy("I have read the changes"),
        error_messages={"required": gettext_lazy("Tick the box when you have read the changes")},
    )
    when = HintedChoiceField(
        label=gettext_lazy("When is it published?"),
        choices=[(NOW, gettext_lazy("Now")), (LATER, gettext_lazy("On a date"))],
        hints={
            LATER: gettext_lazy("The check runs again on the day. Until then it can be withdrawn."),
        },
    )
    day = DatePartsField(label=gettext_lazy("On which day?"), required=False)
    hour = forms.ChoiceField(label=gettext_lazy("At what time?"), choices=HOURS, initial="07", required=False)
    helper = helper("read", "when", "day", "hour", submit=gettext_lazy("Approve and publish"))

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)
        for name in ("day", "hour"):
            self.fields[name].unmarked = True  # type: ignore[attr-defined]  # read by the field template

    def clean(self) -> dict[str, Any]:
        """A day to come, when it is not now."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("when") == LATER and "day" not in self.errors:
            if not cleaned.get("day"):
                self.add_error("day", _("Enter the day"))
            elif self._moment(cleaned) <= self.now:
                self.add_error("day", _("The moment has passed"))
        return cleaned

    def publish_at(self) -> dt.datetime | None:
        """The moment that was chosen, None for now."""
        return self._moment(self.cleaned_data) if self.cleaned_data["when"] == LATER else None

    def _moment(self, told: dict[str, Any]) -> dt.datetime:
        hour = int(told.get("hour") or "7")
        return dt.datetime.combine(told["day"], dt.time(hour), self.now.tzinfo)
