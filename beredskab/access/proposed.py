import uuid
from typing import ClassVar

from django.db import models

from beredskab.organisation.models import Municipality, Staff


class Proposed(models.Model):
    """Something dangerous that one person suggests and another decides (`four_eyes`).

    The row stays as the proof of who did what. Each kind says in a constraint of its own who may not decide.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-proposed_at"]
