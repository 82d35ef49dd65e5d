from typing import ClassVar

from django.db import models


class EndedJob(models.Model):
    """An employment whose row was deleted outright: enough to close it next morning.

    A trigger of the database writes it, whoever deletes the row and by whatever means. Ids and no foreign
    keys: what they point at may be deleted in the same breath, and then there is nothing to close.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    staff = models.BigIntegerField()
    unit = models.BigIntegerField()
    profession = models.BigIntegerField(null=True)
    ended_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.staff} at {self.unit} until {self.ended_on}"
