"""The plan's part of the start: numbers that somebody vouches for, plans in force, paper on a wall."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beredskab.access.acts import Act
from beredskab.access.roles import Role
from beredskab.administration.starting import Facts, Judged, Step, count_of, register
from beredskab.organisation import confirming
from beredskab.organisation.models import Contact
from beredskab.ui.numbers import FAMILY, ON_CALL
from plans.models import Edition, Hanging, Plan, PosterFile

OFFICER = "databeskyttelse"


def tell() -> None:
    """Told once at the start."""
    register(
        Step(
            "numbers",
            gettext_lazy("Numbers are confirmed"),
            gettext_lazy("Somebody has called each number and says that it is right."),
            Role.EDITOR,
            Act.EDIT_CONTACTS,
            _numbers,
            rank=100,
            facts=_of_numbers,
            url=lambda: reverse("plans:edit_contacts"),
            link=gettext_lazy("Look at the numbers"),
        ),
        Step(
            "on_call",
            gettext_lazy("A number outside opening hours"),
            gettext_lazy("It stands on every page and every poster when the family unit is closed."),
            Role.EDITOR,
            Act.EDIT_CONTACTS,
            _on_call,
            rank=110,
            facts=lambda on: {"on_call": count_of(_numbered(ON_CALL).filter(_vouched(on)))},
            url=lambda: reverse("plans:edit_contacts"),
            link=gettext_lazy("Write the number"),
        ),
        Step(
            "officer",
            gettext_lazy("The data protection officer can be reached"),
            gettext_lazy("Named on the page about personal data."),
            Role.EDITOR,
            Act.EDIT_CONTACTS,
            _officer,
            rank=120,
            facts=lambda on: {"officers": count_of(_contacts(OFFICER).filter(~Q(phone="") | ~Q(email="")))},
            url=lambda: reverse("plans:edit_contacts"),
            link=gettext_lazy("Write the number"),
        ),
        Step(
            "plans",
            gettext_lazy("The plans are published"),
            gettext_lazy("The editor fills the gaps, an approver reads, and both are in force."),
            Role.EDITOR,
            Act.EDIT_PLAN,
            _plans,
            rank=130,
            facts=_of_plans,
            url=lambda: reverse("plans:editing"),
            link=gettext_lazy("Go to the plans"),
            command="bin/manage import_plan FILE",
        ),
        Step(
            "poster",
            gettext_lazy("A poster hangs on a wall"),
            gettext_lazy(
                "Print it, hang it, and write in which room. Then you are told when it is out of date."
            ),
            Role.EDITOR,
            Act.EDIT_PLAN,
            _poster,
            rank=180,
            facts=_of_paper,
            url=lambda: reverse("plans:walls"),
            link=gettext_lazy("Print and hang"),
        ),
    )


def _contacts(*slugs: str) -> Any:
    found = Contact.objects.filter(municipality=OuterRef("pk"), unit=None)
    return found.filter(slug__in=slugs) if slugs else found


def _numbered(*slugs: str) -> Any:
    return _contacts(*slugs).exclude(phone="")


def _vouched(on: dt.date) -> Q:
    return Q(verified_on__gte=on - confirming.CONFIRMED_FOR)


def _of_numbers(on: dt.date) -> Mapping[str, Any]:
    return {
        "numbers": count_of(_numbered()),
        "family": count_of(_numbered(FAMILY)),
        "unconfirmed": count_of(_numbered().exclude(_vouched(on), verified_on__isnull=False)),
    }


def _numbers(facts: Facts) -> Judged:
    if not facts.told["family"]:
        return Judged(False, _("The family unit has no number yet."))
    count = facts.told["unconfirmed"]
    if count:
        told = ngettext(
            "Nobody vouches for %(count)d of %(all)d number.",
            "Nobody vouches for %(count)d of %(all)d numbers.",
            facts.told["numbers"],
        )
        return Judged(False, told % {"count": count, "all": facts.told["numbers"]})
    told = ngettext("%(all)d number is confirmed.", "%(all)d numbers are confirmed.", facts.told["numbers"])
    return Judged(True, told % {"all": facts.told["numbers"]})


def _on_call(facts: Facts) -> Judged:
    if facts.told["on_call"]:
        return Judged(True, _("There is one, and somebody vouches for it."))
    return Judged(False, _("There is none that somebody vouches for. Write 114 if yours is reached there."))


def _officer(facts: Facts) -> Judged:
    is_there = bool(facts.told["officers"])
    return Judged(is_there, _("Can be reached.") if is_there else _("No number and no mail address yet."))


def _of_plans(on: dt.date) -> Mapping[str, Any]:
    plans = Plan.objects.filter(municipality=OuterRef("pk"))
    in_force = Edition.objects.in_force().filter(plan=OuterRef("pk"))
    return {"plans": count_of(plans), "unpublished": count_of(plans.filter(~Exists(in_force)))}


def _plans(facts: Facts) -> Judged:
    plans, waiting = facts.told["plans"], facts.told["unpublished"]
    told = _("%(count)d of %(all)d plans are in force.") % {"count": plans - waiting, "all": plans}
    return Judged(bool(plans) and not waiting, told)


def _of_paper(on: dt.date) -> Mapping[str, Any]:
    hangs = Hanging.objects.filter(unit__municipality=OuterRef("pk"), taken_down_at=None)
    made = PosterFile.objects.filter(poster__card__municipality=OuterRef("pk"), pdf__isnull=False)
    return {"hanging": count_of(hangs), "made": Exists(made)}


def _poster(facts: Facts) -> Judged:
    count = facts.told["hanging"]
    if count:
        told = ngettext("%(count)d poster hangs.", "%(count)d posters hang.", count)
        return Judged(True, told % {"count": count})
    if facts.told["made"]:
        return Judged(False, _("The posters are ready to be printed. Nobody has hung one yet."))
    return Judged(False, _("No poster is ready: the numbers and plans come first."))
