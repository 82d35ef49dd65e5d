"""From a stream of pieces to the shape of a plan: a title, sections, blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from plans.documents.pieces import Heading, Paragraph, Piece, Stream

TITLE_LENGTH = 160


class Role(StrEnum):
    """What a piece becomes. An editor may choose another one than the document proposes."""

    TITLE = "title"
    SECTION = "section"
    PART = "part"  # a sub-heading: it begins a block inside the section
    TEXT = "text"
    OUT = "out"  # a heading takes what stands below it along, up to the next heading


@dataclass(frozen=True)
class DocumentBlock:
    """One block of text; `title` is the sub-heading it stood under, empty when there was none."""

    title: str
    text: str


@dataclass(frozen=True)
class DocumentSection:
    """One section with its blocks in order; `piece` is the number of its heading, None without one."""

    title: str
    blocks: tuple[DocumentBlock, ...]
    professions: tuple[str, ...] = ()
    piece: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Document:
    """A whole document; `remarks` are sentences about what was guessed, moved or left out."""

    title: str
    sections: tuple[DocumentSection, ...]
    remarks: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words stand in the blocks."""
        return sum(len(b.text.split()) for s in self.sections for b in s.blocks)


def outlined(stream: Stream, fallback_title: str) -> Document:
    """Fold the pieces as the document proposes it."""
    remarks = list(stream.remarks)
    pieces = shortened(stream.pieces, remarks)
    if not isinstance(pieces[0] if pieces else None, Heading):
        called = {"title": fallback_title}
        remarks.append(_("The document has no title of its own; it is called ”%(title)s”.") % called)
    document = folded(pieces, proposed(pieces), fallback_title)
    empty = [section.title for section in document.sections if not section.blocks]
    remarks += [_("Nothing stands under the heading ”%(title)s”.") % {"title": one} for one in empty]
    return replace(document, remarks=tuple(remarks))


def shortened(pieces: Sequence[Piece], remarks: list[str]) -> list[Piece]:
    """A heading that is too long for one becomes text, and that is told."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Heading) and len(piece.text) > TITLE_LENGTH:
            told = {"count": len(piece.text), "text": piece.text[:50]}
            remarks.append(_("A heading of %(count)d characters became text: %(text)s…") % told)
            found.append(Paragraph(piece.text))
        else:
            found.append(piece)
    return found


def proposed(pieces: Sequence[Piece]) -> list[Role]:
    """A heading that stands first is the title; the highest level below it makes sections, and what
    is deeper makes titled blocks."""
    levels = [piece.level for piece in pieces[1:] if isinstance(piece, Heading)]
    top = min(levels, default=1)
    roles = [_proposed(piece, top) for piece in pieces]
    if pieces and isinstance(pieces[0], Heading):
        roles[0] = Role.TITLE
    return roles


def _proposed(piece: Piece, top: int) -> Role:
    if isinstance(piece, Paragraph):
        return Role.TEXT
    return Role.SECTION if piece.level <= top else Role.PART


def folded(
    pieces: Sequence[Piece],
    roles: Sequence[Role],
    fallback_title: str,
    professions: dict[int, tuple[str, ...]] | None = None,
) -> Document:
    """The document as these roles make it. Text above the first section stands under the title."""
    folding = _Folding(pieces[roles.index(Role.TITLE)].text if Role.TITLE in roles else fallback_title)
    for number, (piece, role) in enumerate(zip(pieces, roles, strict=True)):
        folding.take(number, piece, role)
    folding.end_section()
    for_whom = professions or {}
    sections = [
        replace(one, professions=for_whom.get(one.piece, ()) if one.piece is not None else ())
        for one in folding.sections
    ]
    return Document(folding.title, tuple(sections))


class _Folding:
    def __init__(self, title: str) -> None:
        self.title = title
        self.sections: list[DocumentSection] = []
        self.heading, self.piece = title, None  # type: tuple[str, int | None]
        self.blocks: list[DocumentBlock] = []
        self.block_title = ""
        self.texts: list[str] = []
        self.leaving_out = False

    def take(self, number: int, piece: Piece, role: Role) -> None:
        """The next piece in its role."""
        if isinstance(piece, Heading) or role in (Role.SECTION, Role.PART):
            self.leaving_out = role == Role.OUT
        if self.leaving_out or role in (Role.OUT, Role.TITLE):
            return
        if role == Role.SECTION:
            self.end_section()
            self.heading, self.piece = piece.text, number
        elif role == Role.PART:
            self.end_block()
            self.block_title = piece.text
        else:
            self.texts.append(piece.text)

    def end_block(self) -> None:
        if self.texts or self.block_title:
            self.blocks.append(DocumentBlock(self.block_title, "\n\n".join(self.texts)))
        self.texts, self.block_title = [], ""

    def end_section(self) -> None:
        self.end_block()
        if self.blocks or self.piece is not None:
            self.sections.append(DocumentSection(self.heading, tuple(self.blocks), piece=self.piece))
        self.blocks = []
