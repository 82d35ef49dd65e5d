"""What a municipality says on its overview poster beside the recommendations: values, what is in place."""

import datetime as dt
from collections.abc import Sequence

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import require
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from plans.models import PaperWords


class ChangedMeanwhile(Exception):  # errors say what is refused
    """A colleague saved first."""


def of(municipality: Municipality) -> PaperWords | None:
    """The municipality's own words and logo, None when nobody has given any: one statement."""
    return PaperWords.objects.filter(municipality=municipality).first()


@act
def save(
    municipality: Municipality,
    *,
    values: Sequence[str],
    prerequisites: Sequence[str],
    seen_revision: int,
    by: Staff,
    at: dt.datetime,
) -> PaperWords:
    """Save them. Raises Forbidden or ChangedMeanwhile."""
    require(by, Act.EDIT_PLAN)
    found = PaperWords.objects.select_for_update().filter(municipality=municipality).first()
    if (found.revision if found else 0) != seen_revision:
        raise ChangedMeanwhile
    words = found or PaperWords(municipality=municipality, revision=0)
    words.values, words.prerequisites = list(values), list(prerequisites)
    words.revision += 1
    words.changed_at, words.changed_by = at, by
    words.save()
    trail.record(by.pk, "paper.words_changed", words.pk, at=at)
    return words
