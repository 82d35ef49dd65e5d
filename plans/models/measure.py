from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from plans.models.recommendation import Recommendation
from plans.vocabulary import Task


class ActionPlan(models.Model):
    """A local plan of measures for a period, of one municipality or of several together.

    Every measure belongs to its plan for the whole period: the denominator is the same at any date.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    municipality = models.ForeignKey(
        "organisation.Municipality", on_delete=models.PROTECT, related_name="action_plans"
    )
    partners = models.ManyToManyField(
        "organisation.Municipality",
        blank=True,
        related_name="shared_action_plans",
        help_text="other municipalities that carry the plan out",
    )
    name = models.CharField(max_length=160)
    language = models.CharField(max_length=5, default="da", help_text="the language of its text")
    adopted_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    confirmed_for = models.PositiveSmallIntegerField(
        default=183, help_text="days after which a status that nobody confirmed fades"
    )
    created_at = models.DateTimeField()
    follows = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        help_text="the plan of the period before",
    )

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", Lower("name"), name="an_action_plan_name_is_unique"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on")),
                name="an_action_plan_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_for__gte=1), name="a_status_is_confirmed_for_a_day_at_least"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Chapter(models.Model):
    """A heading of an action plan."""

    personal: ClassVar[tuple[str, ...]] = ()

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="chapters")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "title"], name="a_chapter_title_is_used_once_in_a_plan")
        ]

    def __str__(self) -> str:
        return self.title


class MeasureQuerySet(models.QuerySet["Measure"]):
    def counted(self) -> "MeasureQuerySet":
        """What a denominator counts: a part of a measure never counts a second time."""
        return self.filter(parent__isnull=True)


class Measure(models.Model):
    """Something to be done. The source's words are kept as written; the status is told apart."""

    personal: ClassVar[tuple[str, ...]] = ()

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="measures")
    chapter = models.ForeignKey(
        Chapter, null=True, blank=True, on_delete=models.RESTRICT, related_name="measures"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    title = models.TextField()
    responsible_text = models.TextField(blank=True, help_text="as written in the source")
    status_text = models.TextField(blank=True, help_text="as written in the source; not a status")
    due_on = models.DateField(null=True, blank=True)
    due_text = models.CharField(max_length=200, blank=True)
    budget_note = models.TextField(blank=True)
    note = models.TextField(blank=True)
    recommendations = models.ManyToManyField(Recommendation, blank=True, related_name="measures")
    see_also = models.ManyToManyField("self", blank=True, help_text="measures that hang together")
    is_local = models.BooleanField(
        default=False, help_text="carried out place by place; a status is said for each"
    )
    units = models.ManyToManyField(
        "organisation.Unit", blank=True, related_name="+", help_text="where, when not a whole municipality"
    )

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="a_measure_number_is_used_once_in_a_plan"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="a_measure_has_a_title"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="a_measure_is_not_part_of_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.number}"


class Responsible(models.Model):
    """A role, a body or a person, and what it does with the measure. A measure may have several."""

    personal: ClassVar[tuple[str, ...]] = ("staff", "deputy")

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="responsible")
    position = models.PositiveSmallIntegerField()
    role = models.TextField(blank=True)
    staff = models.ForeignKey(
        "organisation.Staff",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="measures_to_do",
    )
    deputy = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    task = models.CharField(max_length=20, choices=Task.choices, default=Task.CARRIES_OUT)

    class Meta:
        ordering: ClassVar = ["measure", "position"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("staff")),
                name="nobody_is_their_own_deputy",
            ),
            models.CheckConstraint(condition=Q(task__in=Task.values), name="a_task_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.role}"


class Succession(models.Model):
    """Two municipalities became one on a day: what the first one carried out is the other's from then on.

    Old statuses keep the name of the municipality that said them.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    old = models.OneToOneField(
        "organisation.Municipality", on_delete=models.PROTECT, related_name="succession"
    )
    new = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="inherited")
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(old=F("new")), name="nobody_succeeds_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} -> {self.new_id}"
