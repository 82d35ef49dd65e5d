from typing import ClassVar

from django.db import models
from django.db.models import Q

from plans.vocabulary import Occasion


class Dissemination(models.Model):
    """Where the plan was told of: at a meeting, in a network, on a course or in a drill.

    It says what was gone through with whom, as a leader recorded it. It is never an acknowledgement: only
    the person says that they have read. Recorded once; a mistake is withdrawn and stays in the log.
    """

    personal: ClassVar[tuple[str, ...]] = ("recorded_by", "withdrawn_by")

    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    held_on = models.DateField()
    given = models.TextField(help_text="what was given out or gone through, without names")
    versions = models.ManyToManyField("plans.SectionVersion", related_name="+", blank=True)
    participants = models.ManyToManyField(
        "organisation.Staff", through="plans.Participation", related_name="+", blank=True
    )
    others = models.PositiveSmallIntegerField(default=0, help_text="people without a login who took part")
    recorded_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["unit", "-held_on"], name="plans_dissemination_of_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(occasion__in=Occasion.values), name="a_dissemination_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="a_withdrawn_dissemination_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.held_on}"


class Participation(models.Model):
    """Somebody took part, as the leader recorded it."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    dissemination = models.ForeignKey(Dissemination, on_delete=models.CASCADE, related_name="participations")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dissemination", "staff"], name="a_person_takes_part_once_in_a_dissemination"
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.dissemination_id}"


class ClosingRecord(models.Model):
    """What somebody had read when their employment ended: kept, whatever becomes of the employment's row."""

    personal: ClassVar[tuple[str, ...]] = ("staff", "read")

    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField()
    profession = models.CharField(max_length=80, blank=True)
    total = models.PositiveSmallIntegerField()
    read = models.JSONField(default=list, help_text="sections read: title, version, day")
    missing = models.JSONField(default=list, help_text="titles of what was still to be read")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-ended_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "unit", "ended_on"], name="an_employment_is_closed_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} left {self.unit_id} {self.ended_on}"
