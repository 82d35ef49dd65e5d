"""The fingerprint of a notification as it was sent, and the one value that is kept to confirm it. Pure.

Sixteen characters, read aloud like a reference. A random number that lies sealed beside the answers goes into
it, so that nobody who sees a fingerprint can try out what may have been written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from notifications.reference import ALPHABET

LENGTH, GROUP = 16, 4
#: Beside what the filer typed: what the portal worked out for its own pages.
NOT_TYPED = frozenset({"leader_out", "hidden_phones", "must_call", "given_for", "ticket"})

Answers = Mapping[str, Mapping[str, Iterable[str]]]


def of(salt: str, reference: str, sent_at: dt.datetime, answers: Answers, files: Iterable[str] = ()) -> str:
    """The fingerprint. ``answers``: question -> field -> values; ``files``: digests of what was attached."""
    typed = {
        question: {name: list(values) for name, values in fields.items() if name not in NOT_TYPED}
        for question, fields in answers.items()
    }
    sent = {
        "reference": reference,
        "sent_at": minute(sent_at),
        "answers": {question: fields for question, fields in typed.items() if fields},
        "files": sorted(files),
    }
    text = json.dumps(sent, sort_keys=True, ensure_ascii=False)
    return _readable(hashlib.sha256(f"{salt}\n{text}".encode()).digest())


def read(text: str) -> str | None:
    """A fingerprint in somebody's typing (small letters, other dashes), or None when it is none."""
    found = re.sub(r"[\s\-–]", "", text).upper()
    if len(found) != LENGTH or set(found) - set(ALPHABET):
        return None
    return _grouped(found)


def lock(municipality: str, reference: str, sent_at: dt.datetime, fingerprint: str) -> str:
    """What is kept so that the three can be confirmed: nothing of them can be got out of it.

    Of some 80 random bits, so that trying leads nowhere.
    """
    told = json.dumps([municipality, reference, minute(sent_at), fingerprint])
    return hashlib.sha256(f"beredskab.proof/1\n{told}".encode()).hexdigest()


def minute(moment: dt.datetime) -> str:
    """A moment as exactly as a receipt shows it, in UTC."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%MZ")


def _readable(digest: bytes) -> str:
    number, letters = int.from_bytes(digest), []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return _grouped("".join(letters))


def _grouped(letters: str) -> str:
    return "-".join(letters[i : i + GROUP] for i in range(0, LENGTH, GROUP))
