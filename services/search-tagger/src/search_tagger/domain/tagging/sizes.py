"""Sizes as sellers of fourteen languages write them in titles and rows: EU 38, T.40-45, S-4XL, M à XXL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search_tagger.domain.tagging.values import sizes

_LETTER = r"(?:\d{1,2}XL|X{1,5}[LS]|XL|XS|S|M|L)"
_LETTERS = re.compile(
    rf"(?<![\w'’.-])(?P<low>{_LETTER})(?:\s*(?:[-–/~]|\ba\b|\bà\b|\bbis\b|\bto\b|\btot\b|\bal\b|\bdo\b|\bdo\b|\bпо\b)\s*(?P<high>{_LETTER}))?(?![\w'’-])"
)
_SYSTEM = r"(?:EU|EUR|US|UK|FR|IT|DE|JP|KR|CN|AU|BR)"
_WORD = (
    r"(?:sizes?|sz|talla|talle|tamanhos?|tam|taille|pointure|t|gr|größen?|groesse|taglia|taglie|maat|maten|"
    r"rozm|rozmiar|размер|р|numara|beden|مقاس|ไซส์|ไซซ์|サイズ|사이즈)"
)
_NUMBER = r"\d{1,3}(?:[.,]5)?"
_NUMBERS = re.compile(
    rf"(?<!\w)(?:(?P<system>{_SYSTEM})|{_WORD})[.:]?\s*(?P<low>{_NUMBER})"
    rf"(?:\s*(?:[-–~]|\bal?\b|\bà\b|\bbis\b|\bto\b|\bao\b|\bdo\b)\s*(?P<high>{_NUMBER}))?(?![\w%])",
    re.IGNORECASE,
)


_SIDES = re.compile(
    r"(?<![\w.,])(?P<sides>\d{2,3}(?:\s?[xX×*хХ]\s?\d{2,3}){1,2})(?![\w.,]|\s?(?:cm|mm|in|см|мм|ซม|\"|″|m\b))"
)
_RUN = re.compile(
    r"(?<![\w.,-])(?P<low>\d{2,3}(?:[.,]5)?)\s*(?:[-–~]|\ba\b|\bao\b|\bal\b|\bà\b|\bbis\b|\bto\b|\bdo\b)\s*"
    r"(?P<high>\d{2,3}(?:[.,]5)?)(?![\w.,%/-]|\s?(?:cm|mm|kg|g|ml|in|V|W|%|см|кг|лет|ans|anos|años|Jahre|jaar|lat|yaş|سنوات|ขวบ|歳|세)\b)"
)
_SMALLEST, _LARGEST = 15, 60
"""Of shoes and clothes, by numbers without a word."""
_SHORTEST, _TALLEST = 50, 188
"""Of children in centimetres, by which their clothes are sized."""
_OF_UNITS = frozenset("LMS")
_LONGEST_IN_INCHES = 36
_OF_LANGUAGE = {"pt": re.compile(r"(?<![\w'’.-])(?:RN|PP|P|M|G{1,3}|XG)(?![\w'’.-])")}
"""Letters that mean sizes in one language alone."""


@dataclass(frozen=True, slots=True)
class SizeTold:
    """A size or a run of sizes, canonical, with its place."""

    start: int
    end: int
    value: str


def sides_told(text: str, language: str) -> Iterator[SizeTold]:
    """150x200 without a unit: centimetres; in English inches, where they are as short as those are."""
    for found in _SIDES.finditer(text):
        sides = re.findall(r"\d+", found["sides"])
        short = all(int(side) <= _LONGEST_IN_INCHES for side in sides)
        yield SizeTold(*found.span(), f"{'x'.join(sides)} {'in' if short and language == 'en' else 'cm'}")


def runs_told(text: str) -> Iterator[SizeTold]:
    """34 ao 40, 43-46: sizes in numbers, of things that are sold by size."""
    for found in _RUN.finditer(text):
        low, high = (found[end].replace(",", ".") for end in ("low", "high"))
        spans = ((_SMALLEST, _LARGEST), (_SHORTEST, _TALLEST))
        if any(least <= float(low) < float(high) <= most for least, most in spans):
            yield SizeTold(*found.span(), sizes(low, high))


def sizes_told(text: str, language: str = "") -> Iterator[SizeTold]:
    """The sizes of a text, in its order; a lone letter counts in capitals only."""
    own = _OF_LANGUAGE.get(language)
    if own is not None:
        yield from (SizeTold(*found.span(), found[0]) for found in own.finditer(text))
    for found in _LETTERS.finditer(text):
        if found[0] in _OF_UNITS and text[: found.start()].rstrip()[-1:].isdigit():
            continue  # 6 L are litres
        yield SizeTold(*found.span(), sizes(found["low"], found["high"]))
    for found in _NUMBERS.finditer(text):
        low, high = (end.replace(",", ".") if end else None for end in (found["low"], found["high"]))
        told = sizes(low or "", high)
        system = found["system"]
        name = "EU" if system and system.upper() == "EUR" else (system or "").upper()
        yield SizeTold(*found.span(), f"{name} {told}" if name else told)
