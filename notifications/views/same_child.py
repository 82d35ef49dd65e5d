"""Whether the team has had a child before: linked cases, and a look-up that is counted."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from notifications.case import same_child
from notifications.case.same_child import TooManyLookUps
from notifications.forms.same_child import LookUpForm
from notifications.views.case import typed
from notifications.views.case_page import link_to


@page(reads=["GET"], writes=["POST"], act=Act.HANDLE_CONCERN)
def look_up(request: StaffRequest) -> HttpResponse:
    """A CPR number in, the team's own cases out. By POST: the number stands in no address."""
    form, found = LookUpForm(typed(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            found = same_child.look_up(form.cleaned_data["cpr"], by=request.user, at=timezone.now())
        except TooManyLookUps:
            form.add_error(None, _("You have looked up many children in the last hour. Wait a while."))
    context = {"form": form, "found": None if found is None else [link_to(one) for one in found]}
    return render(request, "notifications/inbox/look_up.html", context, status=422 if form.errors else 200)
