"""Who receives this concern? Reads the table, the teams and the people, and asks `routing`."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, Q, Value
from django.db.models.functions import Lower, Right

from beredskab.access.models import TeamGrant
from beredskab.organisation.models import Contact, Membership, Municipality, Staff, Team, Unit
from notifications import routing
from notifications.routes import rulebook
from notifications.routing import Desk, Facts, Place, Route, Surroundings

#: Functions that are one person, whatever the contact says: whoever answers leads others.
ONE_PERSON = frozenset({"fagchef"})

#: Digits of a Danish number without the country code.
DIGITS = 8

#: In which order teams stand in for one whose member is suspected.
STAND_INS = (Team.Kind.CLOSED, Team.Kind.MANAGEMENT, Team.Kind.RECEPTION, Team.Kind.CROSS_CUTTING)


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts of a concern together with the places they are about."""

    facts: Facts
    child_unit: Unit | None = None
    filer_unit: Unit | None = None


def choose(asked: Asked, municipality: Municipality, *, at: dt.datetime) -> Route:
    """The team that receives the concern at that moment. Raises routing.NoFallback.

    Whether the receiving team is open, and the child's unit and area, are filled in here.
    """
    rules = rulebook.rules_of(municipality)
    around = surroundings(asked, municipality, at=at)
    unit = asked.child_unit
    facts = replace(
        asked.facts,
        unit=unit.slug if unit else "",
        area=unit.area if unit else "",
        is_open=_somebody_receives(rules, around),
    )
    return routing.decide(facts, rules, around)


def surroundings(asked: Asked, municipality: Municipality, *, at: dt.datetime) -> Surroundings:
    """The people and phones around a concern; the same number of statements for any size of municipality."""
    today = at.astimezone(ZoneInfo(municipality.timezone)).date()
    tree = _Tree(municipality, on=today)
    contacts = [one for one in municipality.contacts.filter(unit=None, area="") if _in_force(one, today)]
    units = [unit for unit in (asked.child_unit, asked.filer_unit) if unit is not None]
    return Surroundings(
        desks=_desks(municipality, tree),
        places=tuple(tree.place(unit.pk) for unit in dict.fromkeys(units)),
        above={person: tree.above(person) for person in asked.facts.named},
        excludes_the_line=municipality.exclude_line_of_leaders,
        open_phones=frozenset(one.slug for one in contacts if one.open_at(at)),
        answered_by=_answered_by(contacts, municipality),
        personal_phones=personal_phones(contacts),
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that a route depends on besides the facts of a concern, for trying many of them."""

    desks: tuple[Desk, ...]
    contacts: tuple[Contact, ...]
    answered_by: Mapping[str, frozenset[int]]
    places: Mapping[str, Place]  # slug of a unit -> who is there and above
    areas: Mapping[str, str]  # slug of a unit -> its area
    excludes_the_line: bool

    def around(self, place: str, open_phones: frozenset[str]) -> Surroundings:
        """What a filer of this place meets while these phones are answered."""
        places = (self.places[place],) if place else ()
        return Surroundings(
            desks=self.desks,
            places=places,
            excludes_the_line=self.excludes_the_line,
            open_phones=open_phones,
            answered_by=self.answered_by,
            personal_phones=personal_phones(self.contacts),
        )


def overview(municipality: Municipality, *, on: dt.date) -> Overview:
    """Teams, people, places and phones of a municipality on a day: read once, whatever is tried then."""
    tree = _Tree(municipality, on=on)
    contacts = tuple(one for one in municipality.contacts.filter(unit=None, area="") if _in_force(one, on))
    for contact in contacts:
        contact.municipality = municipality  # open_at asks for its time zone
    return Overview(
        desks=_desks(municipality, tree),
        contacts=contacts,
        answered_by=_answered_by(contacts, municipality),
        places={unit.slug: tree.place(unit.pk) for unit in tree.units.values()},
        areas={unit.slug: unit.area for unit in tree.units.values()},
        excludes_the_line=municipality.exclude_line_of_leaders,
    )


def leaders_above(municipality: Municipality, people: Iterable[int], *, on: dt.date) -> set[int]:
    """Everybody who leads where one of these people works, upwards to the top."""
    tree = _Tree(municipality, on=on)
    return {leader for person in people for leader in tree.above(person)}


def desks_of(municipality: Municipality, *, on: dt.date) -> tuple[Desk, ...]:
    """Every team with its members and who leads them, in the order in which they stand in for each other."""
    return _desks(municipality, _Tree(municipality, on=on))


def addresses_kept_out(route: Route, municipality: Municipality) -> list[str]:
    """The e-mail addresses of everybody whom the route keeps out, units taken apart into people."""
    staff = Q(pk__in=[kept.staff for kept in route.excluded if kept.staff])
    units = [kept.unit for kept in route.excluded if kept.unit]
    colleagues = Q(pk__in=Membership.objects.filter(unit__in=units).values("staff"))
    people = municipality.staff.filter(staff | colleagues).exclude(pk=route.spared or 0)
    return sorted(people.values_list("email", flat=True))


class _Tree:
    """The units of a municipality with their people: one statement."""

    def __init__(self, municipality: Municipality, *, on: dt.date) -> None:
        here = Membership.objects.filter(unit=OuterRef("pk")).current(on).order_by().values("staff_id")
        rows = Unit.objects.filter(municipality=municipality).annotate(staff_now=ArraySubquery(here))
        self.units = {unit.pk: unit for unit in rows}
        self.people: dict[int, set[int]] = defaultdict(set)
        self.workplaces: dict[int, set[int]] = defaultdict(set)
        for unit in rows:
            for staff in unit.staff_now:
                self.people[unit.pk].add(staff)
                self.workplaces[staff].add(unit.pk)

    def leaders(self, unit: int | None) -> tuple[int, ...]:
        """Who leads the unit and the ones above it, nearest first, each once."""
        found: list[int] = []
        seen: set[int] = set()
        while unit is not None and unit not in seen:
            seen.add(unit)
            leader = self.units[unit].leader_id
            if leader is not None and leader not in found:
                found.append(leader)
            unit = self.units[unit].parent_id
        return tuple(found)

    def above(self, person: int) -> tuple[int, ...]:
        """The leaders of a person, nearest first: of where they work, and of what they lead themselves."""
        led = [unit.pk for unit in self.units.values() if unit.leader_id == person]
        lines = [self.leaders(unit) for unit in (*sorted(self.workplaces[person]), *led)]
        return tuple(dict.fromkeys(one for line in lines for one in line if one != person))

    def place(self, unit: int) -> Place:
        leader = self.units[unit].leader_id
        people = frozenset(self.people[unit] | ({leader} if leader else set()))
        above = tuple(one for one in self.leaders(unit) if one != leader)
        return Place(unit, people, leader, above)


def _desks(municipality: Municipality, tree: _Tree) -> tuple[Desk, ...]:
    holders = _holders(municipality)
    members, leaders = holders["handle_concerns"], holders["lead_team"]
    teams = sorted(
        municipality.teams.select_related("phone"), key=lambda team: (_stand_in_order(team), team.pk)
    )
    return tuple(
        Desk(
            team.pk,
            team.name,
            frozenset(members[team.pk]),
            frozenset(leaders[team.pk]).union(*(tree.above(one) for one in members[team.pk])),
            team.phone.slug if team.phone else "",
            team.kind,
        )
        for team in teams
    )


def _stand_in_order(team: Team) -> int:
    return STAND_INS.index(Team.Kind(team.kind))


def _holders(municipality: Municipality) -> Mapping[str, Mapping[int, set[int]]]:
    """Permission -> team -> the active people who hold it; one statement."""
    found: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = TeamGrant.objects.filter(content_object__municipality=municipality, user__is_active=True)
    for held, team, person in rows.values_list("permission__codename", "content_object_id", "user_id"):
        found[held][team].add(person)
    return found


def personal_phones(contacts: Iterable[Contact]) -> frozenset[str]:
    """The numbers of one person: a contact with a name, and the functions that are always one person."""
    return frozenset(one.slug for one in contacts if one.person or one.slug in ONE_PERSON)


def _answered_by(contacts: Iterable[Contact], municipality: Municipality) -> dict[str, frozenset[int]]:
    """Who of the directory stands behind a number: whoever has the address of the contact.

    Behind one person's number stands also whoever has its name or the same number. One statement.
    """
    found: dict[str, set[int]] = defaultdict(set)
    behind: dict[str, list[str]] = defaultdict(list)
    personal = personal_phones(contacts := list(contacts))
    for contact in contacts:
        keys = [contact.email]
        if contact.slug in personal:
            keys += [contact.person, _digits(contact.phone)]
        for key in filter(None, keys):
            behind[key.lower()].append(contact.slug)
    for pk, *keys in _looked_up(municipality, behind):
        for slug in (slug for key in dict.fromkeys(keys) for slug in behind.get(key, ())):
            found[slug].add(pk)
    return {slug: frozenset(people) for slug, people in found.items()}


def _looked_up(municipality: Municipality, keys: Collection[str]) -> Iterable[tuple[int, str, str, str]]:
    """Id, address, name and digits of the number of the people who have one of these."""
    digits = Right(
        Func(F("phone"), Value("[^0-9]"), Value(""), Value("g"), function="regexp_replace"), DIGITS
    )
    people = Staff.objects.filter(municipality=municipality).annotate(
        mail=Lower("email"), called=Lower("name"), digits=digits
    )
    mine = people.filter(Q(mail__in=keys) | Q(called__in=keys) | Q(digits__in=keys))
    return mine.values_list("pk", "mail", "called", "digits")


def _digits(number: str) -> str:
    found = re.sub(r"\D", "", number)[-DIGITS:]
    return found if len(found) == DIGITS else ""


def _in_force(contact: Contact, day: dt.date) -> bool:
    return (contact.valid_from or day) <= day <= (contact.valid_to or day)


def _somebody_receives(rules: Iterable[routing.Rule], around: Surroundings) -> bool:
    """Whether the number of the fallback rule is open: that is what »åben« means to a filer."""
    return any(rule.phone in around.open_phones for rule in rules if rule.is_fallback)
