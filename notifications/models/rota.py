import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from beredskab.organisation.models import Staff, Team


class Shift(models.Model):
    """Who holds a team's inbox from one day to another, and who steps in. The one written last counts."""

    personal: ClassVar[tuple[str, ...]] = ("holder", "deputy", "second_deputy", "made_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="shifts")
    starts_on = models.DateField()
    ends_on = models.DateField()
    holder = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    second_deputy = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_shift_ends_after_it_starts"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["team", "ends_on"], name="shift_by_team")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.starts_on}"
