"""What Bo confirms: a reminder to the people he chose."""

from typing import Any

from django import forms
from django.utils.translation import ngettext

from beredskab.ui.forms import Button, DkfdsForm, helper


class IdsField(forms.MultipleChoiceField):
    """Ids of people. Whether they are of the unit is asked by the act, which leaves out who is not."""

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]  # ids, not texts
        found = [str(one) for one in value or ()]
        if not all(one.isdecimal() and len(one) < 18 for one in found):
            raise forms.ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return [int(one) for one in found]

    def valid_value(self, value: Any) -> bool:
        return isinstance(value, int)


class ReminderForm(DkfdsForm):
    """The chosen people, carried from the list to the confirmation and from there to the act."""

    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    people = IdsField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, count: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ngettext(
            "Send the reminder to %(count)d person", "Send the reminder to %(count)d people", count
        )
        send = Button(words % {"count": count}, name="confirmed", value="yes")
        self.helper = helper("unit", "people", buttons=(send,))
