"""Unlocking a closed team for a quarter of an hour, and locking it again."""

import datetime as dt
import logging
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.facts import facts_of
from beredskab.access.page import StaffRequest, page
from beredskab.organisation.models import Staff, Team
from beredskab.signin import demo, second_step, unlocked
from beredskab.signin.forms.unlocking import UnlockForm
from beredskab.vault import envelope, keys
from beredskab.vault.models import MemberKey, Ticket
from beredskab.vault.sealed import members, moving, tickets
from beredskab.vault.sealed.tickets import Held, Locked, NotShared

log = logging.getLogger(__name__)
STATUS_LOCKED = 423


@page(reads=["GET"], writes=["POST"])
def unlock(request: StaffRequest) -> HttpResponse:
    """The passphrase; then on to where one wanted to go, with what one had typed."""
    posted = request.POST if request.method == "POST" else None
    form = UnlockForm(posted, initial={"next": request.GET.get("next", "")}, action=reverse("signin:unlock"))
    if form.is_bound and form.is_valid() and (held := _is_right(form, request)):
        return _onwards(request, form, held)
    return _ask(request, form, 422 if form.errors else 200)


@page(reads=[], writes=["POST"])
def lock(request: StaffRequest) -> HttpResponse:
    """»Lock now«, in every browser in which this person has unlocked."""
    tickets.lock(by=request.user, at=timezone.now())
    messages.success(request, _("The closed group's cases are locked."))
    response = redirect("home")
    unlocked.forget(request, response)
    return response


def answer_locked(request: HttpRequest, *, is_shared: bool) -> HttpResponse:
    """Instead of what is locked: the way to unlock; nothing that was typed is lost."""
    if not is_shared:
        return render(request, "signin/not_shared.html", {}, status=STATUS_LOCKED)
    if request.method != "POST":
        return redirect(f"{reverse('signin:unlock')}?{urlencode({'next': request.path})}")
    carried = unlocked.as_field(unlocked.typed_in(request.POST))
    initial = {"next": request.path, "carried": carried}
    form = UnlockForm(initial=initial, action=reverse("signin:unlock"))
    return _ask(request, form, STATUS_LOCKED, has_typed=True)


def _ask(request: HttpRequest, form: UnlockForm, status: int, *, has_typed: bool = False) -> HttpResponse:
    person, now = request.user, timezone.now()
    assert isinstance(person, Staff), "who has something to unlock is signed in"
    own = members.key_of(person.pk)
    teams = Team.objects.filter(pk__in=facts_of(person).teams, kind=Team.Kind.CLOSED)
    context = {
        "form": form,
        "has_key": own is not None,
        "is_member": own is not None or teams.exists(),
        "has_typed": has_typed or bool(form["carried"].value()),
        "until": _unlocked_here(request, now) if status == 200 else None,
        "demo": demo.PASSPHRASE if demo.is_open(request) else "",
        "next": second_step.ours(request, str(form["next"].value() or "")),
    }
    return render(request, "signin/unlock.html", context, status=status)


def _unlocked_here(request: HttpRequest, now: dt.datetime) -> dt.datetime | None:
    """Until when this session is unlocked: a browser that comes from a mail sends its half only later."""
    assert request.user.pk is not None, "who has something to unlock is signed in"
    mine = Ticket.objects.filter(member_key__ref=request.user.pk, until__gt=now)
    found = mine.filter(session=tickets.digest_of(request.session.session_key)).order_by("-until").first()
    return found.until if found else None


def _is_right(form: UnlockForm, request: StaffRequest) -> Held | None:
    """Puts what is wrong on the form. The try is kept: a wrong one is counted whatever happens next."""
    session, now = request.session.session_key, timezone.now()
    try:
        held = tickets.unlock(form.cleaned_data["passphrase"], session_key=session, by=request.user, at=now)
    except members.Paused:
        form.add_error("passphrase", UnlockForm.paused)
        return None
    except MemberKey.DoesNotExist:
        return None
    if held is None:
        form.add_error("passphrase", UnlockForm.wrong)
        return None
    _tidy(request)
    return held


def _tidy(request: StaffRequest) -> None:
    """What waits for a member; a key that is away keeps nobody out of what they have unlocked."""
    try:
        moving.tidy(by=request.user, at=timezone.now())
    except (keys.KeyMissing, keys.AgentRefuses, envelope.CannotOpen) as fault:
        log.error("keys of a closed team were not moved: %s", type(fault).__name__)


def _onwards(request: StaffRequest, form: UnlockForm, held: Held) -> HttpResponse:
    """Back to what was wanted; what had been typed is sent by one press."""
    target = second_step.ours(request, form.cleaned_data["next"])
    typed = unlocked.from_field(form.cleaned_data["carried"])
    if typed:
        response = render(request, "signin/unlocked.html", {"target": target, "typed": typed})
    else:
        response = redirect(target)
    unlocked.remember(response, held)
    return response


class ClosedTeams:
    """What a browser has unlocked is brought along; what is still locked is answered with the way to unlock.

    Inside the transaction of the person: nothing that a refused post did before it stays.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if unlocked.COOKIE in request.COOKIES and request.user.is_authenticated:
            unlocked.bring(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """None for everything that is not about a lock."""
        if not isinstance(fault, Locked):
            return None
        return answer_locked(request, is_shared=not isinstance(fault, NotShared))
