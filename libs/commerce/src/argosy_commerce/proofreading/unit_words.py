"""How a language writes units after a number, read backwards: from the words to unit ids.

CLDR's long and short forms (babel), what units.yaml and units_written say, the symbols that stand in
every language, and the everyday forms of data/unit_words.yaml.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from babel.units import UnknownUnitError, format_unit

from argosy_commerce.channels import function_words
from argosy_commerce.proofreading.words import script_of
from argosy_commerce.terms.strict_yaml import document
from argosy_commerce.units import units

PERCENT = "percent"
_CONFUSING = frozenset({"M", "G", "H", "K", "D", "w", "v", "度", "2.4G"})
"""Merchants' Latin spellings that mean something else in a buyer's text: sizes, 5G."""
_FORMS = (0, 1, 2, 3, 11, 100)
"""Numbers that bring out every plural form CLDR knows (ar: zero, one, two, few, many, other)."""
_BORDERED = frozenset({"LATIN", "ARABIC", "CYRILLIC", "GREEK"})


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Surfaces of one language. Two letters and less are told apart by case (mW, MW), words are not."""

    exact: dict[str, frozenset[str]]
    folded: dict[str, frozenset[str]]
    longest: int

    def at(self, text: str, start: int) -> tuple[int, frozenset[str]]:
        """(end, unit ids) of the longest unit that begins at `start`; (start, none) where there is none."""
        chunk = text[start : start + self.longest]
        for length in range(len(chunk), 0, -1):
            surface = chunk[:length]
            found = self.exact.get(surface) or (self.folded.get(surface.casefold()) if length > 2 else None)
            if found and _ends_word(text, start + length):
                return start + length, found
        return start, frozenset()


@cache
def unit_words(language: str) -> UnitWords:
    """The table of a language (base tag); symbols alone where no further words are filed."""
    table: defaultdict[str, set[str]] = defaultdict(set)
    for surface, unit_id in _surfaces(language):
        plain = surface.replace("\u00a0", " ").replace("\u202f", " ").strip(" \u200e\u200f\u061c")
        if plain and not any(c.isdecimal() for c in plain[:1]):
            table[plain].add(unit_id)
    folded: defaultdict[str, set[str]] = defaultdict(set)
    for surface, ids in table.items():
        if len(surface) > 2:
            folded[surface.casefold()] |= ids
    return UnitWords(
        {surface: frozenset(ids) for surface, ids in table.items()},
        {surface: frozenset(ids) for surface, ids in folded.items()},
        max(map(len, table)),
    )


def _surfaces(language: str) -> Iterator[tuple[str, str]]:
    idle = function_words(language)
    for row in units().values():
        yield from ((s, row.id) for s in row.zh if s.isascii() and s not in _CONFUSING)
        yield from ((s, row.id) for s in row.zh if s in {"″", "㎡", "m²", "cm²", "m³", "℃", "℉", "°C", "°F"})
        for key, written in row.written:
            if key.split("/")[0] in {"", language}:
                yield written.replace("{0}", ""), row.id
        if row.cldr and not row.convert_to:
            yield from ((s, row.id) for s in _by_cldr(row.cldr, language) if s not in idle and s != "J")
    yield from ((sign, PERCENT) for sign in "%٪％")
    for unit_id, surfaces in _everyday().get(language, {}).items():
        yield from ((surface, unit_id) for surface in surfaces)


def _by_cldr(cldr: str, language: str) -> Iterator[str]:
    lengths: tuple[Literal["long", "short"], ...] = ("long", "short")
    for length in lengths:
        for number in _FORMS:
            try:
                said = format_unit(number, cldr, length=length, locale=language, numbering_system="latn")
            except UnknownUnitError:
                continue
            # Forms without their figure (سنتان) are duals: data/number_words.yaml reads those.
            if str(number) in said and cldr not in said:
                yield said.replace(str(number), "", 1).strip("\u00a0 ")


@cache
def _everyday() -> dict[str, dict[str, list[str]]]:
    text = files("argosy_commerce").joinpath("data/unit_words.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = document(text)
    return rows


def _ends_word(text: str, end: int) -> bool:
    """Whether a surface that ends here is a word of its own, in scripts that part words."""
    if end >= len(text) or not text[end - 1].isalpha():
        return True
    last, after = script_of(text[end - 1]), text[end]
    if last not in _BORDERED:
        return True
    return not (after.isdecimal() or (after.isalpha() and script_of(after) == last))
