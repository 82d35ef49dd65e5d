"""Reads a status from the words of a document, and only where the document says one."""

import re

from plans.vocabulary import Status

# Danish and Norwegian Bokmål, as status reports write them. »Ikke gennemført« is *not started*.
WORDS: dict[str, Status] = {
    "gennemført": Status.DONE,
    "gjennomført": Status.DONE,
    "delvist gennemført": Status.PARTLY_DONE,
    "delvis gennemført": Status.PARTLY_DONE,
    "delvis gjennomført": Status.PARTLY_DONE,
    "i gang": Status.IN_PROGRESS,
    "pågår": Status.IN_PROGRESS,
    "i risiko": Status.AT_RISK,
    "forsinket": Status.LATE,
    "ikke gennemført": Status.NOT_STARTED,
    "ikke gjennomført": Status.NOT_STARTED,
    "ikke startet": Status.NOT_STARTED,
    "ikke påbegynt": Status.NOT_STARTED,
    "udgår": Status.DROPPED,
    "udgået": Status.DROPPED,
    "utgår": Status.DROPPED,
    "ukendt": Status.UNKNOWN,
    "ukjent": Status.UNKNOWN,
}
SENTENCE = re.compile(r"(?<=[.;\n])\s+")
LONGEST_FIRST = sorted(WORDS, key=len, reverse=True)
# The word stands at the start of a sentence, alone or before a colon, a dash, a date or »i …«.
START = re.compile(
    r"^(?:-\s*)?(" + "|".join(map(re.escape, LONGEST_FIRST)) + r")(?=\s*(?:$|[.:,;–(\d-]|i\s))",
    re.IGNORECASE,
)


def status_in(text: str) -> Status | None:
    """The one status that a text states, None when it states none or two different ones.

    "Møter er gjennomført" states none: the word describes meetings, not the measure.
    """
    found = {WORDS[match[1].lower()] for match in map(START.match, _sentences(text)) if match}
    return found.pop() if len(found) == 1 else None


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in SENTENCE.split(text) if sentence.strip()]
