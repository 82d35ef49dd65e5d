"""The second step: the code, setting up the app, proving again, and one's own codes."""

import io

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Staff
from beredskab.signin import codes, entering, second_step
from beredskab.signin.forms.door import AgainForm, CodeForm
from beredskab.signin.views import providers


@page(reads=["GET"], writes=["POST"], public=True)
def code(request: StaffRequest) -> HttpResponse:
    """After the password of a local account."""
    staff = second_step.expected(request)
    if staff is None or not codes.has_second_factor(staff):
        return redirect("signin:sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _is_right(form, staff):
        return redirect(second_step.let_in(request, staff, at=timezone.now()))
    return render(request, "signin/code.html", {"form": form}, status=422 if form.errors else 200)


@page(reads=["GET"], writes=["POST"], public=True)
def set_up(request: StaffRequest) -> HttpResponse:
    """The first time: the app learns the secret, and ten codes are shown once."""
    staff = second_step.expected(request)
    if staff is None or codes.has_second_factor(staff):
        return redirect("signin:sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    secret, at = second_step.secret_for(request), timezone.now()
    if form.is_bound and form.is_valid():
        made = codes.set_up(staff, secret, form.cleaned_data["code"], at=at)
        if made:
            onwards = second_step.let_in(request, staff, at=at)
            return _codes_shown(request, made, onwards)
        form.add_error("code", CodeForm.wrong)
    context = {"form": form, "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))}
    return render(request, "signin/set_up.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], public=True)
def square(request: StaffRequest) -> HttpResponse:
    """What the phone photographs; only while the app is being set up."""
    staff = second_step.expected(request)
    if staff is None or codes.has_second_factor(staff):
        raise Http404
    drawn = io.BytesIO()
    told = codes.address(staff, second_step.secret_for(request), staff.municipality.name)
    segno.make(told, error="m").save(drawn, kind="svg", scale=5, border=2, xmldecl=False, light="white")
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


@page(reads=["GET"], writes=["POST"])
def prove(request: StaffRequest) -> HttpResponse:
    """Before what is said about a child is opened: is it still you?"""
    provider = providers.of_session(request)
    if provider is not None:
        return redirect(providers.prove_url(provider, request.GET.get("next", "")))
    asks_for_code = entering.method_of(request) != entering.DEMO
    posted = request.POST if request.method == "POST" else None
    initial = {"next": request.GET.get("next", "")}
    form = (CodeForm if asks_for_code else AgainForm)(posted, initial=initial)
    if form.is_bound and form.is_valid() and (not asks_for_code or _is_right(form, request.user)):
        entering.prove(request)
        return redirect(second_step.ours(request, form.cleaned_data["next"]))
    return render(request, "signin/prove.html", {"form": form}, status=422 if form.errors else 200)


@page(reads=["GET"])
def not_sure_enough(request: StaffRequest) -> HttpResponse:
    """Who vouched for the person is not sure enough for what is said about a child."""
    return render(request, "signin/not_sure_enough.html", {}, status=403)


@page(reads=["GET"], writes=["POST"])
def mine(request: StaffRequest) -> HttpResponse:
    """How one signs in, and new codes for the day the phone is gone."""
    is_local = entering.method_of(request) == entering.LOCAL and codes.has_second_factor(request.user)
    if request.method == "POST":
        if not is_local:
            raise Http404
        if not entering.has_proved(request):
            return redirect(f"{reverse('signin:prove')}?next={reverse('signin:mine')}")
        return _codes_shown(request, codes.new_codes(request.user, at=timezone.now()), reverse("signin:mine"))
    context = {
        "is_local": is_local,
        "left": codes.codes_left(request.user) if is_local else 0,
        "crumbs": [(_("How I sign in"), "")],
    }
    return render(request, "signin/mine.html", context)


def _is_right(form: CodeForm | AgainForm, staff: Staff) -> bool:
    """Puts what is wrong on the form. The try is kept: a wrong code is counted whatever happens next."""
    try:
        if codes.is_right(staff, form.cleaned_data["code"], at=timezone.now()):
            return True
        form.add_error("code", CodeForm.wrong)
    except codes.Paused:
        form.add_error("code", CodeForm.paused)
    return False


def _codes_shown(request: StaffRequest, made: list[str], onwards: str) -> HttpResponse:
    messages.success(request, _("Your login has two steps now, and new recovery codes."))
    response = render(request, "signin/codes.html", {"codes": made, "next": onwards})
    response["Cache-Control"] = "no-store"
    return response
