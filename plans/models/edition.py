from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plans.models.plan import Plan
from plans.vocabulary import EditionState


class EditionQuerySet(models.QuerySet["Edition"]):
    def in_force(self) -> "EditionQuerySet":
        """The published edition of each plan."""
        return self.filter(state=EditionState.PUBLISHED)

    def once_published(self) -> "EditionQuerySet":
        """Every edition that readers have been able to see."""
        return self.filter(state__in=[EditionState.PUBLISHED, EditionState.SUPERSEDED])

    def open(self) -> "EditionQuerySet":
        """The edition that is being worked on, at most one per plan."""
        return self.filter(state__in=[EditionState.DRAFT, EditionState.REVIEW], brings_back__isnull=True)


class Edition(models.Model):
    """A whole plan as published at one time: which version of which section, in which order.

    Once published it is frozen for ever, contacts as shown included; a trigger in the database
    refuses every change but the move to superseded.
    """

    personal: ClassVar[tuple[str, ...]] = ("created_by", "submitted_by", "approved_by")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=EditionState.choices, default=EditionState.DRAFT)
    foreword = models.TextField(blank=True)
    change_note = models.TextField(blank=True, help_text="what changed, as every reader sees it")
    created_by = models.ForeignKey(
        "organisation.Staff",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty for the starter plan, which nobody here wrote",
    )
    created_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text="approved, and to be published at this moment by the worker"
    )
    held_up_at = models.DateTimeField(
        null=True, blank=True, help_text="when the check held up what was to be published"
    )
    brings_back = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="this edition went back to that one at once; the intervention says who confirmed it",
    )
    published_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    contacts_shown = models.JSONField(
        default=list, blank=True, help_text="the contacts as they stood when this was published"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["plan", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="an_edition_number_is_used_once"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state=EditionState.PUBLISHED),
                name="a_plan_has_one_edition_in_force",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=[EditionState.DRAFT, EditionState.REVIEW], brings_back__isnull=True),
                name="a_plan_has_one_edition_in_the_making",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EditionState.values), name="an_edition_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[EditionState.DRAFT, EditionState.REVIEW])
                | Q(
                    Q(approved_by__isnull=False) | Q(brings_back__isnull=False),
                    published_at__isnull=False,
                    submitted_by__isnull=False,
                ),
                name="a_published_edition_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="who_submitted_an_edition_does_not_approve_it",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True)
                | Q(Q(approved_by__isnull=False), ~Q(state=EditionState.DRAFT)),
                name="what_is_to_be_published_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"

    @property
    def is_planned(self) -> bool:
        """Approved, and waiting for its day."""
        return self.state == EditionState.REVIEW and self.publish_at is not None

    @property
    def is_open(self) -> bool:
        return self.state in (EditionState.DRAFT, EditionState.REVIEW)


class EditionSection(models.Model):
    """A line of an edition's table of contents: this section, in this version, at this place."""

    personal: ClassVar[tuple[str, ...]] = ()

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="lines")
    section = models.ForeignKey("plans.Section", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("plans.SectionVersion", on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["edition", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "section"], name="an_edition_lists_a_section_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.position}"
