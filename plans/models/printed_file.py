from typing import ClassVar

from django.db import models
from django.db.models import Q


class PrintedFile(models.Model):
    """A sheet or a plan as the worker printed it last, or why it could not be printed.

    Kept by content: as long as the same words would be printed, this file is given out.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    FULL, REFUSED, OFF = "full", "refused", "off"

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, help_text="as `plans.sheets` names it")
    subject = models.CharField(max_length=60, blank=True, help_text="the plan's slug; empty for a sheet")
    size = models.CharField(max_length=8)
    language = models.CharField(max_length=5)
    content_key = models.CharField(max_length=64, help_text="digest of everything printed")
    pdf = models.BinaryField(null=True)
    refusal = models.CharField(max_length=10, blank=True, help_text="why there is no file")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "subject", "size", "language"],
                name="a_printed_file_is_kept_once",
            ),
            models.CheckConstraint(
                condition=Q(pdf__isnull=False, refusal="") | (Q(pdf__isnull=True) & ~Q(refusal="")),
                name="a_printed_file_is_there_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.size}"
