import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from beredskab.organisation.models import Municipality, Staff, Team
from notifications.models.concern import Concern


class ReadingCheck(models.Model):
    """An opening that was drawn for control: who, when, why, and what somebody outside the team found."""

    personal: ClassVar[tuple[str, ...]] = ("reader", "reference", "judged_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="+")
    entry = models.UUIDField(unique=True, help_text="the row of the trail")
    week = models.DateField(help_text="the Monday of the week that was drawn from")
    reference = models.CharField(max_length=20)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    purpose = models.CharField(max_length=40, blank=True)
    was_responsible = models.BooleanField()
    judged_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    is_in_order = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(judged_by=F("reader")), name="nobody_controls_their_own_reading"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "at"], name="check_unjudged", condition=Q(judged_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} read by {self.reader_id}"
