"""What a municipality decides about its portal."""

import re
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beredskab.administration.settings_of import ACCESSIBILITY, DAYS, FIELDS
from beredskab.organisation.models import Municipality
from beredskab.ui.forms import (
    DkfdsForm,
    Fieldset,
    HintedChoiceField,
    HintedMultipleChoiceField,
    Include,
    helper,
)

_NUMBER = re.compile(r"\+?[\d ]{3,20}")
UNDECIDED = _(
    "The law does not say whether these days count in the six working days of the receipt. Ticked gives the "
    "earlier date, which is the safe one. Ask your lawyer before you untick."
)


class SettingsForm(DkfdsForm):
    """One page; every field has an answer that is safe when nobody has thought about it."""

    marks_optional: ClassVar[bool] = False

    language = HintedChoiceField(
        label=_("Language of who has not chosen one"), choices=settings.LANGUAGES, hints={}
    )
    languages = HintedMultipleChoiceField(
        label=_("Languages offered at the top of every page"), choices=settings.LANGUAGES, hints={}
    )
    short_address = forms.CharField(
        label=_("Address on posters"),
        help_text=_("The host name only, for example beredskab.kommune.dk"),
        max_length=60,
        required=False,
    )
    citizens_door = forms.URLField(
        label=_("Where citizens notify"),
        help_text=_("Shown on the front page to who is not logged in. Citizens do not notify here."),
        required=False,
        max_length=200,
        assume_scheme="https",
    )
    duty_minutes = forms.IntegerField(
        label=_("Minutes before the next one on the rota is told"),
        help_text=_(
            "So long nobody may take a new notification before the deputy is told, then who leads the team."
        ),
        min_value=5,
        max_value=240,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    idle_minutes = forms.TypedChoiceField(
        label=_("Minutes without use before somebody is logged off"),
        help_text=_("They are warned before. Shorter where computers are shared."),
        choices=[(minutes, str(minutes)) for minutes in (10, 15, 20, 25, 30)],
        coerce=int,
    )
    saturday_is_workday = forms.BooleanField(label=_("Saturday"), required=False)
    dec24_is_workday = forms.BooleanField(label=_("24 December"), required=False)
    dec31_is_workday = forms.BooleanField(label=_("31 December"), required=False)
    may1_is_workday = forms.BooleanField(label=_("1 May"), required=False)
    june5_is_workday = forms.BooleanField(label=_("5 June"), required=False)

    accessibility_phone = forms.CharField(
        label=_("Phone"),
        help_text=_(
            "Without one the portal’s support is named. The law asks for a phone and an address to write to."
        ),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    accessibility_email = forms.EmailField(
        label=_("E-mail"), help_text=_("A mailbox that several people read."), required=False, max_length=254
    )
    accessibility_statement = forms.URLField(
        label=_("Address of your official statement"),
        help_text=_(
            "From the Agency for Digital Government’s tool: was.digst.dk/… The footer then leads there."
        ),
        required=False,
        max_length=200,
        assume_scheme="https",
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(municipality, name) for name in FIELDS}
        kwargs["initial"]["idle_minutes"] = municipality.idle_seconds // 60
        super().__init__(*args, **kwargs)
        self.helper = helper(
            "language",
            "languages",
            "short_address",
            "citizens_door",
            "duty_minutes",
            "idle_minutes",
            Fieldset(
                _("Days that count as working days for the receipt"),
                Include("components/alert.html", kind="info", text=UNDECIDED),
                *DAYS,
            ),
            Fieldset(_("Accessibility: whom people tell about a problem"), *ACCESSIBILITY),
            submit=_("Save"),
        )

    def clean_accessibility_phone(self) -> str:
        """Digits and spaces, with a plus in front where it is foreign."""
        phone = " ".join(str(self.cleaned_data["accessibility_phone"]).split())
        if phone and not _NUMBER.fullmatch(phone):
            raise ValidationError(_("A phone number has digits and spaces only, for example 12 34 56 78"))
        return phone

    def clean(self) -> dict[str, Any]:
        """Whoever has not chosen a language reads the municipality's: it is offered."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "languages" in cleaned and cleaned.get("language") not in cleaned["languages"]:
            self.add_error("languages", _("Offer the language of who has not chosen one as well"))
        return cleaned
