"""Professions: whom the plan speaks to, and how many of them there are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration import professing
from beredskab.administration.forms.people import ProfessionForm
from beredskab.organisation.models import Profession


@page(reads=["GET"], act=Act.ADMINISTER)
def professions(request: StaffRequest) -> HttpResponse:
    """All of them, with the titles of the staff system that come down to each."""
    found = professing.professions_for(request.user, timezone.localdate())
    crumbs = [(_("Administration"), reverse("administration:home")), (_("Professions"), "")]
    return render(request, "administration/professions.html", {"professions": found, "crumbs": crumbs})


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def profession(request: StaffRequest, profession: str = "") -> HttpResponse:
    """A new one, or other words for one."""
    mine = Profession.objects.filter(municipality=request.municipality)
    one = get_object_or_404(mine, slug=profession) if profession else None
    form = ProfessionForm(request.POST if request.method == "POST" else None, profession=one)
    if form.is_bound and form.is_valid():
        try:
            professing.put(one, form.words(), by=request.user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("administration:professions")
        except professing.NameTaken:
            form.add_error("name_da", _("Another profession is called that"))
    title = one.name if one else _("New profession")
    crumbs = [
        (_("Administration"), reverse("administration:home")),
        (_("Professions"), reverse("administration:professions")),
        (title, ""),
    ]
    context = {"form": form, "title": title, "crumbs": crumbs}
    return render(request, "administration/person_form.html", context, status=422 if form.errors else 200)
