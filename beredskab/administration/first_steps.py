"""The administrator's own steps: machine, people, login, who has which role."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beredskab.access.acts import Act
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.administration.health import State
from beredskab.administration.models import JobTitle
from beredskab.administration.role_names import SHORT
from beredskab.administration.safekeeping.told_to_health import CLOSED_GROUP
from beredskab.administration.starting import Facts, Judged, Step, count_of, register
from beredskab.organisation.models import Membership, Unit
from beredskab.organisation.models.staff import Source
from beredskab.signin.models import Provider

ADMINISTRATORS = 2
"""One alone is ill one day, and approves nothing of their own."""
NEEDED = (Role.EDITOR, Role.APPROVER, Role.MANAGER, Role.TEAM_LEADER, Role.CONTROLLER)


def tell() -> None:
    """Told once at the start."""
    register(
        Step(
            "machine",
            gettext_lazy("The machine runs"),
            gettext_lazy("Database, worker and mail. Without them nobody is told anything."),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            lambda facts: Judged(
                facts.is_well("database", "worker", "mail"),
                _first_trouble(facts, "database", "worker", "mail") or _("Database, worker and mail work."),
            ),
            rank=10,
            health=("database", "worker", "mail"),
            url=lambda: reverse("administration:operation"),
            link=gettext_lazy("See how it runs"),
        ),
        Step(
            "keys",
            gettext_lazy("Keys and backup"),
            gettext_lazy("A backup counts when somebody has brought it back and everything was there."),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            lambda facts: Judged(
                facts.is_well("keys", "backup"),
                _first_trouble(facts, "keys", "backup") or _("The keys are there, a backup was tried."),
            ),
            rank=95,
            health=("keys", "backup"),
            url=lambda: reverse("administration:operation"),
            link=gettext_lazy("See how it runs"),
        ),
        Step(
            "address",
            gettext_lazy("Address and language"),
            gettext_lazy("The address stands on every poster."),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            lambda facts: Judged(
                bool(facts.municipality.short_address),
                facts.municipality.short_address or _("No address for posters yet."),
            ),
            rank=30,
            url=lambda: reverse("administration:settings"),
            link=gettext_lazy("Write the address"),
        ),
        Step(
            "staff",
            gettext_lazy("Employees are taken in"),
            gettext_lazy("From the staff office’s list, or by itself from the staff system."),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            _staff,
            rank=40,
            facts=_of_staff,
            url=lambda: reverse("administration:upload"),
            link=gettext_lazy("Take in a list"),
            command="bin/manage import_staff FILE --municipality NAME",
        ),
        Step(
            "titles",
            gettext_lazy("Job titles have a meaning"),
            gettext_lazy("So everybody reads the part of the plan that is for them."),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            _titles,
            rank=50,
            facts=_of_titles,
            url=lambda: reverse("administration:titles"),
            link=gettext_lazy("Say what they mean"),
        ),
        Step(
            "closed_group",
            gettext_lazy("The closed group is sealed"),
            gettext_lazy(
                "What is said about a leader or who runs the portal opens with a member's passphrase alone."
            ),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            lambda facts: Judged(
                facts.health[CLOSED_GROUP].state in {State.WELL, State.LOOK},
                facts.health[CLOSED_GROUP].text,
            ),
            rank=155,
            health=(CLOSED_GROUP,),
            url=lambda: reverse("administration:operation"),
            link=gettext_lazy("See how it stands"),
        ),
        Step(
            "administrators",
            gettext_lazy("A second administrator"),
            gettext_lazy("One alone is ill one day, and approves nothing of their own."),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            _administrators,
            rank=60,
            facts=lambda on: {"administrators": count_of(_holding(Role.ADMINISTRATOR))},
            url=lambda: reverse("administration:people"),
            link=gettext_lazy("Choose somebody"),
            command="bin/manage add_person EMAIL --role administrator",
        ),
        Step(
            "roles",
            gettext_lazy("Somebody for each role"),
            gettext_lazy("Who writes, who approves, who answers for the routing, leads a team, controls."),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            _roles,
            rank=70,
            facts=lambda on: {f"role_{role}": Exists(_holding(role)) for role in NEEDED},
            url=lambda: reverse("administration:people"),
            link=gettext_lazy("Choose somebody"),
            command="bin/manage add_person EMAIL --role ROLE",
        ),
        Step(
            "leaders",
            gettext_lazy("Units have leaders"),
            gettext_lazy("They follow who has read the plan, and a suspicion of an employee passes them by."),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            _leaders,
            rank=80,
            facts=_of_leaders,
            url=lambda: reverse("administration:units"),
            link=gettext_lazy("See the units"),
        ),
        Step(
            "login",
            gettext_lazy("Login is set up"),
            gettext_lazy("People sign in with the login they have at work. Two persons decide."),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            _login,
            rank=90,
            facts=lambda on: {
                "providers": count_of(Provider.objects.filter(municipality=OuterRef("pk"), is_active=True))
            },
            url=lambda: reverse("signin:providers"),
            link=gettext_lazy("Set up the login"),
        ),
    )


def _first_trouble(facts: Facts, *names: str) -> str:
    wrong = [facts.health[name] for name in names if name in facts.health and not facts.is_well(name)]
    return str(wrong[0].text) if wrong else ""


def _holding(role: Role) -> Any:
    return RoleAssignment.objects.filter(
        staff__municipality=OuterRef("pk"), staff__is_active=True, role=role.value
    )


def _of_staff(on: dt.date) -> Mapping[str, Any]:
    sent = Membership.objects.filter(unit__municipality=OuterRef("pk"), staff__is_active=True)
    return {"employed": count_of(sent.exclude(source=Source.HAND))}


def _staff(facts: Facts) -> Judged:
    count = facts.told["employed"]
    if not count:
        return Judged(False, _("No list was taken in yet."))
    told = ngettext("%(count)d employment was taken in.", "%(count)d employments were taken in.", count)
    return Judged(True, told % {"count": count})


def _of_titles(on: dt.date) -> Mapping[str, Any]:
    """Titles that stand with a profession are known, whoever said so."""
    said = JobTitle.objects.filter(
        municipality=OuterRef("unit__municipality"), title=Lower(OuterRef("title"))
    )
    used = Membership.objects.filter(
        unit__municipality=OuterRef("pk"), profession=None, staff__is_active=True
    )
    return {"unsaid": count_of(used.exclude(title="").filter(~Exists(said)))}


def _titles(facts: Facts) -> Judged:
    count = facts.told["unsaid"]
    if not facts.told["employed"]:
        return Judged(False, _("There are no titles before employees are taken in."))
    if not count:
        return Judged(True, _("Every title has a meaning."))
    told = ngettext(
        "%(count)d employment has a title that means nothing yet.",
        "%(count)d employments have a title that means nothing yet.",
        count,
    )
    return Judged(False, told % {"count": count})


def _administrators(facts: Facts) -> Judged:
    count = facts.told["administrators"]
    told = ngettext("There is %(count)d administrator.", "There are %(count)d administrators.", count)
    return Judged(count >= ADMINISTRATORS, told % {"count": count})


def _roles(facts: Facts) -> Judged:
    missing = [str(SHORT[role]) for role in NEEDED if not facts.told[f"role_{role}"]]
    if missing:
        return Judged(False, _("Nobody is: %(roles)s.") % {"roles": ", ".join(missing).lower()})
    return Judged(True, _("Every role has somebody."))


def _of_leaders(on: dt.date) -> Mapping[str, Any]:
    work = Membership.objects.filter(unit=OuterRef("pk"), staff__is_active=True)
    units = Unit.objects.filter(Exists(work), municipality=OuterRef("pk"))
    return {"units": count_of(units), "leaderless": count_of(units.filter(leader=None))}


def _leaders(facts: Facts) -> Judged:
    units, count = facts.told["units"], facts.told["leaderless"]
    if not units:
        return Judged(False, _("Nobody works in any unit yet."))
    if not count:
        return Judged(True, _("Every unit where somebody works has a leader."))
    told = ngettext("%(count)d unit has no leader.", "%(count)d units have no leader.", count)
    return Judged(False, told % {"count": count})


def _login(facts: Facts) -> Judged:
    count = facts.told["providers"]
    if not count:
        return Judged(False, _("The municipality’s own login is not set up."))
    told = ngettext("%(count)d provider is in use.", "%(count)d providers are in use.", count)
    return Judged(True, told % {"count": count})
