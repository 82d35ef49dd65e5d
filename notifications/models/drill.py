import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from beredskab.organisation.models import Municipality, Staff, Team, Unit
from notifications.vocabulary import Certainty, Danger, Stage, Step, Together, Urgency


class Drill(models.Model):
    """An invented case that people go through. Nothing here points at a concern, and no concern points here.

    `result` is how it went, without anybody's name, from the moment it is finished.
    """

    personal: ClassVar[tuple[str, ...]] = ("planned_by", "people")

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="drills")
    title = models.CharField(max_length=120)
    situation = models.TextField(max_length=2000)
    danger = models.CharField(max_length=10, choices=Danger.choices)
    certainty = models.CharField(max_length=20, choices=Certainty.choices)
    topics = ArrayField(models.CharField(max_length=20))
    suspects = ArrayField(models.CharField(max_length=20))
    together = models.CharField(max_length=10, choices=Together.choices)
    is_open = models.BooleanField(default=True, help_text="whether it happens while the offices are open")
    units = models.ManyToManyField(Unit, blank=True, related_name="+")
    teams = models.ManyToManyField(Team, blank=True, related_name="+")
    people = models.ManyToManyField(Staff, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    is_announced = models.BooleanField(default=True)
    planned_by = models.ForeignKey(Staff, null=True, on_delete=models.SET_NULL, related_name="+")
    planned_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    aborted_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text="when who took part and what they answered was deleted"
    )

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="a_drill_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(aborted_at__isnull=True, started_at__isnull=False),
                name="a_drill_that_was_finished_was_started_and_not_stopped",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, result__isnull=True)
                | Q(finished_at__isnull=False, result__isnull=False),
                name="a_finished_drill_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return f"drill {self.pk}"

    @property
    def stage(self) -> Stage:
        if self.aborted_at is not None:
            return Stage.ABORTED
        if self.finished_at is not None:
            return Stage.FINISHED
        return Stage.RUNNING if self.started_at is not None else Stage.PLANNED


class DrillPlayer(models.Model):
    """Somebody takes part. `id` stands in the address of their mail; deleted some time after the drill."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="players")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="who received it"
    )
    is_routed_right = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["staff__name", "staff"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drill", "staff"], name="nobody_plays_a_drill_twice"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(begun_at__isnull=False),
                name="who_answered_a_drill_has_begun_it",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["staff"], name="drill_player_by_staff")]

    def __str__(self) -> str:
        return f"{self.drill_id}: {self.staff_id}"


class DrillAnswer(models.Model):
    """What somebody answered on one page, when, and whether the plan says so. The first answer stands."""

    personal: ClassVar[tuple[str, ...]] = ()

    player = models.ForeignKey(DrillPlayer, on_delete=models.CASCADE, related_name="answers")
    step = models.CharField(max_length=10, choices=Step.choices)
    said = models.JSONField(help_text="question -> codes")
    right = models.JSONField(help_text="question -> whether the plan says so")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["player", "step"], name="a_page_of_a_drill_is_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.player_id}: {self.step}"


class DrillCase(models.Model):
    """What a receiving team gets of a drill: one case, however many participants sent it there."""

    personal: ClassVar[tuple[str, ...]] = ("claimed_by", "assessed_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="cases")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField()
    is_theirs = models.BooleanField(help_text="whether the routing sends the case here when it is told right")
    claimed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    assessed_at = models.DateTimeField(null=True, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, blank=True)
    says_theirs = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["arrived_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drill", "team"], name="a_team_gets_a_drill_once"),
            models.CheckConstraint(
                condition=Q(assessed_at__isnull=True) | Q(claimed_at__isnull=False),
                name="who_assesses_a_drill_has_claimed_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drill_id}: {self.team_id}"


class DrillMeasure(models.Model):
    """What was missing became a measure of an action plan. The number stays when the measure is gone."""

    personal: ClassVar[tuple[str, ...]] = ()

    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="measures")
    gap = models.CharField(max_length=20)
    measure = models.ForeignKey("plans.Measure", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drill", "gap"], name="a_gap_becomes_one_measure")
        ]

    def __str__(self) -> str:
        return f"{self.drill_id}: {self.gap}"
