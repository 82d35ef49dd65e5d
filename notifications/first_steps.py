"""The concern's part of the start: people who receive, a table that was tried, a rota that has begun."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beredskab.access.acts import Act
from beredskab.access.models import TeamGrant
from beredskab.access.roles import Role
from beredskab.administration.starting import Facts, Judged, Step, count_of, register
from beredskab.organisation.models import Team
from notifications.models import RouteProposal, RoutingRule, Shift
from notifications.routes import trial


def tell() -> None:
    """Told once at the start."""
    register(
        Step(
            "teams",
            gettext_lazy("The receiving teams have people"),
            gettext_lazy("A team without people receives nothing: others get its notifications."),
            Role.ADMINISTRATOR,
            Act.ADMINISTER,
            _teams,
            rank=140,
            facts=_of_teams,
            url=lambda: reverse("administration:rights"),
            link=gettext_lazy("See the teams"),
            command="bin/manage add_person EMAIL --role caseworker --team TEAM",
        ),
        Step(
            "rota",
            gettext_lazy("Somebody is on duty today"),
            gettext_lazy("In each team that receives, one holds the inbox and one steps in."),
            Role.TEAM_LEADER,
            Act.SEE_ROTA,
            _rota,
            rank=150,
            facts=_of_rota,
            url=lambda: reverse("notifications:rota"),
            link=gettext_lazy("Plan the rota"),
        ),
        Step(
            "route",
            gettext_lazy("The way of a notification is tested"),
            gettext_lazy("Every combination, at every hour of the week, has to reach somebody."),
            Role.MANAGER,
            Act.SEE_ROUTING,
            _route,
            rank=160,
            facts=_of_route,
            url=lambda: reverse("notifications:routing"),
            link=gettext_lazy("Test it"),
        ),
    )


def _receiving() -> Any:
    named = RoutingRule.objects.filter(team=OuterRef("pk"))
    return Team.objects.filter(Exists(named), municipality=OuterRef("pk"))


def _of_teams(on: dt.date) -> Mapping[str, Any]:
    members = TeamGrant.objects.filter(
        content_object=OuterRef("pk"), permission__codename="handle_concerns", user__is_active=True
    )
    empty = _receiving().filter(~Exists(members))
    return {"teams": count_of(_receiving()), "empty_teams": count_of(empty)}


def _teams(facts: Facts) -> Judged:
    teams, empty = facts.told["teams"], facts.told["empty_teams"]
    if not teams:
        return Judged(False, _("No team is named in the routing table."))
    if not empty:
        return Judged(True, _("Every team that receives has people."))
    told = ngettext("%(count)d team has nobody.", "%(count)d teams have nobody.", empty)
    return Judged(False, told % {"count": empty})


def _of_rota(on: dt.date) -> Mapping[str, Any]:
    today = Shift.objects.filter(
        team=OuterRef("pk"), starts_on__lte=on, ends_on__gte=on, holder__is_active=True
    )
    reception = _receiving().filter(kind=Team.Kind.RECEPTION)
    return {"receptions": count_of(reception), "uncovered": count_of(reception.filter(~Exists(today)))}


def _rota(facts: Facts) -> Judged:
    if facts.told["receptions"] and not facts.told["uncovered"]:
        return Judged(True, _("Somebody holds the inbox."))
    return Judged(False, _("Nobody holds the inbox today."))


def _of_route(on: dt.date) -> Mapping[str, Any]:
    decided = RouteProposal.objects.filter(
        municipality=OuterRef("pk"), state=RouteProposal.State.APPROVED
    ).order_by()
    newest = decided.values("municipality").annotate(newest=Max("decided_at")).values("newest")
    return {"routing_changed": Subquery(newest)}


def _route(facts: Facts) -> Judged:
    seen = facts.seen.get(trial.name_of(facts.municipality))
    if seen is None:
        return Judged(False, _("Nobody has tried the routing table yet."))
    changed = facts.told["routing_changed"]
    if changed and changed > seen.at:
        return Judged(False, _("The table was changed after it was tried."))
    if not seen.is_well:
        return Judged(False, _("Some combinations reach nobody."))
    return Judged(True, _("Every combination reaches somebody, at every hour."))
