"""The outcome of the screening, on a page of its own."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest, page
from notifications.case import screening
from notifications.case.screening import NotAnotherPerson
from notifications.forms.screening import DecisionForm
from notifications.models import Concern
from notifications.views.case import ask, done, on_case, typed
from notifications.views.refused import went


@page(reads=["GET"], writes=["POST"])
@on_case
def decide(request: StaffRequest, concern: Concern) -> HttpResponse:
    """The outcome, with everything that the law asks to be considered on the way."""
    seconds = screening.second_assessors(concern, by=request.user)
    form = DecisionForm(typed(request), concern=concern, seconds=seconds)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            if went(form, lambda: screening.decide(concern, form.choice(), by=request.user, at=now)):
                return done(request, concern, _("The decision is saved."))
        except NotAnotherPerson:
            form.add_error(None, _("The colleague cannot be the second any more. Choose another one."))
    return ask(request, concern, "decide", form, reads_case=True)
