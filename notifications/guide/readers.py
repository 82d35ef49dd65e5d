"""Who will read a notification, said before it is sent (rule N-69). Pure."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.guide.answers import Answers
from notifications.guide.parents import Towards, towards_parents
from notifications.vocabulary import Suspect


class Reader(StrEnum):
    """Somebody who reads it, or does not."""

    TEAM = "team"
    NOT_THE_SUSPECTED = "not_the_suspected"
    PARENTS = "parents"
    PARENTS_LATER = "parents_later"
    EACH_FAMILY = "each_family"
    PREGNANT = "pregnant"
    CHILD = "child"
    POLICE = "police"
    CASE_SYSTEM = "case_system"


WORDS: dict[Reader, Promise] = {
    Reader.TEAM: _("%(team)s: those who handle the case. Every opening is written down."),
    Reader.NOT_THE_SUSPECTED: _(
        "Not the person the suspicion is directed against: the person cannot see it in the portal."
    ),
    Reader.PARENTS: _("The parents: they can usually ask to read it, and see who has notified."),
    Reader.PARENTS_LATER: _(
        "The parents: not now. Later they can usually ask to read it, and see who has notified. "
        "The social services can keep back what would harm the child."
    ),
    Reader.EACH_FAMILY: _(
        "The parents of each child: what is about their own child, and who has notified. "
        "Therefore do not write the other child's name in your own words."
    ),
    Reader.PREGNANT: _("The pregnant woman: she can usually ask to read it, and see who has notified."),
    Reader.CHILD: _("The child: from the age of ten it can in some cases ask to read it itself."),
    Reader.POLICE: _("The police, if it is reported to them."),
    Reader.CASE_SYSTEM: _("The municipality's case system, where it is kept afterwards."),
}

_LATER = frozenset({Towards.NO_CONTACT, Towards.NOT_TOLD})

RULES: tuple[tuple[Reader, Callable[[Answers], bool]], ...] = (
    (Reader.TEAM, lambda a: True),
    (Reader.NOT_THE_SUSPECTED, lambda a: bool(a.suspects & {Suspect.EMPLOYEE, Suspect.LEADER})),
    (Reader.PREGNANT, lambda a: a.unborn and _towards(a) not in _LATER),
    (Reader.PARENTS_LATER, lambda a: _towards(a) in _LATER),
    (Reader.EACH_FAMILY, lambda a: Suspect.CHILD in a.suspects),
    (
        Reader.PARENTS,
        lambda a: not a.unborn and _towards(a) not in _LATER and Suspect.CHILD not in a.suspects,
    ),
    (Reader.CHILD, lambda a: not a.unborn),
    (Reader.POLICE, lambda a: a.is_suspicion),
    (Reader.CASE_SYSTEM, lambda a: True),
)


def readers(a: Answers) -> tuple[Reader, ...]:
    """Everybody to be told of, in the order in which they read it."""
    return tuple(reader for reader, holds in RULES if holds(a))


def says_own_safety(a: Answers) -> bool:
    """Whether the filer is a person whose name the family sees: not who takes it down for somebody else."""
    return not a.is_taken_down


def _towards(a: Answers) -> Towards:
    return towards_parents(a).code
