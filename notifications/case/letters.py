"""The letters to a notifier: the municipality's words where it has written some, else the portal's.

What a notifier may be told is law (N-04, N-22, N-41): that it has arrived, and to a professional
whether something was started. A text has gaps in curly braces; the gaps below are filled and no others.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beredskab.access import guard
from beredskab.access.acting import act
from beredskab.access.acts import Act
from beredskab.audit import trail
from beredskab.organisation.models import Municipality, Staff
from notifications.models import Concern, LetterText
from notifications.vocabulary import Letter, Notifier

GAP = re.compile(r"\{([^{}]*)\}")
GAPS = ("municipality", "reference", "team")
#: Who is told whether something was started. A private person is no party: the receipt, and nothing more.
TOLD_MORE = (Notifier.PROFESSIONAL, Notifier.MUNICIPALITY)
#: Every letter there is, to whom. Who gave no name cannot be written to.
LETTERS: tuple[tuple[Letter, Notifier], ...] = (
    (Letter.RECEIPT, Notifier.PROFESSIONAL),
    (Letter.RECEIPT, Notifier.MUNICIPALITY),
    (Letter.RECEIPT, Notifier.PRIVATE),
    *((letter, notifier) for letter in (Letter.STARTED, Letter.NOT_STARTED) for notifier in TOLD_MORE),
)
_RECEIPT_MORE = _(
    "{municipality} has received your notification {reference} and will assess it. "
    "You will normally hear whether it leads to an examination or to help."
)
_RECEIPT = _(
    "{municipality} has received your notification {reference} and will assess it. "
    "The law does not allow us to tell you what we do then. If you see or hear more, notify us again."
)
_STARTED = _(
    "Your notification {reference} has been assessed. An examination or help has been started. "
    "We may not tell you more. If you see or hear more, notify us again."
)
_NOT_STARTED = _(
    "Your notification {reference} has been assessed. No examination and no help has been started "
    "because of it. We may not tell you more. If you see or hear more, notify us again."
)
WORDS: dict[tuple[Letter, Notifier], Promise | str] = {
    one: {
        Letter.RECEIPT: _RECEIPT_MORE if one[1] in TOLD_MORE else _RECEIPT,
        Letter.STARTED: _STARTED,
        Letter.NOT_STARTED: _NOT_STARTED,
    }[one[0]]
    for one in LETTERS
}


class UnknownGap(ValueError):
    """A text has a gap that nothing fills; the argument is the gap."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words in force: version 0 and no row are the portal's own."""

    letter: Letter
    notifier: Notifier
    text: str
    version: int = 0
    row: LetterText | None = None


def in_force(municipality: Municipality) -> dict[tuple[Letter, Notifier], Wording]:
    """Every letter as it is sent today; one statement."""
    newest = LetterText.objects.filter(municipality=municipality).order_by("letter", "notifier", "-version")
    rows = {
        (Letter(row.letter), Notifier(row.notifier)): row for row in newest.distinct("letter", "notifier")
    }
    with translation.override(municipality.language):
        return {one: _wording(one, rows.get(one)) for one in LETTERS}


def filled(concern: Concern, letter: Letter) -> tuple[Wording, str]:
    """The wording for who notified, and the letter itself. Raises KeyError for who is not written to."""
    wording = in_force(concern.municipality)[letter, Notifier(concern.notifier)]
    gaps = {
        "municipality": concern.municipality.name,
        "reference": concern.reference or "",
        "team": concern.team.name if concern.team else "",
    }
    return wording, GAP.sub(lambda found: gaps.get(found.group(1), found.group(0)), wording.text)


def can_be_sent(concern: Concern, letter: Letter) -> bool:
    """Whether who notified may get this letter at all."""
    return (letter, Notifier(concern.notifier)) in WORDS


@act
def rewrite(
    letter: Letter, notifier: Notifier, text: str, *, by: Staff, at: dt.datetime
) -> LetterText | None:
    """The municipality's own words from now on; None when nothing changed. Raises Forbidden, UnknownGap."""
    guard.require(by, Act.EDIT_LETTERS)
    for gap in gaps_in(text):
        if gap not in GAPS:
            raise UnknownGap(gap)
    now = in_force(by.municipality)[letter, notifier]
    text = text.strip()
    if text == now.text:
        return None
    row = LetterText.objects.create(
        municipality=by.municipality,
        letter=letter,
        notifier=notifier,
        version=now.version + 1,
        text=text,
        by=by,
        at=at,
    )
    trail.record(by.pk, "letter.rewritten", row.pk, at=at, letter=letter.value, version=row.version)
    return row


def gaps_in(text: str) -> Iterable[str]:
    """The names between curly braces, in order. Pure."""
    return [found.group(1) for found in GAP.finditer(text)]


def _wording(one: tuple[Letter, Notifier], row: LetterText | None) -> Wording:
    return Wording(*one, row.text, row.version, row) if row else Wording(*one, str(WORDS[one]))
