from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


def all_languages() -> list[str]:
    """Every language that the portal speaks."""
    return [code for code, _name in settings.LANGUAGES]


class Municipality(models.Model):
    """One municipality of the installation; everything but shared plans is apart between two of them.

    The five day settings say whether the day counts in the 6 working days of rule N-04. All count
    by default, because that gives the earlier date.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    host = models.CharField(
        max_length=253, blank=True, help_text="host name that leads here; empty: the default"
    )
    short_address = models.CharField(max_length=60, blank=True, help_text="host printed on posters")
    language = models.CharField(max_length=5, default="da")
    timezone = models.CharField(max_length=60, default="Europe/Copenhagen")
    languages = ArrayField(
        models.CharField(max_length=5),
        default=all_languages,
        help_text="offered at the top of every page; the municipality's own is always among them",
    )
    citizens_door = models.URLField(blank=True, help_text="where citizens notify; they do not file here")
    accessibility_phone = models.CharField(
        max_length=30, blank=True, help_text="whom to call about accessibility; empty: the portal's support"
    )
    accessibility_email = models.EmailField(blank=True, help_text="where to write about accessibility")
    accessibility_statement = models.URLField(
        blank=True, help_text="where the statement made in the state's own tool stands"
    )

    saturday_is_workday = models.BooleanField(default=True)
    dec24_is_workday = models.BooleanField(default=True)
    dec31_is_workday = models.BooleanField(default=True)
    may1_is_workday = models.BooleanField(default=True)
    june5_is_workday = models.BooleanField(default=True)

    exclude_line_of_leaders = models.BooleanField(
        default=True, help_text="a suspected employee's leaders are kept out of the concern as well"
    )

    duty_minutes = models.PositiveSmallIntegerField(
        default=30, help_text="so long nobody may act on a new concern before the next in line is told"
    )

    recertification_months = models.PositiveSmallIntegerField(
        default=3, help_text="so often each team says again who belongs to it"
    )

    idle_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="a session without use ends after so long; empty: the installation's"
    )
    retention_days = models.JSONField(
        default=dict,
        blank=True,
        help_text="outcome -> days from closing to deletion; what is missing: the installation's",
    )

    primary_colour = models.CharField(max_length=7, default="#0a4a6b")
    primary_dark_colour = models.CharField(max_length=7, default="#06344d")
    focus_colour = models.CharField(max_length=7, default="#747474")

    revision = models.BigIntegerField(
        default=0, editable=False, help_text="drawn anew by the database at every change that pages show"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["host"],
                condition=~models.Q(host=""),
                name="a_host_leads_to_one_municipality",
            ),
            models.CheckConstraint(
                condition=models.Q(idle_minutes__isnull=True) | models.Q(idle_minutes__range=(10, 30)),
                name="a_session_may_be_idle_for_ten_to_thirty_minutes",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def idle_seconds(self) -> int:
        """After how many seconds without use a session ends here."""
        return 60 * self.idle_minutes if self.idle_minutes else int(settings.SESSION_IDLE_SECONDS)

    def days_kept(self, outcome: str) -> int:
        """Days from closing to deletion after this outcome: what the municipality decided, else ours."""
        ours: dict[str, int] = settings.RETENTION_DAYS
        for name in (outcome, "undecided"):
            if name in self.retention_days or name in ours:
                return int(self.retention_days.get(name, ours.get(name)))
        raise KeyError(outcome)
