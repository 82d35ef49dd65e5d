from typing import ClassVar

from django.db import models


class ReadingReminder(models.Model):
    """Somebody was asked to read what is missing, by their leader or by the worker (nobody, no unit).

    Kept so that nobody is asked too often.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff", "sent_by")

    staff = models.ForeignKey(
        "organisation.Staff", on_delete=models.CASCADE, related_name="reading_reminders"
    )
    unit = models.ForeignKey(
        "organisation.Unit", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    sent_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-sent_at"]
        indexes: ClassVar = [
            models.Index(fields=["staff", "-sent_at"], name="plans_reminder_latest"),
            models.Index(fields=["unit", "-sent_at"], name="plans_reminder_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.sent_at}"
