"""Who may see and write what of the status: action plans, recommendations, reports, rounds (rule P-78)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.organisation.models import Staff
from plans.access import Viewer
from plans.models import ActionPlan, Framework, StatusReport, StatusRound, Succession


def action_plans_for(staff: Staff) -> QuerySet[ActionPlan]:
    """The action plans that the person's municipality carries out, its own and shared ones."""
    if not guard.may(staff, Act.SEE_STATUS):
        return ActionPlan.objects.none()
    merged = Succession.objects.filter(new=staff.municipality_id).values("old")
    theirs = Q(municipality=staff.municipality_id) | Q(partners=staff.municipality_id)
    inherited = Q(municipality__in=merged) | Q(partners__in=merged)
    return ActionPlan.objects.filter(theirs | inherited).distinct()


def shared_action_plans_for(staff: Staff) -> QuerySet[ActionPlan]:
    """Those of them that several municipalities carry out together, whoever owns them."""
    shared = ActionPlan.partners.through.objects.filter(actionplan=OuterRef("pk"))
    return action_plans_for(staff).filter(Exists(shared)).select_related("municipality")


def may_follow_action_plan(staff: Staff, plan: ActionPlan) -> bool:
    return action_plans_for(staff).filter(pk=plan.pk).exists()


def action_plans_edited_by(staff: Staff) -> QuerySet[ActionPlan]:
    """The action plans whose measures this person may change: those their municipality owns."""
    if not guard.may(staff, Act.EDIT_MEASURES):
        return ActionPlan.objects.none()
    return ActionPlan.objects.filter(municipality=staff.municipality_id)


def may_edit_action_plan(staff: Staff, plan: ActionPlan) -> bool:
    return action_plans_edited_by(staff).filter(pk=plan.pk).exists()


def frameworks_for(staff: Staff) -> QuerySet[Framework]:
    """The sets of recommendations of one's own municipality, drafts only for whoever writes them."""
    if not guard.may(staff, Act.SEE_STATUS):
        return Framework.objects.none()
    own = Framework.objects.filter(municipality=staff.municipality_id)
    return own if guard.may(staff, Act.EDIT_MEASURES) else own.filter(in_force_from__isnull=False)


def may_follow_framework(staff: Staff, framework: Framework) -> bool:
    return frameworks_for(staff).filter(pk=framework.pk).exists()


def frameworks_edited_by(staff: Staff) -> QuerySet[Framework]:
    """The municipality's own sets of recommendations, every version."""
    if not guard.may(staff, Act.EDIT_MEASURES):
        return Framework.objects.none()
    return Framework.objects.filter(municipality=staff.municipality_id)


def may_edit_framework(staff: Staff, framework: Framework) -> bool:
    return frameworks_edited_by(staff).filter(pk=framework.pk).exists()


def reports_for(staff: Staff) -> QuerySet[StatusReport]:
    """The status reports of one's own municipality; for the committee those that somebody approved."""
    if not guard.may(staff, Act.SEE_REPORTS):
        return StatusReport.objects.none()
    own = StatusReport.objects.filter(municipality=staff.municipality_id)
    return own if guard.may(staff, Act.SEE_STATUS) else own.filter(approved_at__isnull=False)


def may_see_report(staff: Staff, report: StatusReport) -> bool:
    return reports_for(staff).filter(pk=report.pk).exists()


def rounds_for(staff: Staff) -> QuerySet[StatusRound]:
    """The status rounds of one's own municipality."""
    if not guard.may(staff, Act.EDIT_MEASURES):
        return StatusRound.objects.none()
    return StatusRound.objects.filter(municipality=staff.municipality_id)


def may_follow_round(staff: Staff, round_: StatusRound) -> bool:
    return rounds_for(staff).filter(pk=round_.pk).exists()


def public_reports_for(viewer: Viewer) -> QuerySet[StatusReport]:
    """The approved reports that the municipality shows everybody."""
    return StatusReport.objects.filter(
        municipality=viewer.municipality, is_public=True, approved_at__isnull=False
    )


def may_see_public_report(viewer: Viewer, report: StatusReport) -> bool:
    return public_reports_for(viewer).filter(pk=report.pk).exists()
