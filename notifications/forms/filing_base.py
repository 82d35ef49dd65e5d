"""What the questions of the guided form share: shown as typed, read as typed, drawn alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import Button, Buttons, DkfdsForm, helper
from notifications import filing
from notifications.guide import questions, taken_down
from notifications.guide.answers import Answers
from notifications.guide.clock import read_time
from notifications.guide.typed import Typed
from notifications.vocabulary import Question

LONG, SHORT = 20_000, 200
FORM_ID = "question"
TICKET = "ticket"
HANDLING = "handling"

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class About:
    """What the forms need beside what is typed: earlier answers, the day, places, people."""

    answers: Answers
    today: dt.date
    units: Choices = ()
    own_unit: str = ""
    people: Choices = ()
    has_found: bool = False  # whether the search for people fits any of them
    own_leader: str = ""
    phone: str = ""
    workplace: str = ""
    contacts: Mapping[str, str] = field(default_factory=dict)  # slug -> »name, number«

    def contact(self, slug: str, otherwise: str = "familieraadgivningen") -> str:
        """Name and number for a hint; the family unit's where the municipality has none for it."""
        return self.contacts.get(slug) or self.contacts.get(otherwise, "")


class QuestionForm(DkfdsForm):
    """One question on one page. What is typed is kept as it is, valid or not."""

    question: ClassVar[Question]
    buttons: ClassVar[tuple[Button, ...]] = ()
    #: fields of a search or a button, not part of the answer
    passing: ClassVar[frozenset[str]] = frozenset({TICKET})

    def __init__(
        self, data: Any = None, *, about: About, url: str = "", saved: str = "", **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.about = about
        self.fields[TICKET] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.prepare()
        if about.answers.is_taken_down:
            self._ask_for_somebody_else()
        if self.heading_field:
            self.fields[self.heading_field].label = str(questions.title(self.question, about.answers))
        self.helper = self._helper(url, saved)

    def prepare(self) -> None:
        """Choices, hints and labels that depend on what was answered before."""

    def _ask_for_somebody_else(self) -> None:
        """The taker of a call is not the one who saw it: words without »you«, and less to answer."""
        for name in taken_down.NOT_ASKED.get(self.question, ()):
            del self.fields[name]
        for name, label in taken_down.LABELS.get(self.question, {}).items():
            if name in self.fields:
                self.fields[name].label = str(label)
        for name, words in taken_down.HELP.get(self.question, {}).items():
            self.fields[name].help_text = str(words)

    def layout(self) -> tuple[Any, ...]:
        """Fields and texts in the order of the page."""
        return tuple(name for name in self.fields if name != TICKET)

    def _helper(self, url: str, saved: str) -> Any:
        close = Button(
            _("Save draft and close"), name=HANDLING, value="luk", kind="secondary", novalidate=True
        )
        return helper(
            *self.layout(),
            Buttons(Button(_("Continue")), close, saved=saved),
            action=url,
            form_id=FORM_ID,
            attrs={"data-autosave": f"{url}gem/", "autocomplete": "off"} if url else {},
        )

    @classmethod
    def shown(
        cls, typed: Typed, *, about: About, url: str = "", ticket: str = "", saved: str = ""
    ) -> QuestionForm:
        """The form with everything as it was typed and no complaint about it yet."""
        data = QueryDict(mutable=True)
        for name, values in typed.data.items():
            data.setlist(name, list(values))
        data[TICKET] = ticket
        form = cls(data, about=about, url=url, saved=saved)
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # Django's own: bound, and not judged
        form.cleaned_data = {}
        return form

    def typed(self, *, done: bool) -> Typed:
        """Every field of the answer as it arrived, with the answers it was given for."""
        typed = cast(QueryDict, self.data)
        data: dict[str, tuple[str, ...]] = {}
        for name in self._names():
            if values := tuple(v for v in typed.getlist(name) if v):
                data[name] = values
        return filing.given_for(self.question, Typed(data, done), self.about.answers)

    def _names(self) -> list[str]:
        names: list[str] = []
        for name, one in self.fields.items():
            if isinstance(one.widget, forms.MultiWidget):
                names += [f"{name}_{i}" for i in range(len(one.widget.widgets))]
            elif name not in self.passing:
                names.append(name)
        return names

    def lines(self) -> list[tuple[str, str, str]]:
        """The answer as it is read again: field, label and words; empty fields left out.

        A box that was ticked says what stands beside it: »I do not know who it is«, not »Yes«.
        """
        found = []
        for name, one in self.fields.items():
            value = self.cleaned_data.get(name)
            words = self.in_words(name, value)
            if words and name not in self.passing:
                label = str(one.label)
                found.append((name, "", label) if value is True else (name, label, words))
        return found

    def in_words(self, name: str, value: Any) -> str:
        """One value in words: the label of a choice, a date or time as written, or the text."""
        if value in (None, "", False, []):
            return ""
        if value is True:
            return str(self.fields[name].label)
        if isinstance(value, dt.date):
            return date_format(value, str(_("j F Y")), use_l10n=False)
        if isinstance(value, dt.time):
            return f"{value:%H.%M}"
        choices = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(value, list):
            return ", ".join(str(choices.get(one, one)) for one in value)
        return str(choices.get(value, value))


class ClockField(forms.CharField):
    """A time of day as people write it: 15.30, 15:30, 1530 or 15. None when empty."""

    default_error_messages = {"time": _("Write the time as 15.30")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "input-width-s"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        """Raises ValidationError when it is no time of day."""
        text = super().clean(value)
        if not text:
            return None
        found = read_time(text)
        if found is None:
            raise ValidationError(self.error_messages["time"], code="time")
        return found


def radio(label: Any, choices: Choices, missing: Any, *, required: bool = True, **more: Any) -> Any:
    """A choice of one; ``missing`` is the error when nothing is chosen."""
    hints = more.pop("hints", {})
    made = forms.ChoiceField(
        label=label,
        choices=list(choices),
        widget=forms.RadioSelect,
        required=required,
        error_messages={"required": missing, "invalid_choice": missing},
        **more,
    )
    made.hints = hints  # type: ignore[attr-defined]  # read by templates/dkfds/field.html
    return made


def boxes(label: Any, choices: Choices, missing: Any, *, required: bool = True, **more: Any) -> Any:
    """A choice of several."""
    hints = more.pop("hints", {})
    made = forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        widget=forms.CheckboxSelectMultiple,
        required=required,
        error_messages={"required": missing, "invalid_choice": missing},
        **more,
    )
    made.hints = hints  # type: ignore[attr-defined]  # read by templates/dkfds/field.html
    return made


def line(label: Any, *, required: bool = False, **more: Any) -> forms.CharField:
    """One line of text about a child or a person: the browser must not remember it."""
    attrs = {"autocomplete": "off", **more.pop("attrs", {})}
    more.setdefault("max_length", SHORT)
    return forms.CharField(label=label, required=required, widget=forms.TextInput(attrs=attrs), **more)


def yes_no(*, unknown: bool = False) -> Choices:
    """No first, as in the plan's own order: nobody is pressed to say yes."""
    words: list[tuple[str, Any]] = [("no", _("No")), ("yes", _("Yes"))]
    return [*words, ("unknown", _("I do not know"))] if unknown else words
