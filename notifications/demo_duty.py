"""The demo's rota: the reception is planned four weeks ahead, the management's team is not; drills.

The neighbour has a table of who receives what as well.
"""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from beredskab.organisation.models import Municipality, Staff
from notifications import demo_drills
from notifications.models import Shift
from notifications.rota import shifts
from notifications.routes import rulebook

DUTY = {"modtagelsen": ("cia", "ida"), "lukket": ("ida", "cia"), "tvaergaaende": ("emil",)}
AHEAD = dt.timedelta(days=27)


def load(municipality: Municipality, people: Mapping[str, Staff], now: dt.datetime) -> None:
    """Who has the inbox from today, and what is drilled; running it again changes nothing."""
    today = shifts.today(municipality, now)
    for slug, names in DUTY.items():
        team = municipality.teams.filter(slug=slug).first()
        if team is None or Shift.objects.filter(team=team).exists():
            continue
        chosen = tuple(people[name] for name in names)
        shifts.plan(team, starts_on=today, ends_on=today + AHEAD, people=chosen, by=people[names[0]], at=now)
    for neighbour in Municipality.objects.filter(slug="nabo"):
        rulebook.start(neighbour)
    demo_drills.load(municipality, people, now.astimezone(ZoneInfo(municipality.timezone)))
