"""A concern that moves to another team, and one that is opened from outside in an emergency."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from beredskab.organisation.models import Staff, Team
from notifications.models.concern import Concern
from notifications.vocabulary import Emergency


class Transfer(models.Model):
    """A team has passed a concern on; the other takes it or returns it with a reason.

    The row stays visible to the team that passed it on, without anything of the concern but its reference.
    """

    personal: ClassVar[tuple[str, ...]] = ("by", "reference", "reason", "answered_by", "answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="transfers")
    reference = models.CharField(max_length=20)
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.BinaryField(help_text="encrypted")
    answered_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(null=True)
    answer = models.BinaryField(null=True, help_text="encrypted: why it was returned")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern"],
                condition=Q(answered_at__isnull=True),
                name="a_concern_is_passed_on_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(from_team=F("to_team")), name="a_concern_is_passed_on_to_another_team"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["from_team", "at"], name="transfer_unanswered", condition=Q(answered_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} to {self.to_team_id}"


class BrokenGlass(models.Model):
    """Somebody outside the team opened a concern in an emergency: why, until when, and was it in order?"""

    personal: ClassVar[tuple[str, ...]] = ("by", "reference", "judged_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="glasses")
    reference = models.CharField(max_length=20)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=Emergency.choices)
    until = models.DateTimeField()
    judged_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    is_in_order = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(judged_by=F("by")), name="nobody_judges_their_own_emergency"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["team", "at"], name="glass_unjudged", condition=Q(judged_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.reference} opened by {self.by_id}"
