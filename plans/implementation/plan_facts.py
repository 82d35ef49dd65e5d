"""What the plan itself counts for the recommendations: who has read it, numbers, meetings, the check."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Contact, Municipality, Unit
from plans import checking
from plans.following import standings
from plans.following.matrix import Figures
from plans.following.people import book_of
from plans.implementation import facts
from plans.implementation.facts import Figure, Meaning, share
from plans.models import Dissemination, ReadingTrend

YEAR, HALF_A_YEAR = dt.timedelta(days=365), dt.timedelta(days=183)
EVERYBODY = 0
SMALLEST = 10  # fewer people in a unit are told of together with others
MEANINGS = {
    "readers": Meaning(_("Employees who have read everything they are asked to read"), 15),
    "meetings": Meaning(_("Times the plan was gone through in the last twelve months"), 15),
    "contacts": Meaning(_("Phone numbers that were confirmed within half a year"), 14),
    "faults": Meaning(_("Faults in the plan that would harm a reader"), 14),
}


def count(municipality: Municipality, at: dt.datetime) -> list[Figure]:
    """The figures of the whole municipality today."""
    told, _areas = readers(municipality, at)
    held = Dissemination.objects.filter(
        unit__municipality=municipality, held_on__gte=(at - YEAR).date(), withdrawn_at__isnull=True
    ).count()
    numbers = Contact.objects.filter(municipality=municipality).exclude(phone="")
    fresh = numbers.filter(verified_on__gte=(at - HALF_A_YEAR).date()).count()
    red = [one for one in checking.check_everything(municipality, at=at) if one.is_red]
    return [
        *share(told.read_all, told.people, "readers"),
        Figure("meetings", held, held),
        *share(fresh, numbers.count(), "contacts"),
        Figure("faults", len(red), len(red)),
    ]


def readers(municipality: Municipality, at: dt.datetime) -> tuple[Figures, list[tuple[str, Figures]]]:
    """How the plan was read: all together, and unit by unit; small units are one line without a name.

    No line of fewer than ten people is told. Where the rest would be one, it is counted in the total only,
    and the smallest unit with it, so that no difference gives it away.
    """
    units = list(Unit.objects.filter(municipality=municipality).order_by("name"))
    groups = {EVERYBODY: units, **{unit.pk: [unit] for unit in units}}
    counted = standings.told_of(standings.select(groups, book_of(municipality), at))
    by_unit = [(unit, counted[unit.pk].figures) for unit in units]
    large = [(unit.name, told) for unit, told in by_unit if told.people >= SMALLEST]
    rest = Figures()
    for _unit, told in by_unit:
        if told.people < SMALLEST:
            rest += told
    if 0 < rest.people < SMALLEST and large:
        smallest = min(large, key=lambda one: one[1].people)
        large.remove(smallest)
        rest += smallest[1]
    return counted[EVERYBODY].figures, [*large, *([("", rest)] if rest.people >= SMALLEST else [])]


def readers_before(municipality: Municipality, day: dt.date) -> dict[str, int]:
    """Unit -> how many percent had read everything when the month of a day began; units without others below.

    Nothing of fewer than ten people, and nothing where nobody counted then.
    """
    alone = Unit.objects.filter(municipality=municipality, children__isnull=True)
    kept = ReadingTrend.objects.filter(unit__in=alone, day=day.replace(day=1)).select_related("unit")
    counted = [(one.unit.name, one.read_all, one.read_all + one.only_new + one.others) for one in kept]
    return {name: read * 100 // people for name, read, people in counted if people >= SMALLEST}


facts.register(count, MEANINGS)
