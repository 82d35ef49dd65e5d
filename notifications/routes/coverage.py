"""Does every concern reach somebody? Tries every combination that can be filed, at every time of the week.

Profession, whom the suspicion is against, certainty, topic, acute or not, where the filer works, and the
hour: each ends at a team with a living person in it, and while the team is away at a number that somebody
answers. Values that no rule and no law of `routing` tells apart are tried once for all of them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from beredskab.organisation.models import Contact, Municipality, Profession
from notifications import routing
from notifications.routes import receivers, rulebook
from notifications.routing import AT_WORK, Facts, NoFallback, Route, Rule, Surroundings
from notifications.vocabulary import Certainty, Suspect, Topic
from plans.checking import OtherCheck
from plans.linting import Finding, Level

T = TypeVar("T")
NAME = "fordeling"
STEP = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Hour:
    """A time of the week, by the phones that are answered then; `since` is when it first comes."""

    since: dt.datetime
    open_phones: frozenset[str]


@dataclass(frozen=True)
class Dead:
    """A combination that ends nowhere: the rule that decided, when, and one example in full."""

    rule: str
    since: dt.datetime
    facts: Facts
    nobody_receives: bool


def check(municipality: Municipality, at: dt.datetime) -> list[Finding]:
    """What is wrong with the routing table; nine statements, whatever the number of combinations."""
    return check_rules(municipality, rulebook.rules_of(municipality), at)


def check_rules(municipality: Municipality, rules: Sequence[Rule], at: dt.datetime) -> list[Finding]:
    """The same of any table, for example one that somebody suggests."""
    zone = ZoneInfo(municipality.timezone)
    seen = receivers.overview(municipality, on=at.astimezone(zone).date())
    if not any(rule.is_fallback for rule in rules) or not seen.desks:
        return [_no_table(bool(rules))]
    professions = list(Profession.objects.filter(municipality=municipality).values_list("slug", flat=True))
    found = dead_ends(rules, seen, professions, hours_of_a_week(seen.contacts, at.astimezone(zone)))
    return [*_told(found), *_teams_without_people(rules, seen)]


def hours_of_a_week(contacts: Sequence[Contact], start: dt.datetime) -> list[Hour]:
    """The times of the week from `start` that differ in who answers the phone, in order."""
    found: dict[frozenset[str], Hour] = {}
    monday = (start - dt.timedelta(days=start.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    for step in range(7 * 24 * 4):
        moment = monday + step * STEP
        open_phones = frozenset(one.slug for one in contacts if one.phone and one.open_at(moment))
        found.setdefault(open_phones, Hour(moment, open_phones))
    return list(found.values())


def dead_ends(
    rules: Sequence[Rule], seen: receivers.Overview, professions: Iterable[str], hours: Iterable[Hour]
) -> list[Dead]:
    """Every combination that reaches neither a living person nor a phone that the municipality answers."""
    found = []
    fallback = {rule.phone for rule in rules if rule.is_fallback}
    for hour in hours:
        is_open = bool(fallback & hour.open_phones)
        for facts, around in _combinations(rules, seen, professions, hour, is_open):
            try:
                route = routing.decide(facts, rules, around)
            except NoFallback:
                found.append(Dead("", hour.since, facts, True))
                continue
            nobody = route.is_last_resort
            if not _is_answered(route, facts) and (nobody or not is_open):
                found.append(Dead(route.rule.name, hour.since, facts, nobody))
    return found


def _is_answered(route: Route, facts: Facts) -> bool:
    """Whether somebody of the municipality picks up. The police count where the child is in danger now.

    Who is reached through the police says so: then 114 stands as the number of the social on-call.
    """
    if route.phone in routing.ALARM:
        return facts.is_acute and not route.is_last_resort
    return bool(route.phone)


def _combinations(
    rules: Sequence[Rule],
    seen: receivers.Overview,
    professions: Iterable[str],
    hour: Hour,
    is_open: bool,
) -> Iterator[tuple[Facts, Surroundings]]:
    topics = _told_apart(Topic, lambda topic: [rule.topic == topic for rule in rules])
    suspects = _told_apart(Suspect, lambda one: [*(rule.suspect == one for rule in rules), one in AT_WORK])
    callings = _told_apart(["", *professions], lambda one: [rule.profession == one for rule in rules])
    for place in _places(rules, seen):
        around = seen.around(place, hour.open_phones)
        for topic, suspect, certainty, acute, calling in product(
            topics, [None, *suspects], Certainty, (False, True), callings
        ):
            yield (
                Facts(
                    certainty=certainty,
                    topics=frozenset({topic}),
                    suspects=frozenset({suspect}) if suspect else frozenset(),
                    is_acute=acute,
                    unit=place,
                    area=seen.areas.get(place, ""),
                    professions=frozenset({calling}) if calling else frozenset(),
                    is_open=is_open,
                ),
                around,
            )


def _told_apart(values: Iterable[T], signature: Callable[[T], list[bool]]) -> list[T]:
    """One value of each kind that some rule treats differently."""
    kinds: dict[tuple[bool, ...], T] = {}
    for value in values:
        kinds.setdefault(tuple(signature(value)), value)
    return list(kinds.values())


def _places(rules: Sequence[Rule], seen: receivers.Overview) -> list[str]:
    """Nowhere in particular; every place that a rule names; every place where somebody receives concerns."""
    receiving = frozenset().union(*(desk.members | desk.led_by for desk in seen.desks))
    named = {rule.unit for rule in rules} | {
        slug for slug, area in seen.areas.items() if area in _areas(rules)
    }
    there = {slug for slug, place in seen.places.items() if place.people & receiving}
    return ["", *sorted((named | there) & set(seen.places))]


def _areas(rules: Sequence[Rule]) -> set[str]:
    return {rule.area for rule in rules if rule.area}


# --- in words ---------------------------------------------------------------------------------


def _told(found: Iterable[Dead]) -> list[Finding]:
    """One finding for each rule and reason, with the number of combinations and one of them."""
    groups: dict[tuple[str, bool], list[Dead]] = {}
    for one in found:
        groups.setdefault((one.rule, one.nobody_receives), []).append(one)
    return [_dead_end(rule, nobody, those) for (rule, nobody), those in groups.items()]


def _dead_end(rule: str, nobody_receives: bool, those: list[Dead]) -> Finding:
    words = {"number": len(those), "example": _in_words(those[0])}
    if nobody_receives:
        what = _(
            "%(number)d combinations reach no living person and no number of the municipality. "
            "For example: %(example)s"
        )
        mend = _("Give a team somebody who is not in the matter, or a contact with a duty phone.")
    else:
        what = _(
            "%(number)d combinations have no number of the municipality that is answered then. "
            "For example: %(example)s"
        )
        mend = _(
            "Write the hours of the duty phone, or give the rule a number that is answered. "
            "Is the social on-call reached through the police? Then write 114 as its number."
        )
    code = "routing-nobody" if nobody_receives else "routing-no-phone"
    return Finding(code, Level.RED, _place(rule), what % words, mend, reverse("plans:edit_contacts"))


def _in_words(dead: Dead) -> str:
    facts = dead.facts
    parts = [
        *(str(topic.label) for topic in facts.topics),
        *(str(suspect.label) for suspect in facts.suspects),
        str(facts.certainty.label),
        _("in danger now") if facts.is_acute else "",
        *facts.professions,
        facts.unit,
        f"{_WEEKDAYS[dead.since.weekday()]()} {dead.since:%H.%M}",
    ]
    return ", ".join(part for part in parts if part)


_WEEKDAYS: tuple[Callable[[], str], ...] = (
    lambda: _("Monday"),
    lambda: _("Tuesday"),
    lambda: _("Wednesday"),
    lambda: _("Thursday"),
    lambda: _("Friday"),
    lambda: _("Saturday"),
    lambda: _("Sunday"),
)


def _place(rule: str) -> str:
    return _("Routing table, rule %s") % rule if rule else _("Routing table")


def _no_table(has_rules: bool) -> Finding:
    """Without a table nobody can file; a better plan is published all the same."""
    what = _("There is no rule that always fits, or no team: a concern would reach nobody.")
    mend = _("Ask the system administrator to make teams and the routing table.")
    return Finding("routing-no-table", Level.RED, _place(""), what, mend, holds_up=has_rules)


def _teams_without_people(rules: Iterable[Rule], seen: receivers.Overview) -> Iterator[Finding]:
    named = {rule.team for rule in rules}
    for desk in seen.desks:
        if desk.team in named and not desk.members:
            what = _("Nobody is in the team: other teams receive its concerns.")
            mend = _("Ask the system administrator to give the team its people.")
            yield Finding("team-without-people", Level.YELLOW, desk.name, what, mend)


ROUTING = OtherCheck(NAME, lambda: _("Does every concern reach somebody?"), check)
