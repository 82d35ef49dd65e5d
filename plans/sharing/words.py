"""Which words of a shared plan are the owner's: the same everywhere, so a partner does not write in them."""

from uuid import UUID

from beredskab.access import guard
from beredskab.access.acts import Act
from plans.models import Block, Edition, EditionOrigin, SectionVersion, VersionOrigin


class SharedWords(guard.Forbidden):
    """The words are the owner's: a partner adds its own beside them, or leaves."""

    def __init__(self) -> None:
        super().__init__(Act.EDIT_PLAN)


def of_owner(version: SectionVersion, plan: int) -> frozenset[UUID]:
    """The keys of the blocks that are the owner's, empty where the plan follows nobody: one statement."""
    theirs = Block.objects.filter(version__copies__version=version, version__section__plan__followers=plan)
    return frozenset(theirs.order_by().values_list("key", flat=True))


def sections_of_owner(edition: Edition) -> frozenset[int]:
    """The sections of an edition that are the owner's: one statement."""
    theirs = edition.lines.filter(version__origin__source__section__plan__followers=edition.plan_id)
    return frozenset(theirs.order_by().values_list("section_id", flat=True))


def require_own(version: SectionVersion, plan: int, key: UUID | None = None) -> None:
    """Raises SharedWords for the owner's block, or for a section of the owner's when no block is named."""
    theirs = of_owner(version, plan)
    if key in theirs or (key is None and theirs):
        raise SharedWords


def copied(copy: SectionVersion, of: SectionVersion) -> None:
    """A copy says what the version says, so its words come from the same place."""
    for origin in VersionOrigin.objects.filter(version=of):
        VersionOrigin.objects.create(version=copy, source_id=origin.source_id)


def listed_again(edition: Edition, as_in: Edition) -> None:
    """The same for an edition that lists what another listed."""
    for origin in EditionOrigin.objects.filter(edition=as_in):
        EditionOrigin.objects.create(edition=edition, source_id=origin.source_id)
