"""What a provider is: where it stands, what it calls things, and which job gives which role."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from beredskab.access.roles import Role
from beredskab.signin.models import Protocol, Provider
from beredskab.signin.providers import saml
from beredskab.signin.providers.job_functions import NEVER_GIVEN
from beredskab.ui.forms import Div, DkfdsForm, Fieldset, HintedChoiceField, helper

SUBSTANTIAL = (
    "https://data.gov.dk/concept/core/nsis/loa/Substantial",
    "https://data.gov.dk/concept/core/nsis/loa/High",
    "Substantial",
    "High",
)
ROLE_NAMES: dict[Role, str | Promise] = {
    Role.LEADER: _("Leader (of the units in the data constraint)"),
    Role.CASEWORKER: _("Adviser (the team is given in the portal)"),
    Role.EDITOR: _("Editor of the plan"),
    Role.APPROVER: _("Approves the plan"),
    Role.TEAM_LEADER: _("Team leader (the team is given in the portal)"),
    Role.MANAGER: _("Manager"),
}
EMPTY_ROWS = 3


class ProviderForm(DkfdsForm):
    """One page for all of it; another person approves it."""

    name = forms.CharField(
        label=_("Name on the button"), max_length=80, help_text=_("For example: Log in with your work login")
    )
    protocol = HintedChoiceField(
        label=_("How does it speak?"),
        choices=Protocol.choices,
    )
    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=300,
        help_text=_("OpenID Connect: the address of the issuer. SAML: its entityID."),
    )
    client_id = forms.CharField(label=_("Client id (OpenID Connect)"), max_length=200, required=False)
    secret = forms.CharField(
        label=_("Client secret (OpenID Connect)"),
        required=False,
        max_length=400,
        strip=True,
        help_text=_("Leave it empty to keep the one there is. It is never shown again."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    metadata = forms.CharField(
        label=_("Metadata (SAML)"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60, "spellcheck": "false"}),
        help_text=_("The XML that the provider publishes about itself, with its certificate."),
    )
    email_claim = forms.CharField(label=_("The claim with the e-mail"), max_length=120, initial="email")
    name_claim = forms.CharField(label=_("The claim with the name"), max_length=120, initial="name")
    roles_claim = forms.CharField(
        label=_("The claim with the job functions"), max_length=120, initial="roles"
    )
    level_claim = forms.CharField(
        label=_("The claim with the assurance level"), max_length=120, initial="acr"
    )
    substantial = forms.CharField(
        label=_("Values that mean at least Substantial"),
        help_text=_("One a line. Whoever comes with another value, or none, opens no notification."),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60, "spellcheck": "false"}),
        initial="\n".join(SUBSTANTIAL),
    )
    takes_in = forms.BooleanField(
        label=_("Somebody we do not know gets a login that reads the plan and can notify"), required=False
    )
    is_active = forms.BooleanField(label=_("It is in use"), required=False, initial=True)

    def __init__(self, *args: Any, provider: Provider | None, **kwargs: Any) -> None:
        if provider is not None:
            kwargs["initial"] = _initial(provider)
        super().__init__(*args, **kwargs)
        self.provider = provider
        mapping: Sequence[dict[str, str]] = provider.mapping if provider else []
        self.rows = len(mapping) + EMPTY_ROWS
        for row in range(self.rows):
            known = mapping[row] if row < len(mapping) else {"value": "", "role": ""}
            self._row(row, known)
        pairs = [Div(f"value_{row}", f"role_{row}", css_class="form-pair") for row in range(self.rows)]
        self.helper = helper(
            "name",
            "protocol",
            "issuer",
            "client_id",
            "secret",
            "metadata",
            "email_claim",
            "name_claim",
            "roles_claim",
            Fieldset(_("Which job function gives which role?"), *pairs),
            "level_claim",
            "substantial",
            "takes_in",
            "is_active",
            submit=_("Suggest it"),
        )

    def _row(self, row: int, known: dict[str, str]) -> None:
        roles = [("", _("Choose")), *((role.value, name) for role, name in ROLE_NAMES.items())]
        self.fields[f"value_{row}"] = forms.CharField(
            label=_("Job function"), max_length=300, required=False, initial=known["value"]
        )
        self.fields[f"role_{row}"] = forms.ChoiceField(
            label=_("Role"), choices=roles, required=False, initial=known["role"]
        )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        needed = {Protocol.OIDC: "client_id", Protocol.SAML: "metadata"}.get(told.get("protocol", ""))
        if needed and not told.get(needed):
            self.add_error(needed, _("This is needed for the protocol you have chosen"))
        elif needed == "metadata" and not saml.is_metadata_of(told.get("issuer", ""), told["metadata"]):
            self.add_error("metadata", _("This is no metadata of that issuer, or it has no certificate"))
        return told

    def told(self) -> dict[str, Any]:
        """As a change of a provider keeps it."""
        told = {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith(("value_", "role_"))
        }
        told["substantial"] = [one.strip() for one in told["substantial"].splitlines() if one.strip()]
        told["mapping"] = [line for row in range(self.rows) if (line := self._said(row))]
        return told

    def slug(self) -> str:
        """Of the provider: the one it has, or one made from its name."""
        return self.provider.slug if self.provider else slugify(self.cleaned_data["name"])[:40] or "login"

    def _said(self, row: int) -> dict[str, str]:
        value, role = self.cleaned_data[f"value_{row}"].strip(), self.cleaned_data[f"role_{row}"]
        return {"value": value, "role": role} if value and role else {}


def _initial(provider: Provider) -> dict[str, Any]:
    names = [name for name in ProviderForm.base_fields if name not in {"secret", "substantial"}]
    return {
        **{name: getattr(provider, name) for name in names},
        "substantial": "\n".join(provider.substantial),
    }


assert not NEVER_GIVEN & ROLE_NAMES.keys(), "no provider makes an administrator"
