"""A concern as its team reads it: opened once, the trace written first, in a fixed number of statements."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from beredskab.access.facts import facts_of
from beredskab.access.models import Exclusion
from beredskab.organisation.models import Staff
from beredskab.vault import safe
from notifications import access
from notifications.case import chronology, same_child
from notifications.case.cautions import Caution, Said, cautions
from notifications.case.chronology import Happened
from notifications.case.next_act import NextAct, next_act
from notifications.case.readings import PurposeNeeded, needs_purpose
from notifications.case.same_child import Earlier
from notifications.drafting import answers
from notifications.drafting.answers import Stored
from notifications.forms.filing_sheet import Group, chosen_people, sheet
from notifications.guide.answers import Answers
from notifications.models import Concern, Deadline
from notifications.other_teams import informing
from notifications.routing import Cause
from notifications.vocabulary import DeadlineKind, Purpose, Question, State


@dataclass(frozen=True, slots=True)
class KeptOut:
    """Somebody, or a whole place, who must not learn of the concern."""

    who: str
    cause: Cause
    is_unit: bool


@dataclass(frozen=True)
class CaseFile:
    """Everything a case page shows, opened."""

    concern: Concern
    stored: Stored
    facts: Answers
    happened: tuple[Happened, ...]
    people: Mapping[int, str]
    clocks: Mapping[DeadlineKind, Deadline]
    kept_out: tuple[KeptOut, ...]
    zone: ZoneInfo
    today: dt.date
    linked: tuple[Earlier, ...] = ()

    @property
    def next_act(self) -> NextAct:
        """The only primary button of the page."""
        return next_act(
            State(self.concern.state),
            has_responsible=self.concern.claimed_by_id is not None,
            receipt_is_sent=self.concern.receipt_sent_at is not None,
            owes_feedback=self.owes_feedback,
        )

    @property
    def owes_feedback(self) -> bool:
        """The filer waits to hear whether something was started."""
        clock = self.clocks.get(DeadlineKind.FEEDBACK)
        return clock is not None and clock.met_at is None

    @property
    def cautions(self) -> list[Caution]:
        """What the receiver must not overlook."""
        child, filer = self.stored.of(Question.CHILD), self.stored.of(Question.FILER)
        said = Said(
            self.facts.path_certainty,
            self.facts.suspects,
            self.facts.topics,
            has_protected_address=bool(child.one("protected")),
            has_safe_contact=bool(self.stored.of(Question.INTERPRETER).one("safe_contact").strip()),
            is_elsewhere=child.one("elsewhere") == "yes",
            filer_is_afraid=bool(filer.one("safety").strip()),
            person_is_unknown=any(one.cause is Cause.UNKNOWN_PERSON for one in self.kept_out),
        )
        return cautions(said)

    @property
    def says_adviser(self) -> bool:
        """The filer knows that the child already has an adviser (rule N-40 may apply)."""
        return self.stored.of(Question.CHILD).one("adviser") == "yes"

    @cached_property
    def groups(self) -> list[Group]:
        """The notification as it was sent, question by question."""
        return self._sheet(hides_place=False)

    @property
    def paper_groups(self) -> list[Group]:
        """The same for paper: without who and where a protected family is (rule N-60)."""
        return self._sheet(hides_place=self.concern.is_protected)

    def _sheet(self, *, hides_place: bool) -> list[Group]:
        unit = self.concern.unit
        units = [(str(unit.pk), unit.name)] if unit else []
        people = [(str(pk), name) for pk, name in self.people.items()]
        return sheet(self.stored, self.facts, self.today, people=people, units=units, hides_place=hides_place)

    def name_of(self, person: int | None) -> str:
        """Who did it; empty for the portal itself."""
        return self.people.get(person or 0, "")


def open_case(
    reader: Staff, concern: uuid.UUID, *, at: dt.datetime, purpose: Purpose | None = None
) -> CaseFile:
    """The case, opened for a reader of its team. Raises Concern.DoesNotExist, as if it never was.

    Raises PurposeNeeded, with nothing opened and nothing shown, for who has not said why.
    """
    row = _for_page(access.concerns_for(reader)).get(pk=concern)
    row.municipality = reader.municipality
    in_team = row.team_id in facts_of(reader).teams
    if purpose is None and needs_purpose(row, reader, in_team=in_team):
        raise PurposeNeeded(row.pk)
    why = purpose or (Purpose.HANDLING if in_team else _visitors(row, reader))
    opened = safe.open_for(row.pk, by=reader, at=at, purpose=why.value)
    stored = answers.all_of(opened)
    zone = ZoneInfo(reader.municipality.timezone)
    happened = tuple(chronology.of_concern(opened))
    # what was answered was true on the day it was sent, and is read as of that day
    sent_on = (row.received_at or at).astimezone(zone).date()
    people = _names(row, happened, stored)
    return CaseFile(
        concern=row,
        stored=stored,
        facts=answers.facts_in(stored, row, today=sent_on),
        happened=happened,
        people=people,
        clocks={DeadlineKind(one.kind): one for one in _clocks(row)},
        kept_out=tuple(_kept_out(row, people)),
        zone=zone,
        today=sent_on,
        linked=tuple(same_child.linked_to(row, reader=reader)),
    )


def _visitors(row: Concern, reader: Staff) -> Purpose:
    """Why somebody of another team reads it: their team was informed, or it is an emergency."""
    return Purpose.INFORMED if informing.is_informed(row, reader) else Purpose.EMERGENCY


def _for_page(concerns: QuerySet[Concern]) -> QuerySet[Concern]:
    """The row with its clocks and exclusions in the same statement."""
    clocks = Deadline.objects.filter(concern=OuterRef("pk")).values(
        json=JSONObject(
            kind="kind",
            started_at="started_at",
            due_at="due_at",
            due_on="due_on",
            met_at="met_at",
            explanation="explanation",
        )
    )
    kept = Exclusion.objects.filter(subject=OuterRef("pk"), lifted_at__isnull=True).values(
        json=JSONObject(staff="staff_id", unit="unit__name", cause="cause")
    )
    return concerns.select_related("unit", "team", "filer_unit", "claimed_by").annotate(
        clock_rows=ArraySubquery(clocks), kept_rows=ArraySubquery(kept.order_by("since", "pk"))
    )


def _names(row: Concern, happened: Iterable[Happened], stored: Stored) -> dict[int, str]:
    """The names of everybody on the page; one statement."""
    ids = {who for one in happened for who in (one.by, one.other, one.before) if who} | chosen_people(stored)
    ids |= {kept["staff"] for kept in row.kept_rows if kept["staff"]}  # type: ignore[attr-defined]  # annotated
    ids |= {row.filed_by_id, row.claimed_by_id or row.filed_by_id}
    return dict(Staff.objects.filter(pk__in=ids).values_list("pk", "name"))


def _clocks(row: Concern) -> Iterable[Deadline]:
    for cells in row.clock_rows:  # type: ignore[attr-defined]  # annotated
        yield Deadline(
            kind=cells["kind"],
            started_at=dt.datetime.fromisoformat(cells["started_at"]),
            due_at=dt.datetime.fromisoformat(cells["due_at"]),
            due_on=dt.date.fromisoformat(cells["due_on"]) if cells["due_on"] else None,
            met_at=dt.datetime.fromisoformat(cells["met_at"]) if cells["met_at"] else None,
            explanation=cells["explanation"],
        )


def _kept_out(row: Concern, people: Mapping[int, str]) -> Iterable[KeptOut]:
    for cells in row.kept_rows:  # type: ignore[attr-defined]  # annotated
        is_unit = cells["staff"] is None
        who = cells["unit"] if is_unit else people.get(cells["staff"], "")
        yield KeptOut(who, Cause(cells["cause"]), is_unit)
