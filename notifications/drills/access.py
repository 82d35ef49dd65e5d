"""Who may plan, follow and take part in a drill, and whose name is shown to whom (rule N-92). In pairs."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.guard import Forbidden, may
from beredskab.organisation import kept
from beredskab.organisation.models import Staff, Unit
from beredskab.prepared import prepared
from notifications.models import Drill, DrillCase, DrillPlayer
from plans.access import units_followed_by


def drills_for(staff: Staff, units: Collection[Unit] | None = None) -> QuerySet[Drill]:
    """The drills whose result the person may see: a manager all, a leader those of the units they lead.

    `units` saves reading the units again that the person leads.
    """
    if not may(staff, Act.PLAN_DRILLS):
        return Drill.objects.none()
    here = Drill.objects.filter(municipality=staff.municipality_id)
    if is_manager(staff):
        return here
    led = units if units is not None else units_followed_by(staff)
    playing = DrillPlayer.objects.filter(drill=OuterRef("pk"), unit__in=led)
    planned = Drill.units.through.objects.filter(drill=OuterRef("pk"), unit__in=led)
    return here.filter(Q(planned_by=staff) | Exists(playing) | Exists(planned))


def may_follow(staff: Staff, drill: Drill) -> bool:
    return drills_for(staff).filter(pk=drill.pk).exists()


def drills_planned_by(staff: Staff) -> QuerySet[Drill]:
    """The drills that the person may change, start, stop and delete."""
    found = drills_for(staff, ())
    return found if is_manager(staff) else found.filter(planned_by=staff)


def may_plan(staff: Staff, drill: Drill) -> bool:
    return drills_planned_by(staff).filter(pk=drill.pk).exists()


def require_planning(staff: Staff, drill: Drill) -> None:
    """Raises Forbidden when the drill is not theirs to change."""
    if not may_plan(staff, drill):
        raise Forbidden("another's drill")


def is_manager(staff: Staff) -> bool:
    """Whether the person plans for the whole municipality, and not for units of their own only."""
    return may(staff, Act.PLAN_DRILLS) and may(staff, Act.SEE_STATUS)


def named_to(staff: Staff, drill: Drill, units: Collection[Unit]) -> QuerySet[DrillPlayer]:
    """The participants whose names the person sees: those of the units they lead, nobody else's."""
    return drill.players.filter(unit__in=units).select_related("staff", "unit")


def players_of(staff: Staff) -> QuerySet[DrillPlayer]:
    """The person's own part in every drill, stopped ones too: their mail leads there."""
    return DrillPlayer.objects.filter(staff=staff).select_related("drill__municipality")


def may_play(staff: Staff, player: DrillPlayer) -> bool:
    return players_of(staff).filter(pk=player.pk).exists()


def waiting_for(staff: Staff) -> QuerySet[DrillPlayer]:
    """Drills that the person has not answered yet."""
    running = {"drill__finished_at__isnull": True, "drill__aborted_at__isnull": True}
    return players_of(staff).filter(answered_at__isnull=True, **running)


def asked_now(staff: Staff) -> list[DrillPlayer]:
    """The same for the front page: one statement for whoever is in a running drill, none for others."""
    known = kept.while_unchanged(
        staff.municipality, "players of running drills", lambda: _players_in(staff.municipality_id)
    )
    return _unanswered(staff.pk) if staff.pk in known else []


def _players_in(municipality: int) -> frozenset[int]:
    running = Drill.objects.filter(
        municipality=municipality,
        started_at__isnull=False,
        finished_at__isnull=True,
        aborted_at__isnull=True,
    )
    return frozenset(DrillPlayer.objects.filter(drill__in=running).values_list("staff", flat=True))


@prepared
def _unanswered(staff: int) -> QuerySet[DrillPlayer]:
    running = {"drill__finished_at__isnull": True, "drill__aborted_at__isnull": True}
    return DrillPlayer.objects.filter(staff=staff, answered_at__isnull=True, **running).select_related(
        "drill"
    )


def announced_to(staff: Staff) -> QuerySet[Drill]:
    """Drills that have not begun and that the person is to take part in, where they may know it."""
    units = {job.unit_id for job in staff.current_memberships()}
    asked = Q(units__in=units) | Q(people=staff) | Q(teams__in=facts_of(staff).teams)
    planned = Drill.objects.filter(
        asked,
        municipality=staff.municipality_id,
        is_announced=True,
        started_at__isnull=True,
        aborted_at__isnull=True,
    )
    return planned.distinct()


def cases_for(staff: Staff) -> QuerySet[DrillCase]:
    """What drills have sent to the person's teams."""
    if not may(staff, Act.HANDLE_CONCERN):
        return DrillCase.objects.none()
    theirs = DrillCase.objects.filter(team__in=facts_of(staff).teams)
    return theirs.select_related("drill__municipality", "team", "claimed_by", "assessed_by")


def may_handle(staff: Staff, case: DrillCase) -> bool:
    return cases_for(staff).filter(pk=case.pk).exists()
