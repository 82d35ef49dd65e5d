import uuid
from typing import ClassVar

from django.db import models

from beredskab.organisation.models import Municipality, Staff, Team


class Consultation(models.Model):
    """A question to the team about a child whom nobody names (rule N-65). No notification; deleted soon."""

    personal: ClassVar[tuple[str, ...]] = ("asked_by",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(
        null=True, blank=True, help_text="the asker wrote last; empty when the team did"
    )
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["team", "asked_at"], name="consultation_by_team"),
            models.Index(fields=["asked_by", "-asked_at"], name="consultation_by_asker"),
            models.Index(fields=["expires_at"], name="consultation_expiry"),
        ]

    def __str__(self) -> str:
        return f"consultation {self.pk}"


class ConsultationLine(models.Model):
    """A question or an answer, encrypted under the consultation's own key."""

    personal: ClassVar[tuple[str, ...]] = ("by", "text")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="lines")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    from_asker = models.BooleanField()
    at = models.DateTimeField()
    text = models.BinaryField(help_text="encrypted")

    def __str__(self) -> str:
        return f"line of {self.consultation_id}"


class Observation(models.Model):
    """A dated note of what somebody has seen, in the period before they look at a concern again (rule N-66).

    It belongs to the draft, is sealed under its key, and goes with it. Nobody but the writer reads it until
    they choose to put it into a notification.
    """

    personal: ClassVar[tuple[str, ...]] = ("text",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey("notifications.Concern", on_delete=models.CASCADE, related_name="+")
    seen_on = models.DateField()
    at = models.DateTimeField()
    text = models.BinaryField(help_text="encrypted")

    def __str__(self) -> str:
        return f"observation of {self.concern_id}"
