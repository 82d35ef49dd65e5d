"""Finding somebody."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.administration.professing import Words
from beredskab.organisation.models import Profession
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


class ProfessionForm(DkfdsForm):
    """What a profession is called."""

    name_da = forms.CharField(label=_("Name in Danish"), max_length=80)
    name_nb = forms.CharField(label=_("Name in Norwegian"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    meets_children = forms.BooleanField(label=_("Meets children at work"), required=False)
    helper = helper("name_da", "name_nb", "name_en", "meets_children", submit=_("Save"))

    def __init__(self, *args: Any, profession: Profession | None, **kwargs: Any) -> None:
        names = ("name_da", "name_nb", "name_en", "meets_children")
        known = (
            {name: getattr(profession, name) for name in names} if profession else {"meets_children": True}
        )
        super().__init__(*args, initial=known, **kwargs)

    def words(self) -> Words:
        """As it was typed."""
        return Words(**self.cleaned_data)
