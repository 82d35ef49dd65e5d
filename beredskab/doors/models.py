import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from beredskab.doors.vocabulary import NEEDS_TWO, Scope
from beredskab.organisation.models import Municipality, Staff


class Token(models.Model):
    """What another system shows at our doors. Its secret is told once; only a digest is kept.

    `used` requests since `minute_began` slow down a system that asks too often.
    """

    personal: ClassVar[tuple[str, ...]] = ("made_by", "approved_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80, help_text="the system that has it")
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices))
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_on = models.DateField(help_text="the last day")
    approved_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    minute_began = models.DateTimeField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name", "-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
                name="nobody_approves_a_token_alone",
            ),
            models.CheckConstraint(condition=~Q(scopes=[]), name="a_token_opens_something"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        """Another person has to let it in first."""
        return self.revoked_at is None and self.approved_by_id is None and bool(NEEDS_TWO & set(self.scopes))

    def is_open(self, on: dt.date) -> bool:
        """Whether it lets anybody in that day."""
        return self.revoked_at is None and not self.is_waiting and on <= self.expires_on
