"""Slot patterns of phrases: ``适合{season}穿``, ``{season|def}``, ``{n|plural one=año;other=años}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_SLOT = re.compile(r"\{(?P<name>[a-z][a-z0-9_]*)(?:\|(?P<form>[^{}]*))?\}")
_PLURAL = "plural "

DIMENSIONS = frozenset(
    {
        "length", "mass", "volume", "area", "temperature", "duration", "calendar", "age", "power",
        "electric_potential", "electric_current", "charge", "energy", "frequency", "digital", "pressure",
    }
)  # fmt: skip
"""Slot types that take a measure of one dimension of data/units.yaml: 续航{m} asks for a duration."""

NUMERIC_SLOTS = frozenset({"number", "count", "percent", "measure", "money", "year"}) | DIMENSIONS
"""Slot types filled by what was measured in the text, not by a concept."""


class PatternError(ValueError):
    """A slot pattern cannot be read; the message quotes it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap of a pattern; ``form`` names the grammatical form, ``plurals`` CLDR category -> word."""

    name: str
    form: str | None = None
    plurals: Mapping[str, str] = field(default_factory=dict)


Pattern = tuple[str | Slot, ...]


def parse_pattern(text: str) -> Pattern:
    """The literals and slots of a pattern, in order.

    >>> parse_pattern("适合{season}穿")
    ('适合', Slot(name='season', form=None, plurals={}), '穿')
    """
    parts: list[str | Slot] = []
    position = 0
    for match in _SLOT.finditer(text):
        parts.append(text[position : match.start()])
        parts.append(_slot(match["name"], match["form"], text))
        position = match.end()
    parts.append(text[position:])
    literals = [part for part in parts if isinstance(part, str)]
    if any("{" in literal or "}" in literal for literal in literals):
        raise PatternError(f"{text!r}: a brace that is no slot; write {{name}} or {{name|form}}")
    return tuple(part for part in parts if part != "")


def slot_names(text: str) -> set[str]:
    """Names of a pattern's slots."""
    return {part.name for part in parse_pattern(text) if isinstance(part, Slot)}


def has_slots(text: str) -> bool:
    """Whether a text is a pattern and not a fixed string."""
    return "{" in text


def _slot(name: str, form: str | None, text: str) -> Slot:
    if form is None or not form.startswith(_PLURAL):
        return Slot(name, form.strip() if form else None)
    plurals = {}
    for pair in form.removeprefix(_PLURAL).split(";"):
        category, separator, word = pair.partition("=")
        if not separator:
            raise PatternError(f"{text!r}: {pair!r} is not category=word (one=año;other=años)")
        plurals[category.strip()] = word.strip()
    if "other" not in plurals:
        raise PatternError(f"{text!r}: the plural of {name} needs other=")
    return Slot(name, None, plurals)


def slot_type(name: str, declared: Mapping[str, str]) -> str:
    """What may fill a slot: as declared in ``slots:``, else its name (``season``; ``n2``: number)."""
    if name in declared:
        return declared[name]
    if re.fullmatch(r"n\d?", name):
        return "number"
    return name
