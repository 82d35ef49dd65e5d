from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DkfdsForm, helper


class AcknowledgeForm(DkfdsForm):
    """»I have read the section«. `version` is what the page showed, so that nobody confirms unseen."""

    confirmed = forms.BooleanField(
        label=_("I have read the section, and I know what to do."),
        error_messages={"required": _("Tick the box when you have read the section")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    helper = helper("confirmed", submit=_("Confirm"))


class SearchForm(DkfdsForm):
    """Words to look for in the plan."""

    marks_optional: ClassVar[bool] = False
    q = forms.CharField(label=_("Search in the plan"), required=False, max_length=200)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("q", submit=_("Search"), method="get", action=action)
