"""Reads merchants' Chinese: concepts, measures, models; what is dropped and why; what is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from argosy_commerce.reading.breaks import break_kind
from argosy_commerce.reading.compositions import joined_compositions
from argosy_commerce.reading.context import Context, counts_in, labels_of, most_special, under_its_label
from argosy_commerce.reading.cover import Candidate, best_cover
from argosy_commerce.reading.denials import denials
from argosy_commerce.reading.denied import without_denied
from argosy_commerce.reading.doubts import cut_from_words
from argosy_commerce.reading.forced import Forced, forced_pieces
from argosy_commerce.reading.items import (
    Break,
    ConceptMatch,
    Dropped,
    DropReason,
    Item,
    Model,
    Number,
    Reading,
    Unknown,
)
from argosy_commerce.reading.measures import MeasureScanner, Spotted
from argosy_commerce.reading.slots import Fitted, SlotFitter
from argosy_commerce.reading.spellings import (
    Hit,
    Spellings,
    counters,
    denied_at,
    negated,
    warned_of,
    warns_at,
)
from argosy_commerce.reading.unexplained import joined_unknown, unexplained, with_parts_apart
from argosy_commerce.reading.unit_spellings import TOLD_BY
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Group, Kind
from argosy_commerce.terms.normalize import Normalized, normalize

_MODEL = re.compile(r"[a-zà-ÿ0-9][a-zà-ÿ0-9'’._/&+\-]*(?:[a-zà-ÿ0-9]|\+(?![^\W\d_]))|[a-zà-ÿ]")
_MODEL_AND_NUMBER = re.compile(r"(?<![a-z0-9])[a-z]{3,} \d{1,2}(?![a-z0-9.])")
"""iPhone 15: two words that name one thing. A figure with a unit of its own reads cheaper apart."""
_BRAND_AND_YEAR = re.compile(r"[a-zà-ÿ'’&]{3,}(?=20[12]\d(?:[年款新早春夏秋冬]|\s))")
"""Norvelle2024冬季: the year of the collection is no part of the name."""
_DROPPED_GROUPS = {Group.PLATFORM: DropReason.PLATFORM, Group.REACH: DropReason.REACH}
_DENYING = denials("whole")
_CONCEPT_COST, _MEASURE_COST, _MODEL_COST, _NUMBER_COST = 1.0, 1.0, 3.0, 4.0
_PATTERN_COST = 0.9
_SINGLE_COST = 1.5


class Reader:
    """Reads texts against one lexicon. Built once, shared by threads; reading keeps no state."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compiles the lexicon's spellings."""
        self._lexicon = lexicon
        self._spellings = Spellings(lexicon)
        self._measures = MeasureScanner(counters(lexicon))
        self._told = {
            attribute: MeasureScanner(counters(lexicon), told=told) for attribute, told in TOLD_BY.items()
        }

    def concepts_spelled(self, text: str) -> tuple[str, ...]:
        """Ids of the concepts that a whole text is a spelling of."""
        return tuple(concept.id for concept in self._spellings.concepts(text))

    def read(
        self,
        text: str,
        *,
        context: Context | None = None,
        forced: Forced | None = None,
    ) -> Reading:
        """Everything in a text, with places. ``forced`` wins over everything else.

        Linear in the text's length.
        """
        normalized = normalize(text)
        folded = normalized.text
        hits, anchors = self._spellings.find(folded)
        attribute = context.attribute if context is not None else None
        scanner = self._told.get(attribute or "", self._measures)
        spotted = list(scanner.scan(normalized, words_end=_latin_words_end(hits, folded)))
        found, hits = hits, list[Hit]()
        denied = list[Hit]()
        for hit in found:
            (denied if negated(folded, hit) else hits).append(hit)
        fitter = SlotFitter(normalized, hits, spotted, self._lexicon, denied)
        hits = [hit for hit in hits if not warned_of(folded, hit)]
        fitted = [fit for place in anchors if (fit := fitter.fit(*place)) is not None]
        fitted = [fit for fit in fitted if not denied_at(folded, fit.start)]
        fitted = [fit for fit in fitted if not (warns_at(folded, fit.end) and _ends_in_slot(fit))]
        spelt = _spelt(hits)
        fitted = [
            fit
            for fit in fitted
            if not (folded.startswith(_DENYING, fit.start) and (fit.start, fit.end) in spelt)
        ]
        own = list(forced_pieces(normalized, forced)) if forced is not None else []
        candidates = [
            *(Candidate(f.start, f.end, _PATTERN_COST, f.match) for f in fitted),
            *(Candidate(s.start, s.end, _measure_cost(s), s.measure) for s in spotted),
            *_models(normalized),
        ]
        if own:
            taken = bytearray(len(folded))
            for piece in own:
                taken[piece.start : piece.end] = b"\x01" * (piece.end - piece.start)
            candidates = [c for c in candidates if not any(taken[c.start : c.end])]
            hits = [hit for hit in hits if not any(taken[hit.start : hit.end])]
        pieces = self._choose(normalized, hits, candidates + own, context or Context())
        items = list(self._items(normalized, pieces))
        items = with_parts_apart(text, joined_unknown(text, items), self._lexicon)
        items = list(without_denied(joined_compositions(text, items, self._lexicon)))
        return Reading(text, tuple(items), normalized.truncated, _coverage(items))

    def _choose(
        self, text: Normalized, hits: list[Hit], others: list[Candidate], context: Context
    ) -> list[Candidate]:
        free = frozenset(i for i, character in enumerate(text.text) if break_kind(character))
        labels = labels_of(text.text, hits)
        hits = [hit for hit in hits if under_its_label(hit, labels, context)]
        categories = set(context.categories)
        general = [hit for hit in hits if not (hit.spelling.surface.only_in)]
        allowed = [hit for hit in general if counts_in(hit, categories, self._lexicon)]
        pieces = self._cover(text, free, allowed, others)
        if len(general) < len(hits):
            categories |= self._categories(pieces)
            allowed = [hit for hit in hits if counts_in(hit, categories, self._lexicon)]
            pieces = self._cover(text, free, allowed, others)
        doubtful = {(piece.start, piece.end) for piece in cut_from_words(text.text, pieces)}
        if doubtful:
            allowed = [hit for hit in allowed if (hit.start, hit.end) not in doubtful]
            pieces = self._cover(text, free, allowed, others)
        return pieces

    def _cover(
        self, text: Normalized, free: frozenset[int], hits: list[Hit], others: list[Candidate]
    ) -> list[Candidate]:
        concepts = [_concept_candidate(text, hit) for hit in most_special(hits)]
        return best_cover(len(text.text), free, [*concepts, *others])

    def _categories(self, pieces: Iterable[Candidate]) -> set[str]:
        return {
            item.concept_id
            for piece in pieces
            if isinstance(item := piece.item, ConceptMatch)
            and self._lexicon[item.concept_id].kind is Kind.CATEGORY
        }

    def _items(self, text: Normalized, pieces: Sequence[Candidate]) -> Iterator[Item]:
        position = reached = 0
        found: list[Item] = []
        for piece in pieces:
            found += (*unexplained(text, position, piece.start), self._dropped(piece.item))
            position = piece.end
        found += unexplained(text, position, len(text.text))
        for item in found:
            # One original character may fold to several (… to three stops): quoted once.
            if item.span[0] >= reached:
                yield item
            elif item.span[1] > reached:
                span = reached, item.span[1]
                yield Unknown(span, text.original[slice(*span)])
            reached = max(reached, item.span[1])
        if text.truncated:
            cut = text.ends[-1] if text.ends else 0
            yield Unknown((cut, len(text.original)), text.original[cut:])

    def _dropped(self, item: Item) -> Item:
        if isinstance(item, ConceptMatch):
            group = self._lexicon[item.concept_id].group
            if group in _DROPPED_GROUPS:
                return Dropped(item.span, item.source, _DROPPED_GROUPS[group], item.concept_id)
        return item


def _spelt(hits: Iterable[Hit]) -> set[tuple[int, int]]:
    """不含酒精 is alcohol-free: what the term base names as a whole is not put together from parts."""
    return {
        (hit.start, hit.end)
        for hit in hits
        if not hit.spelling.surface.only_for and not hit.spelling.surface.only_in
    }


def _ends_in_slot(fit: Fitted) -> bool:
    """适合孕妇慎用: what a warning follows is not praised, though a phrase of praise fits before it."""
    return bool(fit.match.fills) and fit.match.fills[-1][1].span[1] == fit.match.span[1]


def _concept_candidate(text: Normalized, hit: Hit) -> Candidate:
    surface = hit.spelling.surface
    match = ConceptMatch(
        text.span(hit.start, hit.end),
        text.source(hit.start, hit.end),
        hit.spelling.concept.id,
        surface.implies.purity if surface.implies else None,
        surface.implies.concepts if surface.implies else (),
    )
    cost = _SINGLE_COST if hit.end - hit.start == 1 else _CONCEPT_COST
    return Candidate(hit.start, hit.end, cost, match, hit.spelling.concept.kind)


def _measure_cost(spotted: Spotted) -> float:
    return _NUMBER_COST if isinstance(spotted.measure, Number) else _MEASURE_COST


def _latin_words_end(hits: Iterable[Hit], folded: str) -> set[int]:
    return {hit.end for hit in hits if hit.end - hit.start >= 3 and folded[hit.start : hit.end].isascii()}


def _models(text: Normalized) -> Iterator[Candidate]:
    for match in chain(_MODEL.finditer(text.text), _MODEL_AND_NUMBER.finditer(text.text)):
        if not any(character.isalpha() for character in match.group()):
            continue
        year = _BRAND_AND_YEAR.match(text.text, match.start())
        end = year.end() if year else match.end()
        source = text.source(match.start(), end)
        yield Candidate(match.start(), end, _MODEL_COST, Model(text.span(match.start(), end), source, source))


def _coverage(items: Iterable[Item]) -> float:
    unknown = total = 0
    for item in items:
        if isinstance(item, Break):
            continue
        weight = sum(1 for character in item.source if character.isalnum())
        total += weight
        unknown += weight if isinstance(item, Unknown) else 0
    return 1.0 if total == 0 else 1.0 - unknown / total
