"""The forms of filing: one per question, and the small ones around them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import Button, DkfdsForm, helper
from notifications.forms import filing_child, filing_lawful, filing_others, filing_seen, filing_who
from notifications.forms.filing_base import FORM_ID, QuestionForm
from notifications.vocabulary import Certainty, Question

FORMS: dict[Question, type[QuestionForm]] = {
    form.question: form
    for form in (
        filing_lawful.ReceivedForm,
        filing_lawful.AbsenceForm,
        filing_who.DangerForm,
        filing_who.CertaintyForm,
        filing_who.DoubtToldForm,
        filing_who.DoubtShownForm,
        filing_who.DoubtSeenForm,
        filing_who.TopicForm,
        filing_who.SuspectForm,
        filing_who.PersonForm,
        filing_who.TogetherForm,
        filing_seen.ChildsWordsForm,
        filing_seen.ChildsFearForm,
        filing_seen.AccountForm,
        filing_seen.EndsForm,
        filing_seen.WhenWhereForm,
        filing_child.ChildForm,
        filing_others.OthersForm,
        filing_child.InterpreterForm,
        filing_child.TalkedForm,
        filing_child.TheyKnowForm,
        filing_child.FilerForm,
    )
}


class StartForm(DkfdsForm):
    """Begins a draft. ``key`` is made with the page, so that pressing twice begins one draft."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    certainty = forms.ChoiceField(
        choices=[("", ""), ("doubt", ""), *Certainty.choices],
        required=False,
        widget=forms.HiddenInput,
    )
    unborn = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, unborn: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["unborn"].initial = "1" if unborn else ""
        start = Button(_("Start here"), kind="secondary") if unborn else Button(_("Start"))
        self.helper = helper("key", "certainty", "unborn", buttons=(start,))


class BeginForm(DkfdsForm):
    """Begins a draft of a form of its own; pressing twice begins one."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, words: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = helper("key", submit=words)


class PassForm(DkfdsForm):
    """The button under a page of advice: read, go on."""

    def __init__(self, data: Any = None, *, urgent: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        words = _("When the child is safe: continue here") if urgent else _("Continue")
        second = Button(_("Save draft and close"), name="handling", value="luk", kind="tertiary")
        self.helper = helper(submit=words, second=second, form_id=FORM_ID)


class AdultForm(DkfdsForm):
    """Over 18: closing is the plain choice; children in the home are a reason to go on."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        on = Button(_("Continue: there are children under 18"), kind="secondary")
        self.helper = helper(
            buttons=(Button(_("Save draft and close"), name="handling", value="luk"), on),
            form_id=FORM_ID,
        )


class SendForm(DkfdsForm):
    """The last button. The draft's own id makes it happen once."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        second = Button(_("Save draft and close"), name="handling", value="luk", kind="secondary")
        self.helper = helper(submit=_("Send notification"), second=second, form_id=FORM_ID)


class DiscardForm(DkfdsForm):
    """Throw a draft away: »I have notified in another way«."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = helper(buttons=(Button(_("Delete the draft"), kind="warning"),))
