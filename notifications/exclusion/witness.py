"""Through whose eyes the worker looks at a concern: its role sees the team and the state, and no more."""

import uuid

from beredskab.access import grants
from beredskab.access.acting import acting_as, as_role
from beredskab.organisation.models import Staff, Team
from notifications.models import Concern


def witness(concern: uuid.UUID, filer: int) -> Staff:
    """The filer, who always sees their own. Who took it down for somebody else may be kept out since: then
    somebody of the team. The filer where nobody sees it, or it is gone. No word that was said is opened.
    """
    filed_by = Staff.objects.get(pk=filer)
    if _sees(filed_by, concern):
        return filed_by
    with as_role("clock") as alias:
        rows = Concern.objects.using(alias).filter(pk=concern)
        team = rows.values_list("team_id", flat=True).first()
    holders = grants.holders("handle_concerns", Team(pk=team)) if team else ()
    return next((one for one in holders if _sees(one, concern)), filed_by)


def _sees(person: Staff, concern: uuid.UUID) -> bool:
    with acting_as(person):
        return Concern.objects.filter(pk=concern).exists()
