"""A list of employees, from the file to the last person: upload, look, confirm, watch the bar."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration.forms.importing import ConfirmForm, UploadForm
from beredskab.administration.importing import lists, reading
from beredskab.administration.importing.comparing import are_many
from beredskab.administration.importing.taking_in import TooManyLeave
from beredskab.administration.models import StaffList


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def upload(request: StaffRequest) -> HttpResponse:
    """Choose the file; it is read at once, and nobody is changed."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = lists.upload(file.read(), file.name, by=request.user, at=timezone.now())
            return redirect("administration:staff_list", made.pk)
        except reading.Unreadable as refusal:
            form.add_error("file", str(refusal.sentence))
    context = {
        "form": form,
        "lists": lists.lists_for(request.user).defer("content", "told")[:10],
        "crumbs": _crumbs(),
    }
    return render(request, "administration/upload.html", context, status=422 if form.errors else 200)


@page(reads=["GET"], act=Act.ADMINISTER)
def template(request: StaffRequest) -> HttpResponse:
    """A file to begin with."""
    response = HttpResponse(reading.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="medarbejdere.csv"'
    return response


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def staff_list(request: StaffRequest, list: UUID) -> HttpResponse:
    """What the list would change, the yes, how far the worker is, and what became of it."""
    found = get_object_or_404(lists.lists_for(request.user), pk=list)
    form = _form(request, found)
    status = 200
    if request.method == "POST":
        status = 422
        if "again" in request.POST:
            lists.look_again(found, by=request.user, at=timezone.now())
            return redirect("administration:staff_list", found.pk)
        if form.is_valid():
            try:
                at = timezone.now()
                lists.confirm(found, leaving_accepted=form.accepted(), by=request.user, at=at)
                return redirect("administration:staff_list", found.pk)
            except TooManyLeave:
                found = lists.look_again(found, by=request.user, at=timezone.now())
                form = _form(request, found)
                form.add_error(
                    None, _("More people are missing than when you looked. See the numbers below.")
                )
            except lists.RunsAlready:
                form.add_error(None, _("Another list is being taken in. Try again when it is done."))
                status = 409
    return _shown(request, found, form, status)


@page(reads=[], writes=["POST"], act=Act.ADMINISTER)
def throw_away(request: StaffRequest, list: UUID) -> HttpResponse:
    """The list is gone; nobody was changed."""
    found = get_object_or_404(lists.lists_for(request.user), pk=list)
    lists.throw_away(found, by=request.user, at=timezone.now())
    messages.success(request, _("The list is gone. Nobody was changed."))
    return redirect("administration:upload")


def _form(request: StaffRequest, found: StaffList) -> ConfirmForm:
    leaving, leaving_of = found.told.get("leaving", 0), found.told.get("leaving_of", 0)
    asked = are_many(leaving, leaving_of)
    posted = request.POST if request.method == "POST" and "again" not in request.POST else None
    return ConfirmForm(posted, leaving=leaving, is_asked_about=asked)


def _shown(request: StaffRequest, found: StaffList, form: ConfirmForm, status: int) -> HttpResponse:
    told = found.told
    context = {
        "list": found,
        "told": told,
        "form": form,
        "faults": lists.faults_of(found),
        "more_faults": max(0, told.get("fault_count", 0) - lists.MOST_FAULTS),
        "asks_about_leavers": "left" in form.fields,
        "figures": _figures(told),
        "crumbs": [*_crumbs(link=True), (found.file_name or _("A list"), "")],
    }
    return render(request, "administration/staff_list.html", context, status=status)


def _figures(told: dict[str, int]) -> list[dict[str, object]]:
    words = {
        "added": _("new"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "leaving": _("missing from the list"),
        "fault_count": _("lines with a fault"),
    }
    return [{"number": told.get(name, 0), "text": text} for name, text in words.items()]


def _crumbs(*, link: bool = False) -> list[tuple[str, str]]:
    here = reverse("administration:upload") if link else ""
    return [
        (_("Administration"), reverse("administration:home")),
        (_("People"), reverse("administration:people")),
        (_("Take in a list"), here),
    ]
