"""Decimal digits of other writing systems: written on request, read always as Latin ones."""

from __future__ import annotations

import unicodedata
from typing import Final

_ZERO_OF: Final = {"latn": "0", "arab": "\u0660", "arabext": "\u06f0", "thai": "\u0e50", "deva": "\u0966"}


def in_digits(text: str, system: str) -> str:
    """The text with its Latin digits in a CLDR numbering system ('arab': ١٢٣, 'thai': ๑๒๓).

    babel takes separators from the system and leaves the digits Latin. Raises ValueError.
    """
    zero = _ZERO_OF.get(system)
    if zero is None:
        raise ValueError(f"no numbering system {system[:16]!r}; there are {', '.join(_ZERO_OF)}")
    if zero == "0":
        return text
    return text.translate({ord("0") + value: chr(ord(zero) + value) for value in range(10)})


def in_latin_digits(text: str) -> str:
    """The text with every decimal digit of any script as 0-9."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char for char in text
    )
