"""Documents that belong to a plan: which are taken in, how they are kept, and what is said about them.

Only what every office opens and nothing that runs: no macros, no scripts, no locked documents. What comes in
is told apart by its content, never by its name, and is handed out as that kind and no other.
"""

import datetime as dt
import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from beredskab.organisation.models import Staff
from plans.models import Plan, PlanFile
from plans.vocabulary import FileKind

MOST_BYTES = 10 * 1024 * 1024
"""What fits in a mail: a plan that is larger is not read by anybody."""
MOST_PARTS = 5000  # entries of an Office document; more is made to choke whoever opens it
MOST_UNPACKED = 200 * 1024 * 1024
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
_OFFICE = {"word/": FileKind.DOCX, "xl/": FileKind.XLSX, "ppt/": FileKind.PPTX}
_RUNS = re.compile(rb"/(JavaScript|JS|Launch|RichMedia)[\s/(<\[]")


class Unsuitable(Exception):  # errors say what is refused
    """The document is not taken in; the text says why, for whoever sent it."""


@dataclass(frozen=True)
class Document:
    """A document that was looked into and is suitable."""

    name: str
    kind: FileKind
    content: bytes


def look_into(name: str, content: bytes) -> Document:
    """What kind of document this is, by its content. Raises Unsuitable. Pure."""
    if not content:
        raise Unsuitable(_("The file is empty"))
    if len(content) > MOST_BYTES:
        raise Unsuitable(_("The file is larger than %d MB") % (MOST_BYTES // 1024 // 1024))
    kind = _pdf(content) or _zipped(content)
    if kind is None:
        raise Unsuitable(_("Choose a PDF, or a document from Word, Excel, PowerPoint or LibreOffice"))
    return Document(_safe_name(name, kind), kind, content)


def keep(plan: Plan, document: Document, *, by: Staff, at: dt.datetime) -> PlanFile:
    """The document as a file of the plan; the same content again is the same file."""
    digest = hashlib.sha256(document.content).hexdigest()
    known = plan.files.filter(digest=digest, name=document.name).defer("content").first()
    return known or PlanFile.objects.create(
        plan=plan,
        name=document.name,
        kind=document.kind,
        size=len(document.content),
        digest=digest,
        content=document.content,
        uploaded_by=by,
        uploaded_at=at,
    )


def described(file: PlanFile) -> str:
    """»PDF, 240 kB«: what one gets before one presses."""
    kilobytes = max(1, round(file.size / 1024))
    size = f"{kilobytes} kB" if kilobytes < 1000 else f"{kilobytes / 1024:.1f} MB".replace(".", ",")
    return f"{FileKind(file.kind).label}, {size}"


def _pdf(content: bytes) -> FileKind | None:
    if not content.startswith(b"%PDF-"):
        return None
    if b"%%EOF" not in content[-2048:]:
        raise Unsuitable(_("The file is not whole. Save it again, and send it once more"))
    if b"/Encrypt" in content:
        raise Unsuitable(_("The file is locked with a password. Save it without one"))
    if _RUNS.search(content):
        raise Unsuitable(_("The file holds something that runs. Print it as a new PDF, and send that"))
    return FileKind.PDF


def _zipped(content: bytes) -> FileKind | None:
    """An Office document is a zip with known parts; what is inside is never unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unsuitable(_("The file is too large when it is unpacked"))
            return _kind_of_parts(packed, {part.filename for part in parts})
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return None


def _kind_of_parts(packed: zipfile.ZipFile, names: set[str]) -> FileKind | None:
    if any("vbaproject" in name.lower() or name.startswith("Basic/") for name in names):
        raise Unsuitable(_("The file holds macros. Save it without them"))
    if "[Content_Types].xml" in names:
        return next((k for start, k in _OFFICE.items() if any(n.startswith(start) for n in names)), None)
    if "mimetype" in names and packed.getinfo("mimetype").file_size < 200:
        told = packed.read("mimetype").decode("ascii", "replace").strip()
        return next((k for k in (FileKind.ODT, FileKind.ODS) if CONTENT_TYPES[k] == told), None)
    return None


def _safe_name(name: str, kind: FileKind) -> str:
    """The name without folders and odd signs, with the ending of what it is."""
    stem = PurePath(name.replace("\\", "/")).stem
    stem = " ".join(re.sub(r"[^\w() .,-]+", " ", stem).split()).strip(" .")[:100].strip()
    return f"{stem or 'dokument'}.{kind.value}"
