"""What changed between two days: up, down, new, dropped. Pure; the order of the words is told here once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from plans.vocabulary import Change, Status

# From worst to best. What was not begun is no warning yet; late and at risk are.
ORDER = (
    Status.LATE,
    Status.AT_RISK,
    Status.NOT_STARTED,
    Status.IN_PROGRESS,
    Status.PARTLY_DONE,
    Status.DONE,
)
# Read first what calls for somebody.
SHOWN = (
    Change.DOWN,
    Change.UNTOLD,
    Change.DROPPED,
    Change.GONE,
    Change.UP,
    Change.RESUMED,
    Change.TOLD,
    Change.NEW,
    Change.SAME,
)


@dataclass(frozen=True)
class Item:
    """A measure or a recommendation on one of the two days."""

    number: str
    title: str
    status: Status
    sentence: str = ""


@dataclass(frozen=True)
class Changed:
    """One of them on both days; `before` or `after` is None where it was not there."""

    key: str
    change: Change
    before: Item | None
    after: Item | None

    @property
    def item(self) -> Item:
        """As it is now, or was last."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True)
class Comparison:
    """Every item with what became of it, those that call for somebody first."""

    items: tuple[Changed, ...]

    @property
    def changed(self) -> tuple[Changed, ...]:
        return tuple(one for one in self.items if one.change is not Change.SAME)

    def count(self, *changes: Change) -> int:
        """How many went that way."""
        return sum(self.counts[change] for change in changes)

    @property
    def counts(self) -> Counter[Change]:
        return Counter(one.change for one in self.items)


def compare(before: Mapping[str, Item], after: Mapping[str, Item]) -> Comparison:
    """Hold two days against each other, by the keys of their items."""
    keys = dict.fromkeys([*after, *before])
    items = [_changed(key, before.get(key), after.get(key)) for key in keys]
    return Comparison(tuple(sorted(items, key=lambda one: SHOWN.index(one.change))))


def change_of(before: Status | None, after: Status | None) -> Change:
    """What became of one item (rule P-76)."""
    if before is None:
        return Change.NEW
    if after is None:
        return Change.GONE
    if before is after:
        return Change.SAME
    for word, came, went in (
        (Status.DROPPED, Change.DROPPED, Change.RESUMED),
        (Status.UNKNOWN, Change.UNTOLD, Change.TOLD),
    ):
        if after is word:
            return came
        if before is word:
            return went
    return Change.UP if ORDER.index(after) > ORDER.index(before) else Change.DOWN


def _changed(key: str, before: Item | None, after: Item | None) -> Changed:
    change = change_of(before.status if before else None, after.status if after else None)
    return Changed(key, change, before, after)
