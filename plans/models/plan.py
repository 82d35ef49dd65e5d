from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from beredskab.access.grants import UserGrant
from plans.vocabulary import PlanKind


class Plan(models.Model):
    """One of the two plans that barnets lov § 15 asks for. Its text lives in editions."""

    personal: ClassVar[tuple[str, ...]] = ()

    municipality = models.ForeignKey(
        "organisation.Municipality", on_delete=models.PROTECT, related_name="plans"
    )
    kind = models.CharField(max_length=20, choices=PlanKind.choices)
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=5, default="da", help_text="the language of the text")
    owner_function = models.CharField(max_length=160, blank=True, help_text="who answers for the plan")
    stop_languages = ArrayField(
        models.CharField(max_length=5),
        default=list,
        blank=True,
        help_text="languages beside its own in which STOP advice has to be there",
    )
    revision_years = models.PositiveSmallIntegerField(default=4)
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followers",
        help_text="the plan of another municipality that this one takes over, while the two share it",
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        permissions: ClassVar = [
            ("edit_plan", "May edit the plan"),
            ("approve_plan", "May approve an edition of the plan"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "slug"], name="a_plan_slug_is_unique_in_its_municipality"
            ),
            models.CheckConstraint(
                condition=~models.Q(slug="soeg"), name="a_plan_leaves_the_search_path_free"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=PlanKind.values), name="a_plan_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanGrant(UserGrant):
    """guardian's direct table for permissions on a plan: who may edit or approve which."""

    personal: ClassVar[tuple[str, ...]] = ("user",)
    content_object = models.ForeignKey(Plan, on_delete=models.CASCADE)


class Adoption(models.Model):
    """The council adopted an edition. Later editions are editorial until the next adoption."""

    personal: ClassVar[tuple[str, ...]] = ("recorded_by",)

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="adoptions")
    edition = models.ForeignKey("plans.Edition", on_delete=models.PROTECT, related_name="adoptions")
    adopted_on = models.DateField()
    minutes = models.CharField(max_length=200, blank=True, help_text="reference to the minutes")
    document = models.ForeignKey(
        "plans.PlanFile",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adoptions",
        help_text="the minutes or the decision itself; everybody may read it",
    )
    recorded_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-adopted_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "adopted_on"], name="an_adoption_is_recorded_once")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} adopted {self.adopted_on}"
