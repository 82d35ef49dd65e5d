import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from beredskab.organisation.models import Staff
from notifications.models.concern import Concern
from notifications.vocabulary import Channel


class Handover(models.Model):
    """A concern given to the case system: exactly these files, and the receipt for them (rule N-45).

    Both files are sealed as they were made, so that sending again sends the same bytes. Nothing is deleted
    before there is a receipt; a recorded decision not to hand over is a receipt with a reason.
    """

    personal: ClassVar[tuple[str, ...]] = ("by", "file", "paper", "receipt", "receipt_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="handovers")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    channel = models.CharField(max_length=20, choices=Channel.choices)
    file = models.BinaryField(null=True, help_text="encrypted: the structured file")
    paper = models.BinaryField(null=True, help_text="encrypted: the PDF, in base64")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the structured file")
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=60, blank=True, help_text="class of the last fault, never its text")
    receipt = models.BinaryField(null=True, help_text="encrypted: the number over there, or the reason")
    receipt_at = models.DateTimeField(null=True, blank=True)
    receipt_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(receipt__isnull=True, receipt_at__isnull=True)
                | Q(receipt__isnull=False, receipt_at__isnull=False),
                name="a_receipt_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.concern_id}"
