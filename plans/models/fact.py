from typing import ClassVar

from django.db import models


class FactCount(models.Model):
    """What the portal counted on a day, for the whole municipality: a figure, small ones as a range."""

    personal: ClassVar[tuple[str, ...]] = ()

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    slug = models.SlugField(max_length=40)
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    of = models.PositiveIntegerField(null=True, blank=True)
    is_percent = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "slug", "day"], name="a_fact_is_counted_once_a_day"
            ),
            models.CheckConstraint(condition=models.Q(low__lte=models.F("high")), name="a_fact_is_a_range"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.day}: {self.low}"
