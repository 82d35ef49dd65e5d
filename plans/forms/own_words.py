"""The municipality's own words on paper, and how it looks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Municipality
from beredskab.ui.forms import DkfdsForm, helper
from beredskab.ui.theme import validate_focus, validate_primary
from plans.forms.editing import LinesField
from plans.models import PaperWords


class OwnWordsForm(DkfdsForm):
    """Values and prerequisites; what is empty is not printed."""

    values = LinesField(_("Our values"), most=4)
    prerequisites = LinesField(_("What has to be in place in the organisation"), most=4)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    helper = helper("values", "prerequisites", "seen", submit=_("Save"))

    def __init__(self, *args: Any, words: PaperWords | None, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "values": "\n".join(words.values) if words else "",
            "prerequisites": "\n".join(words.prerequisites) if words else "",
            "seen": words.revision if words else 0,
        }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A line is one thought, short enough for the poster."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("values", "prerequisites"):
            if any(len(line) > 60 for line in cleaned.get(name, ())):
                self.add_error(name, _("At most 60 letters in a line"))
        return cleaned


class LookForm(DkfdsForm):
    """Colour and logo."""

    colour = forms.CharField(
        label=_("Colour"),
        help_text=_(
            "As # and six digits, for example #0b4f6c. White text on it must be readable: "
            "contrast at least 4.5 to 1."
        ),
        max_length=7,
        error_messages={"required": _("Write the colour as # and six digits, for example #0b4f6c")},
    )
    focus = forms.CharField(
        label=_("Colour of the focus mark"),
        help_text=_("The frame around what the keyboard has reached. On white: contrast at least 3 to 1."),
        max_length=7,
        error_messages={"required": _("Write the colour as # and six digits, for example #0b4f6c")},
    )
    logo = forms.FileField(
        label=_("Logo"), help_text=_("PNG or JPEG, at most 2 MB. It must be dark on white."), required=False
    )
    logo_text = forms.CharField(
        label=_("What the logo says"),
        help_text=_("Read aloud to those who cannot see it, for example: Eksempel Kommune"),
        required=False,
        max_length=80,
    )
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, words: PaperWords | None, municipality: Municipality, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "colour": municipality.primary_colour,
            "focus": municipality.focus_colour,
            "logo_text": words.logo_text if words else "",
            "seen": words.revision if words else 0,
        }
        super().__init__(*args, **kwargs)
        self.has_logo = bool(words and words.logo_key)
        if not self.has_logo:
            del self.fields["remove_logo"]
        names = ("colour", "focus", "logo", "logo_text", "remove_logo", "seen")
        self.helper = helper(*(name for name in names if name in self.fields), submit=_("Save"))
        self.helper.attrs = {"enctype": "multipart/form-data"}

    def clean_colour(self) -> str:
        """`#rrggbb` in small letters, dark enough to carry white text."""
        colour = "#" + str(self.cleaned_data["colour"]).strip().lower().removeprefix("#")
        validate_primary(colour)
        return colour

    def clean_focus(self) -> str:
        """`#rrggbb` in small letters, seen on white."""
        colour = "#" + str(self.cleaned_data["focus"]).strip().lower().removeprefix("#")
        validate_focus(colour)
        return colour

    def clean(self) -> dict[str, Any]:
        """A logo says what it shows."""
        cleaned: dict[str, Any] = super().clean() or {}
        keeps = self.has_logo and not cleaned.get("remove_logo")
        if (cleaned.get("logo") or keeps) and not cleaned.get("logo_text"):
            self.add_error("logo_text", _("Write what the logo says"))
        return cleaned

    def logo_file(self) -> bytes | None:
        """The new file, nothing when it is taken away, None when it stays as it is."""
        if self.cleaned_data.get("logo"):
            told: bytes = self.cleaned_data["logo"].read()
            return told
        return b"" if self.cleaned_data.get("remove_logo") else None
