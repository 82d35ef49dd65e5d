import threading
from typing import Any, ClassVar

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Staff
from beredskab.ui.forms import DkfdsForm, helper

# Argon2 takes both cores and 100 MiB: one at a time, so that a login storm does not starve the readers.
HASHING = threading.Lock()


class SignInForm(DkfdsForm):
    """E-mail and password. The message never says which of the two was wrong."""

    email = forms.EmailField(
        label=_("Work e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"required": _("Enter your work e-mail")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password")},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    helper = helper("email", "password", "next", submit=_("Log in"))
    refused: ClassVar[Any] = _("The e-mail or the password is wrong. Try again, or ask your leader for help.")

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.staff: Staff | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        email, password = cleaned.get("email"), cleaned.get("password")
        if email and password:
            with HASHING:
                found = authenticate(self.request, username=email.lower(), password=password)
            if not isinstance(found, Staff):
                raise ValidationError(self.refused, code="refused")
            self.staff = found
        return cleaned


class CodeForm(DkfdsForm):
    """The digits of the app, or one of the codes on paper."""

    marks_optional: ClassVar[bool] = False

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits from your app, or one of your recovery codes."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": _("Enter the code")},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    helper = helper("code", "next", submit=_("Continue"))
    wrong: ClassVar[Any] = _("The code is wrong, or has been used. Wait for the next one, and try again.")
    paused: ClassVar[Any] = _("Too many wrong codes. Try again in five minutes.")


class AgainForm(DkfdsForm):
    """One button, where somebody else vouches for the person."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)
    helper = helper("next", submit=_("Yes, it is me"))
