"""Whether the portal is well: what machines are told in four words, and what operators are told in full.

Every part has a check of its own, registered here with a name, a state, an age and what to do. The page
of the operators and `bin/manage health` ask the same ones.
"""

import datetime as dt
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import Error, transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beredskab.organisation.models import Municipality
from beredskab.outbox.models import Check as Seen
from beredskab.outbox.models import Heartbeat
from beredskab.vault import keys

log = logging.getLogger(__name__)

# The worker looks round every few seconds; one slow duty is no alarm, a dead worker is.
WORKER_MAY_BE_SILENT = dt.timedelta(minutes=2)
# The ledger is checked every hour, once there is anything to check.
CHECK_MAY_BE_OLD = dt.timedelta(hours=3)
LEDGER = "ledger "
Words = str | Promise
"""Words that are put into the reader's language when they are shown."""


class State(StrEnum):
    """How well a part is. `LOOK`: it works, and somebody should look at it; `ABSENT`: it was never set up."""

    WELL = "well"
    LOOK = "look"
    ABSENT = "absent"
    UNWELL = "unwell"


@dataclass(frozen=True)
class Finding:
    """What a check found. `at`: when it was last seen to be so; None when it was asked just now."""

    state: State
    text: Words
    to_do: Words = ""
    at: dt.datetime | None = None
    command: str = ""
    url: str = ""


@dataclass(frozen=True)
class Look:
    """What every check is given. `seen` is what the worker and commands left in `outbox.Check`, by name.

    It is read once for all checks: a check that keeps its result there costs no statement of its own.
    `municipality` is whose operator asks; checks of the whole installation do not look at it.
    """

    municipality: Municipality
    at: dt.datetime
    seen: Mapping[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """One part that may be well or not. `rank` is its place on the page.

    `is_local`: it is about one municipality, not about the installation.
    """

    name: str
    title: Words
    ask: Callable[[Look], Finding]
    rank: int = 100
    is_local: bool = False


@dataclass(frozen=True)
class Answer:
    """A check and what it found."""

    check: Check
    finding: Finding


_checks: dict[str, Check] = {}


def register(check: Check) -> None:
    """Told once at the start (`AppConfig.ready`); the same name again takes the place of the former."""
    _checks[check.name] = check


def ask_all(
    municipality: Municipality, *, at: dt.datetime, only: Collection[str] | None = None
) -> list[Answer]:
    """Every check with what it found, in the order of the page. What cannot answer is unwell.

    `only` names those that somebody wants to know of; a name that nobody registered is left out.
    """
    look = Look(municipality, at, seen())
    checks = sorted(_checks.values(), key=lambda one: (one.rank, one.name))
    return [Answer(check, _ask(check, look)) for check in checks if only is None or check.name in only]


def worst(answers: Sequence[Answer]) -> State:
    """The state of the whole: the worst of its parts."""
    order = list(State)
    return max((one.finding.state for one in answers), key=order.index, default=State.WELL)


def seen() -> dict[str, Seen]:
    """What the worker and commands left, by name; nothing when the database is away."""
    try:
        with transaction.atomic():
            return {one.name: one for one in Seen.objects.all()}
    except Error as fault:
        log.error("health: %s", type(fault).__name__)
        return {}


def _ask(check: Check, look: Look) -> Finding:
    """A check that fails says so and takes no other one with it; its fault is named by its class alone."""
    try:
        with transaction.atomic():
            return check.ask(look)
    except Exception as fault:  # the page has to come, whatever one part does
        log.error("health: %s: %s", check.name, type(fault).__name__)
        return Finding(
            State.UNWELL, _("This could not be checked."), _("Look into the log of the web server.")
        )


# --- what machines are told ---------------------------------------------------------------------


@dataclass(frozen=True)
class Health:
    """Four plain facts, and nothing that helps an attacker."""

    database: bool
    worker: bool
    keys: bool
    ledger: bool

    @property
    def is_well(self) -> bool:
        """All four."""
        return self.database and self.worker and self.keys and self.ledger


def look(*, at: dt.datetime) -> Health:
    """Ask all four; what cannot answer is not well."""
    return Health(
        database=_holds(_database_answers),
        worker=_holds(lambda: _worker_lives(at)),
        keys=_holds(keys.are_well),
        ledger=_holds(lambda: _ledger_matches(at)),
    )


def last_beat() -> dt.datetime | None:
    """When a worker last looked round; None when none ever did."""
    last: dt.datetime | None = Heartbeat.objects.aggregate(last=Max("at"))["last"]
    return last


def _database_answers() -> bool:
    Heartbeat.objects.exists()
    return True


def _ledger_matches(at: dt.datetime) -> bool:
    """What was promised was delivered, when it was last looked at; no look any more is unwell."""
    checks = Seen.objects.filter(name__startswith=LEDGER).values_list("at", "is_well")
    return all(is_well and at - last < CHECK_MAY_BE_OLD for last, is_well in checks)


def _worker_lives(at: dt.datetime) -> bool:
    last = last_beat()
    return last is not None and at - last < WORKER_MAY_BE_SILENT


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (Error, OSError) as fault:
        log.error("health: %s", type(fault).__name__)
        return False
