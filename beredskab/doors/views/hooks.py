"""Who is told when something happens: made, tried, stopped, and what became of each message."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.doors.forms.hooks import WebhookForm
from beredskab.doors.hooks import changing
from beredskab.doors.models import Delivery, Webhook
from beredskab.doors.views.tokens import crumbs
from beredskab.doors.vocabulary import Event

SHOWN = 50


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def make(request: StaffRequest) -> HttpResponse:
    """A new address. Its secret stands on the answer, once."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    made, secret = None, ""
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        events = [Event(one) for one in told["events"]]
        made, secret = changing.make(told["name"], told["url"], events, by=request.user, at=timezone.now())
    context = {
        "form": form,
        "made": made,
        "secret": secret,
        "crumbs": crumbs(request, made.name if made else _("Tell a system")),
        "rows": _rows(made) if made else [],
    }
    return render(request, "doors/new_hook.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], act=Act.ADMINISTER)
def hook(request: StaffRequest, hook: UUID) -> HttpResponse:
    """What it is told of, and the last messages."""
    found = get_object_or_404(changing.hooks_for(request.user), pk=hook)
    context = {
        "hook": found,
        "rows": _rows(found),
        "deliveries": Delivery.objects.filter(hook=found)[:SHOWN],
        "crumbs": crumbs(request, found.name),
    }
    return render(request, "doors/hook.html", context)


@page(reads=[], writes=["POST"], act=Act.ADMINISTER)
def send_test(request: StaffRequest, hook: UUID) -> HttpResponse:
    """A message that says only that it is a test."""
    found = get_object_or_404(changing.hooks_for(request.user), pk=hook, stopped_at__isnull=True)
    changing.send_test(found, by=request.user, at=timezone.now())
    messages.success(request, _("A test is on its way. Load the page again in a moment."))
    return redirect("doors:hook", found.pk)


@page(reads=[], writes=["POST"], act=Act.ADMINISTER)
def stop(request: StaffRequest, hook: UUID) -> HttpResponse:
    """Nothing is sent from now on."""
    found = get_object_or_404(changing.hooks_for(request.user), pk=hook)
    changing.stop(found, by=request.user, at=timezone.now())
    messages.success(request, _("Stopped. The system is told of nothing more."))
    return redirect("doors:overview")


@page(reads=[], writes=["POST"], act=Act.ADMINISTER)
def send_again(request: StaffRequest, delivery: UUID) -> HttpResponse:
    """Try once more what was given up."""
    mine = Delivery.objects.filter(hook__in=changing.hooks_for(request.user))
    found = get_object_or_404(mine, pk=delivery)
    changing.send_again(found, by=request.user, at=timezone.now())
    return redirect("doors:hook", found.hook_id)


def _rows(one: Webhook) -> list[dict[str, object]]:
    return [
        {"key": _("Address"), "value": one.url},
        {"key": _("Is told of"), "lines": [str(Event(event).label) for event in one.events]},
        {"key": _("Signature"), "value": "X-Beredskab-Signature: sha256=HMAC-SHA256(…)"},
    ]
