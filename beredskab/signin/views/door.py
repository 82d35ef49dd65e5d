from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Staff
from beredskab.signin import demo, entering, second_step, unlocked
from beredskab.signin.entering import Level
from beredskab.signin.forms.door import SignInForm
from beredskab.signin.locking import lock
from beredskab.signin.models import Provider
from beredskab.signin.views import providers


@page(reads=["GET"], writes=["POST"], public=True)
def sign_in(request: StaffRequest) -> HttpResponse:
    """The municipality's own provider first; a local account where there is one."""
    wanted = request.GET.get("next", "")
    form = SignInForm(request, request.POST or None, initial={"next": wanted})
    if request.method == "POST" and not settings.LOCAL_ACCOUNTS:
        raise Http404
    if request.method == "POST" and form.is_valid() and form.staff:
        return second_step.expect(request, form.staff, form.cleaned_data["next"])
    context = {
        "form": form,
        "people": demo.PEOPLE if demo.is_open(request) else (),
        "providers": Provider.objects.filter(municipality=request.municipality, is_active=True),
        "next": wanted,
        "has_local": settings.LOCAL_ACCOUNTS,
        "is_kept": "kept" in request.GET,  # what was typed when the session ended waits behind the login
    }
    return render(request, "signin/sign_in.html", context, status=200 if request.method == "GET" else 422)


@page(reads=[], writes=["POST"], public=True)
def sign_in_as_demo(request: StaffRequest) -> HttpResponse:
    """One click for the people of the demo; a missing page everywhere else."""
    known = {person.email for person in demo.PEOPLE}
    email = request.POST.get("person", "")
    if not demo.is_open(request) or email not in known:
        raise Http404
    # Who works for two municipalities comes in where the visitor stands; everybody else wherever they work.
    people = Staff.objects.filter(email=email, is_active=True).select_related("municipality").order_by("pk")
    staff = next((one for one in people if one.municipality_id == request.municipality.pk), None)
    staff = staff or people.first()
    if staff is None:
        raise Http404
    entering.enter(request, staff, method=entering.DEMO, level=Level.SUBSTANTIAL, at=timezone.now())
    return redirect(second_step.ours(request, request.POST.get("next", "")))


@page(reads=[], writes=["POST"], public=True)
def sign_out(request: StaffRequest) -> HttpResponse:
    """End the session; the browser forgets what it kept."""
    provider = providers.of_session(request)
    lock(request)
    response = redirect("signin:logged_off", provider.slug) if provider else redirect("home")
    response["Cache-Control"] = "no-store"
    response["Clear-Site-Data"] = '"cache", "storage"'
    unlocked.forget(request, response)
    return response


@page(reads=[], writes=["POST"])
def stay(request: StaffRequest) -> HttpResponse:
    """One button that extends the session: asking is enough, the clock's middleware has noted it."""
    begin_again = request.session.get("seen")
    if begin_again is not None:
        request.session.modified = True
    return redirect(second_step.ours(request, request.POST.get("next", "")))


def slowed_down(
    request: HttpRequest, credentials: dict[str, Any] | None = None, **_kwargs: Any
) -> HttpResponse:
    """Too many tries by one person from one address: a pause, told plainly, with the numbers still there."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "signin/slowed_down.html", {"minutes": minutes}, status=429)
