"""Contacts as living data: changed here, right everywhere at once."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beredskab.access.acts import Act
from beredskab.access.page import StaffRequest, page
from beredskab.organisation import opening_hours
from beredskab.organisation.models import Contact, Unit
from plans import access, showing
from plans.forms.contacts import ContactForm, NewContactForm
from plans.numbers import contacting


@page(reads=["GET"], act=Act.EDIT_CONTACTS)
def contacts(request: StaffRequest) -> HttpResponse:
    """Every number of the municipality: the ones that are missing first, then those in amber."""
    at = timezone.now()
    every = access.contacts_edited_by(request.user).order_by("function", "valid_from")
    found = every.filter(unit=None)
    rows = [_row(one, at) for one in found]
    rows.sort(key=lambda row: (bool(row["contact"].phone), not row["amber"]))
    crumbs = [(_("Editing"), reverse("plans:editing")), (_("Contacts"), "")]
    local = [
        _row(one, at) for one in every.exclude(unit=None).order_by("unit__name", "function")[:MOST_LOCAL]
    ]
    context = {"rows": rows, "local": local, "crumbs": crumbs}
    return render(request, "plans/editing/contacts.html", context)


MOST_LOCAL = 500


def _row(contact: Contact, at: dt.datetime) -> dict[str, Any]:
    on = timezone.localdate(at)
    state = ""
    if contact.valid_from and contact.valid_from > on:
        state = _("From %(day)s") % {"day": date_format(contact.valid_from, _("j F Y"), use_l10n=False)}
    elif contact.valid_to and contact.valid_to < on:
        state = _("Ended")
    elif contact.valid_to:
        state = _("Until %(day)s") % {"day": date_format(contact.valid_to, _("j F Y"), use_l10n=False)}
    amber = "" if state == _("Ended") else showing.unconfirmed_text(contact, at)
    hours = opening_hours.in_words(contact.hours)
    return {"contact": contact, "hours": hours, "amber": amber, "state": state}


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_CONTACTS)
def contact(request: StaffRequest, contact: int) -> HttpResponse:
    """One contact, and where it is used. Saved, it is live without a new edition."""
    found = get_object_or_404(access.contacts_edited_by(request.user), pk=contact)
    form = ContactForm(request.POST or None, contact=found, areas=_areas(request))
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
        except contacting.AlreadyThere:
            status = 422
            form.add_error("valid_from", _already())
        else:
            messages.success(request, _("Saved. It is live everywhere, and new posters are made."))
            return redirect("plans:edit_contact", found.pk)
    elif form.errors:
        status = 422
    context = {
        "contact": found,
        "form": form,
        "amber": showing.unconfirmed_text(found, timezone.now()),
        "uses": contacting.uses_of(found),
        "crumbs": _crumbs(found.function),
        "theirs": _in_words(found) if status == 409 else [],
    }
    return render(request, "plans/editing/contact.html", context, status=status)


@page(reads=["GET"], writes=["POST"], act=Act.EDIT_CONTACTS)
def new_contact(request: StaffRequest) -> HttpResponse:
    """A new number; with `?like=` one that takes over from another or holds for an area or a place only."""
    like = _like(request)
    start = _start(request, like)
    form = NewContactForm(
        request.POST or None, contact=start, areas=_areas(request), units=_units(request), like=like
    )
    if request.method == "POST" and form.is_valid():
        told = form.changes()
        try:
            made = contacting.add(
                request.municipality, told, like=like, unit=form.unit(), by=request.user, at=timezone.now()
            )
        except contacting.AlreadyThere:
            form.add_error("valid_from", _already())
        else:
            messages.success(request, _("Saved. It is live everywhere, and new posters are made."))
            return redirect("plans:edit_contact", made.pk)
    context = {"form": form, "like": like, "crumbs": _crumbs(_("New contact"))}
    return render(request, "plans/editing/new_contact.html", context, status=422 if form.errors else 200)


def _already() -> str:
    return _("The function has a number there from that day already. Choose another first day or area.")


def _like(request: StaffRequest) -> Contact | None:
    asked = request.GET.get("like", "")
    if not asked.isascii() or not asked.isdigit() or len(asked) > 9:
        return None
    return get_object_or_404(access.contacts_edited_by(request.user), pk=int(asked))


def _start(request: StaffRequest, like: Contact | None) -> Contact:
    """What the form begins with: the words of the one it is like, without its number and dates."""
    fresh = Contact(municipality=request.municipality, audience=Contact.Audience.PUBLIC)
    if like is not None:
        for name in ("function", "note", "hours", "audience", "owner", "email"):
            setattr(fresh, name, getattr(like, name))
    return fresh


def _areas(request: StaffRequest) -> list[str]:
    units = Unit.objects.filter(municipality=request.municipality).exclude(area="")
    return list(units.order_by("area").values_list("area", flat=True).distinct())


def _units(request: StaffRequest) -> list[Unit]:
    return list(Unit.objects.filter(municipality=request.municipality).order_by("name"))


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [
        (_("Editing"), reverse("plans:editing")),
        (_("Contacts"), reverse("plans:edit_contacts")),
        (last, ""),
    ]


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
