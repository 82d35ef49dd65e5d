"""How far all municipalities of the installation are together: counts, and no municipality by name."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from plans.implementation.sums import Distribution, distribution, whole
from plans.models import Framework
from plans.vocabulary import Level, Status

LEAST = 5
"""Fewer municipalities that have told anything are not counted together: one could work out another."""

# One look into the index for each thing that can have a status, however long the history is.
LAST_SAID = """
SELECT m.id, r.number, l.level, s.status
FROM organisation_municipality m
CROSS JOIN plans_recommendation r
CROSS JOIN unnest(%s) AS l (level)
CROSS JOIN LATERAL (
    SELECT status FROM plans_recommendationstatus s
    WHERE s.municipality_id = m.id AND s.recommendation_id = r.id AND s.level = l.level AND s.as_of <= %s
    ORDER BY s.as_of DESC, s.recorded_at DESC, s.id DESC LIMIT 1
) s
WHERE r.framework_id = %s
"""


@dataclass(frozen=True)
class Country:
    """For each recommendation how many municipalities have each status; `told` have said anything at all."""

    told: int
    municipalities: int
    rows: dict[int, Distribution]

    @property
    def is_shown(self) -> bool:
        return self.told >= LEAST


def country_at(framework: Framework, municipalities: int, at: dt.date) -> Country:
    """All municipalities at the end of a day. One statement; one that has said nothing is unknown."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_SAID, [[level.value for level in Level], at, framework.pk])
        said = cursor.fetchall()
    told: dict[tuple[int, int], dict[str, Status]] = defaultdict(dict)
    for municipality, number, level, status in said:
        told[number, municipality][level] = Status(status)
    places = {municipality for _number, municipality in told}
    if len(places) < LEAST:
        return Country(len(places), municipalities, {})
    unsaid = {level.value: Status.UNKNOWN for level in Level}
    rows: dict[int, list[Status]] = defaultdict(list)
    for (number, _municipality), levels in told.items():
        rows[number].append(whole({**unsaid, **levels}))
    numbers = framework.recommendations.values_list("number", flat=True).order_by("number")
    return Country(
        len(places),
        municipalities,
        {n: distribution([*rows[n], *[Status.UNKNOWN] * (municipalities - len(rows[n]))]) for n in numbers},
    )
