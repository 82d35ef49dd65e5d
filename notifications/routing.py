"""Who receives a concern, and who must never learn of it. A decision: pure, and it carries its reason.

Rules are read from the top; the first that fits decides, unless its team is not free of the suspicion:
then the next one, then any other team. There is always an answer, because a concern is never turned away.
`receivers.py` reads the rules and the people and asks here; the form, the commands and the tests all do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from notifications.vocabulary import FAMILY_TOPICS, Certainty, Suspect, Topic

#: Suspects for whom "I don't know who" means: anybody where the child or the filer is.
AT_WORK = frozenset({Suspect.EMPLOYEE, Suspect.LEADER})

#: The two kinds of teams that know of control and honour together.
RECEPTION, CROSS_CUTTING = "reception", "cross_cutting"

#: Who is called when nobody else answers, by the slug of the contact.
ON_CALL = ("sociale-vagt", "politi-114")

#: Always answered, by nobody of the municipality: for danger now, and no receiver of a notification.
ALARM = frozenset({"politi-114", "alarm-112"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the filer told, as far as it decides who receives the concern. Ids of people, slugs of places."""

    certainty: Certainty
    topics: frozenset[Topic] = frozenset()
    suspects: frozenset[Suspect] = frozenset()
    is_acute: bool = False
    unit: str = ""  # where the child goes; "" when it is not known
    area: str = ""
    professions: frozenset[str] = frozenset()  # the filer's
    is_open: bool = True  # whether the receiving team answers at this hour
    filer: int | None = None
    is_taken_down: bool = False  # for somebody else: then the filer may handle it (rule N-50)
    named: frozenset[int] = frozenset()  # people picked from the directory
    is_unsure_who: bool = False  # "I don't know who", or a name that is not in the directory

    @property
    def own_of(self) -> frozenset[int]:
        """Who may not handle it because it is their own notification."""
        return frozenset() if self.filer is None or self.is_taken_down else frozenset({self.filer})

    @property
    def somebody_is_unnamed(self) -> bool:
        """Staff is suspected, but not who: then everybody at the child's and the filer's place counts."""
        return bool(self.suspects & AT_WORK) and (self.is_unsure_who or not self.named)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. An empty cell means any; the lowest priority is asked first."""

    name: str
    priority: int
    team: int
    phone: str = ""  # slug of the contact that the filer is told to call
    topic: Topic | None = None
    suspect: Suspect | None = None
    certainty: Certainty | None = None
    is_acute: bool | None = None
    unit: str = ""
    area: str = ""
    profession: str = ""
    is_open: bool | None = None
    # what people call the unit and the profession; decides nothing
    unit_name: str = field(default="", compare=False)
    profession_name: str = field(default="", compare=False)

    def fits(self, facts: Facts) -> bool:
        """Whether every filled cell agrees with the facts."""
        return (
            (self.topic is None or self.topic in facts.topics)
            and (self.suspect is None or self.suspect in facts.suspects)
            and self.certainty in (None, facts.certainty)
            and self.is_acute in (None, facts.is_acute)
            and self.unit in ("", facts.unit)
            and self.area in ("", facts.area)
            and (not self.profession or self.profession in facts.professions)
            and self.is_open in (None, facts.is_open)
        )

    @property
    def is_fallback(self) -> bool:
        """Whether no cell is filled: the rule always fits."""
        return self == Rule(self.name, self.priority, self.team, self.phone)


@dataclass(frozen=True, slots=True)
class Desk:
    """A receiving team as routing sees it."""

    team: int
    name: str
    members: frozenset[int]
    led_by: frozenset[int] = frozenset()  # who leads the team or stands above one of its members
    phone: str = ""  # slug of the contact where the team answers
    kind: str = ""  # reception, cross_cutting, closed or management


@dataclass(frozen=True, slots=True)
class Place:
    """A unit around the concern: who works there (its leader among them), and the leaders above."""

    unit: int
    people: frozenset[int]
    leader: int | None = None
    above: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who is who and who answers the phone at the moment of filing, read once by `receivers`."""

    desks: tuple[Desk, ...]  # in the order in which they stand in for each other
    places: tuple[Place, ...] = ()  # the child's unit and the filer's
    above: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # named person -> their leaders
    excludes_the_line: bool = True  # a setting of the municipality
    open_phones: frozenset[str] = frozenset()
    answered_by: Mapping[str, frozenset[int]] = field(
        default_factory=dict
    )  # phone -> who is known to pick up
    personal_phones: frozenset[str] = frozenset()  # one person's number, not an office's


class Cause(StrEnum):
    """Why somebody is kept out. The same words as beredskab.access stores."""

    SUSPECTED = "suspected"
    LINE = "line"
    UNKNOWN_PERSON = "unknown_person"
    CONFLICT = "conflict"  # stepped aside; never decided by a route


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody, or everybody of a unit, who is kept out: they must not learn that the concern exists."""

    cause: Cause
    staff: int | None = None
    unit: int | None = None


class Detour(StrEnum):
    """Why a team did not get the concern."""

    MEMBER = "member"  # somebody suspected belongs to it
    BELOW = "below"  # somebody suspected leads it, or stands above one of its people
    EMPTY = "empty"  # nobody who may see the concern is left in it


@dataclass(frozen=True, slots=True)
class Passed:
    """A team that was passed over, and why."""

    desk: Desk
    detour: Detour


@dataclass(frozen=True, slots=True)
class Route:
    """The answer: a team, the number to call now, who is kept out, and why."""

    desk: Desk
    rule: Rule
    phone: str
    excluded: tuple[Kept, ...] = ()
    passed: tuple[Passed, ...] = ()
    is_stand_in: bool = False  # the team of no rule that fits
    is_last_resort: bool = False  # no team is free of the suspicion: the filer has to call
    spared: int | None = None  # who files: the one person of an excluded unit who stays in
    informed: Desk | None = None  # a second team that reads it from the start (rule N-73)


class NoFallback(Exception):
    """The table has no rule that always fits, or there is no team."""


def decide(facts: Facts, rules: Iterable[Rule], around: Surroundings) -> Route:
    """The first rule that fits and whose team is free of the suspicion. Raises NoFallback."""
    fitting = [rule for rule in by_priority(rules) if rule.fits(facts)]
    if not fitting or not around.desks:
        raise NoFallback
    kept = kept_out(facts, around)
    suspected = suspected_people(facts, around)
    hidden = suspected | {one.staff for one in kept if one.staff is not None}
    unsafe = unsafe_phones(around, suspected, hidden)
    passed: list[Passed] = []
    for rule, desk, is_stand_in in _in_order(fitting, around.desks):
        detour = why_not(desk, suspected, hidden | facts.own_of)
        if detour is None:
            phone = whom_to_call(fitting, around.open_phones - unsafe)
            route = Route(desk, rule, phone, kept, tuple(passed), is_stand_in, spared=facts.filer)
            free = [one for one in around.desks if why_not(one, suspected, hidden) is None]
            return replace(route, informed=informed_of(facts, desk, free))
        passed.append(Passed(desk, detour))
    desk = max(around.desks, key=lambda one: len(one.members - hidden - facts.own_of))
    phone = whom_to_call([], around.open_phones - unsafe)
    return Route(desk, fitting[0], phone, kept, tuple(passed), True, True, facts.filer)


def informed_of(facts: Facts, receiver: Desk, free: Sequence[Desk]) -> Desk | None:
    """With control or honour the reception and the cross-cutting team both know, whichever of them receives.

    Rule N-73. One team answers for it; ``free`` are the teams without anybody suspected.
    """
    other = {CROSS_CUTTING: RECEPTION, RECEPTION: CROSS_CUTTING}.get(receiver.kind)
    if other is None or not facts.topics & FAMILY_TOPICS:
        return None
    return next((desk for desk in free if desk.kind == other), None)


def by_priority(rules: Iterable[Rule]) -> list[Rule]:
    """The table in the order in which it is asked."""
    return sorted(rules, key=lambda rule: (rule.priority, rule.name))


def suspected_people(facts: Facts, around: Surroundings) -> frozenset[int]:
    """Everybody who counts as suspected, until the team has settled it. Never who files."""
    people = set(facts.named)
    if facts.somebody_is_unnamed:
        people = people.union(*(place.people for place in around.places))
    return frozenset(people - {facts.filer})


def kept_out(facts: Facts, around: Surroundings) -> tuple[Kept, ...]:
    """Who is excluded: the named, else whole units; and where the municipality says so, their leaders."""
    kept = [Kept(Cause.SUSPECTED, staff=one) for one in sorted(facts.named)]
    leaders = [above for one in sorted(facts.named) for above in around.above.get(one, ())]
    if facts.somebody_is_unnamed:
        kept += [Kept(Cause.UNKNOWN_PERSON, unit=place.unit) for place in around.places]
        kept += [Kept(Cause.UNKNOWN_PERSON, staff=place.leader) for place in around.places if place.leader]
        leaders += [above for place in around.places for above in place.above]
    if around.excludes_the_line:
        kept += [Kept(Cause.LINE, staff=leader) for leader in leaders]
    once: dict[tuple[int | None, int | None], Kept] = {}
    for one in kept:
        if one.staff is None or one.staff != facts.filer:
            once.setdefault((one.staff, one.unit), one)
    return tuple(once.values())


def why_not(desk: Desk, suspected: frozenset[int], hidden: frozenset[int]) -> Detour | None:
    """Why this team cannot receive the concern, None when it can."""
    if suspected & desk.members:
        return Detour.MEMBER
    if suspected & desk.led_by:
        return Detour.BELOW
    if not desk.members - hidden:
        return Detour.EMPTY
    return None


def unsafe_phones(around: Surroundings, suspected: frozenset[int], hidden: frozenset[int]) -> frozenset[str]:
    """The numbers that no page may name to the filer: they may lead to somebody who is kept out (rule N-29).

    An office is safe as long as its team is free of the suspicion and somebody in it may know. One person's
    number is safe only when it is known who picks up, and none of those is kept out.
    """
    if not hidden:
        return frozenset()
    asked = {desk.phone for desk in around.desks} | set(around.answered_by) | around.personal_phones
    return frozenset(phone for phone in asked - {""} if not _is_safe(phone, around, suspected, hidden))


def whom_to_call(fitting: Iterable[Rule], answered: frozenset[str]) -> str:
    """The first number of the rules, then on call, that is open and safe; "" when there is none."""
    phones = (*(rule.phone for rule in fitting), *ON_CALL)
    return next((phone for phone in phones if phone in answered), "")


def _is_safe(phone: str, around: Surroundings, suspected: frozenset[int], hidden: frozenset[int]) -> bool:
    desks = [desk for desk in around.desks if desk.phone == phone]
    members = frozenset[int]().union(*(desk.members for desk in desks))
    known = around.answered_by.get(phone, frozenset())
    if known & hidden or any(suspected & (desk.members | desk.led_by) for desk in desks):
        return False
    if phone in around.personal_phones:
        return bool(known | members) and not members & hidden
    return not members or not members <= hidden


def _in_order(fitting: Sequence[Rule], desks: Sequence[Desk]) -> Iterator[tuple[Rule, Desk, bool]]:
    """Teams in the order in which they are asked, each once: those of the rules, then every other."""
    left = {desk.team: desk for desk in desks}
    for rule in fitting:
        if rule.team in left:
            yield rule, left.pop(rule.team), False
    for desk in left.values():
        yield fitting[0], desk, True
