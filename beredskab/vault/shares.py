"""The recovery key on three sheets of paper, any two of which give it back. Pure.

SLIP-39: words from a list of 1,024 whose first four letters tell them apart, with a checksum that finds any
mistake in up to three words. One sheet says nothing about the key.
"""

import re
from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

SHARES, ENOUGH = 3, 2
WORDS = 33
BEGIN, END = "----- ORD -----", "----- SLUT -----"


class NotAShare(Exception):
    """Words that are none of ours, a slip of the pen, or sheets that do not belong together."""


def split(secret: bytes) -> tuple[str, ...]:
    """Three shares of 32 bytes, each of 33 words."""
    group = generate_mnemonics(1, [(ENOUGH, SHARES)], secret)[0]
    return tuple(str(share) for share in group)


def join(shares: Sequence[str]) -> bytes:
    """The secret. Raises NotAShare, with a sentence that holds no word of a share."""
    if len(set(shares)) < ENOUGH:
        raise NotAShare(f"{ENOUGH} different shares are needed")
    try:
        return bytes(combine_mnemonics(list(shares)[:ENOUGH]))
    except MnemonicError as error:
        # The library quotes the words in its messages; ours may end in a terminal's history.
        raise NotAShare("a word is wrong, or the shares do not belong together") from error


def sheet(share: str, number: int, *, whose: str, key: str, holder: str, day: str) -> str:
    """The paper for one of the three, in Danish: it is read by a director on a bad day."""
    words = share.split()
    rows = ["   ".join(f"{n + 1:2}. {words[n]:<10}" for n in range(i, min(i + 3, len(words))))
            for i in range(0, len(words), 3)]  # fmt: skip
    return "\n".join(
        [
            f"BEREDSKABSPORTALEN – {whose}",
            f"Gendannelsesnøgle, del {number} af {SHARES}",
            "",
            f"Opbevares af: {holder}",
            f"Nøgle: {key}    Lavet: {day}",
            "",
            f"Denne side er fortrolig. {ENOUGH} af de {SHARES} dele åbner alle underretninger.",
            "Én del alene siger intet. Læg den i et pengeskab. Tag ikke billede af den.",
            "Aftal med ingen, hvor de andre dele ligger.",
            "",
            BEGIN,
            *(row.rstrip() for row in rows),
            END,
            "",
            "Brug: bin/manage recover_keys. Ordene skrives i rækkefølge.",
            "De første fire bogstaver af hvert ord er nok.",
            "",
        ]
    )


def read(text: str) -> str:
    """The share on a sheet or as it was typed; four letters of a word are enough. Raises NotAShare."""
    told, begin, end = text.lower(), BEGIN.lower(), END.lower()
    inside = told.partition(begin)[2].partition(end)[0] if begin in told else told
    typed = re.findall(r"[a-z]+", inside)
    words = [_BY_FOUR.get(word[:4], "") for word in typed]
    if len(words) != WORDS or "" in words:
        raise NotAShare(f"a share has {WORDS} words, and each is on the list")
    return " ".join(words)


_BY_FOUR = {str(word)[:4]: str(word) for word in WORDLIST}
