from typing import ClassVar

from django.conf import settings
from django.db import models

from beredskab.organisation.models import Municipality
from notifications.vocabulary import Letter, Notifier


class LetterText(models.Model):
    """The municipality's own words of a letter to one kind of notifier; a change is a new version.

    Until there is one, the wording that comes with the portal is used (notifications/case/letters.py).
    """

    personal: ClassVar[tuple[str, ...]] = ("by",)

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    letter = models.CharField(max_length=20, choices=Letter.choices)
    notifier = models.CharField(max_length=20, choices=Notifier.choices)
    version = models.PositiveIntegerField()
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "letter", "notifier", "version"],
                name="a_letter_has_each_version_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter} to {self.notifier} v{self.version}"
