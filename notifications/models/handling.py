"""What a team adds to a concern. A correction is a new row that points at the old one."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from beredskab.organisation.models import Staff
from notifications.models.concern import Concern
from notifications.models.letter import LetterText
from notifications.vocabulary import DeadlineKind


class Assessment(models.Model):
    """The documented 24-hour assessment (rule N-03): is the child's health or development in danger now?"""

    personal: ClassVar[tuple[str, ...]] = ("by", "reason", "act", "told_child")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="assessments")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_acute = models.BooleanField()
    reason = models.BinaryField(help_text="encrypted")
    act = models.BinaryField(help_text="encrypted: what was done at once")
    told_child = models.BinaryField(null=True, help_text="encrypted: what the child was told")

    def __str__(self) -> str:
        return f"assessment of {self.concern_id}"


class Decision(models.Model):
    """The outcome of the screening (rule N-05) with its reason; police and children's house apart.

    `second_by` took part because the child already has support (rule N-40): another person, always.
    """

    personal: ClassVar[tuple[str, ...]] = ("by", "second_by", "reason", "talk_reason")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=30)
    reason = models.BinaryField(help_text="encrypted")
    police_at = models.DateTimeField(null=True, blank=True)
    childrens_house_at = models.DateTimeField(null=True, blank=True)
    talk = models.CharField(max_length=20, blank=True, help_text="the talk with the child: held, planned ...")
    talk_at = models.DateTimeField(null=True, blank=True)
    talk_reason = models.BinaryField(null=True, help_text="encrypted: why there is no talk")
    has_support = models.BooleanField(default=False, help_text="the child already had support or a placement")
    second_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(second_by=F("by")), name="a_second_assessor_is_another_person"
            ),
            models.CheckConstraint(
                condition=Q(has_support=False) | Q(second_by__isnull=False),
                name="support_asks_for_a_second_assessor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} for {self.concern_id}"


class Note(models.Model):
    """An internal note: the team's own, never shown to the filer."""

    personal: ClassVar[tuple[str, ...]] = ("by", "text")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.BinaryField(help_text="encrypted")
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )

    def __str__(self) -> str:
        return f"note on {self.concern_id}"


class Message(models.Model):
    """A line of the conversation between the team and the filer; both may read it."""

    personal: ClassVar[tuple[str, ...]] = ("by", "text")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    from_filer = models.BooleanField()
    at = models.DateTimeField()
    text = models.BinaryField(help_text="encrypted")
    letter = models.CharField(max_length=20, blank=True, help_text="receipt, started or not_started")
    template = models.ForeignKey(
        LetterText, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"message on {self.concern_id}"


class Deadline(models.Model):
    """A legal clock: 24 clock hours for the assessment (N-03), 6 working days for the receipt (N-04).

    `explanation` keeps the days that were skipped and why, as they were when the clock started.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="deadlines")
    team_id = models.BigIntegerField(
        help_text="copied, so that the worker needs no other column of the concern"
    )
    kind = models.CharField(max_length=20, choices=DeadlineKind.choices)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="the last moment; for a receipt the end of the due day")
    due_on = models.DateField(null=True, blank=True)
    explanation = models.JSONField(default=list)
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "kind"], name="a_clock_runs_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="deadline_open", condition=Q(met_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.kind} due {self.due_at}"
