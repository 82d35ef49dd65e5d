"""Q11: who else is in it. As many rows as it takes; each has a part of its own, and none is »the victim«."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import Button, Fieldset, Include
from notifications.forms.filing_base import HANDLING, QuestionForm, line
from notifications.guide.people import FIELDS, MOST, ROWS, Somebody, people_in, rows_of
from notifications.guide.typed import Typed
from notifications.vocabulary import Part, Question, Suspect

#: Value of the button that asks for one more row.
MORE = "flere"


class OthersForm(QuestionForm):
    """Other children and persons. Everything may be left empty."""

    question = Question.OTHERS

    def prepare(self) -> None:
        """One group of fields for each of them."""
        self.rows = rows_of(self._as_typed())
        self.fields[ROWS] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=str(self.rows), max_length=2
        )
        for number in range(self.rows):
            self._add_row(number)
        if Suspect.CHILD in self.about.answers.suspects:
            self.fields["part_0"].initial = Part.OTHER_CHILD

    def layout(self) -> tuple[Any, ...]:
        """Row after row, then the button for one more."""
        rows = tuple(
            Fieldset(
                _now("Person %(number)s") % {"number": number + 1}, *(f"{name}_{number}" for name in FIELDS)
            )
            for number in range(self.rows)
        )
        more = Button(_("Add one more"), name=HANDLING, value=MORE, kind="secondary", novalidate=True)
        last = (more,) if self.rows < MOST else ()
        return (Include("notifications/filing/others_hint.html"), ROWS, *rows, *last)

    def typed(self, *, done: bool) -> Typed:
        """As typed; after »Add one more« with a row more than before."""
        typed = super().typed(done=done)
        wanted = self.rows + 1 if self.data.get(HANDLING) == MORE else self.rows
        return Typed({**typed.data, ROWS: (str(min(wanted, MOST)),)}, typed.done)

    def lines(self) -> list[tuple[str, str, str]]:
        """One line for each: the part they have, and what is known."""
        return [(f"who_{one.number}", "", _in_words(one)) for one in people_in(self._as_typed())]

    def _as_typed(self) -> Typed:
        names = [f"{name}_{number}" for name in FIELDS for number in range(MOST)]
        return Typed({name: (self.data.get(name, ""),) for name in (ROWS, *names)})

    def _add_row(self, number: int) -> None:
        self.fields[f"part_{number}"] = forms.ChoiceField(
            label=_("Which part has the person in it?"),
            choices=[("", _("Choose")), *Part.choices],
            required=False,
        )
        self.fields[f"part_{number}"].unmarked = True  # type: ignore[attr-defined]  # nothing here is needed
        self.fields[f"who_{number}"] = line(_("Name or description"))
        self.fields[f"age_{number}"] = line(
            _("Age or birth date"), max_length=40, attrs={"class": "input-width-m"}
        )
        self.fields[f"contact_{number}"] = line(_("Phone, address or institution"))


def _in_words(one: Somebody) -> str:
    known = ", ".join(words for words in (one.who, one.age, one.contact) if words)
    return f"{one.part.label}: {known}"
