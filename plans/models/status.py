from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plans.models.measure import Measure
from plans.models.recommendation import Recommendation
from plans.vocabulary import Level, Status


class StatusEntry(models.Model):
    """One line of a history that is only added to: a trigger refuses change and deletion.

    `as_of` is the day the status holds for, `published_on` the day it was told. Who told it is a
    person, or the document it was read from.
    """

    status = models.CharField(max_length=20, choices=Status.choices)
    sentence = models.TextField()
    as_of = models.DateField()
    published_on = models.DateField()
    recorded_at = models.DateTimeField()
    said_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=200, blank=True, help_text="the document it was read from")

    class Meta:
        abstract = True
        ordering: ClassVar = ["-as_of", "-recorded_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="a_%(class)s_is_one_of_eight_words"
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="a_%(class)s_has_a_sentence"),
            models.CheckConstraint(
                condition=Q(as_of__lte=F("published_on")), name="a_%(class)s_is_told_after_its_day"
            ),
            models.CheckConstraint(
                condition=Q(said_by__isnull=False) | ~Q(source=""),
                name="a_%(class)s_says_who_told_it",
            ),
        ]


class RecommendationStatus(StatusEntry):
    """How far a municipality is with a recommendation on one level, who answers, what is next."""

    personal: ClassVar[tuple[str, ...]] = ("said_by",)

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="statuses")
    level = models.CharField(max_length=20, choices=Level.choices)
    responsible = models.CharField(max_length=160, blank=True, help_text="a role, not a person")
    next_on = models.DateField(null=True, blank=True, help_text="when something is to be next")

    class Meta(StatusEntry.Meta):
        constraints: ClassVar = [
            *StatusEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="a_%(class)s_is_for_a_known_level"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "recommendation", "level", "-as_of", "-recorded_at"],
                name="plans_recommendation_status",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} {self.level}: {self.status} {self.as_of}"


class MeasureStatus(StatusEntry):
    """How far a measure is: as a whole, or in one municipality or unit that carries it out."""

    personal: ClassVar[tuple[str, ...]] = ("said_by",)

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="statuses")
    municipality = models.ForeignKey(
        "organisation.Municipality",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="where it holds; empty: as a whole",
    )
    unit = models.ForeignKey(
        "organisation.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(StatusEntry.Meta):
        constraints: ClassVar = [
            *StatusEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(municipality__isnull=False),
                name="a_%(class)s_of_a_unit_names_its_municipality",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["measure", "-as_of", "-recorded_at"], name="plans_measure_status")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.status} {self.as_of}"
