import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from beredskab.organisation.models import Municipality, Staff


class ProposalState(models.TextChoices):
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class RouteProposal(models.Model):
    """A whole routing table that one person suggests and another approves (rule N-80); then it is history.

    `table` and `before` hold lines as words and slugs (routes.cells), so that they can be read for ever.
    """

    personal: ClassVar[tuple[str, ...]] = ("proposed_by", "decided_by")
    State = ProposalState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING)
    table = models.JSONField()
    before = models.JSONField(help_text="the table in force when it was suggested")
    note = models.TextField(blank=True)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(state="waiting"),
                name="one_routing_proposal_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("proposed_by")),
                name="nobody_approves_their_own_routing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-proposed_at"], name="route_proposal_history")
        ]

    def __str__(self) -> str:
        return f"routing of {self.municipality_id}, {self.state}"
