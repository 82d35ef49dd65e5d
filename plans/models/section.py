from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from plans.models.plan import Plan


def slugs() -> "ArrayField[Any, Any]":
    """A list of slugs; empty means: for all."""
    return ArrayField(models.CharField(max_length=40), default=list, blank=True)


class Section(models.Model):
    """What stays the same while the text changes: its address, and what it is that people read."""

    personal: ClassVar[tuple[str, ...]] = ()

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sections")
    slug = models.SlugField(max_length=80)

    class Meta:
        ordering: ClassVar = ["plan", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "slug"], name="a_section_slug_is_unique_in_its_plan"),
            models.CheckConstraint(
                condition=~Q(slug__in=["udgaver", "soeg"]),
                name="a_section_leaves_reserved_paths_free",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class SectionVersion(models.Model):
    """A section's text at one time. Editable until its edition is published, then frozen.

    A section that does not change keeps its version in the next edition: acknowledgements stand.
    """

    personal: ClassVar[tuple[str, ...]] = ("changed_by",)

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, blank=True)
    chapter = models.CharField(max_length=120, blank=True)
    professions = slugs()
    must_acknowledge = models.BooleanField(default=False)
    scenarios = models.JSONField(
        default=list,
        blank=True,
        help_text="to try oneself: situation, question, professions, options (text, right, why)",
    )
    form_step = models.CharField(
        max_length=40,
        blank=True,
        help_text="the step of the guided form that this section leads to",
    )
    revision = models.PositiveIntegerField(
        default=1, help_text="counts saves of a draft; two editors at once are noticed by it"
    )
    changed_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(
        null=True, blank=True, help_text="when it was first published; nothing changes after that"
    )

    class Meta:
        ordering: ClassVar = ["section", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "number"], name="a_version_number_is_used_once"),
            models.UniqueConstraint(
                fields=["section"],
                condition=Q(frozen_at__isnull=True),
                name="a_section_has_one_version_in_the_making",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} v{self.number}"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class RereadRequest(models.Model):
    """Publishing this version asks people to read the section again. Without one it asks nobody."""

    personal: ClassVar[tuple[str, ...]] = ()

    version = models.OneToOneField(SectionVersion, on_delete=models.CASCADE, related_name="reread")
    professions = slugs()
    due_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.version_id} by {self.due_on}"
