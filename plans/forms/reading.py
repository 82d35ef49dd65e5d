from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import Button, DkfdsForm, helper


class AcknowledgeForm(DkfdsForm):
    """»I have read the section«. `version` is what the page showed, so that nobody confirms unseen."""

    confirmed = forms.BooleanField(
        label=_("I have read the section, and I know what to do."),
        error_messages={"required": _("Tick the box when you have read the section")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    helper = helper("confirmed", submit=_("Confirm"))


class AcknowledgeChangeForm(DkfdsForm):
    """»I have read what is new«, for one of several sections on a page: ids and names carry the section."""

    confirmed = forms.BooleanField(
        label=_("I have read what is new, and I know what to do."),
        error_messages={"required": _("Tick the box when you have read what is new")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    section = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: int, version: int, title: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"section": section, "version": version}
        super().__init__(*args, prefix=f"s{section}", **kwargs)
        button = Button(format_html('{}<span class="sr-only"> – {}</span>', _("Confirm"), title))
        self.helper = helper("confirmed", "version", "section", buttons=(button,))


class SearchForm(DkfdsForm):
    """Words to look for in the plan."""

    marks_optional: ClassVar[bool] = False
    q = forms.CharField(label=_("Search in the plan"), required=False, max_length=200)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("q", submit=_("Search"), method="get", action=action)
