"""From draft to the readers: hand in, send back, publish. Four eyes: who hands in does not publish."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from beredskab.access import grants, guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.doors.hooks.announcing import announce
from beredskab.doors.vocabulary import Event
from beredskab.organisation.models import Staff
from beredskab.outbox import duties, messages
from beredskab.outbox.vocabulary import Kind
from plans import access, checking, lifecycle
from plans.contents import of_block
from plans.editing import editions
from plans.lifecycle import Move
from plans.linting import Finding
from plans.models import Block, Edition, RereadRequest, SectionVersion
from plans.numbers.contacts import contacts_in_force
from plans.paper import posters
from plans.sharing import telling
from plans.vocabulary import EditionState

ANNOUNCE = "plans.announce"


class NothingChanged(Exception):  # errors say what is refused
    """The draft says the same as the edition in force."""


class SameEyes(guard.Forbidden):
    """Who wrote or handed in an edition does not publish it."""


class NotInOrder(Exception):  # errors say what is refused
    """The check found something that has to be mended first: `findings`, all of them red."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(", ".join(one.code for one in findings))
        self.findings = findings


@dataclass(frozen=True)
class Reread:
    """Who is asked to read a changed section (again): these professions, or all when empty."""

    professions: tuple[str, ...] = ()
    due_on: dt.date | None = None


@act
def hand_in(
    edition: Edition,
    *,
    change_note: str,
    rereads: Mapping[int, Reread],
    by: Staff,
    at: dt.datetime,
) -> Edition:
    """The draft is ready for the second pair of eyes; `rereads` by section id says who reads again.

    Copies that were opened but not changed fall away. Raises NothingChanged, ForbiddenMove.
    """
    edition = locked(edition)
    editions.require_editor(by, edition.plan)
    _drop_untouched(edition)
    if not _differs(edition):
        raise NothingChanged(edition.pk)
    RereadRequest.objects.filter(version__in=versions_in_the_making(edition)).delete()
    RereadRequest.objects.bulk_create(_requests(edition, rereads))
    edition.change_note, edition.submitted_by, edition.submitted_at = change_note.strip(), by, at
    _move(edition, Move.SUBMIT)
    trail.record(by.pk, "plan.handed_in", edition.pk, at=at, plan=edition.plan.slug)
    for approver in grants.holders("approve_plan", edition.plan):
        messages.tell(approver, Kind.REVIEW_WANTED, at=at)
    return edition


@act
def send_back(edition: Edition, *, by: Staff, at: dt.datetime) -> Edition:
    """From review to draft again; editors and approvers may."""
    edition = locked(edition)
    if not access.may_work_on(by, edition.plan):
        raise guard.Forbidden(Act.APPROVE_PLAN)
    make_draft_again(edition)
    trail.record(by.pk, "plan.sent_back", edition.pk, at=at, plan=edition.plan.slug)
    return edition


@act
def publish(edition: Edition, *, by: Staff, at: dt.datetime) -> Edition:
    """The edition becomes the one in force and is frozen for ever, contacts as shown included.

    Readers who are asked to read again are told by the worker. Raises Forbidden, ForbiddenMove, NotInOrder.
    """
    edition = locked(edition)
    require_second_eyes(edition, by)
    require_order(edition, at)
    _supersede(edition, at)
    _freeze(edition, at)
    edition.approved_by, edition.published_at = by, at
    edition.publish_at = edition.held_up_at = None
    edition.contacts_shown = contacts_as_shown(edition, at)
    _move(edition, Move.PUBLISH)
    trail.record(by.pk, "plan.published", edition.pk, at=at, plan=edition.plan.slug)
    have_the_rest_done(edition, at=at)
    return edition


def have_the_rest_done(edition: Edition, *, at: dt.datetime) -> None:
    """What follows when an edition comes into force, by the worker: posters, counting, telling, checking."""
    facts = {"plan": edition.plan.slug, "edition": edition.number}
    announce(edition.plan.municipality, Event.EDITION_PUBLISHED, str(edition.pk), facts, at=at)
    posters.ask_for_refresh(edition.plan.municipality, at=at)
    duties.ask(ANNOUNCE, str(edition.pk), due=at, edition=edition.pk)
    checking.ask_for_a_look(edition.plan.municipality, at=at)
    telling.came_into_force(edition, at=at)


def make_draft_again(edition: Edition) -> None:
    """From review to draft; whatever was approved or planned falls away."""
    edition.submitted_by = edition.submitted_at = None
    edition.approved_by = edition.publish_at = edition.held_up_at = None
    _move(edition, Move.SEND_BACK)


def versions_in_the_making(edition: Edition) -> list[SectionVersion]:
    """What this edition changes or adds: its versions that are not frozen yet."""
    return list(
        SectionVersion.objects.filter(lines__edition=edition, frozen_at__isnull=True)
        .select_related("section")
        .order_by("lines__position")
    )


def contacts_as_shown(edition: Edition, at: dt.datetime) -> list[dict[str, Any]]:
    """The municipality's contacts as plain data: what an old edition shows for ever."""
    contacts = contacts_in_force(edition.plan.municipality, at).values()
    names = ("slug", "function", "person", "phone", "email", "hours", "note", "audience")
    return [{name: getattr(one, name) for name in names} for one in contacts]


def require_second_eyes(edition: Edition, by: Staff) -> None:
    """Rule P-05. Raises Forbidden for who may not approve, SameEyes for who wrote or handed in."""
    if not access.may_approve(by, edition.plan):
        raise guard.Forbidden(Act.APPROVE_PLAN)
    if by.pk == edition.submitted_by_id or by.pk in _writers(edition):
        raise SameEyes(Act.APPROVE_PLAN)


def locked(edition: Edition) -> Edition:
    """The edition as it is now, and nobody else changes it meanwhile; with plan and municipality."""
    found = Edition.objects.select_related("plan__municipality").select_for_update(of=("self",))
    return found.get(pk=edition.pk)


def require_order(edition: Edition, at: dt.datetime) -> None:
    """Rule P-18: nothing red goes to the readers."""
    found = checking.check_edition(edition, at=at)
    found += checking.check_others(edition.plan.municipality, at=at)
    if faults := [one for one in found if one.blocks]:
        raise NotInOrder(faults)


def _move(edition: Edition, move: Move) -> None:
    edition.state = lifecycle.after(move, edition.state)
    edition.save()


def _drop_untouched(edition: Edition) -> None:
    for line in edition.lines.filter(version__frozen_at__isnull=True).select_related("version", "section"):
        before = editions.version_in_force(line.section)
        if before and editions.same_words(before, line.version):
            copy, line.version = line.version, before
            line.save(update_fields=["version"])
            copy.delete()


def _differs(edition: Edition) -> bool:
    current = editions.in_force(edition.plan)
    if current is None:
        return True
    shape = "version_id", "position"
    old, new = (list(one.lines.order_by("position").values_list(*shape)) for one in (current, edition))
    return old != new or current.foreword != edition.foreword


def _requests(edition: Edition, rereads: Mapping[int, Reread]) -> list[RereadRequest]:
    """A section that is new is asked for anyway: its first version has to be read."""
    found = []
    for version in versions_in_the_making(edition):
        asked = rereads.get(version.section_id)
        if asked is not None or (version.number == 1 and version.must_acknowledge):
            asked = asked or Reread()
            professions = list(asked.professions)
            found.append(RereadRequest(version=version, professions=professions, due_on=asked.due_on))
    return found


def _writers(edition: Edition) -> set[int]:
    """Everybody who last changed a section of this edition."""
    return {v.changed_by_id for v in versions_in_the_making(edition) if v.changed_by_id}


def _supersede(edition: Edition, at: dt.datetime) -> None:
    for old in edition.plan.editions.filter(state=EditionState.PUBLISHED):
        old.superseded_at = at
        _move(old, Move.SUPERSEDE)


def _freeze(edition: Edition, at: dt.datetime) -> None:
    blocks = Prefetch("blocks", queryset=Block.objects.order_by("position"))
    versions = SectionVersion.objects.filter(lines__edition=edition, frozen_at__isnull=True)
    for version in versions.prefetch_related(blocks):
        _number_blocks(version)
    versions.update(frozen_at=at)


def _number_blocks(version: SectionVersion) -> None:
    """A block that says something else than before counts one up; the others keep their number."""
    before = {
        block.key: block
        for block in Block.objects.filter(
            version__section=version.section_id, version__frozen_at__isnull=False
        ).order_by("version__number")
    }
    for block in version.blocks.all():
        old = before.get(block.key)
        number = 1 if old is None else old.number + (of_block(old) != of_block(block))
        if number != block.number:
            Block.objects.filter(pk=block.pk).update(number=number)
