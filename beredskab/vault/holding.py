"""Who may open with which key. A decision, asked by the portal and by the key agent alike."""

import uuid
from collections.abc import Collection


def holds(
    kind: str,
    ref: int,
    *,
    subject: uuid.UUID,
    actor: int,
    teams: Collection[int],
    named: Collection[uuid.UUID],
) -> bool:
    """One's own key, one's team's or its rest's; a named reader is let in by those, for as long as named.

    An exclusion is asked for before, and wins.
    """
    if kind == "staff":
        return ref == actor
    return kind in {"team", "rest"} and (ref in teams or subject in named)
