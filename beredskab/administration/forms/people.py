"""Finding somebody."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.ui.forms import DkfdsForm, helper


class SearchForm(DkfdsForm):
    """A part of a name or an e-mail."""

    marks_optional: ClassVar[bool] = False

    words = forms.CharField(
        label=_("Find by name or e-mail"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    helper = helper("words", submit=_("Find"))
