"""A merchant's Chinese in a buyer's language, through concepts: exact where it speaks, else silent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from argosy_commerce.phrasing import Register, Said, say
from argosy_commerce.phrasing.grammars import grammar_for
from argosy_commerce.phrasing.quantities import say_measure
from argosy_commerce.reading.items import (
    MEASURES,
    Break,
    ConceptMatch,
    Dropped,
    DropReason,
    Item,
    Model,
    Reading,
    Verbatim,
)
from argosy_commerce.terms.base import TermBase
from argosy_commerce.terms.glossary import with_glossary
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.scripts import foreign_han


@dataclass(frozen=True, slots=True)
class Constraints:
    """What one call asks for beyond the language."""

    terms: tuple[tuple[str, str], ...] = ()
    """Source word, words to say for it; wins over the term base."""
    keep: tuple[str, ...] = ()
    """Brands and names said exactly as they stand."""
    max_chars: int | None = None
    promotions: bool | None = None
    """Whether promotion phrases are said; by default everywhere but in titles."""
    category: str | None = None
    """The product's category id, where known."""
    attribute: str | None = None
    """The attribute id whose value the text is, where it is one."""


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Source words that are not in the translation."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Translation:
    """``coverage`` is the share (0..1) of the source's meaning characters that were carried or, like
    platform words, dropped by rule; ``left_over`` are the others, ``dropped`` what rules left out.
    """

    text: str
    coverage: float
    left_over: tuple[LeftOver, ...]
    terms_used: tuple[tuple[str, str], ...]
    dropped: tuple[Dropped, ...]
    reading: Reading


_UNSAID = (None, DropReason.TOO_LONG)


def translate(
    text: str,
    target: str,
    register: str | Register = Register.SENTENCE,
    constraints: Constraints | None = None,
    *,
    base: TermBase | None = None,
) -> Translation:
    """Chinese ``text`` in the language ``target`` (BCP 47), for the place ``register``.

    Raises UnknownLanguage and ValueError (no such register).
    """
    asked = constraints or Constraints()
    base = base or TermBase.load()
    place = Register(register)
    lexicon, exact = with_glossary(base, target, asked.terms)
    reading = base.read(
        text,
        category=asked.category,
        attribute=asked.attribute,
        keep=asked.keep,
        say=exact,
    )
    said = say(
        reading.items,
        target,
        place,
        lexicon=lexicon,
        max_chars=asked.max_chars,
        category=asked.category,
        promotions=asked.promotions,
    )
    output = _without_han(said.text, target, reading)
    lost = _lost(reading, said, output, target, lexicon)
    dropped = (*reading.dropped, *_dropped(said))
    return Translation(
        output,
        _coverage(reading, lost),
        tuple(LeftOver(item.source, *item.span) for item in lost),
        said.terms_used,
        dropped,
        reading,
    )


def _dropped(said: Said) -> list[Dropped]:
    dropped = []
    for item, reason in said.omitted:
        if reason is not None and reason not in _UNSAID:
            concept_id = getattr(item, "concept_id", None)
            dropped.append(Dropped(item.span, item.source, reason, concept_id))
    return dropped


def _lost(reading: Reading, said: Said, output: str, target: str, lexicon: Lexicon) -> list[Item]:
    """Unknown words, things without a term or room, and whatever the text fails to show on checking."""
    lost: dict[tuple[int, int], Item] = {item.span: item for item in reading.unknown}
    by_rule = set()
    for item, reason in said.omitted:
        if reason in _UNSAID:
            lost[item.span] = item
        else:
            by_rule.add(item.span)
    for item in reading.items:
        if item.span not in lost and item.span not in by_rule and not _shown(item, output, target, lexicon):
            lost[item.span] = item
    return [lost[span] for span in sorted(lost)]


def _shown(item: Item, output: str, target: str, lexicon: Lexicon) -> bool:
    """Whether a number, model or kept word stands in the text, figure by figure."""
    if isinstance(item, Model | Verbatim):
        return item.text.casefold() in output.casefold()
    if isinstance(item, MEASURES):
        figures = re.findall(r"\d+", say_measure(item, grammar_for(target), lexicon))
        there = re.findall(r"\d+", output)
        return all(figure in there for figure in figures)
    if isinstance(item, ConceptMatch):
        fills = all(_shown(filler, output, target, lexicon) for _, filler in item.fills)
        is_name = lexicon[item.concept_id].names_with_figure(unicodedata.normalize("NFKC", item.source))
        return fills and (bool(item.fills) or is_name or _keeps_figures(item, output))
    return True


def _keeps_figures(match: ConceptMatch, output: str) -> bool:
    """Whether the figures of a spelling (24小时发货) came through; 3D and A4 are names, not figures."""
    figures = re.findall(r"(?<![A-Za-z0-9])\d+(?![A-Za-z0-9])", unicodedata.normalize("NFKC", match.source))
    return all(figure in re.findall(r"\d+", output) for figure in figures)


def _without_han(text: str, target: str, reading: Reading) -> str:
    """Chinese characters never reach a reader who has none; a kept brand in Chinese is the exception."""
    foreign = set(foreign_han(text, target))
    if not foreign:
        return text
    kept = [item.text for item in reading.items if isinstance(item, Verbatim)]
    allowed = set("".join(kept))
    return re.sub(r"\s{2,}", " ", "".join(c for c in text if c in allowed or c not in foreign))


def _coverage(reading: Reading, lost: Sequence[Item]) -> float:
    total = sum(_weight(item) for item in reading.items if not isinstance(item, Break))
    missing = sum(_weight(item) for item in lost)
    return 1.0 if total == 0 else max(0.0, 1.0 - missing / total)


def _weight(item: Item) -> int:
    return sum(1 for character in item.source if character.isalnum())
