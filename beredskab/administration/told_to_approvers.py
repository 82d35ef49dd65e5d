"""What of the administration takes two persons, told to who decides."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from beredskab.access.acts import Act
from beredskab.administration.approving import Decision, register
from beredskab.administration.models import KeyChange, RuleChange
from beredskab.organisation.models import Staff
from beredskab.signin.models import ProviderChange


def tell() -> None:
    """Told once at the start."""
    register(
        Decision(
            "login",
            _("Login"),
            _("Through whom people sign in, and which job gives which role."),
            Act.APPROVE_PROVIDER,
            "signin:providers",
            lambda staff: _of_others(ProviderChange, staff),
            rank=20,
        ),
        Decision(
            "rules",
            _("Rules that two persons decide"),
            _("How long cases stay, and who is kept out."),
            Act.APPROVE_RULES,
            "administration:rules",
            lambda staff: _of_others(RuleChange, staff),
            rank=30,
        ),
        Decision(
            "keys",
            _("Keys"),
            _("Where the keys are, and what two persons decide about them."),
            Act.APPROVE_KEYS,
            "administration:keys",
            lambda staff: _of_others(KeyChange, staff),
            rank=40,
        ),
    )


def _of_others(changes: type[Model], staff: Staff) -> "QuerySet[Any]":
    waiting = changes._default_manager.filter(municipality=staff.municipality_id, decided_at__isnull=True)
    return waiting.exclude(proposed_by=staff)
