"""One notification for each child (rule N-61): the next draft takes along what is the same for both.

Carried over: how sure, what it may be about, when and where, with whom the filer has talked, the filer's
phone. Asked anew, because it is another child: danger, who is suspected, where the child is today, its own
words. The account comes along to be read again: it may speak of the first child by name.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from beredskab.access.acting import act
from beredskab.organisation.models import Staff
from beredskab.vault import safe
from notifications import access, filing
from notifications.drafting import answers
from notifications.drafting.answers import Stored
from notifications.guide.people import Somebody, people_in
from notifications.guide.typed import Typed
from notifications.models import Concern
from notifications.vocabulary import Part, Question, State, Suspect

#: Answers that are true of both children, and those the filer reads again before they count.
SAME = (Question.CERTAINTY, Question.TOPIC, Question.WHEN_WHERE, Question.TALKED, Question.FILER)
READ_AGAIN = (Question.ACCOUNT,)
#: About the family of a brother or sister; another child has its own.
OF_THE_FAMILY = ("parents", "protected", "lives_with", "elsewhere", "municipality")
OF_THE_PLACE = ("unit", "other_unit")
#: Of the one child alone, though asked together with when and where it happened.
OF_THE_BODY = frozenset({"marks", "marks_text", "areas"})


def other_children(stored: Stored, suspects: Iterable[str]) -> tuple[Somebody, ...]:
    """Children who may need a notification of their own; the other child in it, also when nobody named it."""
    children = tuple(one for one in people_in(stored.of(Question.OTHERS)) if one.is_child)
    if not children and Suspect.CHILD in suspects:
        return (Somebody(0, Part.OTHER_CHILD, ""),)
    return children


@act
def begin_next(concern: Concern, number: int, *, by: Staff, at: dt.datetime) -> Concern:
    """A draft about the child in that row of a sent concern; pressing again gives the same draft.

    Raises LookupError when there is no such child.
    """
    assert access.may_follow(by, concern), "only one's own, sent"
    opened = safe.open_for(concern.pk, by=by, at=at, purpose="filing", own=True)
    if opened.is_part:
        raise LookupError(number)
    stored = answers.all_of(opened)
    child = next((one for one in other_children(stored, concern.suspects) if one.number == number), None)
    if child is None:
        raise LookupError(number)
    key = uuid.uuid5(concern.pk, f"child {number}")
    draft = filing.start(key, certainty=concern.certainty, by=by, at=at)
    if draft.bundle is None:
        _carry(concern, draft, stored, child, by=by, at=at)
    return draft


def together_with(concern: Concern, readable: QuerySet[Concern]) -> list[Concern]:
    """The other notifications of the same matter, of those that the reader may see anyway; one statement."""
    if concern.bundle is None:
        return []
    return list(
        readable.filter(bundle=concern.bundle)
        .exclude(Q(pk=concern.pk) | Q(state=State.DRAFT))
        .order_by("filed_at")
    )


def _carry(
    concern: Concern, draft: Concern, stored: Stored, child: Somebody, *, by: Staff, at: dt.datetime
) -> None:
    bundle = concern.bundle or concern.pk
    Concern.objects.filter(pk__in=(concern.pk, draft.pk)).update(bundle=bundle)
    draft.bundle = bundle
    opened = safe.open_for(draft.pk, by=by, at=at, purpose="filing")
    carried = {question: stored.of(question) for question in SAME}
    carried |= {question: Typed(stored.of(question).data, done=False) for question in READ_AGAIN}
    carried[Question.WHEN_WHERE] = _without_the_body(stored.of(Question.WHEN_WHERE))
    carried[Question.CHILD] = _about_child(child, stored)
    carried[Question.OTHERS] = _first_child(child, stored)
    for question, typed in carried.items():
        if typed.data:
            answers.keep(opened, question, typed, at=at)


def _without_the_body(typed: Typed) -> Typed:
    """The marks of the first child are not the next one's; asked again only where there were some."""
    kept = {name: values for name, values in typed.data.items() if name not in OF_THE_BODY}
    return Typed(kept, done=typed.done and kept == typed.data)


def _about_child(child: Somebody, stored: Stored) -> Typed:
    """The next child as far as it is known; a brother or sister has the same family."""
    first = stored.of(Question.CHILD)
    names = OF_THE_FAMILY if child.part is Part.SIBLING else OF_THE_PLACE
    data = {name: first.all(name) for name in names if first.all(name)}
    described = ", ".join(words for words in (child.who, child.age) if words)
    return Typed({**data, "name": (described,), "others": ("yes",)}, done=False)


def _first_child(child: Somebody, stored: Stored) -> Typed:
    """The first child stands among the others now, with the part it has seen from this one."""
    part = Part.SIBLING if child.part is Part.SIBLING else Part.OTHER_CHILD
    if child.part is Part.EXPOSED:
        part = Part.EXPOSED
    name = stored.of(Question.CHILD).one("name")
    return Typed({"part_0": (part.value,), "who_0": (name,), "rows": ("1",)}, done=False)
