"""What a role means for plans: an editor may edit those of the municipality, an approver approve them."""

from beredskab.access import grants
from beredskab.access.models import RoleAssignment
from beredskab.access.roles import Role
from beredskab.organisation.models import Staff
from plans.models import Plan

PERMISSIONS = {Role.EDITOR: "edit_plan", Role.APPROVER: "approve_plan"}


def by_roles(staff: Staff) -> None:
    """Grant a person what their roles mean on the plans there are; granting twice changes nothing."""
    roles = set(RoleAssignment.objects.filter(staff=staff).values_list("role", flat=True))
    for role, permission in PERMISSIONS.items():
        if role in roles:
            for plan in Plan.objects.filter(municipality=staff.municipality_id):
                grants.grant(staff, permission, plan)
