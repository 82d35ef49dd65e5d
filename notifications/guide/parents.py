"""The step towards the parents: it flips with who is suspected and of what (rule N-63). Pure.

The strictest advice that fits is given. Its code and version are stored with the concern when it is sent, so
that it can be seen later what the filer was told. Change a text, raise its version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.guide.answers import Answers
from notifications.vocabulary import FAMILY_TOPICS, Suspect

#: The moment under which it is stored beside the STOP advice.
MOMENT = "parents"


class Towards(StrEnum):
    """What to do about the parents; the strictest first."""

    NO_CONTACT = "no_contact"
    NOT_TOLD = "not_told"
    BOTH_FAMILIES = "both_families"
    ASK_FIRST = "ask_first"
    TEAM_TALKS = "team_talks"
    INVOLVE_FIRST = "involve_first"


@dataclass(frozen=True)
class Advice:
    """A code with the version of its words."""

    code: Towards
    version: int
    title: Promise
    text: Promise


ADVICE: dict[Towards, Advice] = {
    Towards.NO_CONTACT: Advice(
        Towards.NO_CONTACT,
        1,
        _("Do not contact the family"),
        _(
            "Neither the parents nor others of the family or its network. "
            "The social services assess the risk."
        ),
    ),
    Towards.NOT_TOLD: Advice(
        Towards.NOT_TOLD,
        1,
        _("Do not tell the parents"),
        _(
            "Neither of the suspicion nor that you notify. The social services decide who talks with them, "
            "and when."
        ),
    ),
    Towards.BOTH_FAMILIES: Advice(
        Towards.BOTH_FAMILIES,
        1,
        _("Both families are told the same day"),
        _(
            "Your leader and the social services agree what is said, and who says it. The other child's name "
            "is not said."
        ),
    ),
    Towards.ASK_FIRST: Advice(
        Towards.ASK_FIRST,
        1,
        _("Ask before you talk with the parents"),
        _("The social services say what the parents may hear now, and from whom."),
    ),
    Towards.TEAM_TALKS: Advice(
        Towards.TEAM_TALKS,
        1,
        _("The social services talk with the parents"),
        _("Whoever notifies need not do it, and has notified all the same."),
    ),
    Towards.INVOLVE_FIRST: Advice(
        Towards.INVOLVE_FIRST,
        1,
        _("Talk with the parents first"),
        _(
            "As a rule they hear from you that you are worried and that you notify. "
            "If you are afraid that it harms the child, do not, and call."
        ),
    ),
}

#: A parent who works there must not hear of it from the filer either.
AT_WORK = frozenset({Suspect.EMPLOYEE, Suspect.LEADER, Suspect.PLACEMENT})

RULES: tuple[tuple[Towards, Callable[[Answers], bool]], ...] = (
    (Towards.NO_CONTACT, lambda a: bool(a.topics & FAMILY_TOPICS)),
    (Towards.NOT_TOLD, lambda a: a.home_suspected),
    (Towards.BOTH_FAMILIES, lambda a: Suspect.CHILD in a.suspects and not _others_too(a)),
    (Towards.ASK_FIRST, lambda a: a.is_suspicion or bool(a.suspects & AT_WORK)),
    (Towards.TEAM_TALKS, lambda a: a.is_taken_down),
    (Towards.INVOLVE_FIRST, lambda a: True),
)


def towards_parents(a: Answers) -> Advice:
    """The one advice for these answers."""
    return next(ADVICE[code] for code, fits in RULES if fits(a))


def _others_too(a: Answers) -> bool:
    return bool(a.suspects - {Suspect.CHILD})
