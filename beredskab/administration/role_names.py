"""What each role is called, and in a few words what it opens."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from beredskab.access.roles import Role

ROLE_NAMES: dict[Role, StrPromise] = {
    Role.STAFF: _("Employee: reads the plan and notifies"),
    Role.LEADER: _("Leader: sees who of the unit has read the plan"),
    Role.CASEWORKER: _("Adviser: handles the notifications of the team"),
    Role.TEAM_LEADER: _("Team leader: plans the rota of the team"),
    Role.EDITOR: _("Editor: writes the plan"),
    Role.APPROVER: _("Approver: publishes what the editor has written"),
    Role.MANAGER: _("Manager: follows the recommendations and the routing"),
    Role.POLITICIAN: _("Politician: reads the status reports that were approved"),
    Role.CONTROLLER: _("Controller: looks at a sample of who has opened what"),
    Role.ADMINISTRATOR: _("Administrator: runs the portal and opens no notification"),
}

SHORT: dict[Role, StrPromise] = {
    Role.STAFF: _("Employee"),
    Role.LEADER: _("Leader"),
    Role.CASEWORKER: _("Adviser"),
    Role.TEAM_LEADER: _("Team leader"),
    Role.EDITOR: _("Editor"),
    Role.APPROVER: _("Approver"),
    Role.MANAGER: _("Manager"),
    Role.POLITICIAN: _("Politician"),
    Role.CONTROLLER: _("Controller"),
    Role.ADMINISTRATOR: _("Administrator"),
}
"""What each role is called in one word."""
