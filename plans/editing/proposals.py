"""A document somebody uploaded, on its way to a draft: proposed sections, mended by hand, then accepted.

What was uploaded waits here for two weeks, so that nothing is lost when the page is left or a draft is
in the way. The worker takes away what has expired.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Staff
from beredskab.outbox import duties
from plans import access
from plans.documents import Document, Role
from plans.documents.outline import folded, proposed, shortened
from plans.documents.pieces import Heading, Paragraph, Piece
from plans.documents.reader import stream_of, title_from
from plans.editing import importing
from plans.editing.importing import Imported, Place
from plans.models import DocumentProposal, Plan
from plans.vocabulary import Audience, PlanKind

EXPIRE = "plans.proposal_expires"
KEPT = dt.timedelta(days=14)
SHORT = 100  # characters; a short line may be a heading that nobody marked as one
MOST_CHOICES = 400  # pieces whose role may be chosen; headings come first
_NO_HEADING = (".", "!", "?", ";", ",", ":")


class ChangedMeanwhile(Exception):  # errors say what is refused
    """The same person has the proposal open twice: the other window saved first."""


@dataclass(frozen=True)
class Part:
    """A piece of the document as the page shows it: its role, and whether that may be changed."""

    number: int
    piece: Piece
    role: Role
    professions: tuple[str, ...]
    may_choose: bool
    left_out: bool


def proposals_of(staff: Staff, *, at: dt.datetime) -> QuerySet[DocumentProposal]:
    """What this person uploaded and has not used; nobody else's."""
    if not guard.may(staff, Act.EDIT_PLAN):
        return DocumentProposal.objects.none()
    own = DocumentProposal.objects.filter(made_by=staff, municipality=staff.municipality_id)
    return own.filter(expires_at__gt=at).select_related("municipality")


def kinds_for(staff: Staff) -> dict[PlanKind, Plan | None]:
    """The plans this person may import into: those they edit, and a kind that has no plan yet."""
    known = {plan.kind: plan for plan in Plan.objects.filter(municipality=staff.municipality_id)}
    edited = set(access.plans_edited_by(staff).values_list("pk", flat=True))
    open_kinds = [kind for kind in PlanKind if kind not in known or known[kind].pk in edited]
    return {kind: known.get(kind) for kind in open_kinds}


@act
def propose(
    content: bytes, name: str, kind: PlanKind, audience: Audience, *, by: Staff, at: dt.datetime
) -> DocumentProposal:
    """Read the file and keep what it would become. Raises documents.Unreadable, guard.Forbidden."""
    _require(by, kind)
    stream = stream_of(content, name)
    remarks = list(stream.remarks)
    pieces = shortened(stream.pieces, remarks)
    made = DocumentProposal.objects.create(
        municipality=by.municipality,
        made_by=by,
        made_at=at,
        expires_at=at + KEPT,
        kind=kind,
        audience=audience,
        file_name=name[-200:],
        title=title_from(name),
        pieces=[[one.level if isinstance(one, Heading) else 0, one.text] for one in pieces],
        roles=[str(role) for role in proposed(pieces)],
        remarks=remarks,
    )
    duties.ask(EXPIRE, str(made.pk), due=made.expires_at, proposal=str(made.pk))
    return made


@act
def choose(
    proposal: DocumentProposal,
    roles: Mapping[int, Role],
    professions: Mapping[int, Sequence[str]],
    *,
    seen_revision: int,
    by: Staff,
    at: dt.datetime,
) -> DocumentProposal:
    """Keep what the editor chose. Raises ChangedMeanwhile; then nothing is kept."""
    found = proposals_of(by, at=at).select_for_update(of=("self",)).get(pk=proposal.pk)
    if found.revision != seen_revision:
        raise ChangedMeanwhile
    found.roles = [str(roles.get(number, role)) for number, role in enumerate(found.roles)]
    found.professions = {str(number): list(slugs) for number, slugs in professions.items() if slugs}
    found.revision += 1
    found.save(update_fields=["roles", "professions", "revision"])
    return found


@act
def accept(proposal: DocumentProposal, place: Place, *, by: Staff, at: dt.datetime) -> Imported:
    """The draft is made and the proposal is gone. Raises importing.DraftInTheWay, guard.Forbidden."""
    found = proposals_of(by, at=at).select_for_update(of=("self",)).get(pk=proposal.pk)
    kind = PlanKind(found.kind)
    _require(by, kind)
    imported = importing.import_document(
        document_of(found),
        kind,
        municipality=found.municipality,
        audience=Audience(found.audience),
        place=place,
        by=by,
        at=at,
    )
    found.delete()
    return imported


@act
def throw_away(proposal: DocumentProposal, *, by: Staff, at: dt.datetime) -> None:
    """The proposal is gone; repeating it changes nothing."""
    proposals_of(by, at=at).filter(pk=proposal.pk).delete()
    trail.record(by.pk, "plan.proposal_thrown_away", None, at=at)


def document_of(proposal: DocumentProposal) -> Document:
    """The document as it would be imported now."""
    for_whom = {int(number): tuple(slugs) for number, slugs in proposal.professions.items()}
    roles = [Role(one) for one in proposal.roles]
    return folded(pieces_of(proposal), roles, proposal.title, for_whom)


def pieces_of(proposal: DocumentProposal) -> list[Piece]:
    """Headings and paragraphs in reading order."""
    return [Heading(level, words) if level else Paragraph(words) for level, words in proposal.pieces]


def parts_of(proposal: DocumentProposal) -> Iterator[Part]:
    """Every piece with what may be decided about it."""
    pieces, roles = pieces_of(proposal), [Role(one) for one in proposal.roles]
    choosable = _choosable(pieces)
    leaving_out = False
    for number, (piece, role) in enumerate(zip(pieces, roles, strict=True)):
        if isinstance(piece, Heading) or role in (Role.SECTION, Role.PART):
            leaving_out = role == Role.OUT
        yield Part(
            number=number,
            piece=piece,
            role=role,
            professions=tuple(proposal.professions.get(str(number), ())),
            may_choose=number in choosable,
            left_out=leaving_out or role == Role.OUT,
        )


def _choosable(pieces: Sequence[Piece]) -> set[int]:
    headings = [n for n, one in enumerate(pieces) if isinstance(one, Heading)]
    short = [n for n, one in enumerate(pieces) if isinstance(one, Paragraph) and _may_head(one.text)]
    return set([*headings, *short][:MOST_CHOICES])


def _may_head(words: str) -> bool:
    is_one_line = "\n" not in words and words.strip("*")[:1].isalnum() and not words.startswith("1. ")
    is_words = sum(one.isalpha() for one in words) > len(words) / 2
    return is_one_line and is_words and len(words) <= SHORT and not words.rstrip("*").endswith(_NO_HEADING)


def _require(by: Staff, kind: PlanKind) -> None:
    guard.require(by, Act.EDIT_PLAN)
    if kind not in kinds_for(by):
        raise guard.Forbidden(Act.EDIT_PLAN)


@duties.duty(EXPIRE)
def expire(ids: dict[str, object], at: dt.datetime) -> None:
    """The worker's part: what nobody used is taken away."""
    DocumentProposal.objects.filter(pk=str(ids["proposal"]), expires_at__lte=at).delete()
