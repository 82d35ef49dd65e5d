"""Protected name or address (rule N-60): what may not stand in a list, a mail, a file or on paper.

The receiving team reads everything in the portal, with a box that says so. Whatever leaves the portal, or
lies open on a list, asks here: the name of the place where the child goes tells where the family lives.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from notifications.models import Concern
from notifications.vocabulary import Question

#: Fields of the form that name the family or tell where it is.
FIELDS: dict[Question, frozenset[str]] = {
    Question.CHILD: frozenset(
        {"unit", "other_unit", "name", "born", "cpr", "mother", "parents", "lives_with", "municipality"}
    ),
    Question.OTHERS: frozenset({"who"}),
    Question.WHEN_WHERE: frozenset({"place"}),
    Question.INTERPRETER: frozenset({"safe_contact"}),
    Question.PERSON: frozenset({"typed_name", "typed_place", "persons"}),
    Question.FILER: frozenset({"workplace", "others", "phone"}),
}


def is_hidden(question: Question, field: str) -> bool:
    """Is this field left out where the family is protected? Rows of one kind share a name (`who_3`)."""
    hidden = FIELDS.get(question, frozenset())
    head, _underscore, number = field.rpartition("_")
    return field in hidden or (number.isdigit() and head in hidden)


def place_of(concern: Concern) -> str:
    """The place where the child goes, for a list or a file; a mark instead when the family is protected."""
    if concern.is_protected:
        return _("Protected")
    return concern.unit.name if concern.unit else ""


def words_for_hidden() -> str:
    """What stands there instead."""
    return _("Not shown: protected name or address. The case in the portal has it.")
