from typing import ClassVar

from django.db import models


class LinkCheck(models.Model):
    """Whether an address outside the portal, which a plan leads to, answered when it was asked last."""

    personal: ClassVar[tuple[str, ...]] = ()

    url = models.CharField(max_length=500, unique=True)
    checked_at = models.DateTimeField()
    silent_since = models.DateField(
        null=True, blank=True, help_text="the day of the first try without an answer; empty: it answers"
    )

    def __str__(self) -> str:
        return self.url
