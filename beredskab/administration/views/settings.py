"""What the municipality decides about its portal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.administration import settings_of
from beredskab.administration.forms.settings import SettingsForm


@page(reads=["GET"], writes=["POST"], act=Act.ADMINISTER)
def settings(request: StaffRequest) -> HttpResponse:
    """Read and change; what changes stands in the log."""
    posted = request.POST if request.method == "POST" else None
    form = SettingsForm(posted, municipality=request.municipality)
    if form.is_bound and form.is_valid():
        changed = settings_of.change(form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved.") if changed else _("Nothing was different."))
        return redirect("administration:settings")
    crumbs = [(_("Administration"), reverse("administration:home")), (_("Settings"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "administration/settings.html", context, status=422 if form.errors else 200)
