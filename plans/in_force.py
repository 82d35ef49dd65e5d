"""What is in force, kept in memory: a published edition never changes, so it is read once per process.

Which editions are in force, and which blocks somebody has hidden, hang on the municipality's revision
(`organisation.kept`); what a version says never changes once it is frozen. What is kept is shared by all
threads and must not be changed.
"""

from beredskab.organisation import kept
from plans import access
from plans.models import Block, Edition, EditionSection
from plans.vocabulary import EditionState


def lines(viewer: access.Viewer) -> tuple[EditionSection, ...]:
    """The sections in force in reading order, plan by plan. At most one statement."""
    return kept.while_unchanged(
        viewer.municipality, ("lines", viewer.audiences), lambda: tuple(_read_lines(viewer))
    )


def _read_lines(viewer: access.Viewer) -> list[EditionSection]:
    found = (
        access.lines_for(viewer)
        .filter(edition__state=EditionState.PUBLISHED)
        .select_related("section", "version", "edition__plan__follows__municipality")
        .defer("edition__contacts_shown")
        .order_by("edition__plan_id", "position")
    )
    shared: dict[int, Edition] = {}
    for line in found:
        line.edition = shared.setdefault(line.edition_id, line.edition)
    return list(found)


def blocks(viewer: access.Viewer, line: EditionSection) -> tuple[Block, ...]:
    """What this audience may see of a section in force. No statement after the first reader."""

    def read() -> tuple[Block, ...]:
        return tuple(access.blocks_for(viewer).filter(version=line.version_id))

    return kept.while_unchanged(viewer.municipality, ("blocks", viewer.audiences, line.version_id), read)


def hidden_blocks(viewer: access.Viewer, line: EditionSection) -> int:
    """How many pieces of a section in force somebody has hidden. No statement after the first reader."""

    def count() -> int:
        return Block.objects.filter(access.HIDDEN, version=line.version_id).count()

    return kept.while_unchanged(viewer.municipality, ("hidden", line.version_id), count)


def appeared(line: EditionSection) -> Edition:
    """The edition in which this version was new: its date and change note are the version's."""

    def read() -> Edition:
        editions = Edition.objects.once_published().filter(lines__version=line.version_id)
        return editions.defer("contacts_shown").earliest("number")

    return kept.for_ever(("appeared", line.version_id), read)
