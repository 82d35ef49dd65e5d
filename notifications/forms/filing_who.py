"""Sections 1 and 2 of the guided form: is it urgent, and who and what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import Button, Div, Fieldset, Include
from notifications.forms.filing_base import (
    HANDLING,
    SHORT,
    ClockField,
    QuestionForm,
    boxes,
    line,
    radio,
    yes_no,
)
from notifications.vocabulary import Certainty, Danger, Question, Suspect, Together, Topic

NOBODY = "nobody"
DOUBT = "doubt"

CERTAINTY_HINTS: dict[str, Any] = {
    Certainty.CONCERN: _(
        "Something is wrong. You have seen signs that the child is not well, but do not know why."
    ),
    Certainty.SUSPICION: _(
        "You have seen or heard something specific that may be violence or abuse. "
        "It may be something the child has said."
    ),
    Certainty.KNOWLEDGE: _(
        "You know that it has happened. The child has told it clearly, somebody has admitted it, "
        "or you have seen it yourself."
    ),
}
SAME_ADVICE = _(
    "Are you in doubt between suspicion and knowledge? Just choose one of them. "
    "What you have to do is the same."
)


class DangerForm(QuestionForm):
    """Q1."""

    question = Question.DANGER
    heading_field = "danger"
    danger = radio(
        "",
        Danger.choices,
        _("Choose whether the child is in danger right now"),
        help_text=_("Also if the child is badly hurt or wants to harm itself."),
    )


class CertaintyForm(QuestionForm):
    """Q2. After the helper questions their result is chosen already; the person decides."""

    question = Question.CERTAINTY
    heading_field = "certainty"
    certainty = radio(
        "",
        [*Certainty.choices, (DOUBT, _("I am in doubt"))],
        _("Choose what fits best right now"),
        help_text=SAME_ADVICE,
        hints={**CERTAINTY_HINTS, DOUBT: _("Three short questions help you to choose.")},
    )

    def layout(self) -> tuple[Any, ...]:
        """The result of the helper questions stands above the choice."""
        guess = self.about.answers.guess
        if not (self.about.answers.in_doubt and guess):
            return ("certainty",)
        return (
            Include(
                "notifications/filing/guess.html",
                guess=guess,
                contact=self.about.contact("familieraadgivningen"),
            ),
            "certainty",
        )


class _DoubtForm(QuestionForm):
    heading_field = "answer"
    answer = radio("", yes_no(), _("Choose yes or no"))


class DoubtToldForm(_DoubtForm):
    """First helper question: told, seen or admitted."""

    question = Question.DOUBT_TOLD


class DoubtShownForm(_DoubtForm):
    """Second helper question: said, shown or written."""

    question = Question.DOUBT_SHOWN


class DoubtSeenForm(_DoubtForm):
    """Third helper question: something specific."""

    question = Question.DOUBT_SEEN


class TopicForm(QuestionForm):
    """Q5."""

    question = Question.TOPIC
    heading_field = "topics"
    topics = boxes(
        "",
        [choice for choice in Topic.choices if choice[0] != Topic.ABSENCE],
        _("Choose what it may be about, or “I do not know”"),
        help_text=_("Choose everything you think of. You do not have to be sure."),
    )


class SuspectForm(QuestionForm):
    """Q3. A concern may be about nobody in particular; a suspicion may not."""

    question = Question.SUSPECT
    heading_field = "suspects"
    suspects = boxes(
        "",
        Suspect.choices,
        _("Choose against whom the suspicion is directed"),
        help_text=_("Choose everybody you think of. You can change it later."),
        hints={
            Suspect.HOME: _("Also a step-parent, a parent's partner, grown siblings, grandparents"),
            Suspect.LEADER: _("Also a deputy or daily leader. The leader cannot see the case"),
            Suspect.EMPLOYEE: _("Also a student or a helper. The person cannot see the case"),
            Suspect.OTHER: _("For example a coach, a neighbour or somebody online"),
        },
    )

    def prepare(self) -> None:
        """»No, nobody in particular« stands first, and only for a concern."""
        if not self.about.answers.is_suspicion:
            field = self.fields["suspects"]
            field.choices = [(NOBODY, _("No, nobody in particular")), *Suspect.choices]  # type: ignore[attr-defined]  # a choice field
            field.error_messages["required"] = _("Choose a person, or “No, nobody in particular”")

    def clean_suspects(self) -> list[str]:
        """Nobody and somebody at once is a slip."""
        chosen: list[str] = self.cleaned_data["suspects"]
        if NOBODY in chosen and len(chosen) > 1:
            raise ValidationError(
                _("You have chosen both “No, nobody in particular” and a person. Choose one of them")
            )
        return chosen


class PersonForm(QuestionForm):
    """Q3b: who it is, so that the person cannot see the case. Searching works without script."""

    question = Question.PERSON
    persons = boxes(_("Choose the person"), (), _("Choose the person, or “I do not know”"), required=False)
    search = line(
        _("Search by name or workplace"),
        help_text=_("Write a part of the name. Press Search, and choose the person in the list."),
    )
    typed_name = line(_("The person's name or what you know"), max_length=SHORT)
    typed_place = line(_("Where the person works"), max_length=SHORT)
    unknown = forms.BooleanField(label=_("I do not know who it is"), required=False)

    def prepare(self) -> None:
        """Whoever was chosen or found can be ticked; an empty list is not drawn."""
        self.fields["persons"].choices = list(self.about.people)  # type: ignore[attr-defined]  # a choice field
        for name in ("search", "typed_name", "typed_place", "persons"):
            self.fields[name].unmarked = True  # type: ignore[attr-defined]  # »(optional)« would mislead: one is needed
        if not self.about.people:
            self.fields["persons"].widget = forms.MultipleHiddenInput()

    def layout(self) -> tuple[Any, ...]:
        """Search first, then who was found, then the two ways for somebody who is not listed."""
        find = Button(_("Search"), name=HANDLING, value="soeg", kind="secondary", novalidate=True)
        return (
            Div("search", find, css_class="search-line"),
            Include("notifications/filing/found.html"),
            "persons",
            Fieldset(_("Is the person not on the list?"), "typed_name", "typed_place", "unknown"),
        )

    def lines(self) -> list[tuple[str, str, str]]:
        """The search is no answer."""
        return [line for line in super().lines() if line[0] != "search"]

    def clean(self) -> dict[str, Any]:
        """At least one of the three ways. A search alone names nobody."""
        data = super().clean() or {}
        if not (data.get("persons") or data.get("typed_name") or data.get("unknown")):
            target = "persons" if self.about.people else "search"
            self.add_error(target, _("Choose the person, write a name, or choose “I do not know who it is”"))
        return data


class TogetherForm(QuestionForm):
    """Q4. The time is a deadline in the inbox."""

    question = Question.TOGETHER
    heading_field = "together"
    together = radio(
        "",
        [
            (Together.YES, _("Yes, the child is fetched or goes home today")),
            (Together.NOW, Together.NOW.label),
            (Together.NO, Together.NO.label),
            (Together.UNKNOWN, Together.UNKNOWN.label),
        ],
        _("Choose whether the child will be with the person today"),
    )
    pick_up = ClockField(label=_("If yes: at what time?"), required=False, help_text=_("For example 15.30"))
