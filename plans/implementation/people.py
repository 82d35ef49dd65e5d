"""Who answers for a measure: the people named as responsible, and whoever stands in for them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from beredskab.organisation.models import Staff
from plans.models import Measure, Responsible


def measures_of(staff: Staff) -> "QuerySet[Measure]":
    """The measures that name this person, as responsible or as deputy, in the order of their plans."""
    named = Responsible.objects.filter(Q(staff=staff) | Q(deputy=staff), measure=OuterRef("pk"))
    return Measure.objects.filter(Exists(named)).order_by("plan", "position")


def answers_for(staff: Staff, measure: Measure) -> bool:
    """Whether the measure names this person."""
    return staff.is_active and measures_of(staff).filter(pk=measure.pk).exists()
