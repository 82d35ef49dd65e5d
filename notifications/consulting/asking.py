"""Asking the team, answering, and making a notification of it (rule N-65).

Routed like a notification: who might be suspected is kept out. A colleague or leader is never named here, so
then everybody at the asker's place is. Nothing is counted, and the worker deletes it after a while.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from beredskab.access import grants
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.access.facts import facts_of
from beredskab.access.guard import Forbidden
from beredskab.access.models import Exclusion
from beredskab.audit import trail
from beredskab.organisation.models import Membership, Staff
from beredskab.outbox.messages import tell
from beredskab.outbox.vocabulary import Kind
from beredskab.prepared import prepared
from beredskab.vault import safe
from beredskab.vault.safe import Opened
from notifications import filing
from notifications.drafting import answers
from notifications.guide.typed import Typed
from notifications.models import Concern, Consultation, ConsultationLine
from notifications.oversight import retention
from notifications.routes import receivers
from notifications.routes.receivers import Asked
from notifications.routing import Facts, Route
from notifications.vocabulary import Certainty, Question, Suspect

#: From the last line on. Long enough for an answer and a talk with one's leader, and no longer.
LIVES = dt.timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One line of the talk, opened."""

    by: int
    from_asker: bool
    at: dt.datetime
    text: str


# --- who may ------------------------------------------------------------------------------------


def consultations_for(staff: Staff) -> QuerySet[Consultation]:
    """What the person's teams were asked, without what they are kept out of."""
    facts = facts_of(staff)
    if not staff.is_active or Act.HANDLE_CONCERN not in facts.acts:
        return Consultation.objects.none()
    return Consultation.objects.filter(team__in=facts.teams).exclude(pk__in=facts.excluded)


def waiting_for(staff: Staff) -> int:
    """How many of those wait for an answer of the team. One statement."""
    facts = facts_of(staff)
    if not staff.is_active or Act.HANDLE_CONCERN not in facts.acts or not facts.teams:
        return 0
    return sum(one not in facts.excluded for one in _waiting(tuple(sorted(facts.teams))))


@prepared
def _waiting(teams: tuple[int, ...]) -> QuerySet[Consultation, uuid.UUID]:
    found = Consultation.objects.filter(team__in=teams, waits_since__isnull=False)
    return found.values_list("pk", flat=True)


def asked_by(staff: Staff) -> QuerySet[Consultation]:
    """What the person has asked."""
    return Consultation.objects.filter(asked_by=staff) if staff.is_active else Consultation.objects.none()


def may_answer(staff: Staff, one: Consultation) -> bool:
    """Somebody of the team, who did not ask it."""
    return one.asked_by_id != staff.pk and consultations_for(staff).filter(pk=one.pk).exists()


# --- acts ---------------------------------------------------------------------------------------


@act
def ask(
    key: uuid.UUID, text: str, suspects: Iterable[Suspect] = (), *, by: Staff, at: dt.datetime
) -> Consultation:
    """A question to the team that is free of the suspicion. Pressing twice with the same key asks once."""
    found = Consultation.objects.filter(pk=uuid.uuid5(key, str(by.pk))).first()
    if found is not None:
        return found
    suspected = frozenset(suspects)
    facts = Facts(
        certainty=Certainty.SUSPICION if suspected else Certainty.CONCERN,
        suspects=suspected,
        professions=by.professions(),
        filer=by.pk,
        is_unsure_who=True,
    )
    route = receivers.choose(Asked(facts, None, by.unit), by.municipality, at=at)
    made = Consultation(
        id=uuid.uuid5(key, str(by.pk)),
        municipality=by.municipality,
        team_id=route.desk.team,
        asked_by=by,
        asked_at=at,
        waits_since=at,
        expires_at=at + LIVES,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # the other press was a moment faster
        return Consultation.objects.get(pk=made.pk)
    hidden = _keep_out(made, route, at=at)
    opened = safe.create(made.pk, filer=by)
    safe.seal_to_team(opened, made.team)
    _write(made, opened, text, by=by, at=at, from_asker=True)
    trail.record(by.pk, "consultation.asked", str(made.pk), at=at)
    for person in grants.holders("handle_concerns", made.team):
        if person.pk not in hidden | {by.pk}:
            tell(person, Kind.NEWS, at=at)
    retention.ask_for_sweep(made.expires_at)
    return made


@act
def write(one: Consultation, text: str, *, by: Staff, at: dt.datetime) -> ConsultationLine:
    """The team answers, or the asker writes more; the other side is told that there is news."""
    one = Consultation.objects.select_for_update().get(pk=one.pk)
    is_asker = one.asked_by_id == by.pk
    if not is_asker and not may_answer(by, one):
        raise Forbidden("only the asker and the team write here")
    opened = safe.open_for(one.pk, by=by, at=at, purpose="consultation", own=is_asker)
    line = _write(one, opened, text, by=by, at=at, from_asker=is_asker)
    one.waits_since = at if is_asker else None
    one.answered_at = one.answered_at if is_asker else at
    one.expires_at = at + LIVES
    one.save(update_fields=["waits_since", "answered_at", "expires_at"])
    retention.ask_for_sweep(one.expires_at)
    trail.record(by.pk, "consultation.written", str(one.pk), at=at)
    if not is_asker:
        tell(one.asked_by, Kind.NEWS, at=at)
    return line


@act
def make_notification(one: Consultation, *, by: Staff, at: dt.datetime) -> Concern:
    """A draft with what the asker wrote already in it; pressing again gives the same draft."""
    if one.asked_by_id != by.pk:
        raise Forbidden("only the asker")
    opened = safe.open_for(one.pk, by=by, at=at, purpose="consultation", own=True)
    text = "\n\n".join(line.text for line in lines_of(one, opened) if line.from_asker)
    key = uuid.uuid5(one.pk, "notification")
    draft = filing.start(key, by=by, at=at)
    inside = safe.open_for(draft.pk, by=by, at=at, purpose="filing")
    if Question.ACCOUNT not in answers.all_of(inside).typed:
        answers.keep(inside, Question.ACCOUNT, Typed({"account": (text,)}, done=False), at=at)
    return draft


def lines_of(one: Consultation, opened: Opened) -> list[Line]:
    """The whole talk, oldest first; one statement."""
    rows = ConsultationLine.objects.filter(consultation=one).order_by("at", "pk")
    return [Line(row.by_id, row.from_asker, row.at, opened.decrypt(_field(row), row.text)) for row in rows]


def _write(
    one: Consultation, opened: Opened, text: str, *, by: Staff, at: dt.datetime, from_asker: bool
) -> ConsultationLine:
    line = ConsultationLine(consultation=one, by=by, at=at, from_asker=from_asker)
    line.text = opened.encrypt(_field(line), text)
    line.save(force_insert=True)
    return line


def _keep_out(one: Consultation, route: Route, *, at: dt.datetime) -> frozenset[int]:
    """Nobody who might be meant learns of the question; who they are, for the mails."""
    Exclusion.objects.bulk_create(
        Exclusion(
            subject=one.pk,
            staff_id=kept.staff,
            unit_id=kept.unit,
            spared_id=route.spared if kept.unit else None,
            cause=kept.cause.value,
            since=at,
        )
        for kept in route.excluded
    )
    units = [kept.unit for kept in route.excluded if kept.unit]
    working = Membership.objects.filter(unit__in=units).values_list("staff_id", flat=True)
    return frozenset(working) | {kept.staff for kept in route.excluded if kept.staff}


def _field(line: ConsultationLine) -> str:
    return f"consultation.{line.pk}.text"
