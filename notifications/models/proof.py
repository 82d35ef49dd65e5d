from typing import ClassVar

from django.db import models


class Proof(models.Model):
    """That a notification was sent, as one value without a way back: no link to it or to anybody."""

    personal: ClassVar[tuple[str, ...]] = ()

    lock = models.CharField(max_length=64, primary_key=True)
    last_year = models.PositiveSmallIntegerField(help_text="it can be confirmed until this year is over")

    def __str__(self) -> str:
        return f"until {self.last_year}"


class ProofTry(models.Model):
    """A try at confirming, while it is counted; who tried is a keyed hash of an address."""

    personal: ClassVar[tuple[str, ...]] = ()

    who = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["who", "at"], name="proof_tries_by_whom")]

    def __str__(self) -> str:
        return f"at {self.at}"
