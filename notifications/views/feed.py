"""The page of the calendar's secret address, and the file that a calendar fetches there."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.outbox import calendar
from notifications.feed import addresses, deadlines
from notifications.forms.feed import FeedForm


@page(reads=["GET"], writes=["POST"])
def calendar_address(request: StaffRequest) -> HttpResponse:
    """Make it, see it once, take it back."""
    secret, now, handling = "", timezone.now(), request.POST.get("handling", "")
    if request.method == "POST" and handling == "revoke":
        addresses.revoke(by=request.user, at=now)
    elif request.method == "POST" and handling == "make":
        secret = addresses.make(by=request.user, at=now)
    feed = addresses.current(request.user)
    context = {
        "feed": feed,
        "address": _address(request, secret) if secret else "",
        "form": FeedForm(has_address=feed is not None),
        "handles": guard.may(request.user, Act.HANDLE_CONCERN),
        "crumbs": [(_("My page"), reverse("administration:mine")), (_("Deadlines in your calendar"), "")],
    }
    status = 422 if request.method == "POST" and handling not in ("make", "revoke") else 200
    return render(request, "notifications/feed/address.html", context, status=status)


@page(reads=["GET"], public=True)
def calendar_file(request: StaffRequest, secret: str) -> HttpResponse:
    """For a calendar, which has no login: times only. An address that is not in use is a missing page."""
    feed = addresses.find(secret)
    if feed is None or feed.staff.municipality_id != request.municipality.pk:
        raise Http404
    now = timezone.now()
    with translation.override(feed.staff.language or feed.staff.municipality.language):
        title = _("Deadline in Beredskabsportalen")
    content = calendar.text(
        deadlines.due_of(feed, at=now),
        feed=feed.pk,
        title=title,
        portal=settings.PORTAL_URL,
        domain=settings.MAIL_DOMAIN,
        at=now,
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="frister.ics"'
    response["Cache-Control"] = "no-store"
    return response


def _address(request: StaffRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("notifications:calendar_file", args=[secret]))
