"""What the plan itself answers to a drill's case: where routing sends it, its advice, the numbers to call.

Everything is asked at one moment, the same for all participants: noon of the drill's first weekday, or ten in
the evening when it is planned for closed offices. Nothing here knows a concern (rule N-91).
"""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from beredskab.organisation.models import Contact, Staff
from notifications.drills import judging
from notifications.drills.judging import Case
from notifications.models import Drill, DrillPlayer
from notifications.numbers import instead
from notifications.routes import simulator
from notifications.routes.simulator import Tried
from notifications.routing import ON_CALL, NoFallback
from notifications.vocabulary import Certainty, Danger, Suspect, Together, Topic
from plans.numbers.contacts import contacts_in_force
from plans.stops import StopAdvice, all_advice

OPEN, CLOSED = dt.time(12), dt.time(22)
FAMILY = "familieraadgivningen"
SATURDAY = 5


def case_of(drill: Drill) -> Case:
    """What is true in the invented case."""
    return Case(
        Danger(drill.danger),
        Certainty(drill.certainty),
        frozenset(Topic(one) for one in drill.topics),
        frozenset(Suspect(one) for one in drill.suspects),
        Together(drill.together),
    )


def moment_of(drill: Drill) -> dt.datetime:
    """When the case happens."""
    day = drill.starts_on
    while day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
    time = OPEN if drill.is_open else CLOSED
    return dt.datetime.combine(day, time, ZoneInfo(drill.municipality.timezone))


@dataclass
class Key:
    """The plan's answer for one participant; read once for a page."""

    drill: Drill
    player: DrillPlayer
    staff: Staff

    @cached_property
    def case(self) -> Case:
        return case_of(self.drill)

    @cached_property
    def at(self) -> dt.datetime:
        return moment_of(self.drill)

    def tried(self, case: Case) -> Tried | None:
        """Where the real routing sends such a case of this participant; None where no rule always fits."""
        unit = self.player.unit
        is_leader = unit is not None and unit.leader_id == self.staff.pk
        asked = replace(
            case.facts,
            professions=self.staff.professions(),
            filer=None if is_leader else self.staff.pk,
        )
        try:
            return simulator.tried(asked, unit, self.drill.municipality, at=self.at)
        except NoFallback:
            return None

    @cached_property
    def wanted(self) -> Tried | None:
        """Where the case goes when it is told right."""
        return self.tried(self.case)

    @cached_property
    def contacts(self) -> dict[str, Contact]:
        return contacts_in_force(self.drill.municipality, self.at, self.player.unit)

    @cached_property
    def advice(self) -> list[StopAdvice]:
        """The STOP advice of the plan in force that is due, as the form would show it to this reader."""
        unit = self.player.unit
        told = all_advice(
            self.drill.municipality,
            professions=self.staff.professions(),
            suspects={str(one) for one in self.case.suspects},
            private=bool(unit and unit.is_private),
            unit=unit,
            language=get_language() or "da",
            at=self.at,
        )
        due = [told[code] for code in judging.advice_due(self.case) if code in told]
        return [self._around_hidden(one) for one in due]

    def _around_hidden(self, advice: StopAdvice) -> StopAdvice:
        """Without numbers that may lead to somebody who is suspected (rule N-29), as in the form."""
        unsafe = self.wanted.unsafe if self.wanted else frozenset[str]()
        hidden = [self.contacts[slug] for slug in sorted(unsafe) if slug in self.contacts]
        safe = [self.contacts[slug] for slug in (FAMILY, *ON_CALL) if slug in self.contacts.keys() - unsafe]
        stand_in = next((one for one in safe if one.phone), None)
        if stand_in is None or not hidden:
            return advice
        on_call = next((one for one in safe if one.slug == ON_CALL[0]), None)
        return instead.around(advice, hidden, stand_in, instead.answering(stand_in, on_call, self.at))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The contacts that routing and the due advice name, none that may lead to a suspect."""
        named = {phone.slug for one in self.advice for phone in one.phones}
        if self.wanted is not None:
            named = (named | {self.wanted.route.phone}) - self.wanted.unsafe
        return frozenset(named - {""})

    @property
    def team(self) -> str:
        """Who would have received it; "" where routing has no answer."""
        return self.wanted.route.desk.name if self.wanted else ""

    @property
    def phone(self) -> Contact | None:
        """The number that the routing names."""
        return self.contacts.get(self.wanted.route.phone) if self.wanted else None


def key_for(player: DrillPlayer, staff: Staff) -> Key:
    """The plan's answer for this participant."""
    return Key(player.drill, player, staff)
