from typing import ClassVar

from django.db import models
from django.db.models import Q

from plans.models.action_card import ActionCard


class Poster(models.Model):
    """One printing of an action card: this content, under this version, since this day.

    The version is `<version of the card's text>.<printing>`; the same content is the same printing, also
    when a number changes away and back. Whether a poster on a wall is current is asked by its content.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    card = models.ForeignKey(ActionCard, on_delete=models.CASCADE, related_name="posters")
    text_version = models.PositiveIntegerField()
    printing = models.PositiveIntegerField()
    content_key = models.CharField(max_length=64, help_text="digest of everything printed")
    words_key = models.CharField(
        max_length=64, blank=True, help_text="digest of what it says, without logo and colour"
    )
    language = models.CharField(max_length=5, default="da")
    unit = models.ForeignKey(
        "organisation.Unit",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="whose leader and numbers stand on it; empty: everybody's",
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["card", "-text_version", "-printing"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["card", "text_version", "printing"], name="a_poster_version_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["card", "text_version", "content_key"],
                name="the_same_content_is_the_same_poster",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} {self.version}"

    @property
    def version(self) -> str:
        """What stands at the foot of the paper and in its QR code: `3.2`."""
        return f"{self.text_version}.{self.printing}"


class PosterFile(models.Model):
    """A poster on one size of paper: the PDF as it was made, or why it could not be made."""

    personal: ClassVar[tuple[str, ...]] = ()

    TOO_LONG, GAPS, REFUSED, OFF = "too_long", "gaps", "refused", "off"

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="files")
    size = models.CharField(max_length=8, help_text="the sheet, as `plans.printing.SHEETS` names it")
    pdf = models.BinaryField(null=True)
    refusal = models.CharField(max_length=10, blank=True, help_text="why there is no file")
    detail = models.CharField(max_length=300, blank=True, help_text="the step to shorten, or the gaps")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poster", "size"], name="a_poster_has_one_file_per_size"),
            models.CheckConstraint(
                condition=Q(pdf__isnull=False, refusal="") | (Q(pdf__isnull=True) & ~Q(refusal="")),
                name="a_poster_file_is_there_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poster_id} {self.size}"
