import uuid
from typing import ClassVar

from django.db import models

from plans.models.plan import Plan
from plans.vocabulary import FileKind


class PlanFile(models.Model):
    """A document that belongs to a plan: what the council decided, or what a section hands out.

    Kept in the database, so that it is backed up, frozen and erased with the plan. Never changed: a new
    document is a new row. Who may fetch it is decided by where it stands (`plans.access.files_for`).
    """

    personal: ClassVar[tuple[str, ...]] = ("uploaded_by",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120, help_text="as the reader's computer saves it")
    kind = models.CharField(max_length=8, choices=FileKind.choices)
    size = models.PositiveIntegerField(help_text="in bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    content = models.BinaryField()
    uploaded_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=FileKind.values), name="a_file_is_of_a_known_kind"
            )
        ]

    def __str__(self) -> str:
        return self.name
