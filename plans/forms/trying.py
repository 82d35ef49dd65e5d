"""A question to try oneself: in the section for readers, and as an editor writes it."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.ui.forms import Button, CountedTextarea, DkfdsForm, Fieldset, HintedChoiceField, helper
from plans.forms.editing import Choices, ManyField
from plans.scenarios.questions import MOST_OPTIONS, Option, Question


class TryForm(DkfdsForm):
    """One answer to one question of a section. The field carries the mark of the question's words."""

    def __init__(self, data: Any = None, *, question: Question) -> None:
        is_sent = data is not None and data.get("question") == question.mark
        super().__init__(data if is_sent else None)
        self.question = question
        self.fields[question.field] = HintedChoiceField(
            label=question.question,
            choices=[(str(place), option.text) for place, option in enumerate(question.options)],
            error_messages={"required": _("Choose an answer")},
        )
        words = format_html('{}<span class="sr-only"> – {}</span>', _("Answer"), question.question)
        self.fields["question"] = forms.CharField(
            widget=forms.HiddenInput({"id": f"id_question_{question.mark}"}), initial=question.mark
        )
        self.helper = helper(question.field, "question", buttons=(Button(words, kind="secondary"),))

    def chosen(self) -> int:
        """The number of the option, from 0."""
        return int(self.cleaned_data[self.question.field])


class QuestionForm(DkfdsForm):
    """A question as an editor writes it: up to four answers, one of them right, each with its why."""

    situation = forms.CharField(
        label=gettext_lazy("The situation"),
        required=False,
        max_length=600,
        help_text=gettext_lazy("What has happened? Invented, short, and about nobody."),
        widget=CountedTextarea(rows=3),
    )
    question = forms.CharField(
        label=gettext_lazy("The question"),
        max_length=200,
        help_text=gettext_lazy("For example: What do you do first?"),
    )
    right = HintedChoiceField(
        label=gettext_lazy("Which answer is right?"),
        choices=[(str(n), gettext_lazy("Answer %d") % n) for n in range(1, MOST_OPTIONS + 1)],
    )
    professions = ManyField(
        gettext_lazy("Only for these professions"), help_text=gettext_lazy("None ticked: for all.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)

    def __init__(
        self, *args: Any, asked: Question | None, professions: Choices, seen: str, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**_initial(asked), "seen": seen}
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.fields["professions"].choices = professions  # type: ignore[attr-defined]  # a choice field
        numbers = range(1, MOST_OPTIONS + 1)
        for n in numbers:
            self._add_option(n)
        options = [Fieldset(_("Answer %d") % n, f"text_{n}", f"why_{n}") for n in numbers]
        self.helper = helper(
            "situation",
            "question",
            *options,
            "right",
            "professions",
            "seen",
            submit=_("Save in the draft"),
            css_class="edit-wide",
        )

    def _add_option(self, number: int) -> None:
        is_needed = number <= 2
        self.fields[f"text_{number}"] = forms.CharField(
            label=_("What one can answer"), required=is_needed, max_length=300
        )
        self.fields[f"why_{number}"] = forms.CharField(
            label=_("Why it is right or wrong"),
            required=is_needed,
            max_length=400,
            help_text=_("The reader sees it at once."),
        )

    def clean(self) -> dict[str, Any]:
        """An answer and its why come together, and the right one is there."""
        told: dict[str, Any] = super().clean() or {}
        for n in range(3, MOST_OPTIONS + 1):
            text, why = told.get(f"text_{n}"), told.get(f"why_{n}")
            if bool(text) != bool(why):
                missing = f"why_{n}" if text else f"text_{n}"
                self.add_error(missing, _("Write both the answer and why"))
        right = told.get("right")
        if right and not self.errors and not told.get(f"text_{right}"):
            self.add_error("right", _("The answer that is right has no words"))
        return told

    def made(self, slug: str) -> Question:
        """The question as the form says it."""
        told = self.cleaned_data
        numbers = [n for n in range(1, MOST_OPTIONS + 1) if told[f"text_{n}"]]
        return Question(
            slug=slug,
            question=told["question"],
            situation=told["situation"],
            professions=tuple(told["professions"]),
            options=tuple(
                Option(told[f"text_{n}"], str(n) == told["right"], told[f"why_{n}"]) for n in numbers
            ),
        )


def _initial(asked: Question | None) -> dict[str, Any]:
    if asked is None:
        return {}
    told: dict[str, Any] = {
        "situation": asked.situation,
        "question": asked.question,
        "professions": list(asked.professions),
    }
    for n, option in enumerate(asked.options, start=1):
        told[f"text_{n}"], told[f"why_{n}"] = option.text, option.why
        if option.right:
            told["right"] = str(n)
    return told
