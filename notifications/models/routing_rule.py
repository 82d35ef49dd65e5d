from typing import ClassVar

from django.db import models

from beredskab.organisation.models import Contact, Municipality, Team, Unit


class RoutingRule(models.Model):
    """One line of the municipality's routing table; an empty cell means any. The lowest priority wins."""

    personal: ClassVar[tuple[str, ...]] = ()

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="routing_rules")
    priority = models.PositiveIntegerField()
    name = models.CharField(max_length=120, help_text="shown as the rule that decided")
    topic = models.CharField(max_length=20, blank=True)
    suspect = models.CharField(max_length=20, blank=True)
    certainty = models.CharField(max_length=20, blank=True)
    acute = models.BooleanField(null=True, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    area = models.CharField(max_length=80, blank=True)
    profession = models.CharField(max_length=40, blank=True, help_text="the reporter's")
    hours = models.CharField(max_length=10, blank=True, help_text="open or closed")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="routing_rules")
    phone = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="routing_rules"
    )

    class Meta:
        ordering: ClassVar = ["priority"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "priority"], name="a_priority_belongs_to_one_rule"
            )
        ]

    def __str__(self) -> str:
        return self.name
