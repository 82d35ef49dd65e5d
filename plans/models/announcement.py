from typing import ClassVar

from django.db import models

from plans.models.edition import Edition


class Announcement(models.Model):
    """How far the worker has come with telling people that an edition asks them to read again."""

    personal: ClassVar[tuple[str, ...]] = ()

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="announcement")
    total = models.PositiveIntegerField(null=True, blank=True, help_text="people; empty until counted")
    told = models.PositiveIntegerField(default=0)
    last = models.BigIntegerField(default=0, help_text="the person who was told last, by id")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.told}/{self.total}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None
