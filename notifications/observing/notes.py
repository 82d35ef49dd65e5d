"""Notes of one's own observations (rule N-66): sealed under the draft's key, read by their writer alone.

They live as long as the draft that waits for its day. Going on to a notification they can be put into the
account, each with its date; what is not sent is deleted with the draft.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils.formats import date_format

from beredskab.access.acting import act
from beredskab.organisation.models import Staff
from beredskab.vault import safe
from beredskab.vault.safe import Opened
from notifications import access
from notifications.drafting import answers
from notifications.filing import AlreadySent
from notifications.guide.typed import Typed
from notifications.models import Concern, Observation
from notifications.vocabulary import Question


@dataclass(frozen=True)
class Note:
    """One note, opened."""

    id: uuid.UUID
    seen_on: dt.date
    text: str

    @property
    def line(self) -> str:
        """»22. november 2026: Han sov ved bordet«."""
        return f"{date_format(self.seen_on, 'j. F Y', use_l10n=False)}: {self.text}"


@act
def add(draft: Concern, seen_on: dt.date, text: str, *, by: Staff, at: dt.datetime) -> Observation:
    """Note what was seen on a day. Raises AlreadySent when it is no draft any more."""
    draft = Concern.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if not access.may_continue(by, draft):
        raise AlreadySent
    opened = safe.open_for(draft.pk, by=by, at=at, purpose="filing")
    made = Observation(concern=draft, seen_on=seen_on, at=at)
    made.text = opened.encrypt(_field(made), text)
    made.save(force_insert=True)
    return made


@act
def remove(draft: Concern, note: uuid.UUID, *, by: Staff, at: dt.datetime) -> bool:
    """Take a note out again; False when there is none."""
    gone, _rows = Observation.objects.filter(pk=note, concern=draft, concern__filed_by=by).delete()
    return bool(gone)


@act
def put_into_account(draft: Concern, *, by: Staff, at: dt.datetime) -> None:
    """Every note, with its date, below what the account says already. Asked again it adds nothing twice."""
    opened = safe.open_for(draft.pk, by=by, at=at, purpose="filing")
    account = answers.all_of(opened).of(Question.ACCOUNT)
    before = account.one("account")
    lines = [note.line for note in of_draft(opened) if note.line not in before]
    if lines:
        text = "\n".join(part for part in (before, *lines) if part)
        typed = Typed({**account.data, "account": (text,)}, account.done)
        answers.keep(opened, Question.ACCOUNT, typed, at=at)


def of_draft(opened: Opened) -> list[Note]:
    """The notes of a draft, by day; one statement."""
    rows = Observation.objects.filter(concern=opened.subject).order_by("seen_on", "at")
    return [Note(row.pk, row.seen_on, opened.decrypt(_field(row), row.text)) for row in rows]


def _field(row: Observation) -> str:
    return f"observation.{row.pk}.text"
