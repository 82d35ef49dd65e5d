import uuid
from typing import ClassVar

from django.db import models

from beredskab.organisation.models import Staff
from notifications.models.concern import Concern


class Attachment(models.Model):
    """A picture or a PDF that belongs to a notification. Its pages are kept as pictures, each sealed."""

    personal: ClassVar[tuple[str, ...]] = ("by", "name")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="attachments")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, help_text="picture or pdf")
    name = models.BinaryField(help_text="encrypted: as the file was called")
    pages = models.PositiveSmallIntegerField()
    is_scanned = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.kind} of {self.concern_id}"


class AttachmentPage(models.Model):
    """One page of an attachment as a picture, encrypted under the concern's data key."""

    personal: ClassVar[tuple[str, ...]] = ("ciphertext",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="pictures")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    ciphertext = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attachment", "number"], name="a_page_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"page {self.number} of {self.attachment_id}"
