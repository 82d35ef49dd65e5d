"""Reminding people by hand: first the chosen people and the text of the mail, then the reminder itself."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.outbox.mails import Mail, mail_for
from beredskab.outbox.models import Message
from beredskab.outbox.vocabulary import Kind
from plans.following import reminding
from plans.forms.leader import ReminderForm
from plans.views.looking import PEOPLE, Look, look_of


@page(reads=[], writes=["POST"], act=Act.REMIND_READERS)
def remind(request: StaffRequest) -> HttpResponse:
    """Who of the chosen people is reminded, or with the button pressed, the reminder."""
    at = timezone.now()
    look = look_of(request)
    form = ReminderForm(request.POST)
    chosen = form.cleaned_data["people"] if form.is_valid() else []
    back = look.url(rows=PEOPLE)
    if "confirmed" in request.POST:
        sent = reminding.remind(look.unit, chosen, by=request.user, at=at)
        _say(request, len(sent.to))
        return redirect(back)
    told = reminding.choose(look.unit, chosen, by=request.user, at=at)
    return render(request, "plans/leader/remind.html", _context(request, look, told, at))


def _context(
    request: StaffRequest, look: Look, told: reminding.Reminding, at: dt.datetime
) -> dict[str, object]:
    to = [row.person.staff.pk for row in told.to]
    return {
        "form": ReminderForm(initial={"people": to, "unit": look.unit.pk}, count=len(to)),
        "told": told,
        "mail": _mail(request, at),
        "unit": look.unit,
        "back": look.url(rows=PEOPLE),
    }


def _say(request: StaffRequest, count: int) -> None:
    if not count:
        messages.info(request, _("Nobody was reminded: they have been reminded lately, or miss nothing."))
        return
    words = ngettext("%(count)d person is reminded by mail.", "%(count)d people are reminded by mail.", count)
    messages.success(request, words % {"count": count})


def _mail(request: StaffRequest, at: dt.datetime) -> Mail:
    """What the mail says, in the leader's own language."""
    return mail_for(Message(recipient=request.user, kind=Kind.READING_REMINDER, created_at=at, due_at=at))
