import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One thing that happened. No foreign keys, so the trail outlives what it tells of.

    `plain` holds codes and ids only: no name, no CPR number, no free text (trust.md, tamper-evident log).
    Rows about a concern carry its id in `concern`, so row-level security shows them to its readers alone.
    """

    personal: ClassVar[tuple[str, ...]] = ("actor_id",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField(help_text="when it happened, as the act was told")
    recorded_at = models.DateTimeField(db_default=Now(), help_text="the database's own clock")
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, blank=True)
    concern = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40, blank=True)
    plain = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["concern", "at"],
                name="audit_by_concern",
                condition=models.Q(concern__isnull=False),
            ),
            models.Index(fields=["recorded_at"], name="audit_by_time"),
            models.Index(fields=["subject", "at"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class Seal(models.Model):
    """A link of the hash chain: entry by entry in the order of sealing, each digest over the one before."""

    personal: ClassVar[tuple[str, ...]] = ()

    position = models.BigIntegerField(primary_key=True)
    entry = models.UUIDField(unique=True)
    digest = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"seal {self.position}"
