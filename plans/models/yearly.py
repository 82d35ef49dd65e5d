import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plans.vocabulary import Interval, YearlyKind


class YearlyTask(models.Model):
    """Something that comes back: a theme, a meeting, a drill. Who does it, and every how many months."""

    personal: ClassVar[tuple[str, ...]] = ("staff", "made_by")

    municipality = models.ForeignKey(
        "organisation.Municipality", on_delete=models.CASCADE, related_name="yearly_tasks"
    )
    kind = models.CharField(max_length=12, choices=YearlyKind.choices)
    title = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    role = models.CharField(max_length=160, blank=True)
    staff = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    unit = models.ForeignKey(
        "organisation.Unit", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    first_on = models.DateField(help_text="the day of its first turn")
    every = models.PositiveSmallIntegerField(choices=Interval.choices, help_text="months")
    until = models.DateField(null=True, blank=True, help_text="no turn after this day")
    reminded_of = models.DateField(
        null=True, blank=True, help_text="the turn that whoever does it was last told of"
    )
    made_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="a_yearly_task_has_a_title"),
            models.CheckConstraint(condition=Q(every__in=Interval.values), name="a_yearly_task_comes_back"),
            models.CheckConstraint(
                condition=Q(kind__in=YearlyKind.values), name="a_yearly_task_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(role__gt="") | Q(staff__isnull=False) | Q(unit__isnull=False),
                name="a_yearly_task_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class YearlyTurn(models.Model):
    """What became of one turn: held on a day, called off, or neither and so missed. `due_on` names it."""

    personal: ClassVar[tuple[str, ...]] = ("told_by",)

    task = models.ForeignKey(YearlyTask, on_delete=models.CASCADE, related_name="turns")
    due_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    called_off = models.BooleanField(default=False)
    note = models.CharField(max_length=400, blank=True)
    told_by = models.ForeignKey(
        "organisation.Staff",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty: kept as missed when the days were changed",
    )
    told_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["due_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "due_on"], name="a_turn_is_told_of_once"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | Q(called_off=False),
                name="a_turn_called_off_was_not_held",
            ),
            models.CheckConstraint(
                condition=Q(called_off=False) | ~Q(note=""), name="a_turn_called_off_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.due_on}"


class WheelAddress(models.Model):
    """A person's secret address of the annual wheel. The secret is kept nowhere, only its digest."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    staff = models.ForeignKey("organisation.Staff", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    only_mine = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(revoked_at__isnull=True),
                name="one_address_of_the_wheel_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="an_address_is_taken_back_after_it_was_made",
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.staff_id}"
