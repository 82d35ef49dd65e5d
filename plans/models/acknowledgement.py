from typing import ClassVar

from django.db import models

from plans.models.edition import Edition
from plans.models.section import Section, SectionVersion


class Acknowledgement(models.Model):
    """A person said that they have read this version and know what to do. Never changed.

    Version, edition and time are set by the server, never taken from the form.
    """

    personal: ClassVar[tuple[str, ...]] = ("staff",)

    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="acknowledgements")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        SectionVersion, on_delete=models.PROTECT, related_name="acknowledgements", db_index=False
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "version"], name="a_person_acknowledges_a_version_once")
        ]
        indexes: ClassVar = [models.Index(fields=["version", "staff"], name="plans_ack_version_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} read {self.version_id}"
