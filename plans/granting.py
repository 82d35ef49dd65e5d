"""What a role means for plans: an editor may edit those of the municipality, an approver approve them."""

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from plans.models import Plan

PERMISSIONS = {Role.EDITOR: "edit_plan", Role.APPROVER: "approve_plan"}


def for_everybody(plan: Plan) -> None:
    """Grant a new plan to everybody who edits or approves the municipality's plans."""
    held = RoleAssignment.objects.filter(staff__municipality=plan.municipality_id, staff__is_active=True)
    for one in held.filter(role__in=PERMISSIONS).select_related("staff"):
        grants.grant(one.staff, PERMISSIONS[Role(one.role)], plan)


def by_roles(staff: Staff) -> None:
    """Grant a person what their roles mean on the plans there are; granting twice changes nothing."""
    roles = set(RoleAssignment.objects.filter(staff=staff).values_list("role", flat=True))
    for role, permission in PERMISSIONS.items():
        if role in roles:
            for plan in Plan.objects.filter(municipality=staff.municipality_id):
                grants.grant(staff, permission, plan)
