import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plans.models.measure import ActionPlan, Measure
from plans.models.status import MeasureStatus


class StatusRound(models.Model):
    """A manager asks everybody who answers for a measure how far it is. Locked, it takes no answer."""

    personal: ClassVar[tuple[str, ...]] = ("opened_by", "locked_by")

    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="rounds")
    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField(help_text="the day that the answers hold for")
    due_on = models.DateField()
    note = models.TextField(blank=True)
    opened_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    locked_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "municipality"],
                condition=Q(locked_at__isnull=True),
                name="a_plan_has_one_open_round_in_a_municipality",
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, locked_by__isnull=True)
                | Q(locked_at__isnull=False, locked_by__isnull=False),
                name="who_locks_a_round_is_named",
            ),
            models.CheckConstraint(
                condition=Q(as_of__lte=F("due_on")), name="a_round_asks_about_a_day_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.as_of}"


class RoundQuestion(models.Model):
    """One measure of a round: answered by a status, or sent back with what is missing."""

    personal: ClassVar[tuple[str, ...]] = ()

    round = models.ForeignKey(StatusRound, on_delete=models.CASCADE, related_name="questions")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey(
        MeasureStatus, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    wanted = models.TextField(blank=True, help_text="what is missing in the answer")

    class Meta:
        ordering: ClassVar = ["measure__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "measure"], name="a_round_asks_about_a_measure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.measure_id}"

    @property
    def is_open(self) -> bool:
        """Nobody has answered, or the answer was sent back."""
        return self.answer_id is None or bool(self.wanted)


class RoundLink(models.Model):
    """The address in somebody's mail: it leads whoever it was made for to their questions, after sign-in."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    token = models.UUIDField(primary_key=True, default=uuid.uuid4)
    round = models.ForeignKey(StatusRound, on_delete=models.CASCADE, related_name="links")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "staff"], name="somebody_has_one_link_to_a_round"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.staff_id}"
