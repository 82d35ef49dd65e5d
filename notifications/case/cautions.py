"""What must the receiver not overlook? The warning boxes of a case page. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from notifications.vocabulary import FAMILY_TOPICS, Certainty, Suspect, Topic


class Caution(StrEnum):
    """A box; in the order in which they stand on the page."""

    LEADER = "leader"
    PARENTS = "parents"
    FAMILY_RISK = "family_risk"
    PROTECTED = "protected"
    SAFE_CONTACT = "safe_contact"
    ELSEWHERE = "elsewhere"
    FILER_AFRAID = "filer_afraid"
    UNKNOWN_PERSON = "unknown_person"


WORDS = {
    Caution.LEADER: _("A leader is suspected: do not call the institution's leader."),
    Caution.PARENTS: _("The parents must not be contacted yet."),
    Caution.FAMILY_RISK: _("Assess the risk before the family and the network are involved (section 18(3))."),
    Caution.PROTECTED: _("Protected name or address."),
    Caution.SAFE_CONTACT: _(
        "Somebody in the home may read messages or hear calls. Use the safe way of contact that is "
        "written below."
    ),
    Caution.ELSEWHERE: _(
        "Another municipality is responsible for the child: assess the danger, send it on at once, and "
        "record who has accepted it there."
    ),
    Caution.FILER_AFRAID: _("The filer is afraid for their own safety."),
    Caution.UNKNOWN_PERSON: _(
        "It is not known who at the place is suspected. Everybody there is kept out of the case."
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What was said that a box may stand for."""

    certainty: Certainty | None
    suspects: frozenset[Suspect] = frozenset()
    topics: frozenset[Topic] = frozenset()
    has_protected_address: bool = False
    filer_is_afraid: bool = False
    has_safe_contact: bool = False
    is_elsewhere: bool = False
    person_is_unknown: bool = False


def cautions(said: Said) -> list[Caution]:
    """The boxes for this concern."""
    is_suspicion = said.certainty is not Certainty.CONCERN
    at_home = bool(said.suspects & {Suspect.HOME, Suspect.SIBLING, Suspect.UNKNOWN})
    stands = {
        Caution.LEADER: Suspect.LEADER in said.suspects,
        Caution.PARENTS: is_suspicion and at_home,
        Caution.FAMILY_RISK: bool(said.topics & FAMILY_TOPICS),
        Caution.PROTECTED: said.has_protected_address,
        Caution.SAFE_CONTACT: said.has_safe_contact,
        Caution.ELSEWHERE: said.is_elsewhere,
        Caution.FILER_AFRAID: said.filer_is_afraid,
        Caution.UNKNOWN_PERSON: said.person_is_unknown,
    }
    return [caution for caution in Caution if stands[caution]]
