from typing import ClassVar

from django.db import models


class SynonymList(models.Model):
    """Words that a search takes for one another, as somebody wrote them. The highest number is in force.

    `groups` are lists of lower-case words. A list never changes: a change is a new one.
    """

    personal: ClassVar[tuple[str, ...]] = ("made_by",)

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    groups = models.JSONField()
    made_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["municipality", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="a_synonym_list_has_a_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.number}"
