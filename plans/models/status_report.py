from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from plans.models.measure import ActionPlan


class StatusReport(models.Model):
    """How far things were on a day, as it was told on another: drawn from `content`, which never changes
    once somebody has approved it (a trigger refuses). `checksum` is the digest of the content.
    """

    personal: ClassVar[tuple[str, ...]] = ("made_by", "approved_by", "approved_name")

    municipality = models.ForeignKey("organisation.Municipality", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(
        ActionPlan,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
        help_text="empty: about the recommendations alone",
    )
    framework = models.CharField(
        max_length=40, blank=True, help_text="name of the recommendations; empty: the national ones"
    )
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    as_of = models.DateField()
    published_on = models.DateField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        "organisation.Staff",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="empty: made by a command",
    )
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_name = models.CharField(max_length=200, blank=True, help_text="as it stands on the report")
    approved_at = models.DateTimeField(null=True, blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-published_on", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="a_report_number_is_used_once_in_a_municipality"
            ),
            models.CheckConstraint(
                condition=Q(as_of__lte=F("published_on")), name="a_report_is_told_after_its_day"
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, approved_name="")
                | (Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_name="")),
                name="an_approved_report_names_who_approved_it",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(approved_at__isnull=False),
                name="a_public_report_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.number}"


class StatusReportFile(models.Model):
    """A report as a PDF in one language, made by the worker."""

    personal: ClassVar[tuple[str, ...]] = ()

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(max_length=5)
    content_key = models.CharField(max_length=64, help_text="digest of everything printed")
    pdf = models.BinaryField()
    pages = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "language"], name="a_report_has_one_file_in_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.language}"
