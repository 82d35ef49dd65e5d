import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plans.models.edition import Edition
from plans.models.plan import Plan
from plans.models.section import SectionVersion


class SharingQuerySet(models.QuerySet["Sharing"]):
    def live(self) -> "SharingQuerySet":
        """Both municipalities have said yes, and neither has ended it."""
        return self.filter(is_approved=True, ended_at__isnull=True)

    def open(self) -> "SharingQuerySet":
        """Live, or still waiting for the partner's answer."""
        return self.filter(ended_at__isnull=True).exclude(is_approved=False)


class Sharing(models.Model):
    """A municipality takes over another's plan, edition by edition, as a plan of its own (ADR 23).

    The one row that two municipalities see together: which editions, and no person, reader or number.
    Row-level security shows it to people of these two and to nobody else.
    """

    personal: ClassVar[tuple[str, ...]] = ("proposed_by", "decided_by", "ended_by")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    source = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="sharings", help_text="the owner's plan"
    )
    partner = models.ForeignKey(
        "organisation.Municipality", on_delete=models.PROTECT, related_name="plans_from_others"
    )
    plan = models.ForeignKey(
        Plan,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taken_by",
        help_text="the partner's own plan that says what the owner's says",
    )
    offered = models.ForeignKey(
        Edition,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the owner's edition in force",
    )
    taken = models.ForeignKey(
        Edition,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the owner's edition that is in force with the partner",
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["source", "proposed_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_approved__isnull=True)
                | Q(is_approved=False)
                | ~Q(decided_by=F("proposed_by")),
                name="who_offers_a_plan_does_not_accept_it",
            ),
            models.CheckConstraint(
                condition=Q(is_approved__isnull=True) | Q(is_approved=False) | Q(plan__isnull=False),
                name="a_shared_plan_becomes_a_plan_of_the_partner",
            ),
            models.UniqueConstraint(
                fields=["source", "partner"],
                condition=Q(ended_at__isnull=True) & (Q(is_approved__isnull=True) | Q(is_approved=True)),
                name="a_plan_is_shared_with_a_municipality_once",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(ended_at__isnull=True, is_approved=True),
                name="a_plan_follows_one_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} with {self.partner_id}"

    @property
    def is_live(self) -> bool:
        return bool(self.is_approved) and self.ended_at is None

    @property
    def waits_for_answer(self) -> bool:
        return self.is_approved is None and self.ended_at is None


class EditionOrigin(models.Model):
    """An edition that says what another municipality's edition says: where its words come from."""

    personal: ClassVar[tuple[str, ...]] = ()

    edition = models.OneToOneField(Edition, primary_key=True, on_delete=models.CASCADE, related_name="origin")
    source = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.edition_id} says {self.source_id}"


class VersionOrigin(models.Model):
    """A section version whose words are another municipality's. Blocks with keys of its own are local."""

    personal: ClassVar[tuple[str, ...]] = ()

    version = models.OneToOneField(
        SectionVersion, primary_key=True, on_delete=models.CASCADE, related_name="origin"
    )
    source = models.ForeignKey(SectionVersion, on_delete=models.PROTECT, related_name="copies")

    def __str__(self) -> str:
        return f"{self.version_id} says {self.source_id}"
