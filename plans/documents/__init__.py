"""Documents that a municipality already has, read into sections and blocks. Pure: bytes in, words out.

Four readers (`text`, `markdown`, `html`, `word`) turn a file into the same small stream of pieces; `outline`
folds the pieces into sections. Nothing is lost without being said: what a reader leaves out, or guesses,
stands in `Document.remarks`.
"""

from plans.documents.outline import Document, DocumentBlock, DocumentSection, Role
from plans.documents.reader import Unreadable, read

__all__ = ["Document", "DocumentBlock", "DocumentSection", "Role", "Unreadable", "read"]
