from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from beredskab.access.page import StaffRequest, page
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.signin import demo
from beredskab.signin.forms import SignInForm
from beredskab.signin.locking import lock
from beredskab.signin.middleware import begin


@page(reads=["GET"], writes=["POST"], public=True)
def sign_in(request: StaffRequest) -> HttpResponse:
    """Local account; single sign-on comes first on this page once a provider is set up."""
    wanted = request.GET.get("next", "")
    form = SignInForm(request, request.POST or None, initial={"next": wanted})
    if request.method == "POST" and form.is_valid() and form.staff:
        return _enter(request, form.staff, form.cleaned_data["next"])
    people = demo.PEOPLE if demo.is_open(request) else ()
    status = 200 if request.method == "GET" else 422
    return render(
        request,
        "signin/sign_in.html",
        {"form": form, "people": people, "next": wanted},
        status=status,
    )


@page(reads=[], writes=["POST"], public=True)
def sign_in_as_demo(request: StaffRequest) -> HttpResponse:
    """One click for the people of the demo; a missing page everywhere else."""
    known = {person.email for person in demo.PEOPLE}
    email = request.POST.get("person", "")
    if not demo.is_open(request) or email not in known:
        raise Http404
    return _enter(
        request, get_object_or_404(Staff, email=email, is_active=True), request.POST.get("next", "")
    )


@page(reads=[], writes=["POST"], public=True)
def sign_out(request: StaffRequest) -> HttpResponse:
    """End the session; the browser forgets what it kept."""
    lock(request)
    response = redirect("home")
    response["Cache-Control"] = "no-store"
    response["Clear-Site-Data"] = '"cache"'
    return response


@page(reads=[], writes=["POST"])
def stay(request: StaffRequest) -> HttpResponse:
    """One button that extends the session: asking is enough, the clock's middleware has noted it."""
    begin_again = request.session.get("seen")
    if begin_again is not None:
        request.session.modified = True
    target = request.POST.get("next", "")
    return redirect(target if _is_ours(request, target) else "home")


def slowed_down(
    request: HttpRequest, credentials: dict[str, Any] | None = None, **_kwargs: Any
) -> HttpResponse:
    """Too many tries by one person from one address: a pause, told plainly, with the numbers still there."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "signin/slowed_down.html", {"minutes": minutes}, status=429)


def _enter(request: HttpRequest, staff: Staff, wanted: str) -> HttpResponse:
    from django.utils import timezone

    login(request, staff, backend="beredskab.signin.backends.StaffBackend")
    begin(request)
    trail.record(staff.pk, "staff.signed_in", staff.pk, at=timezone.now())
    return redirect(wanted if _is_ours(request, wanted) else settings.LOGIN_REDIRECT_URL)


def _is_ours(request: HttpRequest, target: str) -> bool:
    return target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
