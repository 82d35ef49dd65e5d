"""What a receiver writes: the assessment, a note, a message. Every reason is required."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Staff
from beredskab.ui.forms import Button, CountedTextarea, DkfdsForm, helper
from notifications.case.readings import ASKED
from notifications.handling import Finding

LONG = 20_000
YES, NO = "yes", "no"
YES_NO = [(YES, _("Yes")), (NO, _("No"))]


def text_field(label: Any, missing: Any = "", rows: int = 6, **more: Any) -> forms.CharField:
    """A long text; required when there are words for what is missing."""
    return forms.CharField(
        label=label,
        max_length=LONG,
        required=bool(missing),
        error_messages={"required": missing},
        widget=CountedTextarea(rows=rows, attrs={"autocomplete": "off"}),
        **more,
    )


class AssessmentForm(DkfdsForm):
    """The 24-hour assessment (rule N-03)."""

    is_acute = forms.ChoiceField(
        label=_("Is the child's health or development in danger now?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the child is in danger now")},
    )
    reason = text_field(_("Why do you assess it like that?"), _("Write why you assess it like that"))
    act = text_field(
        _("What do you do now, and who does it?"),
        rows=4,
        help_text=_("Has to be filled in when the child is in danger now."),
    )
    told_child = text_field(_("What has the child been told about what happens now?"), rows=3)
    helper = helper("is_acute", "reason", "act", "told_child", submit=_("Save the assessment"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].unmarked = True  # type: ignore[attr-defined]  # »(optional)« would be half a truth

    def clean(self) -> dict[str, Any]:
        """Danger now without an act is not finished."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_acute") == YES and not cleaned.get("act", "").strip():
            self.add_error("act", _("Write what you do now, and who does it"))
        return cleaned

    def finding(self) -> Finding:
        """The assessment of a valid form."""
        cleaned = self.cleaned_data
        return Finding(cleaned["is_acute"] == YES, cleaned["reason"], cleaned["act"], cleaned["told_child"])


class MomentField(forms.Field):
    """A local moment typed as »24.11.2026 10.30«. Gives an aware datetime, or None when left empty."""

    zone = ZoneInfo("Europe/Copenhagen")

    def to_python(self, value: Any) -> dt.datetime | None:
        """Raises ValidationError with an example."""
        typed = str(value or "").strip()
        if not typed:
            return None
        for pattern in ("%d.%m.%Y %H.%M", "%d.%m.%Y %H:%M", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M"):
            try:
                return dt.datetime.strptime(typed, pattern).replace(tzinfo=self.zone)
            except ValueError:
                continue
        raise ValidationError(_("Write day and time, for example 24.11.2026 10.30"), code="invalid")


def moment_field(label: Any, help_text: Any = None) -> MomentField:
    """A moment that may be left empty."""
    return MomentField(
        label=label,
        required=False,
        help_text=help_text or _("Day and time, for example 24.11.2026 10.30. Leave it empty if not."),
        widget=forms.TextInput(attrs={"class": "input-width-m", "autocomplete": "off", "maxlength": 20}),
    )


class NoteForm(DkfdsForm):
    """An internal note; its label is the heading of a page of its own."""

    heading_field = "text"
    text = text_field(
        _("Internal note"), _("Write the note"), help_text=_("Only the team reads it. The filer never does.")
    )
    helper = helper("text", submit=_("Save the internal note"))


class CorrectionForm(DkfdsForm):
    """What is right instead. The note that it corrects stays as it was written."""

    heading_field = "text"
    text = text_field(
        _("Correct an internal note"),
        _("Write what is right"),
        help_text=_("The note stays as it is. What you write here stands beside it, with your name."),
    )
    helper = helper("text", submit=_("Save the correction"))


class MessageForm(DkfdsForm):
    """A message to the filer, on another page than a note, so that neither is taken for the other."""

    heading_field = "text"
    text = text_field(
        _("Message to the filer"),
        _("Write the message"),
        help_text=_("The filer reads it in the portal and gets a mail that there is something new."),
    )
    waits_for_answer = forms.BooleanField(label=_("I wait for an answer"), required=False)
    helper = helper("text", "waits_for_answer", submit=_("Send the message to the filer"))


class AnswerForm(DkfdsForm):
    """What the filer writes back."""

    text = text_field(_("Your message"), _("Write the message"), rows=5)
    helper = helper("text", submit=_("Send the message"))


class CloseForm(DkfdsForm):
    """Closing; a reason is asked for when the check list is not done."""

    reason = text_field(_("Why is the case closed before that is done?"), rows=4)

    def __init__(self, data: Any = None, *, missing: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = helper("reason", submit=_("Close the case"))
        if missing:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _(
                "Write why the case is closed before that is done"
            )
        else:
            del self.fields["reason"]
            self.helper = helper(submit=_("Close the case"))


class SettleForm(DkfdsForm):
    """Who is suspected, when »I do not know who« has closed the case to a whole place."""

    heading_field = "people"
    people = forms.MultipleChoiceField(
        label=_("Who is suspected?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only they and, where your municipality has decided so, their leaders stay kept out."),
    )
    nobody = forms.BooleanField(label=_("None of them is suspected"), required=False)
    helper = helper("people", "nobody", submit=_("Save who is suspected"))

    def __init__(self, data: Any = None, *, people: Iterable[Staff] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.found = {str(person.pk): person for person in people}
        field = self.fields["people"]
        field.choices = [(key, person.name) for key, person in self.found.items()]  # type: ignore[attr-defined]  # a choice field
        field.unmarked = self.fields["nobody"].unmarked = True  # type: ignore[attr-defined]  # one of the two is needed

    def clean(self) -> dict[str, Any]:
        """Somebody or nobody, and not both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("people")) == bool(cleaned.get("nobody")):
            self.add_error("people", _("Choose who is suspected, or “None of them is suspected”"))
        return cleaned

    def chosen(self) -> list[Staff]:
        """The people of a valid form."""
        return [self.found[key] for key in self.cleaned_data["people"]]


class PurposeForm(DkfdsForm):
    """Why a case that a colleague has is opened."""

    heading_field = "purpose"
    purpose = forms.ChoiceField(
        label=_("Why do you open the case?"),
        choices=[(one.value, one.label) for one in ASKED],
        widget=forms.RadioSelect,
        help_text=_(
            "A colleague has it. What you choose is written down beside your name, and the team can see it."
        ),
        error_messages={"required": _("Choose why you open the case")},
    )
    to = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, concern: uuid.UUID, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        door = reverse("notifications:say_purpose", args=[concern])
        self.helper = helper("to", "purpose", submit=_("Open the case"), action=door)


class ConfirmForm(DkfdsForm):
    """One button; the page around it says what happens."""

    def __init__(self, data: Any = None, *, submit: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = helper(buttons=(Button(submit),))
