"""What changes seldom, kept in the memory of the process and never shown a page too long.

A municipality's row carries a revision. The database draws a new one whenever a number, a profession, a
plan, an edition or the row itself changes, whoever changed it and by whatever means (migration
`0003_revision`). The row is read for every page anyway, so a page knows for nothing whether what was kept
still holds. A revision is drawn from a sequence and never given twice: what a transaction saw before it was
rolled back is found by nobody.

Only a page that reads may use what was kept: an act must see what it has just written.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

if TYPE_CHECKING:
    from beredskab.organisation.models import Municipality

T = TypeVar("T")
_reading: ContextVar[bool] = ContextVar("reading", default=False)


class Store:
    """As many things as fit; what was put in first goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for this key in this database. The key holds all it depends on."""
        whole_key = (connections.settings[DEFAULT_DB_ALIAS]["NAME"], key)
        try:
            found: T = self._kept[whole_key]
        except KeyError:
            found = make()
            with self._lock:
                self._kept[whole_key] = found
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return found


PLACES = Store(4000)  # sections times audiences of some municipalities, and what has just been replaced
PEOPLE = Store(1000)  # what is kept of single persons must not push out what everybody reads


@contextmanager
def reading() -> Iterator[None]:
    """Nothing is changed inside: what is kept may be used."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def while_unchanged(
    municipality: "Municipality", key: Hashable, make: Callable[[], T], *, among: Store = PLACES
) -> T:
    """What `make` gives, made once for this key and the municipality's revision.

    Shared by all threads: it must not be changed. Outside `reading` it is made anew.
    """
    if not _reading.get():
        return make()
    return among.get((municipality.pk, municipality.revision, key), make)


def for_ever(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, made once for a key that nothing can make untrue."""
    return PLACES.get(key, make)
