"""A status round: asking by a day, answering, sending back, reminding, locking and opening again."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.guard import Forbidden, require
from beredskab.audit import trail
from beredskab.organisation import kept
from beredskab.organisation.models import Membership, Municipality, Staff
from beredskab.outbox import duties, messages
from beredskab.outbox.vocabulary import Kind
from plans.implementation.measures_at import action_plans_of
from plans.implementation.telling import Statement, may_tell, set_measure_status, today
from plans.models import ActionPlan, Measure, Responsible, RoundLink, RoundQuestion, StatusRound

REMIND = "status_rounds.remind"
DAYS_BEFORE = (30, 7, 1)
AFTER = dt.timedelta(days=7)  # between reminders of what is overdue
LONGEST = dt.timedelta(days=56)  # nobody is reminded for ever
MORNING = dt.time(7)


class RefusedRound(ValueError):
    """The round cannot be opened or answered like this; the text says why."""


@act
def open_round(
    plan: ActionPlan, *, as_of: dt.date, due_on: dt.date, note: str, by: Staff, at: dt.datetime
) -> StatusRound:
    """Ask everybody in one's own municipality who answers for a measure of the plan, by a day.

    A plan that is being asked about gives its open round back. Raises Forbidden, or RefusedRound.
    """
    require(by, Act.EDIT_MEASURES)
    if not action_plans_of(by.municipality).filter(pk=plan.pk).exists():
        raise Forbidden("another municipality's action plan")
    if due_on < max(as_of, today(by.municipality, at)):
        raise RefusedRound("The day to answer by has passed.")
    ActionPlan.objects.select_for_update().get(pk=plan.pk)
    running = StatusRound.objects.filter(plan=plan, municipality=by.municipality, locked_at__isnull=True)
    if (found := running.first()) is not None:
        return found
    made = StatusRound.objects.create(
        plan=plan,
        municipality=by.municipality,
        as_of=as_of,
        due_on=due_on,
        note=note.strip(),
        opened_by=by,
        opened_at=at,
    )
    RoundQuestion.objects.bulk_create(RoundQuestion(round=made, measure=one) for one in plan.measures.all())
    _tell(made, whom(made), Kind.STATUS_ASKED, at)
    _plan_reminders(made, at)
    trail.record(by.pk, "status_round.opened", made.pk, at=at, plan=plan.pk)
    return made


def whom(round_: StatusRound) -> list[Staff]:
    """Who is to answer what is still open: the people named, or their deputies while they are away."""
    open_ones = [one.measure_id for one in round_.questions.all() if one.is_open]
    named = Responsible.objects.filter(measure__in=open_ones).select_related("staff", "deputy")
    people: dict[int, Staff] = {}
    found = list(named)
    away = _away([one.staff_id for one in found if one.staff_id], round_.due_on)
    for one in found:
        first = one.staff
        is_there = first is not None and first.is_active and first.pk not in away
        chosen = first if is_there else (one.deputy or first)
        if chosen is not None and chosen.is_active and chosen.municipality_id == round_.municipality_id:
            people[chosen.pk] = chosen
    return list(people.values())


def questions_for(staff: Staff, round_: StatusRound) -> "QuerySet[RoundQuestion]":
    """The questions of a round that name this person, as responsible or deputy."""
    named = Responsible.objects.filter(Q(staff=staff) | Q(deputy=staff), measure=OuterRef("measure"))
    questions = round_.questions.filter(Exists(named))
    return questions.select_related("measure__plan", "measure__chapter", "answer")


def named_for(questions: Iterable[RoundQuestion]) -> dict[int, list[str]]:
    """Measure -> the names of whoever answers for it. One statement."""
    measures = [one.measure_id for one in questions]
    rows = Responsible.objects.filter(measure__in=measures, staff__isnull=False).order_by("position")
    found: dict[int, list[str]] = {}
    for measure, name in rows.values_list("measure", "staff__name"):
        found.setdefault(measure, []).append(name)
    return found


def waiting_for(staff: Staff) -> "QuerySet[StatusRound]":
    """Open rounds with a question to this person that nobody has answered yet."""
    named = Responsible.objects.filter(Q(staff=staff) | Q(deputy=staff), measure=OuterRef("measure"))
    unanswered = RoundQuestion.objects.filter(
        Q(answer__isnull=True) | ~Q(wanted=""), Exists(named), round=OuterRef("pk")
    )
    return StatusRound.objects.filter(
        Exists(unanswered), municipality=staff.municipality_id, locked_at__isnull=True
    )


def links_waiting_for(staff: Staff) -> list[RoundLink]:
    """The addresses of those rounds. One statement for whoever is asked in an open round, none for others."""
    if staff.pk not in _asked_in(staff.municipality):
        return []
    links = RoundLink.objects.filter(staff=staff, round__in=waiting_for(staff))
    return list(links.select_related("round"))


def _asked_in(municipality: Municipality) -> frozenset[int]:
    """Everybody with an address to an open round of the municipality; most of the year nobody."""

    def read() -> frozenset[int]:
        links = RoundLink.objects.filter(round__municipality=municipality, round__locked_at__isnull=True)
        return frozenset(links.values_list("staff", flat=True))

    return kept.while_unchanged(municipality, "asked in open rounds", read)


@act
def answer(question: RoundQuestion, statement: Statement, *, by: Staff, at: dt.datetime) -> RoundQuestion:
    """Say how far the measure is; it becomes a line of its history. Answered again, the later one counts.

    Raises Forbidden, RefusedRound when the round is locked, or RefusedStatus.
    """
    round_ = StatusRound.objects.select_for_update(of=("self",)).get(pk=question.round_id)
    if round_.locked_at is not None:
        raise RefusedRound("The round is locked.")
    if round_.municipality_id != by.municipality_id or not may_tell(by, question.measure):
        raise Forbidden("another's measure")
    question.answer = set_measure_status(question.measure, statement, by=by, at=at)
    question.wanted = ""
    question.save(update_fields=["answer", "wanted"])
    return question


@act
def send_back(question: RoundQuestion, wanted: str, *, by: Staff, at: dt.datetime) -> RoundQuestion:
    """Ask for something else in an answer, and tell whoever answers. The status stands until then.

    Raises Forbidden, or RefusedRound when there is no answer, no words, or the round is locked.
    """
    round_ = _own(question.round, by)
    if round_.locked_at is not None or question.answer_id is None or not wanted.strip():
        raise RefusedRound("Only an answer of an open round is sent back, with words.")
    question.wanted = wanted.strip()
    question.save(update_fields=["wanted"])
    _tell(round_, _answerers(question.measure, round_), Kind.STATUS_SENT_BACK, at)
    trail.record(by.pk, "status_round.sent_back", round_.pk, at=at, measure=question.measure_id)
    return question


@act
def lock(round_: StatusRound, *, by: Staff, at: dt.datetime) -> StatusRound:
    """No more answers. Again changes nothing. Raises Forbidden."""
    found = _own(round_, by)
    if found.locked_at is None:
        found.locked_at, found.locked_by = at, by
        found.save(update_fields=["locked_at", "locked_by"])
        trail.record(by.pk, "status_round.locked", found.pk, at=at)
    return found


@act
def reopen(round_: StatusRound, due_on: dt.date, *, by: Staff, at: dt.datetime) -> StatusRound:
    """Take answers again, until another day; whoever has not answered is told.

    Raises Forbidden, or RefusedRound for a day that has passed or while another round of the plan is open.
    """
    found = _own(round_, by)
    if found.locked_at is None:
        return found
    others = StatusRound.objects.filter(plan=found.plan_id, municipality=found.municipality_id)
    if due_on < today(found.municipality, at) or others.filter(locked_at__isnull=True).exists():
        raise RefusedRound("The day has passed, or another round is open.")
    found.locked_at, found.locked_by, found.due_on = None, None, due_on
    found.save(update_fields=["locked_at", "locked_by", "due_on"])
    _tell(found, whom(found), Kind.STATUS_ASKED, at)
    _plan_reminders(found, at)
    trail.record(by.pk, "status_round.reopened", found.pk, at=at)
    return found


@duties.duty(REMIND)
def remind(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: whoever has something open is reminded, and after the day again each week."""
    found = StatusRound.objects.select_related("municipality").filter(pk=int(str(ids["round"]))).first()
    if found is None or found.locked_at is not None or str(ids["due_on"]) != found.due_on.isoformat():
        return  # locked since, or opened again with another day
    day = today(found.municipality, at)
    kind = Kind.STATUS_OVERDUE if day > found.due_on else Kind.STATUS_REMINDER
    _tell(found, whom(found), kind, at)
    if day > found.due_on and day - found.due_on < LONGEST:
        _ask(found, day + AFTER)


def _plan_reminders(round_: StatusRound, at: dt.datetime) -> None:
    for days in (*DAYS_BEFORE, -1):
        day = round_.due_on - dt.timedelta(days=days)
        if day > today(round_.municipality, at):
            _ask(round_, day)


def _ask(round_: StatusRound, day: dt.date) -> None:
    due = dt.datetime.combine(day, MORNING, ZoneInfo(round_.municipality.timezone))
    key = f"{round_.pk} {round_.due_on.isoformat()} {day.isoformat()}"
    duties.ask(REMIND, key, due=due, round=round_.pk, due_on=round_.due_on.isoformat())


def _tell(round_: StatusRound, people: Iterable[Staff], kind: Kind, at: dt.datetime) -> None:
    for person in people:
        link, _made = RoundLink.objects.get_or_create(round=round_, staff=person)
        messages.tell(person, kind, at=at, about=link.token)


def _answerers(measure: Measure, round_: StatusRound) -> list[Staff]:
    return [one for one in whom(round_) if may_tell(one, measure)]


def _away(people: list[int], on: dt.date) -> set[int]:
    rows = Membership.objects.filter(staff__in=people, on_leave_until__gt=on)
    return set(rows.values_list("staff", flat=True))


def _own(round_: StatusRound, by: Staff) -> StatusRound:
    require(by, Act.EDIT_MEASURES)
    if round_.municipality_id != by.municipality_id:
        raise Forbidden("another municipality's round")
    rounds = StatusRound.objects.select_for_update(of=("self",)).select_related("municipality")
    return rounds.get(pk=round_.pk)
