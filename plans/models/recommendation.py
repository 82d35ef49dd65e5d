from typing import ClassVar

from django.db import models


class Framework(models.Model):
    """A set of recommendations that a municipality follows: the national 15, or one of its own.

    Shared by all when `municipality` is empty. A revised publication is a new version, so
    that statuses keep pointing at the words they were given for; from `in_force_from` it is followed.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    municipality = models.ForeignKey(
        "organisation.Municipality",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="frameworks",
        help_text="empty: shared by all",
    )
    name = models.CharField(max_length=40, help_text="the short name it answers to")
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=5, default="da")
    source_url = models.URLField(max_length=300, blank=True)
    in_force_from = models.DateField(null=True, blank=True, help_text="empty: a draft")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "name", "version"],
                name="a_framework_version_has_one_name",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.name


class FocusArea(models.Model):
    """A group of recommendations, in the order of the publication."""

    personal: ClassVar[tuple[str, ...]] = ()

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="focus_areas")
    slug = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["framework", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["framework", "slug"], name="a_focus_area_slug_is_unique_in_its_framework"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """One recommendation. Where the publication could not be read, title and focus area stay empty.

    `drawn_in` says among which focus area it is shown until its place is confirmed. `suggestions`
    holds a list of texts for each level.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    focus_area = models.ForeignKey(
        FocusArea, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    drawn_in = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="+")
    target_group = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    suggestions = models.JSONField(default=dict, blank=True, help_text="level -> list of texts")
    source_url = models.URLField(max_length=400, blank=True)
    carries_on = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="the first one, in an earlier version, that this is still the same as",
    )

    class Meta:
        ordering: ClassVar = ["framework", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["framework", "number"], name="a_recommendation_number_is_used_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.framework_id}: {self.number}"


class RecommendationName(models.Model):
    """What a municipality wrote where the catalogue has a gap: title and place."""

    personal: ClassVar[tuple[str, ...]] = ("named_by",)

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.CASCADE, related_name="+")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="local_names")
    title = models.CharField(max_length=200)
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "recommendation"],
                name="a_municipality_names_a_recommendation_once",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="a_named_recommendation_has_a_title"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.recommendation_id}"
