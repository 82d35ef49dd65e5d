import uuid
from typing import ClassVar

from django.db import models

from beredskab.organisation.models import Staff


class RescuedPost(models.Model):
    """What somebody had typed when the session ended: sealed to them, kept 30 minutes, shown after login."""

    personal: ClassVar[tuple[str, ...]] = ("staff", "sealed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    draft = models.UUIDField()
    step = models.CharField(max_length=20)
    sealed = models.BinaryField()
    arrived_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "draft"], name="rescue_by_draft")]

    def __str__(self) -> str:
        return f"rescued {self.step}"
