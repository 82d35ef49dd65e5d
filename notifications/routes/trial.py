"""The whole routing table tried at once, for whoever starts a municipality or runs it. Rule N-85.

Every combination that can be filed, at every time of the week (`coverage`). The worker does it when somebody
asks, and by itself every night from then on. It knows of no concern.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.administration.health import Check, Finding, Look, State, register
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import duties, observing
from beredskab.outbox.models import Check as Seen
from notifications.routes import coverage
from plans.linting import Level

TRY = "notifications.try_routes"
#: A phone that is answered is enough to publish a plan, but not to start: a team that is named has people.
EMPTY = "team-without-people"
NIGHT = dt.time(3, 35)
MAY_BE_OLD = dt.timedelta(days=2)


def name_of(municipality: Municipality) -> str:
    """Under which name the result is left."""
    return f"routes {municipality.pk}"


def last(municipality: Municipality) -> Seen | None:
    """What the last trial found; None when there was none."""
    return Seen.objects.filter(name=name_of(municipality)).first()


@act
def ask(*, by: Staff, at: dt.datetime) -> None:
    """Have the worker try the table now. Raises Forbidden."""
    guard.require(by, Act.SEE_ROUTING)
    ask_for(by.municipality, at=at)
    trail.record(by.pk, "routing.tried", by.municipality_id, at=at)


def ask_for(municipality: Municipality, *, at: dt.datetime) -> None:
    """Have it tried at this moment; asking twice in a minute is asking once."""
    key = f"{municipality.pk} {at:%Y-%m-%dT%H:%M}"
    duties.ask(TRY, key, due=at, municipality=municipality.pk)


@duties.duty(TRY)
def try_all(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part; then again the coming night."""
    municipality = Municipality.objects.filter(pk=int(str(ids["municipality"]))).first()
    if municipality is None:
        return
    found = coverage.check(municipality, at)
    red = sorted({one.code for one in found if one.level is Level.RED or one.code == EMPTY})
    observing.leave(name_of(municipality), is_well=not red, at=at, red=red)
    zone = ZoneInfo(municipality.timezone)
    day = at.astimezone(zone).date() + dt.timedelta(days=1)
    due = dt.datetime.combine(day, NIGHT, zone)
    duties.ask(TRY, f"{municipality.pk} {day.isoformat()}", due=due, municipality=municipality.pk)


def tell() -> None:
    """Told once at the start: the trial stands among the checks of the operators."""
    register(Check("routes", gettext_lazy("Who receives what"), is_well, rank=75, is_local=True))


def is_well(look: Look) -> Finding:
    """What the last trial of the table found."""
    seen = look.seen.get(name_of(look.municipality))
    to_do = _("Ask a manager to look at the check under Who receives what.")
    if seen is None:
        return Finding(
            State.ABSENT,
            _("Nobody has tried the routing table yet."),
            _("Ask a manager to try it under Who receives what."),
        )
    if look.at - seen.at > MAY_BE_OLD:
        return Finding(
            State.UNWELL,
            _("The routing table is not tried any more."),
            _("See whether the worker runs."),
            at=seen.at,
        )
    if seen.is_well:
        return Finding(State.WELL, _("Every combination reaches somebody, at every hour."), at=seen.at)
    return Finding(State.UNWELL, _("Some combinations reach nobody."), to_do, at=seen.at)
