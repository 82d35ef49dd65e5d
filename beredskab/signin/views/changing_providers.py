"""Through whom people sign in: one person suggests, another approves."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import four_eyes, guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.signin.forms.providers import ROLE_NAMES, ProviderForm
from beredskab.signin.models import ProviderChange
from beredskab.signin.providers import changing


@page(reads=["GET"])
def overview(request: StaffRequest) -> HttpResponse:
    """The providers in use, and what waits for a second pair of eyes."""
    _require(request)
    waiting = list(changing.waiting_for(request.user))
    context = {
        "providers": changing.providers_for(request.user),
        "waiting": [(one, _rows(one), one.proposed_by_id == request.user.pk) for one in waiting],
        "may_suggest": guard.may(request.user, Act.ADMINISTER),
        "may_approve": guard.may(request.user, Act.APPROVE_PROVIDER),
        "crumbs": [(_("Login"), "")],
    }
    return render(request, "signin/providers.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def change(request: StaffRequest, provider: str = "") -> HttpResponse:
    """A new provider, or what one shall be from now on."""
    mine = changing.providers_for(request.user)
    found = get_object_or_404(mine, slug=provider) if provider else None
    form = ProviderForm(request.POST if request.method == "POST" else None, provider=found)
    if form.is_bound and form.is_valid():
        told = form.told()
        try:
            secret = told.pop("secret")
            changing.propose(form.slug(), told, secret, by=request.user, at=timezone.now())
            messages.success(request, _("Suggested. Another person has to approve it."))
            return redirect("signin:providers")
        except four_eyes.AlreadyWaiting:
            form.add_error(None, _("Another change of this login waits. It is decided first."))
    crumbs = [(_("Login"), reverse("signin:providers")), (found.name if found else _("A new login"), "")]
    context = {"form": form, "provider": found, "crumbs": crumbs}
    return render(request, "signin/change_provider.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def decide(request: StaffRequest, change: UUID) -> HttpResponse:
    """Yes or no to what somebody else suggested; one's own is taken back."""
    _require(request)
    found = get_object_or_404(ProviderChange, pk=change, municipality=request.user.municipality_id)
    approve = request.POST.get("decision") == "approve"
    changing.decide(found, approve=approve, by=request.user, at=timezone.now())
    messages.success(request, _("In use from now on.") if approve else _("Turned down. Nothing has changed."))
    return redirect("signin:providers")


def _require(request: StaffRequest) -> None:
    if not (guard.may(request.user, Act.ADMINISTER) or guard.may(request.user, Act.APPROVE_PROVIDER)):
        raise PermissionDenied(Act.APPROVE_PROVIDER)


def _rows(one: ProviderChange) -> list[dict[str, object]]:
    """What would be in force, for reading before saying yes. The secret is not shown."""
    told = one.told
    roles = {role.value: str(name) for role, name in ROLE_NAMES.items()}
    mapping = [f"{line['value']} → {roles.get(line['role'], line['role'])}" for line in told["mapping"]]
    rows: list[dict[str, object]] = [
        {"key": _("Name on the button"), "value": told["name"]},
        {"key": _("Issuer"), "value": f"{told['issuer']} ({told['protocol'].upper()})"},
        {"key": _("Client id (OpenID Connect)"), "value": told["client_id"]},
        {"key": _("Which job function gives which role?"), "lines": mapping or ["–"]},
        {"key": _("Values that mean at least Substantial"), "lines": told["substantial"] or ["–"]},
        {"key": _("Takes in people we do not know"), "value": _("Yes") if told["takes_in"] else _("No")},
        {"key": _("It is in use"), "value": _("Yes") if told["is_active"] else _("No")},
    ]
    return rows
