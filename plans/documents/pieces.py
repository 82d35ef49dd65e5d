"""The stream between a file and an outline: headings, paragraphs, list items, in reading order."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading; 1 is the highest level."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text in the plan's small Markdown; a list is a paragraph too, with its marks."""

    text: str


Piece = Heading | Paragraph


@dataclass
class Stream:
    """What a reader found, and what it has to tell the editor."""

    pieces: list[Piece] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def heading(self, level: int, text: str) -> None:
        """Add a heading unless it is empty."""
        if words := " ".join(text.split()):
            self.pieces.append(Heading(level, words))

    def paragraph(self, text: str) -> None:
        """Add a paragraph or a list unless it is empty."""
        if text.strip():
            self.pieces.append(Paragraph(text.strip("\n")))
