"""What Bo confirms: a reminder to the people he chose."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import ngettext

from beredskab.ui.forms import Button, DkfdsForm, helper


class ReminderForm(DkfdsForm):
    """The chosen people, carried from the list to the confirmation and from there to the act."""

    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    people = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, ids: Sequence[int], count: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(one, str(one)) for one in ids]
        words = ngettext(
            "Send the reminder to %(count)d person", "Send the reminder to %(count)d people", count
        )
        send = Button(words % {"count": count}, name="confirmed", value="yes")
        self.helper = helper("unit", "people", buttons=(send,))
