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
