"""A table of measures to take into an action plan: chosen, looked at line by line, then taken in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DkfdsForm, helper
from plans.implementation.measure_files import MOST_BYTES


class TableForm(DkfdsForm):
    """The file, as CSV or Excel."""

    file = forms.FileField(
        label=_("Table of measures"),
        help_text=_("An Excel file (.xlsx) or a CSV file with at least a column for the title."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("file", submit=_("Look at every line"))

    def clean_file(self) -> bytes:
        """What is in it."""
        found = self.cleaned_data["file"]
        if found.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB"))
        content: bytes = found.read()
        return content
