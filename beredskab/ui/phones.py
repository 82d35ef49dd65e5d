"""How a phone number is dialled and read: eight digits, or three to four for a short number."""

import re

COUNTRY = "+45"


def tel(number: str) -> str:
    """The `tel:` address of a number as somebody typed it; national numbers get the country code."""
    digits = re.sub(r"[^\d+]", "", number)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if len(digits) == 8 and not digits.startswith("+"):
        digits = COUNTRY + digits
    return f"tel:{digits}"


def phone_text(number: str) -> str:
    """The number in pairs, as it is read aloud: `12 34 56 78`. Anything else stays as typed."""
    digits = re.sub(r"\s", "", number)
    if digits.startswith(COUNTRY):
        digits = digits[len(COUNTRY) :]
    if re.fullmatch(r"\d{8}", digits):
        return " ".join(digits[i : i + 2] for i in range(0, 8, 2))
    return number.strip()
