"""How many different things one person may open in an hour. Pure: the clock is passed in."""

from collections import OrderedDict

HOUR = 3600.0


class Pace:
    """Counts subjects, not calls: a page that is opened twice is one. Forgets what is older than an hour."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._opened: dict[int, OrderedDict[str, float]] = {}

    def allows(self, actor: int, subject: str, *, at: float) -> bool:
        """Whether this one may be opened too; when it may, it is counted. `at` in seconds."""
        mine = self._opened.setdefault(actor, OrderedDict())
        while mine and next(iter(mine.values())) <= at - HOUR:
            mine.popitem(last=False)
        if subject not in mine and len(mine) >= self.most:
            return False
        mine[subject] = at
        mine.move_to_end(subject)
        return True
