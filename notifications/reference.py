"""A concern's reference: six random characters and a check digit, made for reading aloud. Pure.

»BK-26-7Q4K-9X-3«: the alphabet has no 0, O, 1, I or L; the last character finds every single wrong
character and every two that changed places. It says nothing about when, where or how many.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6
SHAPE = re.compile(r"BK-?(\d{2})-?([2-9A-Z]{4})-?([2-9A-Z]{2})-?([2-9A-Z])$")


def new(year: int, draw: Callable[[str], str] = secrets.choice) -> str:
    """A reference of that year; ``draw`` picks one character."""
    body = "".join(draw(ALPHABET) for _ in range(LENGTH))
    return f"BK-{year % 100:02}-{body[:4]}-{body[4:]}-{check_digit(year, body)}"


def check_digit(year: int, body: str) -> str:
    """31 characters are a prime number: a weighted sum catches what a tired ear mixes up."""
    numbers = [int(digit) for digit in f"{year % 100:02}"] + [ALPHABET.index(c) for c in body]
    return ALPHABET[sum(weight * n for weight, n in enumerate(numbers, start=2)) % len(ALPHABET)]


def read(text: str) -> str | None:
    """The reference in somebody's typing (small letters, spaces, no dashes), or None."""
    found = SHAPE.match(re.sub(r"\s", "", text).upper())
    if found is None or set(found[2] + found[3] + found[4]) - set(ALPHABET):
        return None
    year, body = int(found[1]), found[2] + found[3]
    if check_digit(year, body) != found[4]:
        return None
    return f"BK-{found[1]}-{found[2]}-{found[3]}-{found[4]}"
