import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from beredskab.organisation.models.staff import Staff


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def still_said(self) -> "AbsenceQuerySet":
        """Nobody has said that the person is back."""
        return self.filter(ended_at__isnull=True)

    def on(self, day: dt.date) -> "AbsenceQuerySet":
        """In force on that day."""
        return self.still_said().filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Absence(models.Model):
    """Somebody is away for some days, or on leave; a stand-in does what cannot wait.

    What follows from it stands in beredskab.administration.staffing.away and with the apps that know more.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff", "stand_in", "set_by", "ended_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="absences")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="the last day; empty: until somebody ends it")
    stand_in = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    is_leave = models.BooleanField(
        default=False, help_text="nothing is asked of them, and they are not counted"
    )
    ended_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        # It began as the rota's, and functions of the database know it under that name.
        db_table = "notifications_absence"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_leave=False) | Q(until__isnull=False), name="a_leave_has_a_last_day"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="an_absence_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["staff", "since"], name="absence_open", condition=Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} away since {self.since}"
