import uuid
from typing import ClassVar

from django.db import models

from notifications.models.concern import Concern


class ChildIndex(models.Model):
    """A blind index of what tells a child or a family apart: no number, no name, and nothing to turn back."""

    personal: ClassVar[tuple[str, ...]] = ("value",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="child_indexes")
    kind = models.CharField(max_length=10, help_text="cpr, name or family")
    value = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "value"], name="an_index_is_kept_once")
        ]
        indexes: ClassVar = [models.Index(fields=["value"], name="child_index_by_value")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.concern_id}"
