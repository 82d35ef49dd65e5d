import datetime as dt
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from beredskab.organisation import confirming
from beredskab.organisation.models.municipality import Municipality

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Audience(models.TextChoices):
    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")


class Contact(models.Model):
    """A phone number that somebody owns. One record feeds sections, STOP pages, receipts and posters."""

    personal: ClassVar[tuple[str, ...]] = ("person", "phone", "email", "owner", "changed_by")
    Audience = Audience

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="contacts")
    slug = models.SlugField(max_length=60, help_text="the function, as plans refer to it")
    function = models.CharField(max_length=120)
    person = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    hours = models.JSONField(
        default=dict,
        blank=True,
        help_text='{"always": true} or {"mon": [["08:00", "15:00"]], ...}; local time',
    )
    note = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(
        "organisation.Unit",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="contacts",
    )
    area = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.INTERNAL)
    owner = models.ForeignKey(
        "organisation.Staff",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_contacts",
    )
    verified_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(
        null=True, blank=True, help_text="when the owner was last asked whether it is still right"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        "organisation.Staff", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revision = models.PositiveIntegerField(
        default=1, help_text="counts changes; two editors at once are noticed by it"
    )

    class Meta:
        ordering: ClassVar = ["function"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "slug", "unit", "area", "valid_from"],
                name="a_function_has_one_contact_at_a_time",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.function

    def is_valid_on(self, day: dt.date) -> bool:
        """Both days count."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or self.valid_to >= day)

    @property
    def is_always_open(self) -> bool:
        return bool(self.hours.get("always"))

    def is_unconfirmed(self, on: dt.date) -> bool:
        """It has a number, and nobody has vouched for that in half a year."""
        return bool(self.phone) and confirming.is_unconfirmed(self.verified_on, on)

    def is_to_be_asked(self, on: dt.date) -> bool:
        """It is time that somebody vouches for it again."""
        return bool(self.phone) and confirming.is_due(self.verified_on, on)

    def open_at(self, moment: dt.datetime) -> bool:
        """Whether somebody answers then. Unknown hours count as closed: nobody is sent to silence."""
        if self.is_always_open:
            return True
        local = moment.astimezone(ZoneInfo(self.municipality.timezone))
        spans: list[list[Any]] = self.hours.get(WEEKDAYS[local.weekday()], [])
        clock = local.strftime("%H:%M")
        return any(start <= clock < end for start, end in spans)
