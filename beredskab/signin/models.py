import uuid
from typing import ClassVar

from django.db import models

from beredskab.organisation.models import Staff


class SecondFactor(models.Model):
    """What a person has besides the password of a local account: an app that shows six digits.

    `secret` is encrypted with a key of the key folder. `last_step` is the half minute of the last code that
    was taken: no code is taken twice. `failures` since `failed_at` slow down whoever guesses.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff", "secret")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"second factor of {self.staff_id}"


class RecoveryCode(models.Model):
    """One of ten codes on paper, for the day the phone is gone. Only a digest is kept; each works once."""

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "digest"], name="a_recovery_code_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.staff_id}"
