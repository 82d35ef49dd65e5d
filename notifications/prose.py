"""Short words for lists and reasons, where the words of the form would be too long. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.vocabulary import AgeBand, Suspect, Topic

SUSPECTS = {
    Suspect.HOME: gettext_lazy("parent or adult at home"),
    Suspect.SIBLING: gettext_lazy("brother or sister"),
    Suspect.EMPLOYEE: gettext_lazy("employee"),
    Suspect.LEADER: gettext_lazy("leader"),
    Suspect.CHILD: gettext_lazy("another child"),
    Suspect.PLACEMENT: gettext_lazy("foster family or placement"),
    Suspect.OTHER: gettext_lazy("another person"),
    Suspect.UNKNOWN: gettext_lazy("unknown person"),
}


def child(age_band: str) -> str:
    """»Child, 3–5 years«: what a list may say of a child."""
    band = AgeBand(age_band) if age_band in set(AgeBand) else AgeBand.UNKNOWN
    if band is AgeBand.UNBORN:
        return str(band.label)
    return _("Child, %(age)s") % {"age": str(band.label).lower()}


def about(topics: Iterable[Topic], suspects: Iterable[Suspect]) -> str:
    """»Physical violence · parent or adult at home«, in the order of the form."""
    chosen, suspected = set(topics), set(suspects)
    words = ", ".join(str(topic.label) for topic in Topic if topic in chosen)
    people = ", ".join(str(SUSPECTS[suspect]) for suspect in Suspect if suspect in suspected)
    return " · ".join(part for part in (words, people) if part)
