"""Whether a product comes in a size: only where both tell it in the same system is the answer a no."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_LETTERS: Final = ("XXS", "XS", "S", "M", "L", "XL", *(f"{many}XL" for many in range(2, 13)))
_AGAIN: Final = {"2XS": "XXS", "XXL": "2XL", "XXXL": "3XL", "XXXXL": "4XL"}
_LETTER: Final = r"(?:X{0,5}|\d{1,2}X)[SL]|M"
_OF_LETTERS: Final = re.compile(rf"({_LETTER})(?:-({_LETTER}))?")
_OF_NUMBERS: Final = re.compile(
    r"(?:(?P<system>[A-Z]{2}) )?(?P<low>\d{1,3}(?:\.\d)?)(?:-(?P<high>\d{1,3}(?:\.\d)?))?"
    r"(?: (?P<unit>cm|mm|in|months))?"
)


@dataclass(frozen=True, slots=True)
class _Run:
    """A size, or all between two: of letters by their place in the row, of numbers in their system."""

    system: str
    low: Decimal
    high: Decimal


def fits(wanted: str, said: Iterable[str]) -> bool | None:
    """Whether one of the sizes told is the wanted one; None where they cannot be compared.

    A size without a system fits one with it (Chinese shoes of 36-41 are EU sizes) and never rules it out.
    """
    one = _run(wanted)
    ruled_out = False
    for text in said:
        other = _run(text)
        if text.casefold() == wanted.casefold():
            return True
        if one is None or other is None:
            continue
        same, alike = one.system == other.system, {one.system, other.system} & {""}
        if (same or (alike and "letters" not in {one.system, other.system})) and (
            other.low <= one.low and one.high <= other.high
        ):
            return True
        ruled_out = ruled_out or same
    return False if ruled_out else None


def _run(text: str) -> _Run | None:
    plain = text.strip().upper().replace(" CM", " cm").replace(" MM", " mm").replace(" IN", " in")
    letters = _OF_LETTERS.fullmatch(plain)
    if letters is not None:
        low, high = (_place(one) for one in (letters[1], letters[2] or letters[1]))
        return None if low is None or high is None else _Run("letters", low, high)
    numbers = _OF_NUMBERS.fullmatch(plain.replace(" MONTHS", " months"))
    if numbers is None:
        return None
    system = numbers["system"] or numbers["unit"] or ""
    return _Run(system, Decimal(numbers["low"]), Decimal(numbers["high"] or numbers["low"]))


def _place(letters: str) -> Decimal | None:
    name = _AGAIN.get(letters, letters)
    return Decimal(_LETTERS.index(name)) if name in _LETTERS else None
