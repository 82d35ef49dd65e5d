import uuid
from typing import ClassVar

from django.db import models

from beredskab.organisation.models import Municipality


class EndedCount(models.Model):
    """How many concerns of a month have been deleted, by what is counted: nothing that points at one."""

    personal: ClassVar[tuple[str, ...]] = ()

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    notifier = models.CharField(max_length=40, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    topic = models.CharField(max_length=20, blank=True, help_text="empty: the concern itself; else a reason")
    is_assessed_in_time = models.BooleanField()
    is_receipt_in_time = models.BooleanField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "municipality",
                    "month",
                    "notifier",
                    "age_band",
                    "topic",
                    "is_assessed_in_time",
                    "is_receipt_in_time",
                ],
                name="a_kind_of_ended_concerns_is_counted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} in {self.month}"


class Publication(models.Model):
    """What is told of a month or a year, with small counts hidden. Written once, never changed."""

    personal: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField(help_text="the year until the end of this month")
    figures = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "year", "month"], name="a_month_is_published_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month}"


class BehindPublication(models.Model):
    """The true numbers behind a publication, for the next one alone: the application cannot read them."""

    personal: ClassVar[tuple[str, ...]] = ()

    publication = models.OneToOneField(
        Publication, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    numbers = models.JSONField()

    def __str__(self) -> str:
        return str(self.publication_id)
