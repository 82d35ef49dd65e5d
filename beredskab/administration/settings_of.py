"""What a municipality decides about its portal, and who decided it. Rule A-19."""

import datetime as dt
from collections.abc import Mapping

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.ui import emergency

DAYS = (
    "saturday_is_workday",
    "dec24_is_workday",
    "dec31_is_workday",
    "may1_is_workday",
    "june5_is_workday",
)
ACCESSIBILITY = ("accessibility_phone", "accessibility_email", "accessibility_statement")
FIELDS = (
    "language",
    "languages",
    "short_address",
    "citizens_door",
    "duty_minutes",
    "idle_minutes",
    *DAYS,
    *ACCESSIBILITY,
)


@act
def change(told: Mapping[str, object], *, by: Staff, at: dt.datetime) -> list[str]:
    """Names of what is different from now on; what is said again unchanged leaves no trace. Raises Forbidden.

    Deadlines that run already keep their day: it was told to somebody.
    """
    guard.require(by, Act.ADMINISTER)
    place = Municipality.objects.select_for_update().get(pk=by.municipality_id)
    changed = [name for name in FIELDS if told[name] != getattr(place, name)]
    if not changed:
        return []
    Municipality.objects.filter(pk=place.pk).update(**{name: told[name] for name in changed})
    place.refresh_from_db()
    emergency.write(place)
    now = {name: told[name] for name in changed}
    trail.record(by.pk, "municipality.changed", place.pk, at=at, changed=now)
    return changed
