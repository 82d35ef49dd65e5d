import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from beredskab.organisation.models import Staff
from notifications.models.concern import Concern


class Forwarding(models.Model):
    """A notification sent on to the municipality that is responsible for the child (rule N-62).

    It counts as received there only when somebody there has accepted it: who and when is the proof.
    """

    personal: ClassVar[tuple[str, ...]] = ("by", "receiver", "channel", "accepted_who", "accepted_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="forwardings")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    receiver = models.BinaryField(help_text="encrypted: which municipality")
    channel = models.BinaryField(help_text="encrypted: how it was sent")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_who = models.BinaryField(null=True, help_text="encrypted: who has accepted it there")
    accepted_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_who__isnull=True)
                | Q(accepted_at__isnull=False, accepted_who__isnull=False),
                name="an_acceptance_says_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} sent on"
