"""An act that is not possible now: the page says why, and nothing that was typed is lost."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from notifications.lifecycle import ForbiddenMove
from notifications.vocabulary import State

#: Where there is a way to it.
WAYS = {
    State.FILED: _(
        "Nobody has the case yet. Open it in another tab and take it, then press again here. "
        "Nothing is saved, and what you have written is still below."
    ),
    State.CLOSED: _(
        "The case has been closed. Open it in another tab and reopen it, then press again here. "
        "Nothing is saved, and what you have written is still below."
    ),
}
MOVED_ON = _(
    "That is not possible any more: the case has moved on. Nothing is saved, and what you have written "
    "is still below."
)


def went(form: Any, act: Callable[[], object]) -> bool:
    """Whether the act went through; else the form says why not, with everything in it as it was typed."""
    try:
        act()
    except ForbiddenMove as refusal:
        form.add_error(None, WAYS.get(State(refusal.state), MOVED_ON))
        return False
    return True
