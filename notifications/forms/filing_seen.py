"""Section 3 of the guided form: what was seen and heard. The child's words stand apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import CountedTextarea, DatePartsField, Fieldset, Include
from notifications.forms.filing_base import LONG, QuestionForm, boxes, line, radio, yes_no
from notifications.guide import body, taken_down
from notifications.guide.answers import End, Told
from notifications.vocabulary import Question, Topic

#: A draft with somebody's observations is not kept longer than this.
LONGEST_REVIEW = dt.timedelta(days=92)


def _text(label: Any, *, rows: int = 6, required: bool = False, **more: Any) -> forms.CharField:
    area = CountedTextarea(rows=rows, attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=required, max_length=LONG, widget=area, **more)


class ChildsWordsForm(QuestionForm):
    """Q7: a quote field of its own, and what the adult said just before."""

    question = Question.CHILDS_WORDS
    heading_field = "said"
    said = radio("", yes_no(), _("Choose whether the child has said or shown something"))
    words = _text(
        _("The child's own words, as exactly as you can"),
        rows=4,
        help_text=_("Also what the child showed, drew or played."),
    )
    asked = _text(_("What did you say or ask just before?"), rows=3)
    told = radio(
        _("What does the child know about you passing it on?"),
        [
            (Told.KNOWS, _("The child knows")),
            (Told.ASKED_NOT, _("The child has asked me not to")),
            (Told.NOT_SAID, _("I have not said it")),
        ],
        _("Choose what the child knows"),
        required=False,
    )

    def prepare(self) -> None:
        """What the child knows, in the words of whoever writes."""
        if self.about.answers.is_taken_down:
            self.fields["told"].choices = taken_down.TOLD  # type: ignore[attr-defined]  # a choice field

    def layout(self) -> tuple[Any, ...]:
        """What follows a yes stands below it, also without script."""
        return ("said", Fieldset(_("If yes"), "words", "asked", "told", css_class="follow-up"))


class ChildsFearForm(QuestionForm):
    """Q7: the child has asked the filer not to tell."""

    question = Question.CHILDS_FEAR
    fears = _text(
        _("What is the child afraid of?"),
        rows=5,
        help_text=_("Then the adviser can take it into account."),
    )

    def layout(self) -> tuple[Any, ...]:
        """What to do comes before what to write."""
        if self.about.answers.is_taken_down:
            return ("fears",)
        return (Include("notifications/filing/asked_not.html"), "fears")


class AccountForm(QuestionForm):
    """Q6. May be empty only when the child's own words were written down."""

    question = Question.ACCOUNT
    heading_field = "account"
    account = _text(
        "",
        rows=9,
        help_text=_(
            "Write as if you told it to somebody who does not know the child. Write “I think” "
            "where you are not sure. The parents can usually read it later."
        ),
    )
    worry = _text(_("What makes you worried?"), rows=3)
    tried = _text(_("What have you done already, and did it help?"), rows=3)
    going_well = _text(_("What goes well for the child?"), rows=3)

    def prepare(self) -> None:
        """What was tried is asked about a concern only."""
        self.fields["account"].unmarked = True  # type: ignore[attr-defined]  # needed, unless the child's words stand
        if self.about.answers.is_suspicion:
            del self.fields["tried"], self.fields["going_well"]

    def clean_account(self) -> str:
        """Gaps never stop a notification, but it has to say something."""
        text: str = self.cleaned_data["account"].strip()
        if not text and not self.about.answers.child_spoke:
            raise ValidationError(_("Write what you have seen or heard"))
        return text


class EndsForm(QuestionForm):
    """The three honest ends of a concern; »send« is never hidden."""

    question = Question.ENDS
    heading_field = "end"
    end = radio(
        "",
        (),
        _("Choose what you want to do now"),
        help_text=_(
            "As a rule you talk with the parents first. If you are afraid that it harms the child, "
            "do not, and call."
        ),
    )
    review = DatePartsField(
        label=_("When do you look at it again?"),
        required=False,
        help_text=_("Needed when you do not send a notification now. For example 22 11 2026"),
    )

    def prepare(self) -> None:
        """With neglect the notification stands first; nobody is sent to a suspected leader."""
        leader = self.about.answers.leader_out or self.about.answers.filer_is_leader
        talk = (
            _("Talk with a resource person or the head of the field")
            if leader
            else _("Talk with your leader or resource person")
        )
        ways: list[tuple[str, Any]] = [
            (End.TALK, talk),
            (End.SPARRING, _("Get sparring without saying the child's name")),
        ]
        send = (End.FILE.value, _("Send a notification"))
        first = Topic.NEGLECT in self.about.answers.topics
        self.fields["end"].choices = [send, *ways] if first else [*ways, send]  # type: ignore[attr-defined]  # a choice field
        self.fields["review"].unmarked = True  # type: ignore[attr-defined]  # needed with two of the three

    def layout(self) -> tuple[Any, ...]:
        """Below the choice: sparring is not a notification."""
        return (
            "end",
            Include("notifications/filing/sparring_is_not.html"),
            "review",
        )

    def clean(self) -> dict[str, Any]:
        """A concern that nobody looks at again is the usual failure."""
        data = super().clean() or {}
        review = data.get("review")
        if data.get("end") in (End.TALK, End.SPARRING) and "review" not in self.errors:
            if review is None:
                self.add_error("review", _("Write when you look at it again"))
            elif review < self.about.today:
                self.add_error("review", _("The date has passed. Write a day that is still to come"))
            elif review > self.about.today + LONGEST_REVIEW:
                self.add_error("review", _("Choose a day within the next three months"))
        return data


class WhenWhereForm(QuestionForm):
    """Q8 and Q9 on one page."""

    question = Question.WHEN_WHERE
    happened = DatePartsField(label=_("Date"), required=False, help_text=_("For example 22 11 2026"))
    about_when = line(
        _("If you do not know the date: about when?"),
        help_text=_("For example “last week, after lunch”"),
    )
    place = line(_("Where?"))
    repeated = forms.BooleanField(label=_("It has happened several times"), required=False)
    marks = radio(
        _("Are there marks or injuries?"),
        yes_no(unknown=True),
        _("Choose yes, no or “I do not know”"),
        required=False,
    )
    marks_text = _text(_("If yes: where, and what do they look like?"), rows=3)
    areas = boxes(_("Where on the body"), body.choices(), _("Choose among the areas"), required=False)

    def prepare(self) -> None:
        """Never a date in the future; the doctor's number stands where injuries are asked about."""
        self.fields["happened"].not_after = self.about.today  # type: ignore[attr-defined]  # a DatePartsField
        doctor = {"doctor": self.about.contact("laegevagt", "alarm-112")}
        if self.about.answers.is_taken_down:
            words = _(
                "Write only what has been seen. Ask nobody to undress the child to look. "
                "Does the child need a doctor: %(doctor)s. In danger: 112."
            )
        else:
            words = _(
                "Write only what you have seen in daily life. Do not undress the child to look. "
                "Does the child need a doctor: %(doctor)s. In danger: 112."
            )
        self.fields["marks"].help_text = words % doctor
        if self.about.answers.unborn:
            del self.fields["marks"], self.fields["marks_text"], self.fields["areas"]

    def in_words(self, name: str, value: Any) -> str:
        """The drawing is read as words, wherever it is read."""
        return body.in_words(value or ()) if name == "areas" else super().in_words(name, value)

    def layout(self) -> tuple[Any, ...]:
        """Two groups, one page."""
        first = Fieldset(_("When and where"), "happened", "about_when", "place", "repeated")
        if self.about.answers.unborn:
            return (first,)
        drawing = Include("notifications/filing/body_map.html", sides=body.SIDES)
        return (first, Fieldset(_("Marks and injuries"), "marks", "marks_text", drawing))
