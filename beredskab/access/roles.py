from enum import StrEnum

from beredskab.access.acts import Act


class Role(StrEnum):
    """What a person is in the portal. Several roles add up; none of them reads a concern by itself."""

    STAFF = "staff"
    LEADER = "leader"
    CASEWORKER = "caseworker"
    EDITOR = "editor"
    APPROVER = "approver"
    TEAM_LEADER = "team_leader"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    CONTROLLER = "controller"
    POLITICIAN = "politician"


EVERYBODY = frozenset({Act.READ_PLAN, Act.ACKNOWLEDGE_SECTION, Act.FILE_CONCERN})

#: Who receives what: the table and its simulator name functions and no person.
ROUTING = frozenset({Act.SEE_ROUTING, Act.APPROVE_ROUTING})

ROLES: dict[Role, frozenset[Act]] = {
    # Everybody with a login: the duty to notify is personal.
    Role.STAFF: EVERYBODY,
    # Who of the unit has read what; object grant `lead_unit` says which unit. Sees nothing of concerns.
    Role.LEADER: EVERYBODY
    | {Act.FOLLOW_READING, Act.REMIND_READERS, Act.RECORD_DISSEMINATION, Act.MANAGE_UNIT}
    | {Act.PLAN_DRILLS},
    # Handles concerns of the teams that the grant `handle_concerns` names.
    Role.CASEWORKER: EVERYBODY | {Act.HANDLE_CONCERN, Act.JUDGE_EMERGENCY, Act.SEE_ROTA},
    # Writes the plan and the letters; object grant `edit_plan` says which. Does not publish alone.
    Role.EDITOR: EVERYBODY
    | {Act.EDIT_PLAN, Act.EDIT_CONTACTS, Act.EDIT_LETTERS, Act.EDIT_RECOMMENDATIONS, Act.EDIT_LOOK},
    # Second pair of eyes; object grant `approve_plan`.
    Role.APPROVER: EVERYBODY
    | {Act.APPROVE_PLAN, Act.APPROVE_PROVIDER, Act.APPROVE_KEYS, Act.APPROVE_RIGHTS, Act.APPROVE_RULES}
    | ROUTING,
    # Leads receiving teams; object grant `lead_team` says which. Reads no concern by that.
    Role.TEAM_LEADER: EVERYBODY | {Act.LEAD_TEAM, Act.JUDGE_EMERGENCY, Act.SEE_ROTA} | ROUTING,
    # Puts the recommendations into practice and reports; answers for who receives what, and for the rota.
    Role.MANAGER: EVERYBODY
    | {Act.SEE_STATUS, Act.SET_STATUS, Act.EDIT_MEASURES, Act.SEE_STATISTICS, Act.SEE_REPORTS}
    | {Act.APPROVE_PROVIDER, Act.APPROVE_KEYS, Act.APPROVE_RIGHTS, Act.APPROVE_RULES}
    | {Act.EDIT_ROUTING, Act.SEE_ROTA, Act.EDIT_LOOK, Act.PLAN_DRILLS, Act.SHARE_PLANS}
    | ROUTING,
    # Looks at a weekly sample of who has opened which concern; of no receiving team, reads no concern.
    Role.CONTROLLER: EVERYBODY | {Act.CONTROL_READINGS},
    # Sits in the committee: sees what was approved, and nothing before.
    Role.POLITICIAN: EVERYBODY | {Act.SEE_REPORTS},
    # Runs the installation and reads no concern.
    Role.ADMINISTRATOR: EVERYBODY | {Act.ADMINISTER, Act.APPROVE_RIGHTS, Act.EDIT_LOOK},
}


def acts_of(roles: frozenset[str]) -> frozenset[Act]:
    """Every act that these roles give; an unknown role gives nothing."""
    known = [Role(name) for name in roles if name in set(Role)]
    return frozenset().union(*(ROLES[role] for role in known))
