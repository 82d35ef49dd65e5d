"""How a person is shown, and the way to their page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from beredskab.access.page import StaffRequest
from beredskab.administration.staffing import access
from beredskab.organisation.models import Staff
from beredskab.signin.models import Identity
from beredskab.ui.templatetags.ui import moment

Rows = list[dict[str, object]]


def facts_of(person: Staff, *, is_administrator: bool, has_app: bool) -> Rows:
    """E-mail and phone; for an administrator also how and when the person signed in. One statement."""
    rows: Rows = [
        {"key": _("Work e-mail"), "value": person.email},
        {"key": _("Work phone"), "value": person.phone or "–"},
    ]
    if not is_administrator:
        return rows
    if person.number:
        rows.append({"key": _("Employee number"), "value": person.number})
    last = moment(person.last_login) if person.last_login else _("Never")
    return [
        *rows,
        {"key": _("Login"), "value": _("Open") if person.is_active else _("Closed: has left")},
        {"key": _("Last signed in"), "value": last},
        {"key": _("Signs in through"), "lines": _doors(person, has_app)},
    ]


def way_to(request: StaffRequest | HttpRequest, person: Staff | None = None) -> list[tuple[str, str]]:
    """Crumbs to the list that the visitor comes from, and to the person where the page lies below."""
    staff = request.user
    assert isinstance(staff, Staff), "only who is logged in manages anybody"
    if access.is_administrator(staff):
        way = [
            (_("Administration"), reverse("administration:home")),
            (_("People"), reverse("administration:people")),
        ]
    else:
        way = [
            (_("My unit"), reverse("plans:leader")),
            (_("My employees"), reverse("administration:my_people")),
        ]
    return [*way, (_("One person"), reverse("administration:person", args=[person.pk]))] if person else way


def _doors(person: Staff, has_app: bool) -> list[str]:
    names = list(Identity.objects.filter(staff=person).values_list("provider__name", flat=True))
    if has_app:
        names.append(_("An account of the portal, with two steps"))
    return names or [_("Nothing yet")]
