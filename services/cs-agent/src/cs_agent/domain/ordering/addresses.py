"""A new address in the middle of other words: from its street to its city."""

from __future__ import annotations

import re
from typing import Final

from argosy_commerce.folding import folded
from cs_agent.domain.understanding.examples import vocabulary
from cs_agent.domain.understanding.identity import postcode_in
from cs_agent.domain.understanding.slot_words import slot_patterns
from cs_agent.domain.understanding.spelling import UNSPACED, cleaned
from cs_agent.domain.understood import Understood

_LONGEST: Final = 600
_WORD: Final = re.compile(r"(?<![\w'’])[^\W\d_]{2,}")
_NAMED: Final = re.compile(r"[^\W\d_]{3,}")
_SMALL: Final = frozenset(
    {"al", "am", "an", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "im", "in", "la", "las",
     "le", "les", "los", "of", "os", "the", "ul", "van", "von", "y", "zum", "zur"}
)  # fmt: skip
"""Small in the middle of names of streets and towns."""
_HOUSE: Final = re.compile(r"(?<!\w)\d{1,5}[a-zA-Z]?(?!\w)")
_BREAK: Final = re.compile(r"[!?！？؟:：;；\n]\s*|(?<=\w{4})\.\s+")
_SENTENCE: Final = re.compile(r"[!?！？؟。\n]")
_LONGEST_STREET: Final = 80
_END: Final = re.compile(r"[,،;.!?؟\n]")


def written_in(read: Understood) -> str:
    """What a message says of an address, without what is said around it; "" where it says none.

    Of "nowy adres: ul. Lipowa 3, 02-012 Warszawa, i jeszcze ..." it is "ul. Lipowa 3, 02-012 Warszawa".
    """
    base = read.language.partition("-")[0]
    text = cleaned(read.text[:_LONGEST])
    if base in UNSPACED | {"ko"}:
        return read.address
    # His own postcode, that he is known by, may stand before the new address.
    code = postcode_in(read.address or text, base, expected=True)
    found = list(re.finditer(rf"(?<![\w-]){re.escape(code)}(?![\w-])", text, re.IGNORECASE)) if code else []
    if not found:
        return read.address
    head, tail = text[: found[-1].start()], text[found[-1].end() :].strip(" ,،")
    street = _street(head, base)
    if not street:
        # The town first, as some write it.
        behind = _SENTENCE.split(text[found[-1].start() :], maxsplit=1)[0].strip(" .,")
        return behind if _HOUSE.search(tail) else read.address
    city = _city(tail, base)
    told = read.address[: read.address.upper().find(found[-1][0].upper())].strip(" ,،")
    if told and street.endswith(told) and _HOUSE.search(told):
        street = told
    written = f"{street}, {found[-1][0]} {city}".rstrip()
    return _capital(written) if written == written.lower() else written


def led_to(text: str, language: str) -> str:
    """A street without a postcode behind words that lead to it ("to 22 Baker Street, London"); "" without."""
    base = language.partition("-")[0]
    plain = cleaned(text[:_LONGEST])
    street = _street(plain, base) if base not in UNSPACED | {"ko"} else ""
    return street if street and not plain.startswith(street) and len(street) <= _LONGEST_STREET else ""


def _street(head: str, language: str) -> str:
    """From the last words that lead to it to its end; "" where no house has a number."""
    parts = [match.end() for match in _BREAK.finditer(head)]
    # "Invalidenstr. 3" is one: what is left without words is no street.
    start = max((end for end in parts if _HOUSE.search(head, end) and _NAMED.search(head, end)), default=0)
    street = head[start:]
    house = _HOUSE.search(street)
    if house is None:
        return ""
    plain = "".join(low if len(low := folded(char, language)) == 1 else char for char in street)
    leads = [
        match.end() for match in slot_patterns(language).lead.finditer(plain) if match.end() <= house.start()
    ]
    return street[max(leads, default=0) :].strip(" ,،.-")


def _city(tail: str, language: str) -> str:
    words = _END.split(tail, maxsplit=1)[0].split()
    while len(words) > 1 and folded(words[-1], language) in vocabulary(language):
        words.pop()
    return " ".join(words[:5])


def _capital(text: str) -> str:
    """Who writes everything small writes names small."""
    return _WORD.sub(lambda word: word[0] if word[0] in _SMALL else word[0].capitalize(), text)
