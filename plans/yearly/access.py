"""Who sees and writes the annual wheel: everybody of the municipality sees it, managers write it."""

from django.db.models import Q, QuerySet

from beredskab.access import guard
from beredskab.access.acts import Act
from beredskab.organisation.models import Staff
from plans.models import YearlyTask


def tasks_for(staff: Staff) -> QuerySet[YearlyTask]:
    """What comes back in one's own municipality."""
    found = YearlyTask.objects.filter(municipality=staff.municipality_id)
    return found.select_related("staff", "unit__leader", "municipality")


def may_see_task(staff: Staff, task: YearlyTask) -> bool:
    return tasks_for(staff).filter(pk=task.pk).exists()


def tasks_edited_by(staff: Staff) -> QuerySet[YearlyTask]:
    """The tasks this person may change: all of the municipality, for a manager."""
    return tasks_for(staff) if guard.may(staff, Act.EDIT_MEASURES) else YearlyTask.objects.none()


def may_edit_task(staff: Staff, task: YearlyTask) -> bool:
    return tasks_edited_by(staff).filter(pk=task.pk).exists()


def tasks_of(staff: Staff) -> QuerySet[YearlyTask]:
    """What this person does: named, or leader of the unit that does it."""
    return tasks_for(staff).filter(Q(staff=staff) | Q(unit__leader=staff))


def may_tell(staff: Staff, task: YearlyTask) -> bool:
    """Whether this person says what became of a turn. No statement for a task of `tasks_for`."""
    if task.municipality_id != staff.municipality_id or not staff.is_active:
        return False
    is_theirs = task.staff_id == staff.pk or (task.unit is not None and task.unit.leader_id == staff.pk)
    return is_theirs or guard.may(staff, Act.EDIT_MEASURES)
