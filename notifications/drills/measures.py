"""A gap becomes a measure of an action plan, through the plans' own act."""

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.organisation.models import Municipality, Staff
from notifications.drills import access
from notifications.drills.gaps import Missing
from notifications.models import Drill, DrillMeasure
from plans.implementation.frameworks import NATIONAL, framework_named
from plans.implementation.measures import MeasureFacts, save_measure
from plans.models import ActionPlan, Measure, Recommendation


@act
def propose(
    drill: Drill, gap: Missing, plan: ActionPlan, title: str, *, by: Staff, at: dt.datetime
) -> Measure:
    """Put a measure for the gap into an action plan; the same gap again is the same measure.

    Raises Forbidden, or what the plans' own act raises.
    """
    require(by, Act.EDIT_MEASURES)
    if not access.may_follow(by, drill):
        raise Forbidden("another municipality's drill")
    Drill.objects.select_for_update().get(pk=drill.pk)
    known = DrillMeasure.objects.filter(drill=drill, gap=gap.code).select_related("measure").first()
    if known is not None:
        return known.measure
    with translation.override(plan.language):
        chapter = _("From drills")
        note = _("From the drill “%(title)s” of %(day)s. %(found)s") % {
            "title": drill.title,
            "day": drill.starts_on.strftime("%d.%m.%Y"),
            "found": gap.found,
        }
    facts = MeasureFacts(
        number=_free_number(plan),
        title=title,
        chapter=chapter,
        note=note,
        recommendations=_served(gap, by.municipality),
    )
    measure = save_measure(plan, facts, by=by, at=at)
    DrillMeasure.objects.create(drill=drill, gap=gap.code, measure=measure)
    return measure


def made_of(drill: Drill) -> dict[str, Measure]:
    """Gap -> the measure it became. One statement."""
    rows = DrillMeasure.objects.filter(drill=drill).select_related("measure__plan")
    return {one.gap: one.measure for one in rows}


def _free_number(plan: ActionPlan) -> str:
    taken = set(plan.measures.values_list("number", flat=True))
    return next(one for one in (f"Ø{n}" for n in range(1, len(taken) + 2)) if one not in taken)


def _served(gap: Missing, municipality: Municipality) -> list[Recommendation]:
    national = framework_named(municipality, NATIONAL)
    found = Recommendation.objects.filter(framework=national, number=gap.recommendation) if national else ()
    return list(found)
