"""What the lines of an order are, as their titles tell, and how well a buyer's words fit each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Protocol

from argosy_commerce.channels import function_words
from argosy_commerce.folding import folded
from argosy_commerce.hues import hues_of
from argosy_commerce.stems import stem
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.strict_yaml import packaged
from refund_agent.domain.complaints.goods import Name, names
from refund_agent.domain.complaints.origin import language_of
from refund_agent.domain.complaints.term_base import goods
from refund_agent.domain.complaints.tongues import tongue

_LONGEST: Final = 300
_WORD: Final = re.compile(r"[a-z]*\d+[a-z]*|[a-z]+|[^\W\d_]+")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_KANA: Final = re.compile("[\u3040-\u30fa]")
_FIGURED: Final = re.compile(r"[a-z]*\d[a-z\d]*")
_MEASURE: Final = re.compile(
    r"(?<![\d.,x×])(?P<value>\d{1,4}(?:[.,]\d{1,2})?) ?"
    r"(?P<unit>mm|cm|ml|kg|l|m|g|w|寸|英寸|inch|in|\"|升|克|厘米|毫米)(?![a-z])"
)
_UNITS: Final = {"mm": 0.1, "m": 100.0, "l": 1_000.0, "kg": 1_000.0, "升": 1_000.0, "毫米": 0.1}
_SIZES: Final = (
    r"(?<!\w)(?:small|mini)(?!\w)|小号|(?<!\w)s(?!\w)",
    r"(?<!\w)medium(?!\w)|中号|(?<!\w)m(?!\w)",
    r"(?<!\w)(?:large|big)(?!\w)|大号|(?<!\w)l(?!\w)",
)
"""Sizes in words, the smallest first."""
_COLOUR: Final = "attribute.colour"
EXACT: Final = 1.0
"""The title names the very kind of goods."""
_KIN: Final = 0.8
_PARTLY: Final = 0.6
_LITERAL: Final = 0.6
_NEAR: Final = 0.6
"""Another kind of goods that is called so as well."""
_HUE: Final = 0.8
"""A shade of the colour that is named."""
_SAYS: Final = {
    Kind.CATEGORY: 1.0, Kind.BRAND: 0.8, Kind.VALUE: 0.6, Kind.AUDIENCE: 0.6, Kind.PART: 0.4,
    Kind.FEATURE: 0.4, Kind.OCCASION: 0.4, Kind.SEASON: 0.4,
}  # fmt: skip
"""How much a name of a kind says of which line is meant."""


class Line(Protocol):
    """A line of the order: `argosy.fact.v1.OrderLine`, or anything like it."""

    @property
    def sku(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def quantity(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Line:
    sku: str
    title: str
    quantity: int


def merged(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The order's lines, those of one SKU as one."""
    found: dict[str, Line] = {}
    for line in lines:
        before = found.get(line.sku)
        pieces = line.quantity + (before.quantity if before else 0)
        found[line.sku] = _Line(line.sku, (before or line).title, pieces)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Profile:
    """What a title names: concepts, of them the colours' hues, its words by their stems, and its size.

    ``goods``: it names a kind of goods; ``size``: its first measure (in one unit for each kind), 0 for none.
    """

    concepts: frozenset[str]
    hues: frozenset[str]
    words: frozenset[str]
    figures: frozenset[str]
    goods: bool
    size: float


@lru_cache(maxsize=2_048)
def profile(title: str, language: str) -> Profile:
    """A title's profile, for a complaint in a language."""
    title = title[:_LONGEST]
    concepts: set[str] = set()
    for tag in _languages(title, language):
        for name in names(tag).find(folded(title, tag)):
            if not name.partly:
                concepts |= name.concepts
    plain = folded(title, language)
    idle = function_words(language) | set(tongue(language).words) | function_words("en")
    words = {stem(word, language) for word in _WORD.findall(plain) if len(word) > 2 and word not in idle}
    figures = {word for word in _WORD.findall(plain) if _FIGURED.fullmatch(word)}
    return Profile(
        frozenset(concepts), hues_of(concepts), frozenset(words - figures), frozenset(figures),
        any(one.startswith("category.") for one in concepts), _size(plain),
    )  # fmt: skip


def _languages(title: str, language: str) -> Iterator[str]:
    """Languages that a title may be in: by its script, and English and the buyer's where that is Latin."""
    if _KANA.search(title):
        yield "ja"
    elif _HAN.search(title):
        yield "zh"
    told = language_of(title, "en")
    if told not in {"zh", "ja"}:
        yield told
    if told != "en" and any("a" <= letter <= "z" for letter in title.lower()):
        yield "en"
    if language not in {told, "zh", "ja", "en"}:
        yield language


def _size(title: str) -> float:
    found = _MEASURE.search(title)
    if found is None:
        return next((float(place) for place, word in enumerate(_SIZES, 1) if re.search(word, title)), 0.0)
    return float(found["value"].replace(",", ".")) * _UNITS.get(found["unit"], 1.0)


def by_size(lines: Sequence[Profile], *, large: bool) -> tuple[float, ...]:
    """How well "the large one" or "the small one" fits each line; none where sizes are not told or equal."""
    sizes = [line.size for line in lines if line.size]
    if len(set(sizes)) < 2:
        return (0.0,) * len(lines)
    wanted = max(sizes) if large else min(sizes)
    return tuple(_LITERAL * (line.size == wanted) for line in lines)


def same_kind(topic: frozenset[int], profiles: Sequence[Profile]) -> frozenset[int]:
    """The lines of the kinds of goods that the topic's lines are of."""
    kinds = {one for i in topic for one in profiles[i].concepts if one.startswith("category.")}
    return topic | {i for i, line in enumerate(profiles) if kinds & line.concepts}


def fits(name: Name, lines: Sequence[Profile]) -> tuple[float, ...]:
    """How well a name fits each line, 0..1."""
    best = [0.0] * len(lines)
    for concept in name.concepts:
        thing = goods().things.get(concept)
        if thing is None:
            continue
        weights = [_fit(concept, line, partly=name.partly) for line in lines]
        best = [max(pair) for pair in zip(best, weights, strict=True)]
    return tuple(best)


def _fit(concept: str, line: Profile, *, partly: bool) -> float:
    thing = goods().things[concept]
    says = _SAYS[thing.kind]
    if concept in line.concepts:
        return says * (_PARTLY if partly else EXACT)
    if partly:
        return 0.0
    if thing.attribute == _COLOUR:
        return says * _HUE * bool(hues_of({concept}) & line.hues)
    if thing.kin & line.concepts or any(concept in goods().things[one].kin for one in line.concepts):
        return says * _KIN
    return says * _NEAR * bool(near_goods().get(concept, frozenset()) & line.concepts)


@cache
def near_goods() -> dict[str, frozenset[str]]:
    """Per kind of goods those that buyers call by its name (data/near_goods.yaml)."""
    found: dict[str, frozenset[str]] = {}
    for group in packaged("refund_agent", "near_goods", "near")["near"].values():
        ids = frozenset(f"category.{name}" for name in group)
        for one in ids:
            found[one] = found.get(one, frozenset()) | (ids - {one})
    return found


def is_colour(name: Name) -> bool:
    """Whether a name is a colour's and nothing else's."""
    things = [goods().things[one] for one in name.concepts]
    return bool(things) and all(one.attribute == _COLOUR for one in things)


def is_goods(name: Name) -> bool:
    """Whether a name is one of goods."""
    return any(goods().things[one].kind is Kind.CATEGORY for one in name.concepts)


def literal(word: str, lines: Sequence[Profile], language: str) -> tuple[float, ...]:
    """How well a folded word fits each line by being in its title."""
    if _FIGURED.fullmatch(word):
        return tuple(_LITERAL * _has(word, line.figures) for line in lines)
    key = stem(word, language)
    return tuple(_LITERAL * (len(word) > 2 and key in line.words) for line in lines)


def _has(figure: str, figures: frozenset[str]) -> bool:
    """Sizes and models, with their unit or without: 28 of 28cm; a single digit is too little."""
    if figure in figures:
        return len(figure) > 1
    return (
        len(figure) > 1 and figure.isdigit() and any(re.fullmatch(rf"{figure}[a-z]+", one) for one in figures)
    )
