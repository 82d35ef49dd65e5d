"""Which posters somebody wants: language, unit, and whether a print shop makes them."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Unit
from beredskab.ui.forms import DkfdsForm, helper


class PosterForm(DkfdsForm):
    """Choices for the page of posters. Nothing is stored; what is not known counts as not chosen."""

    marks_optional: ClassVar[bool] = False

    language = forms.ChoiceField(
        label=_("Language of the poster"), choices=settings.LANGUAGES, required=False
    )
    unit = forms.ChoiceField(
        label=_("For one place"),
        help_text=_("The place’s leader and own numbers come first on the card."),
        required=False,
    )
    paper = forms.ChoiceField(
        label=_("Who prints it?"),
        choices=[
            ("", _("Our own printer")),
            ("bleed", _("A print shop: 3 mm bleed and crop marks")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(unit.slug, unit.name) for unit in units]
        if places:
            unit = self.fields["unit"]
            assert isinstance(unit, forms.ChoiceField)
            unit.choices = [("", _("Everybody")), *places]
        else:
            del self.fields["unit"]
        fields = [name for name in ("language", "unit", "paper") if name in self.fields]
        self.helper = helper(*fields, submit=_("Show"), method="get", css_class="poster-choices")
