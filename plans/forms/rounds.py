"""What a manager fills in to ask, and the short answers of whoever is asked."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import CountedTextarea, DatePartsField, DkfdsForm, helper
from plans.implementation.telling import Statement
from plans.models import ActionPlan, RoundQuestion
from plans.vocabulary import Status


class RoundForm(DkfdsForm):
    """A round: about which plan, for which day, by when."""

    plan = forms.ChoiceField(label=_("Which action plan?"), widget=forms.RadioSelect)
    as_of = DatePartsField(label=_("Which day does it hold for?"), help_text=_("Today, or an earlier day."))
    due_on = DatePartsField(
        label=_("By when?"),
        help_text=_("They are reminded 30, 7 and 1 day before, and every week after."),
    )
    note = forms.CharField(
        label=_("A word to whoever answers"), max_length=600, required=False, widget=CountedTextarea(rows=3)
    )

    def __init__(self, *args: Any, plans: Sequence[ActionPlan], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(plan.pk): plan for plan in plans}
        self.today = today
        plan, as_of = self.fields["plan"], self.fields["as_of"]
        assert isinstance(plan, forms.ChoiceField)
        assert isinstance(as_of, DatePartsField)
        plan.choices = [(key, one.name) for key, one in self.plans.items()]
        as_of.not_after, as_of.initial = today, today
        self.helper = helper("plan", "as_of", "due_on", "note", submit=_("Ask now"))

    def clean_due_on(self) -> dt.date:
        """Nobody can answer by yesterday."""
        due: dt.date = self.cleaned_data["due_on"]
        if due < self.today:
            raise forms.ValidationError(_("The day has passed"))
        return due


class DueForm(DkfdsForm):
    """Another day to answer by."""

    due_on = DatePartsField(label=_("By when?"))
    helper = helper("due_on", submit=_("Open again"))


class SendBackForm(DkfdsForm):
    """What is missing in an answer."""

    wanted = forms.CharField(label=_("What is missing?"), max_length=600, widget=CountedTextarea(rows=3))
    helper = helper("wanted", submit=_("Send it back"))


class AnswerForm(DkfdsForm):
    """One of the eight words and one sentence about one measure. Left empty, it is not answered yet."""

    marks_optional = False

    status = forms.ChoiceField(label=_("How far is it?"), required=False)
    sentence = forms.CharField(
        label=_("Say it in one sentence"), max_length=400, required=False, widget=CountedTextarea(rows=2)
    )

    def __init__(self, *args: Any, question: RoundQuestion, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"q{question.pk}", **kwargs)
        self.question = question
        status = self.fields["status"]
        assert isinstance(status, forms.ChoiceField)
        status.choices = [("", _now("Not answered now")), *Status.choices]

    def clean(self) -> dict[str, Any]:
        """A word without a sentence says too little, and the other way round."""
        told = super().clean() or self.cleaned_data
        status, sentence = told.get("status"), (told.get("sentence") or "").strip()
        if status and not sentence:
            self.add_error("sentence", _("Write one sentence about the status"))
        if sentence and not status and "status" not in self.errors:
            self.add_error("status", _("Choose how far it is"))
        return told

    def statement(self, as_of: dt.date) -> Statement | None:
        """What was said, None when nothing was. Call after is_valid()."""
        told = self.cleaned_data
        return Statement(Status(told["status"]), told["sentence"], as_of) if told["status"] else None
