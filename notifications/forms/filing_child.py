"""Section 4 of the guided form: the child and the filer. A name or a description will do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import CountedTextarea, DatePartsField, Fieldset, Include
from notifications.forms.filing_base import (
    LONG,
    ClockField,
    QuestionForm,
    boxes,
    line,
    radio,
    yes_no,
)
from notifications.guide.answers import Person
from notifications.guide.birth import cpr_date
from notifications.guide.parents import Towards, towards_parents
from notifications.guide.questions import asks_safe_contact, told_too_much
from notifications.vocabulary import FAMILY_TOPICS, Question, Suspect

UNKNOWN_UNIT, OTHER_UNIT = "unknown", "other"


def _short_text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    area = CountedTextarea(rows=rows, attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=LONG, widget=area, **more)


class ChildForm(QuestionForm):
    """Q11."""

    question = Question.CHILD
    unit = forms.ChoiceField(label=_("Which institution or school does the child attend?"))
    other_unit = line(_("If it is another place: which, or in which area?"))
    name = line(
        _("The child's name, or how you describe the child"),
        help_text=_("For example “a boy of about 5 with a red jacket, group Mælkebøtten”"),
    )
    born = DatePartsField(label=_("Birth date"), required=False)
    cpr = line(
        _("CPR number"),
        max_length=20,
        help_text=_("Leave it empty if you do not know it."),
        attrs={"inputmode": "numeric", "class": "input-width-m"},
    )
    mother = line(
        _("The pregnant woman's name, or how you describe her"),
    )
    due = DatePartsField(label=_("Due date"), required=False)
    parents = _short_text(_("The parents' names and phone numbers"))
    lives_with = _short_text(_("With whom does the child live, and who has custody?"), rows=2)
    others = radio(
        _("Are brothers, sisters or others in it?"),
        yes_no(unknown=True),
        _("Choose yes, no or “I do not know”"),
        required=False,
        help_text=_("Also other children in the home. Choose yes, and you can write who they are."),
    )
    elsewhere = radio(
        _("Is another municipality responsible for the child?"),
        yes_no(unknown=True),
        _("Choose yes, no or “I do not know”"),
        required=False,
        help_text=_(
            "The child lives there, or that municipality has placed the child. Then we send it on. "
            "Is it urgent, call there as well."
        ),
    )
    municipality = line(_("If yes: which municipality?"))
    adviser = radio(
        _("Does the child already have an adviser in the municipality?"),
        yes_no(unknown=True),
        _("Choose yes, no or “I do not know”"),
        required=False,
    )
    protected = forms.BooleanField(
        label=_("The family has a protected name or address"),
        required=False,
        help_text=_("Then do not write the address here."),
    )

    def prepare(self) -> None:
        """Which fields there are depends on whether the child is born."""
        self.fields["unit"].choices = [  # type: ignore[attr-defined]  # a choice field
            (UNKNOWN_UNIT, _("I do not know")),
            (OTHER_UNIT, _("Another place")),
            *self.about.units,
        ]
        self.fields["unit"].required = False
        self.fields["unit"].unmarked = True  # type: ignore[attr-defined]  # always has a value
        self.fields["unit"].initial = self.about.own_unit or UNKNOWN_UNIT
        self.fields["born"].not_after = self.about.today  # type: ignore[attr-defined]  # a DatePartsField
        gone = ("name", "born", "cpr", "unit", "other_unit")
        for name in gone if self.about.answers.unborn else ("mother", "due"):
            del self.fields[name]
        if Suspect.CHILD in self.about.answers.suspects:
            del self.fields["others"]  # asked in any case
        named = "mother" if self.about.answers.unborn else "name"
        self.fields[named].unmarked = True  # type: ignore[attr-defined]  # the one field that is needed

    def layout(self) -> tuple[Any, ...]:
        """The one thing that is needed first; the family below."""
        unborn = self.about.answers.unborn
        others = ("others",) if "others" in self.fields else ()
        first = ("mother", "due") if unborn else ("name", "born", "cpr", "unit", "other_unit")
        legend = _("The pregnant woman") if unborn else _("The child")
        return (
            Fieldset(legend, *first),
            Fieldset(_("The family"), "parents", "protected", "lives_with", *others),
            Fieldset(_("The municipality"), "elsewhere", "municipality", "adviser"),
        )

    def clean_cpr(self) -> str:
        """The date part must be a date; the check digit is no rule any more."""
        cpr: str = self.cleaned_data["cpr"].strip()
        if cpr and cpr_date(cpr) is None:
            raise ValidationError(
                _("Write the CPR number as day, month, year and four digits, or leave it empty")
            )
        return cpr

    def clean_name(self) -> str:
        """A description will do."""
        return self._needed("name", _("Write the child's name, or describe the child"))

    def clean_mother(self) -> str:
        """A description will do."""
        return self._needed("mother", _("Write the pregnant woman's name, or describe her"))

    def _needed(self, name: str, missing: Any) -> str:
        words: str = self.cleaned_data[name].strip()
        if not words:
            raise ValidationError(missing)
        return words


class InterpreterForm(QuestionForm):
    """Q12, and with control or honour how the young person can be reached safely."""

    question = Question.INTERPRETER
    heading_field = "interpreter"
    interpreter = radio(
        "",
        yes_no(unknown=True),
        _("Choose whether an interpreter is needed, or “I do not know”"),
        help_text=_("Never use children, relatives or acquaintances as interpreters."),
    )
    tongue = line(_("If yes: which language and dialect?"))
    safe_contact = _short_text(
        _("How can the adviser safely get hold of the young person?"),
        help_text=_("Time, place and number. Never a number that the family sees."),
    )

    def prepare(self) -> None:
        """Safe contact is asked only where contact can be dangerous, and of whom it can harm."""
        a = self.about.answers
        if not asks_safe_contact(a):
            del self.fields["safe_contact"]
        elif not a.topics & FAMILY_TOPICS:
            pregnant = _("How can the adviser safely get hold of the pregnant woman?")
            parent = _("How can the adviser safely get hold of the parent who is exposed to the violence?")
            self.fields["safe_contact"].label = pregnant if a.unborn else parent
            self.fields["safe_contact"].help_text = _(
                "Time, place and number. Never a phone or a mail box that somebody else in the home reads."
            )


class TalkedForm(QuestionForm):
    """Q13, without blame."""

    question = Question.TALKED
    heading_field = "talked"
    talked = boxes(
        "",
        [
            (Person.LEADER, _("Leader")),
            (Person.COLLEAGUE, _("Colleague")),
            (Person.PARENTS, _("Parents")),
            (Person.SUSPECT, _("The one the suspicion is directed against")),
            (Person.NOBODY, _("Nobody")),
            (Person.OTHERS, _("Others")),
        ],
        _("Choose with whom you have talked, or “Nobody”"),
    )
    others = line(_("If others: who?"))
    parents_view = _short_text(_("What did the parents say?"))

    def prepare(self) -> None:
        """The parents' view is asked for only where it is right to talk with them first."""
        if towards_parents(self.about.answers).code not in {Towards.INVOLVE_FIRST, Towards.TEAM_TALKS}:
            del self.fields["parents_view"]

    def layout(self) -> tuple[Any, ...]:
        """What holds for the parents stands above: it decides whom to talk with next."""
        advice = towards_parents(self.about.answers)
        to_caller = self.about.answers.is_taken_down
        box = Include("notifications/filing/towards_parents.html", advice=advice, to_caller=to_caller)
        return ("talked", "others", *(n for n in ("parents_view",) if n in self.fields), box)

    def clean_talked(self) -> list[str]:
        """Nobody and somebody at once is a slip."""
        chosen: list[str] = self.cleaned_data["talked"]
        if Person.NOBODY in chosen and len(chosen) > 1:
            raise ValidationError(_("You have chosen both “Nobody” and somebody. Choose one of them"))
        return chosen


class TheyKnowForm(QuestionForm):
    """Q13: somebody knows who should hear no more; the page says whom to call instead."""

    question = Question.THEY_KNOW
    know = _short_text(_("Write what they know"), rows=5)

    @property
    def who(self) -> frozenset[Person]:
        """Those the filer must not talk with again about this."""
        return told_too_much(self.about.answers)


class FilerForm(QuestionForm):
    """Q14. Name and workplace are known; nothing is asked twice."""

    question = Question.FILER
    phone = forms.CharField(
        label=_("Phone number where we reach you today"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "input-width-m"}),
        error_messages={"required": _("Write a phone number where we can reach you today")},
    )
    leaves = ClockField(label=_("When do you go home?"), required=False)
    others = line(_("Whom else can we call?"))
    workplace = line(
        _("Your workplace and its address"),
        help_text=_("Write the address of your workplace, not your own."),
    )
    safety = _short_text(
        _("Are you afraid for your own safety? Write why."),
        rows=3,
        help_text=_("The adviser weighs it when the parents ask to read the case."),
    )

    def prepare(self) -> None:
        """Filled in beforehand; nobody who is suspected is offered as »else«."""
        self.fields["phone"].initial = self.about.phone
        self.fields["workplace"].initial = self.about.workplace
        if self.about.answers.leader_out:
            self.fields["others"].help_text = _(
                "Not the leader, and nobody the suspicion is directed against."
            )
        else:
            self.fields["others"].help_text = _(
                "A colleague who knows about it. Nobody the suspicion is directed against."
            )
