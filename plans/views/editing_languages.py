"""In which languages the STOP advice is there, and which advice still waits for its words."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from plans import access
from plans.editing import editions, revising
from plans.forms.languages import StopLanguagesForm
from plans.models import Block
from plans.views.editing import plan_crumbs
from plans.vocabulary import BlockType


@page(reads=["GET"], writes=["POST"])
def stop_languages(request: StaffRequest, plan: str) -> HttpResponse:
    """The editor turns languages on; each advice is written on its own page."""
    found = get_object_or_404(access.plans_worked_on_by(request.user), slug=plan)
    editions.require_editor(request.user, found)
    choices = [(code, str(name)) for code, name in settings.LANGUAGES if code != found.language]
    form = StopLanguagesForm(
        request.POST or None, initial={"languages": found.stop_languages}, choices=choices
    )
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["languages"]
        revising.choose_stop_languages(found, wanted, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("plans:stop_languages", found.slug)
    edition = editions.in_the_making(found) or editions.in_force(found)
    advice = Block.objects.filter(type=BlockType.STOP, version__lines__edition=edition)
    context = {
        "plan": found,
        "form": form,
        "advice": advice.select_related("version").order_by("position"),
        "crumbs": plan_crumbs(found, _("Languages of the STOP advice")),
    }
    return render(request, "plans/editing/stop_languages.html", context, status=422 if form.errors else 200)
