"""The systems that were let in: who made which token, when it was last used, and the click that ends it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.doors import tokens
from beredskab.doors.forms.tokens import TokenForm
from beredskab.doors.hooks import changing
from beredskab.doors.models import Token
from beredskab.doors.scim.held import held_for
from beredskab.doors.vocabulary import Scope


@page(reads=["GET"])
def overview(request: StaffRequest) -> HttpResponse:
    """Every system with what it may ask; those that wait for a second person stand first."""
    require(request)
    found = list(tokens.tokens_for(request.user))
    today = timezone.localdate()
    context = {
        "waiting": [
            (one, scopes_of(one), one.made_by_id == request.user.pk) for one in found if one.is_waiting
        ],
        "open": [(one, scopes_of(one)) for one in found if one.is_open(today)],
        "closed": [one for one in found if not one.is_waiting and not one.is_open(today)],
        "hooks": changing.hooks_for(request.user),
        "held": len(held_for(request.user)),
        "sends_people": any(Scope.SCIM in one.scopes for one in found),
        "may_make": guard.may(request.user, Act.ADMINISTER),
        "may_approve": guard.may(request.user, Act.APPROVE_PROVIDER),
        "crumbs": crumbs(request),
    }
    return render(request, "doors/overview.html", context)


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def make(request: StaffRequest) -> HttpResponse:
    """A new token. Its secret stands on the answer, once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    made, secret, now = None, "", timezone.now()
    if form.is_bound and form.is_valid():
        ends = form.expires_on(timezone.localdate())
        chosen = form.cleaned_data
        made, secret = tokens.make(chosen["name"], chosen["scopes"], ends, by=request.user, at=now)
    context = {
        "form": form,
        "made": made,
        "secret": secret,
        "crumbs": crumbs(request, made.name if made else _("A new system")),
        "rows": _rows(request, made) if made else [],
    }
    return render(request, "doors/token.html", context, status=422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def approve(request: StaffRequest, system: UUID) -> HttpResponse:
    """The second person says yes."""
    require(request)
    found = get_object_or_404(tokens.tokens_for(request.user), pk=system)
    tokens.approve(found, by=request.user, at=timezone.now())
    messages.success(request, _("In use from now on."))
    return redirect("doors:overview")


@page(reads=[], writes=["POST"])
def revoke(request: StaffRequest, system: UUID) -> HttpResponse:
    """It lets nobody in from now on."""
    require(request)
    found = get_object_or_404(tokens.tokens_for(request.user), pk=system)
    tokens.revoke(found, by=request.user, at=timezone.now())
    messages.success(request, _("Closed. The system is let in no more."))
    return redirect("doors:overview")


def require(request: StaffRequest) -> None:
    """Raises PermissionDenied for whoever neither runs the portal nor is the second person."""
    if not tokens.may_see(request.user):
        raise PermissionDenied(Act.ADMINISTER)


def crumbs(request: StaffRequest, *more: str) -> list[tuple[str, str]]:
    """Where one is; the way back leads to the overview, and from there to what the person runs."""
    if guard.may(request.user, Act.ADMINISTER):
        above = (_("Administration"), reverse("administration:home"))
    else:
        above = (_("Home"), reverse("home"))
    here = (_("Other systems"), reverse("doors:overview") if more else "")
    return [above, here, *((one, "") for one in more)]


def scopes_of(token: Token) -> list[str]:
    """In words."""
    return [str(Scope(one).label) for one in token.scopes]


def _rows(request: StaffRequest, made: Token) -> list[dict[str, object]]:
    """What whoever sets up the other system needs beside the secret."""
    rows: list[dict[str, object]] = []
    reads = [one for one in made.scopes if one not in (Scope.SCIM, Scope.INTERNAL_CONTACTS)]
    if reads:
        lines = [request.build_absolute_uri(f"/api/v1/{one}") for one in reads]
        rows.append({"key": _("Addresses"), "lines": lines})
        rows.append(
            {"key": _("Description (OpenAPI)"), "value": request.build_absolute_uri("/api/v1/openapi.json")}
        )
    rows.append({"key": _("Header"), "value": "Authorization: Bearer …"})
    return rows
