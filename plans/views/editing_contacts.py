"""Contacts as living data: changed here, right everywhere at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.organisation import opening_hours
from beredskab.organisation.models import Contact
from plans import access, contacting
from plans.forms.contacts import ContactForm


@page(reads=["GET"], act=Act.EDIT_CONTACTS)
def contacts(request: StaffRequest) -> HttpResponse:
    """Every number of the municipality: the ones that are missing first."""
    found = access.contacts_edited_by(request.user).filter(unit=None)
    rows = [(one, opening_hours.in_words(one.hours)) for one in found.order_by("function")]
    rows.sort(key=lambda row: bool(row[0].phone))
    crumbs = [(_("Editing"), reverse("plans:editing")), (_("Contacts"), "")]
    return render(request, "plans/editing/contacts.html", {"rows": rows, "crumbs": crumbs})


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_CONTACTS)
def contact(request: StaffRequest, contact: int) -> HttpResponse:
    """One contact, and where it is used. Saved, it is live without a new edition."""
    found = get_object_or_404(access.contacts_edited_by(request.user), pk=contact)
    form = ContactForm(request.POST or None, contact=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            contacting.change(
                found,
                form.changes(),
                seen_revision=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except contacting.ChangedMeanwhile as newer:
            status, found = 409, newer.newer
            _let_decide(request, form, found)
        else:
            messages.success(request, _("Saved. It is live everywhere, and new posters are made."))
            return redirect("plans:edit_contact", found.pk)
    elif form.errors:
        status = 422
    crumbs = [
        (_("Editing"), reverse("plans:editing")),
        (_("Contacts"), reverse("plans:edit_contacts")),
        (found.function, ""),
    ]
    context = {"contact": found, "form": form, "uses": contacting.uses_of(found), "crumbs": crumbs}
    context["theirs"] = _in_words(found) if status == 409 else []
    return render(request, "plans/editing/contact.html", context, status=status)


def _let_decide(request: StaffRequest, form: ContactForm, newer: Contact) -> None:
    """What I typed stays; what the colleague saved is shown beside it; saving again decides."""
    again = request.POST.copy()
    again["seen"] = str(newer.revision)
    form.data = again
    told = {
        "who": newer.changed_by.name if newer.changed_by else _("Somebody"),
        "when": f"{timezone.localtime(newer.changed_at):%H.%M}" if newer.changed_at else "",
    }
    words = _("%(who)s saved a newer version at %(when)s. See the difference before you save.")
    form.add_error(None, words % told)


def _in_words(contact: Contact) -> list[dict[str, str]]:
    hours = opening_hours.in_words(contact.hours) or _("Not known")
    return [
        {"key": _("Name of the function"), "value": contact.function},
        {"key": _("Phone"), "value": contact.phone},
        {"key": _("Person"), "value": contact.person},
        {"key": _("E-mail"), "value": contact.email},
        {"key": _("When does one call this number?"), "value": contact.note},
        {"key": _("Opening hours"), "value": hours},
    ]
