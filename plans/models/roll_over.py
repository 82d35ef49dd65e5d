from typing import ClassVar

from django.db import models
from django.db.models import Q

from plans.models.measure import Measure
from plans.vocabulary import Verdict


class MeasureVerdict(models.Model):
    """What becomes of a measure when its plan's period ends; `goes_on_as` is it in the next plan."""

    personal: ClassVar[tuple[str, ...]] = ("given_by",)

    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="verdict")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=400, blank=True)
    goes_on_as = models.OneToOneField(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="came_from"
    )
    given_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="a_verdict_is_known"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.DROPPED) | ~Q(reason=""), name="a_dropped_measure_says_why"
            ),
            models.CheckConstraint(
                condition=Q(goes_on_as__isnull=True) | Q(verdict__in=["revised", "extended"]),
                name="only_a_measure_that_goes_on_has_a_next_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.verdict}"
