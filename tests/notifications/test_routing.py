"""The truth table of routing.toml, and what holds for every table, every organisation and every fact."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.routes.reasons import stored_reason
from notifications.routes.rulebook import starting_table
from notifications.routing import (
    Cause,
    Desk,
    Detour,
    Facts,
    Kept,
    NoFallback,
    Passed,
    Place,
    Route,
    Rule,
    Surroundings,
    decide,
    kept_out,
    suspected_people,
    why_not,
)
from notifications.vocabulary import Certainty, Suspect, Topic

CASES = tomllib.loads((Path(__file__).parent / "routing.toml").read_text(encoding="utf-8"))["case"]

PEOPLE = ["anna", "bo", "cia", "dorte", "kim", "liv", "max", "ole", "per", "pia", "sif", "tue"]
ID = {name: number for number, name in enumerate(PEOPLE, start=1)}
UNITS = {"Solsikken": 101, "Skolen": 102, "Familieafdelingen": 103}
TEAMS = {"closed": 201, "management": 202, "reception": 203, "cross_cutting": 204}
WORKS_IN = {"Solsikken": ["anna", "per"], "Skolen": ["ole"], "Familieafdelingen": ["cia", "sif", "tue"]}
LEADERS = {
    "Solsikken": ["bo", "kim", "dorte"],
    "Skolen": ["liv", "dorte"],
    "Familieafdelingen": ["max", "dorte"],
}
ABOVE = {
    **{who: LEADERS[unit] for unit, people in WORKS_IN.items() for who in people},
    **{line[0]: line[1:] for line in LEADERS.values()},
    "kim": ["dorte"],
    "pia": [],
    "dorte": [],
}
DESKS = (
    Desk(201, "closed", frozenset({ID["pia"]}), frozenset({ID["dorte"]})),
    Desk(202, "management", frozenset({ID["dorte"]}), phone="fagchef"),
    Desk(203, "reception", frozenset({ID["cia"], ID["sif"]}), frozenset({ID["max"]}), "familieraadgivningen"),
    Desk(204, "cross_cutting", frozenset({ID["tue"]}), frozenset({ID["max"]}), "tvaergaaende-team"),
)
PHONES = {"fagchef", "familieraadgivningen", "tvaergaaende-team", "ssp-infohus"}


def starting_rules() -> list[Rule]:
    """The catalogue's table for the teams above."""
    return [
        Rule(
            line["name"],
            line["priority"],
            TEAMS[line["team"]],
            line.get("phone", ""),
            topic=Topic(line["topic"]) if "topic" in line else None,
            suspect=Suspect(line["suspect"]) if "suspect" in line else None,
            is_acute=line.get("acute"),
        )
        for line in starting_table()
    ]


def ids(names: list[str]) -> frozenset[int]:
    return frozenset(ID[name] for name in names)


def place(unit: str) -> Place:
    leader, *above = LEADERS[unit]
    return Place(UNITS[unit], ids([*WORKS_IN[unit], leader]), ID[leader], tuple(ID[one] for one in above))


def facts_of(case: dict) -> Facts:
    return Facts(
        certainty=Certainty(case.get("certainty", "suspicion")),
        topics=frozenset(map(Topic, case.get("topics", []))),
        suspects=frozenset(map(Suspect, case.get("suspects", ["home"]))),
        is_acute=case.get("acute", False),
        unit=case.get("unit", "Solsikken"),
        is_open=case.get("open", True),
        filer=ID[case.get("filer", "anna")],
        named=ids(case.get("named", [])),
        is_unsure_who=case.get("unsure", False),
    )


def surroundings_of(case: dict) -> Surroundings:
    filer = case.get("filer", "anna")
    own = next(unit for unit in UNITS if filer in (*WORKS_IN[unit], LEADERS[unit][0]))
    units = [unit for unit in (case.get("unit", "Solsikken"), own) if unit]
    answered = {"fagchef": frozenset({ID[who]})} if (who := case.get("behind_the_number")) else {}
    closed, management, reception, cross_cutting = DESKS
    if "heads" in case:
        management = replace(management, members=ids(case["heads"]))
    if case.get("closed_is_empty"):
        closed = replace(closed, members=frozenset())
    if case.get("reception_under_dorte"):
        reception = replace(reception, led_by=ids(["max", "dorte"]))
    return Surroundings(
        desks=(closed, management, reception, cross_cutting),
        places=tuple(place(unit) for unit in dict.fromkeys(units)),
        above={ID[who]: tuple(ID[one] for one in ABOVE[who]) for who in case.get("named", [])},
        excludes_the_line=case.get("excludes_the_line", True),
        open_phones=frozenset({"sociale-vagt"} | (PHONES if case.get("open", True) else set())),
        answered_by=answered,
        personal_phones=frozenset({"fagchef"}),
    )


def kept(cell: str) -> Kept:
    who, cause = cell.split(":")
    if who in UNITS:
        return Kept(Cause(cause), unit=UNITS[who])
    return Kept(Cause(cause), staff=ID[who])


def desk(kind: str, desks: tuple[Desk, ...]) -> Desk:
    return next(one for one in desks if one.team == TEAMS[kind])


def passed(cell: str, desks: tuple[Desk, ...]) -> Passed:
    kind, detour = cell.split(":")
    return Passed(desk(kind, desks), Detour(detour))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_who_receives(case):
    rules, around = starting_rules(), surroundings_of(case)
    assert decide(facts_of(case), rules, around) == Route(
        desk=desk(case["team"], around.desks),
        rule=next(rule for rule in rules if rule.name == case["rule"]),
        phone=case["phone"],
        excluded=tuple(kept(cell) for cell in case.get("excluded", [])),
        passed=tuple(passed(cell, around.desks) for cell in case.get("passed", [])),
        is_stand_in=case.get("stand_in", False),
        is_last_resort=case.get("last_resort", False),
        spared=ID[case.get("filer", "anna")],
    )


def test_the_reason_names_the_rule_its_cells_and_the_teams_passed_over():
    case = next(case for case in CASES if case["name"] == "a member of the receiving team")
    route = decide(facts_of(case), starting_rules(), surroundings_of(case))
    assert stored_reason(route, "en") == (
        "“Mistanke mod en ansat” fits: employee. "
        "reception is passed over: somebody suspected belongs to it. closed stands in."
    )


def test_the_first_rule_by_priority_decides_whatever_the_order_of_the_rows():
    facts = Facts(Certainty.SUSPICION, topics=frozenset({Topic.SEXUAL}), unit="Solsikken")
    narrow = Rule("narrow", 5, 204, topic=Topic.SEXUAL, unit="Solsikken")
    wide = Rule("wide", 9, 203)
    around = Surroundings(DESKS)
    assert {decide(facts, rows, around).rule for rows in ([narrow, wide], [wide, narrow])} == {narrow}


@pytest.mark.parametrize(
    "cell",
    [
        {"topic": Topic.NEGLECT},
        {"suspect": Suspect.CHILD},
        {"certainty": Certainty.KNOWLEDGE},
        {"is_acute": True},
        {"unit": "Skolen"},
        {"area": "Nord"},
        {"profession": "laerer"},
        {"is_open": False},
    ],
    ids=lambda cell: next(iter(cell)),
)
def test_every_filled_cell_has_to_agree(cell):
    facts = Facts(
        Certainty.SUSPICION,
        topics=frozenset({Topic.PHYSICAL}),
        suspects=frozenset({Suspect.HOME}),
        unit="Solsikken",
        area="Syd",
        professions=frozenset({"paedagog"}),
    )
    assert not Rule("narrow", 1, 203, **cell).fits(facts)
    assert Rule("any", 1, 203).fits(facts)


def test_without_a_fallback_or_a_team_there_is_no_answer():
    facts = Facts(Certainty.SUSPICION)
    with pytest.raises(NoFallback):
        decide(facts, [Rule("leaders", 1, 203, suspect=Suspect.LEADER)], Surroundings(DESKS))
    with pytest.raises(NoFallback):
        decide(facts, [Rule("all", 1, 203)], Surroundings(()))


# What must hold whoever is suspected, by whom, about whom

people = st.integers(1, 8)
groups = st.frozensets(people, max_size=4)
desks = st.lists(groups, min_size=1, max_size=4).flatmap(
    lambda teams: st.tuples(
        *(
            st.builds(
                Desk,
                st.just(number),
                st.just(f"team {number}"),
                st.just(team),
                groups,
                st.sampled_from(["", "fagchef"]),
            )
            for number, team in enumerate(teams, start=1)
        )
    )
)
places = st.builds(
    Place, st.integers(50, 52), groups, people | st.none(), st.lists(people, max_size=2).map(tuple)
)
arounds = st.builds(
    Surroundings,
    desks=desks,
    places=st.lists(places, max_size=2, unique_by=lambda one: one.unit).map(tuple),
    above=st.dictionaries(people, st.lists(people, max_size=3).map(tuple), max_size=8),
    excludes_the_line=st.booleans(),
    open_phones=st.frozensets(st.sampled_from(["fagchef", "sociale-vagt", "politi-114"])),
    answered_by=st.dictionaries(st.sampled_from(["fagchef", "sociale-vagt"]), groups),
    personal_phones=st.frozensets(st.sampled_from(["fagchef", "sociale-vagt"])),
)
any_facts = st.builds(
    Facts,
    certainty=st.sampled_from(Certainty),
    topics=st.frozensets(st.sampled_from(Topic), max_size=2),
    suspects=st.frozensets(st.sampled_from(Suspect), max_size=3),
    is_acute=st.booleans(),
    is_open=st.booleans(),
    filer=people | st.none(),
    named=groups,
    is_unsure_who=st.booleans(),
)
rows = st.lists(
    st.builds(
        Rule,
        name=st.sampled_from("abc"),
        priority=st.integers(1, 9),
        team=st.integers(1, 4),
        phone=st.sampled_from(["", "fagchef"]),
        topic=st.none() | st.sampled_from(Topic),
        suspect=st.none() | st.sampled_from(Suspect),
        is_acute=st.none() | st.booleans(),
    ),
    max_size=4,
)


@given(any_facts, rows, arounds)
def test_a_concern_always_finds_a_team_that_is_free_or_says_that_none_is(facts, table, around):
    route = decide(facts, [*table, Rule("fallback", 99, 1)], around)
    suspected = suspected_people(facts, around)
    if not route.is_last_resort:
        assert not suspected & (route.desk.members | route.desk.led_by)
        assert route.desk.members - {one.staff for one in route.excluded}
    else:
        assert {one.desk.team for one in route.passed} == {one.team for one in around.desks}


@given(any_facts, rows, arounds)
def test_nobody_is_told_to_call_somebody_who_is_kept_out(facts, table, around):
    route = decide(facts, [*table, Rule("fallback", 99, 1, "fagchef")], around)
    suspected = suspected_people(facts, around)
    hidden = (suspected | {one.staff for one in route.excluded}) - {None}
    behind = around.answered_by.get(route.phone, frozenset())
    desks = [desk for desk in around.desks if desk.phone == route.phone and route.phone]
    members = frozenset().union(*(desk.members for desk in desks))
    assert not behind & hidden
    assert not any(why_not(desk, suspected, hidden) in {Detour.MEMBER, Detour.BELOW} for desk in desks)
    assert not members or members - hidden
    if route.phone in around.personal_phones and hidden:
        assert behind | members
        assert not (behind | members) & hidden
    assert route.phone in around.open_phones | {""}


@given(any_facts, arounds)
def test_the_filer_is_never_kept_out_and_nobody_twice(facts, around):
    excluded = kept_out(facts, around)
    who = [(one.staff, one.unit) for one in excluded]
    assert len(set(who)) == len(who)
    assert facts.filer is None or (facts.filer, None) not in who
    assert facts.named - {facts.filer} == {one.staff for one in excluded if one.cause == Cause.SUSPECTED}
