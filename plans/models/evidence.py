from typing import ClassVar

from django.db import models
from django.db.models import Q

from plans.models.measure import Measure
from plans.models.recommendation import Recommendation


class Evidence(models.Model):
    """Something that shows how far a measure or a recommendation is; it holds until a day.

    `fact` names the count it was proposed from, when the portal counted it.
    """

    personal: ClassVar[tuple[str, ...]] = ("owner", "added_by", "withdrawn_by")

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence"
    )
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    url = models.URLField(max_length=400, blank=True)
    fact = models.SlugField(max_length=40, blank=True)
    holds_from = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="when its owner was told that it expires")
    withdrawn_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-holds_from", "-pk"]
        verbose_name_plural = "evidence"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(measure__isnull=False, recommendation__isnull=True)
                | Q(measure__isnull=True, recommendation__isnull=False),
                name="evidence_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=models.F("holds_from")),
                name="evidence_expires_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="who_withdraws_evidence_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """What colleagues say to each other about a measure. Not a status, and not in any report."""

    personal: ClassVar[tuple[str, ...]] = ("said_by", "text")

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="comments")
    said_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["said_at", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="a_comment_has_words")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.said_at}"
