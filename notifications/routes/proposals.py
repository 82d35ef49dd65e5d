"""Two persons change the routing table: one suggests it whole, another approves, then it is in force.

Rule N-80. A table that leaves a combination with nobody is not accepted, and what is in force is never
touched before the approval.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from beredskab.access import four_eyes, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Profession, Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from notifications.models import RouteProposal
from notifications.models.route_proposal import ProposalState
from notifications.routes import coverage, moves, receivers, rulebook
from notifications.routes.cells import Table, rules_of_table, table_of_json
from plans import checking
from plans.linting import Finding, Level


class NothingChanged(Exception):
    """The suggested table is the one in force."""


class OutOfDate(Exception):
    """The table in force is not the one that the suggestion was made from."""


class NotDecided(Exception):
    """Only a suggestion that waits can be decided."""


class LeavesSomebodyOut(Exception):
    """Some combination would reach nobody: `findings` says which."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(", ".join(one.code for one in findings))
        self.findings = findings


@act
def propose(table: Table, *, note: str, by: Staff, at: dt.datetime) -> RouteProposal:
    """Suggest a table. Raises Forbidden, NothingChanged, AlreadyWaiting, LeavesSomebodyOut."""
    guard.require(by, Act.EDIT_ROUTING)
    before = rulebook.table_of(by.municipality)
    if table == before:
        raise NothingChanged
    _require_order(by.municipality, table, at)
    proposal = RouteProposal(
        municipality=by.municipality,
        table=[line.as_json() for line in table],
        before=[line.as_json() for line in before],
        note=note.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    four_eyes.keep(proposal)
    trail.record(by.pk, "routing.proposed", proposal.pk, at=at)
    for person in guard.who_may(Act.APPROVE_ROUTING, by.municipality_id).exclude(pk=by.pk):
        tell(person, Kind.NEWS, at=at)
    return proposal


@act
def approve(proposal: RouteProposal, *, by: Staff, at: dt.datetime) -> RouteProposal:
    """Put it in force at once. Raises Forbidden (also for who suggested it), NotDecided, OutOfDate."""
    guard.require(by, Act.APPROVE_ROUTING)
    proposal = _waiting(proposal, by)
    if proposal.proposed_by_id == by.pk:
        raise guard.Forbidden("four eyes")
    if rulebook.table_of(by.municipality) != table_of_json(proposal.before):
        raise OutOfDate
    table = table_of_json(proposal.table)
    _require_order(by.municipality, table, at)
    try:
        rulebook.replace(by.municipality, table)
    except rulebook.GoneMeanwhile:
        raise OutOfDate from None
    checking.ask_for_a_look(by.municipality, at=at)
    return _decide(proposal, ProposalState.APPROVED, by=by, at=at)


@act
def reject(proposal: RouteProposal, *, by: Staff, at: dt.datetime) -> RouteProposal:
    """Turn it down, or take it back where it is one's own; what is in force stays. Raises NotDecided."""
    proposal = _waiting(proposal, by)
    is_own = proposal.proposed_by_id == by.pk
    guard.require(by, Act.EDIT_ROUTING if is_own else Act.APPROVE_ROUTING)
    state = ProposalState.WITHDRAWN if is_own else ProposalState.REJECTED
    return _decide(proposal, state, by=by, at=at)


def moved(municipality: Municipality, before: Table, after: Table, *, on: dt.date) -> list[moves.Moved]:
    """Which combinations end elsewhere with the other table; the same statements for any table."""
    seen = receivers.overview(municipality, on=on)
    teams = dict(municipality.teams.values_list("slug", "pk"))
    professions = Profession.objects.filter(municipality=municipality).order_by("slug")
    slugs = list(professions.values_list("slug", flat=True))
    return moves.moved(rules_of_table(before, teams), rules_of_table(after, teams), seen, slugs)


def faults(municipality: Municipality, table: Table, *, at: dt.datetime) -> list[Finding]:
    """What the check of the plan would say of the table, its red findings only."""
    teams = dict(municipality.teams.values_list("slug", "pk"))
    rules = rules_of_table(table, teams)
    return [one for one in coverage.check_rules(municipality, rules, at) if one.level is Level.RED]


def today(municipality: Municipality, at: dt.datetime) -> dt.date:
    """The day in the municipality."""
    return at.astimezone(ZoneInfo(municipality.timezone)).date()


def _require_order(municipality: Municipality, table: Table, at: dt.datetime) -> None:
    """New faults hold a table up; what the table in force has as well does not."""
    known = {(one.code, one.what) for one in faults(municipality, rulebook.table_of(municipality), at=at)}
    found = [one for one in faults(municipality, table, at=at) if (one.code, one.what) not in known]
    if found:
        raise LeavesSomebodyOut(found)


def _waiting(proposal: RouteProposal, by: Staff) -> RouteProposal:
    rows = RouteProposal.objects.select_for_update().filter(municipality=by.municipality_id)
    proposal = rows.get(pk=proposal.pk)
    if proposal.state != ProposalState.WAITING:
        raise NotDecided
    return proposal


def _decide(proposal: RouteProposal, state: ProposalState, *, by: Staff, at: dt.datetime) -> RouteProposal:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, at
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    trail.record(by.pk, f"routing.{state.value}", proposal.pk, at=at)
    if proposal.proposed_by_id != by.pk:
        tell(proposal.proposed_by, Kind.NEWS, at=at)
    return proposal
