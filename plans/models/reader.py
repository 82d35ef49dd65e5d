from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


def sections() -> "ArrayField[Any, Any]":
    """Ids of sections."""
    return ArrayField(models.BigIntegerField(), default=list, blank=True)


class ReaderStanding(models.Model):
    """How somebody stands to everything they are asked to read: counted, so that ten thousand add up fast.

    The facts are acknowledgements, employments and editions; this is made from them and holds while
    `is_stale` is false and `editions` are the ones in force. A trigger marks it stale with every new
    acknowledgement and every changed employment (rule P-40). Nothing but `plans.following` reads it.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    staff = models.OneToOneField(
        "organisation.Staff", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    is_stale = models.BooleanField(default=True)
    editions = sections()
    mine = sections()
    to_read = sections()
    to_read_is_new = ArrayField(models.BooleanField(), default=list, blank=True)
    to_read_due = ArrayField(models.DateField(null=True), default=list, blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="the earliest day of what is to be read")
    asked_on = models.DateField(null=True, blank=True, help_text="when what is to be read was asked for last")

    def __str__(self) -> str:
        return f"{self.staff_id}: {len(self.to_read)} of {len(self.mine)} to read"


class ReadingTrend(models.Model):
    """How many of a unit and everything below it had read everything when a day began."""

    personal: ClassVar[tuple[str, ...]] = ()

    unit = models.ForeignKey("organisation.Unit", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    read_all = models.PositiveIntegerField()
    only_new = models.PositiveIntegerField()
    others = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "day"], name="a_unit_has_one_reading_trend_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"
