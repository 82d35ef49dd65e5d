from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plans.models.edition import Edition
from plans.models.plan import Plan
from plans.models.section import Section
from plans.vocabulary import InterventionKind


class Intervention(models.Model):
    """Somebody stepped in alone: hid a block, or went back to an earlier edition (rule P-23).

    Stands beside the frozen edition and changes nothing in it. A block is hidden by its key and the number of
    its words: wherever the same words stand they are hidden, and words that were mended since are not.
    """

    personal: ClassVar[tuple[str, ...]] = ("by", "confirmed_by", "undone_by")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="interventions")
    kind = models.CharField(max_length=10, choices=InterventionKind.choices)
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(null=True, blank=True, help_text="the block that was hidden")
    number = models.PositiveIntegerField(null=True, blank=True, help_text="which words of the block")
    left = models.ForeignKey(
        Edition,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the edition that was left",
    )
    edition = models.ForeignKey(
        Edition,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the edition that came instead",
    )
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")),
                name="who_stepped_in_does_not_confirm_it",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=InterventionKind.HIDE,
                    section__isnull=False,
                    key__isnull=False,
                    number__isnull=False,
                )
                | Q(kind=InterventionKind.GO_BACK, left__isnull=False, edition__isnull=False),
                name="an_intervention_says_what_it_did",
            ),
            models.UniqueConstraint(
                fields=["section", "key", "number"],
                condition=Q(kind=InterventionKind.HIDE, undone_at__isnull=True),
                name="a_block_is_hidden_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.plan_id}"

    @property
    def waits(self) -> bool:
        """Nobody has confirmed or undone it yet."""
        return self.confirmed_at is None and self.undone_at is None
