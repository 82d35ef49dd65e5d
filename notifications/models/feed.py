import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from beredskab.organisation.models import Staff


class CalendarFeed(models.Model):
    """A person's secret address for their calendar. The address itself is kept nowhere, only its digest."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(revoked_at__isnull=True), name="one_calendar_address_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"of {self.staff_id}"
