"""The last guard on words: no text may send a filer to a leader who is kept out of the matter.

Plan texts have variants of their own for that; an editor can change them, and a missed variant must
not warn a suspect. So every sentence on an advice page, receipt or PDF passes through here.
"""

from __future__ import annotations

import re

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\s])")
#: Words that turn a sentence about a leader into a prohibition, or into plain information.
NEGATION = re.compile(
    r"\b(ikke|intet|aldrig|ingen|uden om|utenom|udenom|not|never|nothing|no|don['’]t)\b", re.I
)
LEADER = r"(?:leder(?:en|e|ne)?|lederens?|chef(?:en)?|sjef(?:en)?|leader|manager|souschef\w*|styrer\w*)"
#: »Sig det til din leder«, »Gå til lederen«, »Ring til din daglige leder«, »Kontakt lederen« …
SENDS = re.compile(
    r"\b(sig|si|gå|tal|snakk|snak|ring|kontakt|spørg|spør|fortæl|fortell|orient[ée]r|inform[ée]r|"
    r"underret|inddrag|involv[ée]r|henvend|hent|få|giv|gi|tag|ta|aftal|avtal|drøft|del|skriv|"
    r"tell|go|call|ask|inform|talk|contact|involve)\b"
    r"(?:(?![.,;:!?]).)*?\b" + LEADER + r"\b",
    re.I | re.S,
)
#: »Lederen ringer til …«, »Din leder hjælper …«: the leader as the one who acts.
ACTS = re.compile(
    r"(?:^|[,;:]\s*)(?:(?:din|jeres|deres|the|your|en)\s+)?(?:\w+\s+)?(?:leder(?:en)?|leader)\s+"
    r"(?:og\b|and\b|\w+(?:er|ar|s)\b)",
    re.I,
)
#: »Kan du ikke få fat i lederen, så underret alligevel« only makes sense after the sentence before.
REACH = re.compile(r"få (?:fat|tak) i\b.*\b" + LEADER + r"\b|reach\b.*\b" + LEADER + r"\b", re.I)
KEEP = re.compile(r"\bkan ikke se\b|\bcannot see\b", re.I)


def sends_to_leader(sentence: str) -> bool:
    """Does the sentence tell the reader to go to a leader, or count on a leader to act?"""
    if KEEP.search(sentence):
        return False
    if REACH.search(sentence):
        return True
    clauses = re.split(r"[,;:]\s*", sentence)
    for clause in clauses:
        if SENDS.search(clause) and not NEGATION.search(clause):
            return True
    return bool(ACTS.search(sentence)) and not NEGATION.search(sentence)


def sentences(text: str) -> list[str]:
    """The text cut after full stops, question and exclamation marks."""
    return [part for part in SENTENCE.split(text) if part.strip()]


def spare_leader(text: str) -> str:
    """The text without its sentences that send to a leader; paragraphs are kept."""
    kept = []
    for paragraph in text.split("\n\n"):
        left = [s for s in sentences(paragraph) if not sends_to_leader(s)]
        if left:
            kept.append(" ".join(left))
    return "\n\n".join(kept)


#: »Den sociale vagt« and »Fagchefen« inside a sentence; »Familierådgivningen« is a name and stays.
COMMON = re.compile(r"(?:(?:Den|Det|De)\s|\w+(?:chefen|sjefen|lederen|konsulenten|ordningen)\b)")


def in_sentence(function: str) -> str:
    """The name of a function as it stands in the middle of a sentence."""
    return function[:1].lower() + function[1:] if COMMON.match(function) else function


def count(text: str) -> int:
    """Words in a text, for the limit of a page."""
    return len(re.findall(r"\w+", text))
