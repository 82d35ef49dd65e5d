"""What is in force, kept in memory: a published edition never changes, so it is read once per process.

The key is what could make it different: which editions are in force, what their plans are called, and
whether internal sections count. It is asked of the database for every page, in one small statement; a new
edition is seen by the next page. What is kept is shared by all threads and must not be changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection

from beredskab.prepared import PreparedRows
from plans import access
from plans.models import Block, Edition, EditionSection
from plans.vocabulary import EditionState

T = TypeVar("T")
_MOST = 2000  # sections times audiences of some municipalities, and what has just been replaced
_kept: "OrderedDict[Hashable, Any]" = OrderedDict()

_EDITIONS = PreparedRows(
    lambda municipality: (
        Edition.objects.in_force()
        .filter(plan__municipality=municipality)
        .order_by("plan_id")
        .values_list("pk", "plan__slug", "plan__title", "plan__language")
    ),
    int,
)


def lines(viewer: access.Viewer) -> tuple[EditionSection, ...]:
    """The sections in force in reading order, plan by plan. One small statement."""
    key = tuple(_EDITIONS(viewer.municipality.pk))
    return keep(
        ("lines", viewer.audiences, key), lambda: _read_lines(viewer, [edition[0] for edition in key])
    )


def _read_lines(viewer: access.Viewer, editions: list[int]) -> tuple[EditionSection, ...]:
    found = (
        access.lines_for(viewer)
        .filter(edition__in=editions, edition__state=EditionState.PUBLISHED)
        .select_related("section", "version", "edition__plan")
        .defer("edition__contacts_shown")
        .order_by("edition__plan_id", "position")
    )
    shared: dict[int, Edition] = {}
    for line in found:
        line.edition = shared.setdefault(line.edition_id, line.edition)
    return tuple(found)


def blocks(viewer: access.Viewer, line: EditionSection) -> tuple[Block, ...]:
    """What this audience may see of a section in force. No statement after the first reader."""
    found = access.blocks_for(viewer).filter(version=line.version_id)
    return keep(("blocks", viewer.audiences, line.version_id), lambda: tuple(found))


def appeared(line: EditionSection) -> Edition:
    """The edition in which this version was new: its date and change note are the version's."""
    editions = Edition.objects.once_published().filter(lines__version=line.version_id)
    return keep(("appeared", line.version_id), lambda: editions.defer("contacts_shown").earliest("number"))


def keep(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, made once for this key in this database."""
    whole_key = (connection.settings_dict["NAME"], key)
    try:
        found: T = _kept[whole_key]
    except KeyError:
        found = _kept[whole_key] = make()
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return found
