"""From a stream of pieces to the shape of a plan: a title, sections, blocks."""

from dataclasses import dataclass, replace

from plans.documents.pieces import Heading, Paragraph, Piece, Stream

TITLE_LENGTH = 160
NO_TITLE = ""


@dataclass(frozen=True)
class DocumentBlock:
    """One block of text; `title` is the sub-heading it stood under, empty when there was none."""

    title: str
    text: str


@dataclass(frozen=True)
class DocumentSection:
    """One section with its blocks in order."""

    title: str
    blocks: tuple[DocumentBlock, ...]


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
    """Fold the pieces: the first heading that stands alone at the top is the title of the document,
    the highest level below it makes sections, and what is deeper makes titled blocks."""
    remarks = list(stream.remarks)
    pieces = [_short_heading(piece, remarks) for piece in stream.pieces]
    title, rest = _take_title(pieces)
    if not title:
        title = fallback_title
        remarks.append(f"The document has no title of its own; it is called {title!r}.")
    sections = _sections(title, rest)
    merged = _say_empty(sections, remarks)
    return Document(title, merged, tuple(remarks))


def _short_heading(piece: Piece, remarks: list[str]) -> Piece:
    if isinstance(piece, Heading) and len(piece.text) > TITLE_LENGTH:
        remarks.append(f"A heading of {len(piece.text)} characters became text: {piece.text[:50]}…")
        return Paragraph(piece.text)
    return piece


def _take_title(pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """A first piece that is a heading and the only one of its level is the title. A document whose
    headings all have one level (plain text) gives its first heading, if it stands first."""
    first = pieces[0] if pieces else None
    if not isinstance(first, Heading):
        return NO_TITLE, pieces
    return first.text, pieces[1:]


def _sections(title: str, pieces: list[Piece]) -> list[DocumentSection]:
    levels = [piece.level for piece in pieces if isinstance(piece, Heading)]
    top = min(levels, default=1)
    sections: list[DocumentSection] = []
    heading, block_title = title, ""
    blocks: list[DocumentBlock] = []
    texts: list[str] = []

    def end_block() -> None:
        nonlocal texts
        if texts or block_title:
            blocks.append(DocumentBlock(block_title, "\n\n".join(texts)))
        texts = []

    def end_section() -> None:
        nonlocal blocks
        if blocks or sections or heading != title:
            sections.append(DocumentSection(heading, tuple(blocks)))
        blocks = []

    for piece in pieces:
        if isinstance(piece, Paragraph):
            texts.append(piece.text)
        elif piece.level == top:
            end_block()
            end_section()
            heading, block_title = piece.text, ""
        else:
            end_block()
            block_title = piece.text
    end_block()
    end_section()
    return sections


def _say_empty(sections: list[DocumentSection], remarks: list[str]) -> tuple[DocumentSection, ...]:
    """A heading with nothing below it keeps its place as an empty section, and is pointed out."""
    kept: list[DocumentSection] = []
    for section in sections:
        if not section.blocks:
            remarks.append(f"Nothing stands under the heading {section.title!r}.")
        kept.append(replace(section, blocks=_without_empty(section.blocks)))
    return tuple(kept)


def _without_empty(blocks: tuple[DocumentBlock, ...]) -> tuple[DocumentBlock, ...]:
    return tuple(block for block in blocks if block.text or block.title)
