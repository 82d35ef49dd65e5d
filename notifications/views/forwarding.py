"""The child belongs to another municipality: send it on, and record who has accepted it there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from beredskab.vault import safe
from notifications.forms.forwarding import AcceptedForm, SendOnForm
from notifications.models import Concern
from notifications.other_teams import forwarding
from notifications.views.case import on_case, typed


@page(reads=["GET"], writes=["POST"])
@on_case
def send_on(request: StaffRequest, concern: Concern) -> HttpResponse:
    """First that it was sent, then that it was accepted: one page, the form that is due."""
    now = timezone.now()
    opened = safe.open_for(concern.pk, by=request.user, at=now, purpose="send on")
    last = forwarding.last_of(concern, opened)
    is_waiting = last is not None and not last.is_accepted
    form = AcceptedForm(typed(request), now=now) if is_waiting else SendOnForm(typed(request))
    if request.method == "POST" and form.is_valid():
        _record(form, concern, request)
        return redirect("notifications:send_on", concern.pk)
    context = {"concern": concern, "form": form, "last": last, "is_waiting": is_waiting}
    status = 422 if form.errors else 200
    return render(request, "notifications/case/send_on.html", context, status=status)


def _record(form: AcceptedForm | SendOnForm, concern: Concern, request: StaffRequest) -> None:
    said, now = form.cleaned_data, timezone.now()
    if isinstance(form, SendOnForm):
        forwarding.send_on(concern, said["receiver"], said["channel"], by=request.user, at=now)
        messages.success(request, _("It is recorded that it is sent. Now it has to be accepted there."))
        return
    forwarding.accept(concern, said["who"], said["when"] or now, by=request.user, at=now)
    messages.success(request, _("It is recorded that it is accepted."))
