from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models.municipality import Municipality

if TYPE_CHECKING:
    from beredskab.organisation.models.staff import Staff


class Unit(models.Model):
    """A node of the organisation's tree: an institution, a school, a department."""

    personal: ClassVar[tuple[str, ...]] = ("leader",)

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=80)
    area = models.CharField(max_length=80, blank=True, help_text="geographic area used by routing")
    leader = models.ForeignKey(
        "organisation.Staff",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="led_units",
    )
    is_private = models.BooleanField(
        default=False, help_text="a private institution; same duty, other supervision"
    )
    supervision_contact = models.ForeignKey(
        "organisation.Contact",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="supervises",
    )

    class Meta:
        ordering: ClassVar = ["name"]
        permissions: ClassVar = [("lead_unit", "May see who of the unit has read what")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "slug"], name="a_unit_slug_is_unique_in_its_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def line(self) -> "list[Staff]":
        """The leaders from this unit upwards, nearest first, each once."""
        leaders: list[Staff] = []
        seen: set[int] = set()
        unit: Unit | None = self
        while unit is not None and unit.pk not in seen:
            seen.add(unit.pk)
            if unit.leader is not None and unit.leader not in leaders:
                leaders.append(unit.leader)
            unit = unit.parent
        return leaders


class TeamKind(models.TextChoices):
    RECEPTION = "reception", _("Reception")
    CROSS_CUTTING = "cross_cutting", _("Cross-cutting team")
    CLOSED = "closed", _("Closed group")
    MANAGEMENT = "management", _("Management")


class Team(models.Model):
    """A receiving team. Who holds `handle_concerns` on it is its member: there is no second list."""

    personal: ClassVar[tuple[str, ...]] = ()
    Kind = TeamKind

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20, choices=TeamKind.choices, default=TeamKind.RECEPTION)
    phone = models.ForeignKey(
        "organisation.Contact",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="teams",
    )

    class Meta:
        ordering: ClassVar = ["name"]
        permissions: ClassVar = [
            ("handle_concerns", "May handle the team's concerns"),
            ("lead_team", "May lead the team"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "slug"], name="a_team_slug_is_unique_in_its_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.name
