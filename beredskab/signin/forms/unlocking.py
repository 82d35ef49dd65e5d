from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Staff
from beredskab.ui.forms import DkfdsForm, helper

#: Longer than a password: who has the disk may try for years. Four ordinary words are more than this.
SHORTEST, LONGEST = 20, 200


def _secret(label: Any, autocomplete: str, missing: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing},
        **more,
    )


class UnlockForm(DkfdsForm):
    """The passphrase; where one wanted to go, and what one had typed, come along."""

    marks_optional: ClassVar[bool] = False

    passphrase = _secret(_("Your passphrase"), "current-password", _("Enter your passphrase"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    carried = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    wrong: ClassVar[Any] = _("The passphrase is wrong. Look whether the caps lock is on, and try again.")
    paused: ClassVar[Any] = _("Too many wrong tries. Wait five minutes, and try again.")

    def __init__(self, *args: Any, action: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("passphrase", "next", "carried", submit=_("Unlock"), action=action)


class PassphraseForm(DkfdsForm):
    """A passphrase, typed twice; the one in use before, where one is changed."""

    marks_optional: ClassVar[bool] = False

    old = _secret(
        _("The passphrase you have now"), "current-password", _("Enter the passphrase you have now")
    )
    new = _secret(
        _("The new passphrase"),
        "new-password",
        _("Enter a passphrase"),
        help_text=_(
            "At least 20 characters. Take four or five words that have nothing to do with each other."
        ),
    )
    again = _secret(_("The new passphrase again"), "new-password", _("Enter the passphrase once more"))
    understood = forms.BooleanField(
        label=_("I know that nobody can look it up or send it to me"),
        error_messages={"required": _("Tick that you know that nobody can look it up")},
    )
    wrong: ClassVar[Any] = _("This is not the passphrase you have now.")
    paused: ClassVar[Any] = UnlockForm.paused

    def __init__(self, *args: Any, staff: Staff, has_old: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff
        if not has_old:
            del self.fields["old"]
        names = [name for name in ("old", "new", "again", "understood") if name in self.fields]
        self.helper = helper(*names, submit=_("Save the passphrase"))

    def clean_new(self) -> str:
        """Long, and not easily guessed from who one is."""
        new = str(self.cleaned_data["new"])
        if len(new) < SHORTEST:
            raise ValidationError(_("The passphrase is too short. It must have at least 20 characters."))
        validate_password(new, self.staff)
        return new

    def clean(self) -> dict[str, Any]:
        """Both alike."""
        cleaned = super().clean() or {}
        if "new" in cleaned and "again" in cleaned and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("The two are not the same."))
        return cleaned
