"""Filing a concern: begin a draft, save a question, note the advice that was shown, send it once.

Everything typed is sealed at each step. Sending is one commit: the receiver, who is kept out, both
clocks, the key for the team, the trail and the mail ledger, or nothing at all.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q

from beredskab.access.acting import act
from beredskab.access.facts import facts_of
from beredskab.access.roles import Role
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Staff, Unit
from beredskab.vault import safe
from beredskab.vault.safe import Opened
from notifications import access, alerts, deadlines, reference
from notifications.case import same_child
from notifications.drafting import answers, describing, drafts
from notifications.drafting.answers import HIDDEN_PHONES, LEADER_OUT, MUST_CALL, Stored
from notifications.exclusion import exclusions, sealing
from notifications.exclusion.circle import Circle, circle_of, facts_for
from notifications.guide import path, questions
from notifications.guide.answers import GIVEN_FOR, Answers, End
from notifications.guide.clock import read_moment
from notifications.guide.parents import MOMENT, towards_parents
from notifications.guide.path import Kind, Step
from notifications.guide.typed import Typed
from notifications.lifecycle import after
from notifications.models import Concern
from notifications.other_teams import informing
from notifications.oversight import alarm, escalation, ledger
from notifications.proof import keeping
from notifications.rota import chain
from notifications.routes import reasons, receivers
from notifications.routes.receivers import Asked
from notifications.statistics import publishing
from notifications.vocabulary import Certainty, Intake, Move, Question, State

#: Where somebody of this profession works is a school.
TEACHER = "laerer"

#: A draft that nobody touches is deleted after this time.
DRAFT_LIVES = dt.timedelta(days=7)


class AlreadySent(Exception):
    """The draft became a concern before: another tab, a second click, the back button."""


class NotReady(Exception):
    """Something on the path is left; ``step`` is where to go."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.slug)
        self.step = step


@act
def start(
    key: uuid.UUID,
    *,
    certainty: str = "",
    unborn: bool = False,
    intake: Intake = Intake.GUIDED,
    by: Staff,
    at: dt.datetime,
) -> Concern:
    """A new draft; pressing twice with the same key gives the same one."""
    own_key = uuid.uuid5(key, str(by.pk))
    found = Concern.objects.filter(idempotency_key=own_key).first()
    if found is not None:
        return found
    concern = Concern(
        municipality_id=by.municipality_id,
        state=State.DRAFT,
        certainty=certainty if certainty in set(Certainty) else "",
        is_unborn=unborn,
        intake=intake,
        filed_by=by,
        filer_unit=by.unit,
        started_at=at,
        saved_at=at,
        expires_at=at + DRAFT_LIVES,
        idempotency_key=own_key,
    )
    try:
        with transaction.atomic():
            concern.save(force_insert=True)
    except IntegrityError:  # the other click was a moment faster
        return Concern.objects.get(idempotency_key=own_key)
    opened = safe.create(concern.pk, filer=by)
    if certainty:
        typed = Typed({"certainty": (certainty,)})
        answers.keep(opened, Question.CERTAINTY, typed, at=at)
    trail.record(by.pk, "draft.started", concern.pk, at=at)
    drafts.look_after(concern, by=by, at=at)
    return concern


@act
def save_step(
    concern: Concern, opened: Opened, question: Question, typed: Typed, *, by: Staff, at: dt.datetime
) -> None:
    """Seal one answer as it was typed. Raises AlreadySent when the draft is no draft any more."""
    certainty = typed.one("certainty") if question is Question.CERTAINTY else concern.certainty
    if question is Question.ENDS:
        concern.review_on = _review_day(typed)
        concern.expires_at = _after_review(concern.review_on, ZoneInfo(concern.municipality.timezone))
    known = certainty if certainty in set(Certainty) else ""
    _touch(concern, at=at, certainty=known, review_on=concern.review_on)
    answers.keep(opened, question, typed, at=at)
    if question is Question.ENDS and concern.review_on:
        drafts.look_after(concern, by=by, at=at)


def with_circle(
    typed: Typed, a: Answers, concern: Concern, *, child_unit: Unit | None, by: Staff, at: dt.datetime
) -> Typed:
    """The answer about who it is, with what follows for whom the filer may be sent to."""
    return _carrying(typed, circle_of(a, typed, concern, by, child_unit=child_unit, at=at))


def given_for(question: Question, typed: Typed, a: Answers) -> Typed:
    """The answer with the other answers that it was given for: when they change it is asked again."""
    depends = questions.given_for(question, a)
    if not depends:
        return typed
    return replace(typed, data={**typed.data, GIVEN_FOR: tuple(sorted(depends))})


@act
def note_advice(
    concern: Concern, moment: str, codes: Mapping[str, int], *, by: Staff, at: dt.datetime
) -> None:
    """The filer was shown these blocks at this moment, each with its version in the plan."""
    seen = {(one["moment"], one["code"]) for one in concern.advice_shown}
    new = [
        {"moment": moment, "code": code, "version": version}
        for code, version in codes.items()
        if (moment, code) not in seen
    ]
    concern.advice_shown = [*concern.advice_shown, *new]
    _touch(concern, at=at, advice_shown=concern.advice_shown)


@act
def discard(concern: Concern, *, by: Staff, at: dt.datetime) -> None:
    """The filer throws the draft away; its answers and keys go with it. Raises AlreadySent."""
    if not drafts.throw_away(concern, "draft.discarded", by=by, at=at):
        raise AlreadySent


@act
def send(concern: Concern, *, by: Staff, at: dt.datetime) -> Concern:
    """The draft becomes a concern that a team must answer. Raises AlreadySent or NotReady.

    The row is locked first, so of two that send at once one waits and then finds it sent.
    """
    found = Concern.objects.select_for_update(of=("self",)).filter(pk=concern.pk, filed_by=by)
    concern = found.get()
    if concern.state != State.DRAFT:
        raise AlreadySent
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="filing", own=True)
    stored = answers.all_of(opened)
    zone = ZoneInfo(concern.municipality.timezone)
    a = answers.facts_in(stored, concern, today=at.astimezone(zone).date())
    step = path.next_step(a)
    if step.kind is not Kind.CHECK:
        raise NotReady(step)
    return _deliver(describing.describe(concern, a, stored, zone, at=at), opened, a, stored, by=by, at=at)


def _deliver(
    concern: Concern, opened: Opened, a: Answers, stored: Stored, *, by: Staff, at: dt.datetime
) -> Concern:
    """Choose who receives it, keep out who must not know, start the clocks, tell the team."""
    person = stored.of(Question.PERSON)
    asked = Asked(facts_for(a, person, by), concern.unit, concern.filer_unit)
    route = receivers.choose(asked, concern.municipality, at=at)
    concern.state = after(State(concern.state), Move.FILE)
    concern.team_id = route.desk.team
    concern.route_rule = route.rule.name
    concern.route_reason = reasons.stored_reason(route, concern.municipality.language)
    concern.filed_at = concern.saved_at = at
    concern.received_at = received_at(stored, concern, at)
    concern.notifier = stored.of(Question.RECEIVED).one("notifier") or concern.notifier
    concern.notifier_code = stored.of(Question.RECEIVED).one("code")
    concern.advice_shown = [*concern.advice_shown, _advice_on_parents(a)]
    concern.expires_at = None
    _save_with_reference(concern, at)
    exclusions.keep_out(concern, route, by=by, at=at)
    if Question.PERSON in stored.typed:
        circle = circle_of(a, person, concern, by, child_unit=concern.unit, at=at)
        answers.keep(opened, Question.PERSON, _carrying(person, circle), at=at)
    is_sealed = sealing.seal_at_filing(concern, opened)
    same_child.remember(concern, stored)
    deadlines.start(concern)
    escalation.watch(concern, at=at)
    chain.watch(concern, at=at)
    publishing.ask(concern)
    alarm.ask_to_check(concern.municipality, at=at)
    fingerprint = keeping.keep(concern, opened, stored, at=at)
    if is_sealed:
        answers.leave_to_filer(opened, stored, fingerprint, at=at)
        safe.leave_a_part(opened, by)
    # Who took it down and is of the team knows of it already, also when nobody else is there to be told.
    knows: dict[str, Any] = {ledger.TAKEN_IN: True} if access.may_handle(by, concern) else {}
    trail.record(by.pk, ledger.FILED, concern.pk, at=at, **knows)
    alerts.tell_team(concern, but=by, at=at)
    if route.informed is not None:
        informing.inform(concern, route.informed, by=by, at=at)
    if asked.facts.is_acute:
        chain.text_holder(concern, at=at)
    return concern


def received_at(stored: Stored, concern: Concern, at: dt.datetime) -> dt.datetime:
    """When it truly arrived: for phone and paper as it was written down, and never later than now (N-67)."""
    if concern.intake != Intake.ON_BEHALF:
        return at
    zone = ZoneInfo(concern.municipality.timezone)
    typed = read_moment(stored.of(Question.RECEIVED).one("when"), zone)
    return min(typed, at) if typed else at


def _advice_on_parents(a: Answers) -> dict[str, object]:
    """What the check page said about the parents when the filer pressed send (rule N-63)."""
    advice = towards_parents(a)
    return {"moment": MOMENT, "code": advice.code.value, "version": advice.version}


def _save_with_reference(concern: Concern, at: dt.datetime) -> None:
    """887 million references a year; the database refuses a second use and we draw again."""
    while True:
        concern.reference = reference.new(at.year)
        try:
            with transaction.atomic():
                concern.save(force_update=True)
        except IntegrityError as clash:
            if "reference" not in str(clash):
                raise
        else:
            return


def _touch(concern: Concern, *, at: dt.datetime, **changes: object) -> None:
    """Save the draft's own columns; a draft in use lives on. Raises AlreadySent."""
    drafts = Concern.objects.filter(pk=concern.pk, state=State.DRAFT)
    concern.expires_at = max(concern.expires_at or at, at + DRAFT_LIVES)
    if not drafts.update(saved_at=at, expires_at=concern.expires_at, **changes):
        raise AlreadySent


def _review_day(typed: Typed) -> dt.date | None:
    """The agreed day of looking at it again; None when the filer goes on at once."""
    parts = [typed.one(f"review_{n}") for n in range(3)]
    if not typed.done or typed.one("end") == End.FILE or not all(p.isdigit() for p in parts):
        return None
    day, month, year = (int(part) for part in parts)
    return dt.date(year, month, day)


def _after_review(day: dt.date | None, zone: ZoneInfo) -> dt.datetime | None:
    """A draft that waits for an agreed day is kept for a week after it; else as long as any other."""
    if day is None:
        return None
    return dt.datetime.combine(day, dt.time(), zone) + DRAFT_LIVES


def _carrying(typed: Typed, circle: Circle) -> Typed:
    data = {k: v for k, v in typed.data.items() if k not in (LEADER_OUT, HIDDEN_PHONES, MUST_CALL)}
    if circle.leader_out:
        data[LEADER_OUT] = ("1",)
    if circle.hidden_phones:
        data[HIDDEN_PHONES] = tuple(sorted(circle.hidden_phones))
    if circle.must_call:
        data[MUST_CALL] = ("1",)
    return replace(typed, data=data)


def leads_school(staff: Staff, *, on: dt.date) -> bool:
    """Is the filer a head of school: somebody who leads a place where teachers work today. One statement."""
    if not leads(staff):
        return False
    teachers = Membership.objects.current(on).filter(profession__slug=TEACHER)
    own = [one.unit_id for one in staff.current_memberships()] if "leder" in staff.professions() else []
    led = Q(unit__leader=staff) | Q(unit__in=[*own, *facts_of(staff).led_units])
    return teachers.filter(led).exists()


def leads(staff: Staff) -> bool:
    """Is the filer a leader: then advice that says »your leader« means the head of the field."""
    return Role.LEADER in facts_of(staff).roles or "leder" in staff.professions()
