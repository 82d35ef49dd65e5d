"""Stepping in alone: what harms readers is taken away at once, and a second person looks at it within a day.

A published edition is frozen for ever, so hiding a block is a record beside it that every reading honours;
going back is a new edition that lists the versions of the one before. Neither can add words that four eyes
have not seen, which is why one person may do it (rule P-23).
"""

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet

from beredskab.access import grants, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from beredskab.outbox import duties, messages
from beredskab.outbox.vocabulary import Kind
from plans import access, checking, lifecycle, linting
from plans.editing import editions
from plans.lifecycle import Move
from plans.models import Edition, Intervention, Plan, Section
from plans.release import publishing
from plans.sharing import telling
from plans.vocabulary import BlockType, EditionState, InterventionKind

WITHIN = linting.CONFIRMED_WITHIN
REMIND = "plans.intervention"


class NothingToHide(Exception):  # errors say what is refused
    """Readers do not see this block: it is not in force, or it is hidden already."""


class NoEarlierEdition(Exception):  # errors say what is refused
    """There is nothing to go back to."""


@act
def hide_block(
    plan: Plan, section: Section, key: UUID, *, reason: str, by: Staff, at: dt.datetime
) -> Intervention:
    """From now on no reader sees these words of the block, in whatever edition they stand.

    Raises Forbidden for STOP advice: the guided form must never come to a page without words.
    """
    editions.require_editor(by, plan)
    Plan.objects.select_for_update().get(pk=plan.pk)
    current = editions.in_force(plan)
    line = current.lines.filter(section=section).first() if current else None
    block = line.version.blocks.filter(key=key).first() if line else None
    if block is None:
        raise NothingToHide(key)
    if block.type == BlockType.STOP:
        raise guard.Forbidden(Act.EDIT_PLAN)
    words = {"kind": InterventionKind.HIDE, "section": section, "key": key, "number": block.number}
    if known := Intervention.objects.filter(undone_at__isnull=True, **words).first():
        return known
    made = Intervention.objects.create(plan=plan, reason=reason.strip(), by=by, at=at, **words)
    trail.record(by.pk, "plan.block_hidden", section.pk, at=at, block=str(key))
    telling.partners(plan, at=at)
    _ask_for_a_second_person(made, at)
    return made


def earlier_edition(plan: Plan) -> Edition | None:
    """The edition that was in force before the one in force now."""
    before = plan.editions.filter(state=EditionState.SUPERSEDED)
    return before.defer("contacts_shown").order_by("-superseded_at", "-number").first()


@act
def go_back(plan: Plan, *, reason: str, by: Staff, at: dt.datetime) -> Intervention:
    """The edition before is in force again, as a new edition; a draft keeps what was written in it."""
    editions.require_editor(by, plan)
    left, earlier = _locked_in_force(plan), earlier_edition(plan)
    if left is None or earlier is None:
        raise NoEarlierEdition(plan.pk)
    edition = _bring_back(left, earlier, note=reason.strip(), by=by, at=at)
    made = Intervention.objects.create(
        plan=plan,
        kind=InterventionKind.GO_BACK,
        left=left,
        edition=edition,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    trail.record(by.pk, "plan.went_back", edition.pk, at=at, plan=plan.slug)
    _ask_for_a_second_person(made, at)
    return made


@act
def confirm(intervention: Intervention, *, by: Staff, at: dt.datetime) -> Intervention:
    """The second person has looked at it, and it stands. Doing it twice changes nothing."""
    intervention = _locked(intervention, by)
    if by.pk == intervention.by_id:
        raise publishing.SameEyes(Act.APPROVE_PLAN)
    if intervention.waits:
        intervention.confirmed_by, intervention.confirmed_at = by, at
        intervention.save(update_fields=["confirmed_by", "confirmed_at"])
        trail.record(by.pk, "plan.intervention_confirmed", intervention.pk, at=at)
    return intervention


@act
def undo(intervention: Intervention, *, by: Staff, at: dt.datetime) -> Intervention:
    """What was hidden is shown again, or the edition that was left is in force again: four eyes had seen it.

    Undoing a way back is refused (NoEarlierEdition) when another edition was published since.
    """
    intervention = _locked(intervention, by)
    if intervention.undone_at is not None:
        return intervention
    if intervention.kind == InterventionKind.GO_BACK:
        current = _locked_in_force(intervention.plan)
        if current is None or current.pk != intervention.edition_id or intervention.left is None:
            raise NoEarlierEdition(intervention.plan_id)
        _bring_back(current, intervention.left, note=intervention.left.change_note, by=by, at=at)
    intervention.undone_by, intervention.undone_at = by, at
    intervention.save(update_fields=["undone_by", "undone_at"])
    trail.record(by.pk, "plan.intervention_undone", intervention.pk, at=at)
    checking.ask_for_a_look(intervention.plan.municipality, at=at)
    return intervention


def waiting(municipality: Municipality) -> QuerySet[Intervention]:
    """What nobody has confirmed or undone yet, oldest first."""
    mine = Q(plan__municipality=municipality, confirmed_at__isnull=True, undone_at__isnull=True)
    return Intervention.objects.filter(mine).select_related("plan", "by", "section").order_by("at")


def hidden_in(section: Section) -> dict[tuple[UUID | None, int | None], Intervention]:
    """(Block key, number of its words) -> why readers do not see it."""
    found = Intervention.objects.filter(
        section=section, kind=InterventionKind.HIDE, undone_at__isnull=True
    ).select_related("by")
    return {(one.key, one.number): one for one in found}


@duties.duty(REMIND)
def remind(ids: dict[str, object], at: dt.datetime) -> None:
    """A day has passed and nobody has looked: those who may are told again, every day until somebody has."""
    found = Intervention.objects.select_related("plan__municipality", "by")
    one = found.filter(pk=int(str(ids["intervention"]))).first()
    if one is not None and one.waits:
        _ask_for_a_second_person(one, at)


def _ask_for_a_second_person(one: Intervention, at: dt.datetime) -> None:
    plan = one.plan
    people = {p.pk: p for p in (*grants.holders("approve_plan", plan), *grants.holders("edit_plan", plan))}
    for person in people.values():
        if person.pk != one.by_id:
            messages.tell(person, Kind.REVIEW_WANTED, at=at)
    duties.ask(REMIND, f"{one.pk} {at:%Y-%m-%dT%H:%M}", due=at + WITHIN, intervention=one.pk)
    checking.ask_for_a_look(plan.municipality, at=at)


def _locked(intervention: Intervention, by: Staff) -> Intervention:
    found = Intervention.objects.select_related("plan__municipality", "left", "edition")
    locked = found.select_for_update(of=("self",)).get(pk=intervention.pk)
    if not access.may_work_on(by, locked.plan):
        raise guard.Forbidden(Act.APPROVE_PLAN)
    return locked


def _locked_in_force(plan: Plan) -> Edition | None:
    Plan.objects.select_for_update().get(pk=plan.pk)
    return editions.in_force(plan)


def _bring_back(left: Edition, earlier: Edition, *, note: str, by: Staff, at: dt.datetime) -> Edition:
    """A new edition that lists what `earlier` listed, in force at once."""
    plan = left.plan
    made = editions.new_edition(plan, foreword=earlier.foreword, by=by, at=at, brings_back=earlier)
    editions.list_as(made, earlier)
    if draft := editions.in_the_making(plan):
        _follow(draft, left, earlier)
    left.superseded_at, left.state = at, lifecycle.after(Move.SUPERSEDE, left.state)
    left.save()
    made.submitted_by, made.submitted_at, made.change_note = by, at, note
    made.published_at, made.contacts_shown = at, publishing.contacts_as_shown(made, at)
    made.state = lifecycle.after(Move.BRING_BACK, made.state)
    made.save()
    publishing.have_the_rest_done(made, at=at)
    return made


def _follow(draft: Edition, left: Edition, earlier: Edition) -> None:
    """What the draft had not touched follows the edition in force; what was written in it stays."""
    if draft.state == EditionState.REVIEW:
        publishing.make_draft_again(draft)
    was = dict(left.lines.values_list("section_id", "version_id"))
    now = dict(earlier.lines.values_list("section_id", "version_id"))
    known = set()
    for line in draft.lines.all():
        known.add(line.section_id)
        if line.version_id != was.get(line.section_id):
            continue
        if line.section_id in now:
            draft.lines.filter(pk=line.pk).update(version=now[line.section_id])
        else:
            line.delete()
    last = max(draft.lines.values_list("position", flat=True), default=0)
    gone = [section for section in now if section not in known and section not in was]
    for position, section in enumerate(gone, start=last + 1):
        draft.lines.create(section_id=section, version_id=now[section], position=position)
