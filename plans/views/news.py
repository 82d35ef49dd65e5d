"""What is new in my part of the plan since I read it, and confirming just that."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from plans import access, reading
from plans.forms.reading import AcknowledgeChangeForm
from plans.numbers.contacts import contacts_in_force
from plans.reading import Reading
from plans.since_read import News, news_of
from plans.views.tasks import tasks_of


@page(reads=["GET"], writes=["POST"])
def news(request: StaffRequest) -> HttpResponse:
    """Each section that changed, with the words that are new to this reader; confirmed one by one."""
    viewer = access.viewer_of(request)
    found = reading.reading_of(request.user)
    told = news_of(viewer, found.items, contacts_in_force(viewer.municipality, now(), viewer.unit))
    asked = _asked(told, found)
    sent = _sent(request, asked)
    if sent is not None and sent.is_valid():
        return _acknowledge(request, asked, sent)
    context = {
        "asked": [(one, _form_of(one, sent)) for one in asked],
        "corrected": [one for one in told if not one.is_asked and one.differences],
        "unread": tasks_of(_never_read(found), localdate()),
        "form": sent,
        "crumbs": [(_("What I have read"), reverse("plans:my_reading")), (_("New to you"), "")],
    }
    return render(request, "plans/news.html", context, status=422 if sent is not None else 200)


def _asked(told: list[News], found: Reading) -> list[News]:
    """What is to be confirmed, by its date."""
    order = [item.line.pk for item in found.missing]
    asked = [one for one in told if one.is_asked]
    return sorted(asked, key=lambda one: order.index(one.item.line.pk))


def _never_read(found: Reading) -> Reading:
    return Reading(tuple(item for item in found.items if item.ruling.read_number is None))


def _sent(request: StaffRequest, asked: list[News]) -> AcknowledgeChangeForm | None:
    """The form that was sent; 404 for a section that the reader is not asked about."""
    if request.method != "POST":
        return None
    sections = [one for one in asked if f"s{one.item.line.section_id}-version" in request.POST]
    if not sections:
        raise Http404("section")
    return _form(sections[0], request.POST)


def _form(one: News, data: Any = None) -> AcknowledgeChangeForm:
    line = one.item.line
    version = line.version
    return AcknowledgeChangeForm(data, section=line.section_id, version=version.number, title=version.title)


def _form_of(one: News, sent: AcknowledgeChangeForm | None) -> AcknowledgeChangeForm:
    is_it = sent is not None and sent.prefix == f"s{one.item.line.section_id}"
    return sent if sent is not None and is_it else _form(one)


def _acknowledge(request: StaffRequest, asked: list[News], sent: AcknowledgeChangeForm) -> HttpResponse:
    line = next(one.item.line for one in asked if sent.prefix == f"s{one.item.line.section_id}")
    try:
        reading.acknowledge(line, version_number=sent.cleaned_data["version"], by=request.user, at=now())
    except reading.SectionMovedOn:
        words = _("The section changed while you read it. Read the new version and confirm it.")
        messages.warning(request, words)
    else:
        messages.success(request, _("Thank you. You have confirmed »%s«.") % line.version.title)
    return redirect("plans:news")
