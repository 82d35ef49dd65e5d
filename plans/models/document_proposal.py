import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from plans.vocabulary import Audience, PlanKind


class DocumentProposal(models.Model):
    """A document that somebody uploaded, as the sections it would become; kept until it is used or expires.

    The file itself is not kept. `pieces` are [[level, words]], level 0 for text; `roles` say what each piece
    becomes (`plans.documents.Role`), `professions` for whom a section is: {number of the piece: [slug]}.
    """

    personal: ClassVar[tuple[str, ...]] = ("made_by", "pieces", "file_name")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey("organisation.Staff", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=PlanKind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    file_name = models.CharField(max_length=200)
    title = models.CharField(max_length=160, help_text="of a document that has none of its own")
    pieces = models.JSONField()
    roles = models.JSONField()
    professions = models.JSONField(default=dict)
    remarks = models.JSONField(default=list, help_text="what was guessed or left out, in sentences")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=PlanKind.values), name="a_proposed_document_is_a_known_plan"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="a_proposed_document_expires"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
