"""What no answer says, whatever stands in facts or messages: e-mails, telephones, card numbers, tools' names;
and addresses of pages, which only facts may name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from argosy_commerce.numerals import in_latin_digits

_EMAIL: Final = re.compile(r"\S@|@\S|\S\s?\(at\)\s?\S|\S\s?\[at\]\s?\S")
_PHONE: Final = re.compile(r"(?<![\w+])(?:\+|00)\d(?:[ \-./()]{0,2}\d){6,14}(?!\w)")
_CARD: Final = re.compile(r"(?<!\d)\d(?:[ \-]?\d){12,18}(?!\d)")
_LINK: Final = re.compile(
    r"(?:https?:|ftp:|www\.)\S+|(?<![\w.@])[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})*\.(?:com|net|org|io|shop|store|example|de|cn|ru|co|me|info|ly|app)(?:/\S*)?(?![\w.])",
    re.IGNORECASE,
)
_MACHINE: Final = re.compile(
    r"[{}<>]|```|\[\[|\]\(|(?<![A-Za-z])[a-z]{2,}(?:_[a-z0-9]+)+|(?<!\w)argosy(?!\w)|\bsystem prompt\b",
    re.IGNORECASE,
)
_HARMLESS: Final = frozenset("\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\n")
"""Joiners of letters and marks of direction that Arabic and Thai are written with."""


def links_in(text: str) -> tuple[str, ...]:
    """Addresses of pages."""
    return tuple(one[0].rstrip('.,;)»”"') for one in _LINK.finditer(text))


def private_in(text: str) -> Iterator[str]:
    """What may not be said; the words themselves are not told, they would be kept with the fault."""
    flat = in_latin_digits(unicodedata.normalize("NFKC", text))
    if _EMAIL.search(flat):
        yield "an e-mail address"
    if _PHONE.search(flat):
        yield "a telephone number"
    if has_card(flat):
        yield "a card's number"
    if _MACHINE.search(flat):
        yield "mark-up or a name that only programs use"
    if any(unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs"} and c not in _HARMLESS for c in text):
        yield "characters that are not seen"


def has_card(text: str) -> bool:
    """Whether a payment card's number stands in a text, by its check digit."""
    flat = in_latin_digits(text)
    return any(_luhn(re.sub(r"\D", "", one[0])) for one in _CARD.finditer(flat))


def without_cards(text: str) -> str:
    """A text without payment cards' numbers: they are no sizes, no postcodes, nothing to be read."""
    return _CARD.sub(lambda found: " " if has_card(found[0]) else found[0], text)


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1: the check digit of payment cards."""
    doubled = [int(d) * 2 for d in digits[-2::-2]]
    return (sum(int(d) for d in digits[::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0
