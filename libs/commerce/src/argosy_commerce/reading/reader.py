"""Reads merchants' Chinese: concepts, measures, models; what is dropped and why; what is unknown."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from argosy_commerce.reading.cover import Candidate, best_cover
from argosy_commerce.reading.items import (
    Break,
    BreakKind,
    Composition,
    ConceptMatch,
    Dropped,
    DropReason,
    Item,
    Model,
    Number,
    Percent,
    Reading,
    Unknown,
    Verbatim,
)
from argosy_commerce.reading.measures import MeasureScanner, Spotted
from argosy_commerce.reading.slots import SlotFitter
from argosy_commerce.reading.spellings import Hit, Spellings, counters, negated
from argosy_commerce.reading.words import is_function_word, word_spans
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Group, Kind
from argosy_commerce.terms.normalize import Normalized, fold, normalize

_MODEL = re.compile(r"[a-zà-ÿ0-9][a-zà-ÿ0-9'’._/&+\-]*[a-zà-ÿ0-9+]|[a-zà-ÿ]")
_BREAKS: Mapping[str, BreakKind] = {
    **dict.fromkeys("\n", BreakKind.LINE),
    **dict.fromkeys(" _'\"“”‘’<>《》【】「」『』[](){}^`@#|", BreakKind.SPACE),
    **dict.fromkeys("/+&、·•", BreakKind.JOIN),
    **dict.fromkeys(":", BreakKind.COLON),
    **dict.fromkeys(",-~—–*=%$\\×", BreakKind.COMMA),
    **dict.fromkeys(".。!?;…", BreakKind.STOP),
}
_DROPPED_GROUPS = {Group.PLATFORM: DropReason.PLATFORM, Group.REACH: DropReason.REACH}
_SAFE_SINGLES = frozenset({Kind.AUDIENCE, Kind.SEASON})
"""男 女 春 夏 stand loose in titles; where jieba knows no word around them they mean themselves."""
_LABEL_ENDS = {BreakKind.STOP, BreakKind.LINE}
_CONCEPT_COST, _MEASURE_COST, _MODEL_COST, _NUMBER_COST = 1.0, 1.0, 3.0, 4.0
_PATTERN_COST = 0.9
_SINGLE_COST = 1.5


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the product around a text: its category, and the attribute being read."""

    categories: tuple[str, ...] = ()
    attribute: str | None = None


class Reader:
    """Reads texts against one lexicon. Built once, shared by threads; reading keeps no state."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compiles the lexicon's spellings."""
        self._lexicon = lexicon
        self._spellings = Spellings(lexicon)
        self._measures = MeasureScanner(counters(lexicon))

    def concepts_spelled(self, text: str) -> tuple[str, ...]:
        """Ids of the concepts that a whole text is a spelling of."""
        return tuple(concept.id for concept in self._spellings.concepts(text))

    def read(
        self,
        text: str,
        *,
        context: Context | None = None,
        keep: Collection[str] = (),
        say: Mapping[str, str] | None = None,
    ) -> Reading:
        """Everything in a text, with places.

        ``keep`` are words said as they stand (brands); ``say`` maps source words of this call to the
        words to say instead. Both win over everything else. Linear in the text's length.
        """
        normalized = normalize(text)
        folded = normalized.text
        hits, anchors = self._spellings.find(folded)
        spotted = list(self._measures.scan(normalized))
        hits = [hit for hit in hits if not negated(folded, hit)]
        fitter = SlotFitter(normalized, hits, spotted)
        fitted = [fit for place in anchors if (fit := fitter.fit(*place)) is not None]
        forced = list(_forced(normalized, keep, say or {}))
        candidates = [
            *(Candidate(f.start, f.end, _PATTERN_COST, f.match) for f in fitted),
            *(Candidate(s.start, s.end, _measure_cost(s), s.measure) for s in spotted),
            *_models(normalized),
        ]
        if forced:
            taken = bytearray(len(folded))
            for piece in forced:
                taken[piece.start : piece.end] = b"\x01" * (piece.end - piece.start)
            candidates = [c for c in candidates if not any(taken[c.start : c.end])]
            hits = [hit for hit in hits if not any(taken[hit.start : hit.end])]
        pieces = self._choose(normalized, hits, candidates + forced, context or Context())
        items = list(self._items(normalized, pieces))
        items = _joined_compositions(_joined_unknown(text, items), self._lexicon)
        return Reading(text, tuple(items), normalized.truncated, _coverage(items))

    def _choose(
        self, text: Normalized, hits: list[Hit], others: list[Candidate], context: Context
    ) -> list[Candidate]:
        free = frozenset(i for i, character in enumerate(text.text) if _break_kind(character))
        labels = _labels(text.text, hits)
        hits = [hit for hit in hits if _under_its_label(hit, labels, context)]
        categories = set(context.categories)
        general = [hit for hit in hits if not (hit.spelling.surface.only_in)]
        allowed = [hit for hit in general if _counts(hit, categories, self._lexicon)]
        pieces = self._cover(text, free, allowed, others)
        if len(general) < len(hits):
            categories |= self._categories(pieces)
            allowed = [hit for hit in hits if _counts(hit, categories, self._lexicon)]
            pieces = self._cover(text, free, allowed, others)
        doubtful = {(piece.start, piece.end) for piece in _cut_from_words(text.text, pieces)}
        if doubtful:
            allowed = [hit for hit in allowed if (hit.start, hit.end) not in doubtful]
            pieces = self._cover(text, free, allowed, others)
        return pieces

    def _cover(
        self, text: Normalized, free: frozenset[int], hits: list[Hit], others: list[Candidate]
    ) -> list[Candidate]:
        concepts = [_concept_candidate(text, hit) for hit in _most_special(hits)]
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
        for piece in pieces:
            for item in (*_between(text, position, piece.start), self._dropped(piece.item)):
                # One original character may fold to several (… to three stops): quoted once.
                if item.span[0] >= reached:
                    yield item
                    reached = item.span[1]
            position = piece.end
        for item in _between(text, position, len(text.text)):
            if item.span[0] >= reached:
                yield item
                reached = item.span[1]
        if text.truncated:
            cut = text.ends[-1] if text.ends else 0
            yield Unknown((cut, len(text.original)), text.original[cut:])

    def _dropped(self, item: Item) -> Item:
        if isinstance(item, ConceptMatch):
            group = self._lexicon[item.concept_id].group
            if group in _DROPPED_GROUPS:
                return Dropped(item.span, item.source, _DROPPED_GROUPS[group], item.concept_id)
        return item


def _break_kind(character: str) -> BreakKind | None:
    kind = _BREAKS.get(character)
    if kind is None and not character.isalnum():
        return BreakKind.SPACE
    return kind


def _counts(hit: Hit, categories: set[str], lexicon: Lexicon) -> bool:
    surface = hit.spelling.surface
    if surface.only_in:
        known = {parent for category in categories for parent in lexicon.ancestors(category)}
        return bool(known & set(surface.only_in))
    return True


def _labels(folded: str, hits: Iterable[Hit]) -> list[tuple[int, str | None]]:
    """Places from which on an attribute is being told (颜色：…), and where that ends."""
    labels: list[tuple[int, str | None]] = []
    for hit in hits:
        colon = folded[hit.end : hit.end + 2].lstrip()[:1] == ":"
        if colon and hit.spelling.concept.kind is Kind.ATTRIBUTE:
            labels.append((hit.end, hit.spelling.concept.id))
    if labels:
        labels += ((i, None) for i, c in enumerate(folded) if _break_kind(c) in _LABEL_ENDS)
    return sorted(labels, key=lambda label: label[0])


def _under_its_label(hit: Hit, labels: list[tuple[int, str | None]], context: Context) -> bool:
    """Whether a spelling that counts under an attribute's name alone stands under it."""
    only_for = hit.spelling.surface.only_for
    if not only_for or context.attribute in only_for:
        return True
    before = bisect_right(labels, hit.start, key=lambda label: label[0])
    return before > 0 and labels[before - 1][1] in only_for


def _most_special(hits: list[Hit]) -> Iterator[Hit]:
    """One hit per place: where spellings are shared, the one that holds here alone wins."""
    best: dict[tuple[int, int], Hit] = {}
    for hit in hits:
        place = hit.start, hit.end
        other = best.get(place)
        if other is None or _special(hit) > _special(other):
            best[place] = hit
    yield from best.values()


def _special(hit: Hit) -> int:
    surface = hit.spelling.surface
    return 2 * bool(surface.only_for) + bool(surface.only_in)


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


def _models(text: Normalized) -> Iterator[Candidate]:
    for match in _MODEL.finditer(text.text):
        if not any(character.isalpha() for character in match.group()):
            continue
        source = text.source(match.start(), match.end())
        model = Model(text.span(match.start(), match.end()), source, source)
        yield Candidate(match.start(), match.end(), _MODEL_COST, model)


def _forced(text: Normalized, keep: Collection[str], say: Mapping[str, str]) -> Iterator[Candidate]:
    """Longest first, so that a kept 'Acme Pro' is not cut by a kept 'Acme'."""
    wanted: list[tuple[str, str | None]] = [(word, None) for word in keep]
    wanted += list(say.items())
    taken = bytearray(len(text.text))
    for source, target in sorted(wanted, key=lambda pair: -len(pair[0])):
        needle = fold(source).strip()
        if not needle:
            continue
        for found in re.finditer(re.escape(needle), text.text):
            start, end = found.span()
            if any(taken[start:end]) or not _whole(text, start, end):
                continue
            taken[start:end] = b"\x01" * (end - start)
            original = text.source(start, end)
            item = Verbatim(text.span(start, end), original, original if target is None else target)
            yield Candidate(start, end, 0.0, item)


def _whole(text: Normalized, start: int, end: int) -> bool:
    folded = text.text
    cut_before = start > 0 and _latin(folded[start]) and _latin(folded[start - 1])
    cut_after = end < len(folded) and _latin(folded[end - 1]) and _latin(folded[end])
    return not (cut_before or cut_after)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _cut_from_words(folded: str, pieces: Sequence[Candidate]) -> list[Candidate]:
    """Single characters beside something unexplained, or inside a word that jieba knows and no
    piece explains (黑 of 黑板, 棉 of 棉被).
    """
    singles = [p for p in pieces if p.end - p.start == 1 and isinstance(p.item, ConceptMatch)]
    explained = {i for piece in pieces for i in range(piece.start, piece.end)}
    doubtful: list[Candidate] = []
    run_end = 0
    within_unexplained: set[int] = set()
    for piece in singles:
        if piece.start >= run_end:
            first, run_end = _run(folded, piece.start)
            within_unexplained = _half_explained(folded, first, run_end, explained)
        stray = any(_is_stray(folded, i, explained) for i in (piece.start - 1, piece.end))
        if piece.start in within_unexplained or (stray and piece.kind not in _SAFE_SINGLES):
            doubtful.append(piece)
    return doubtful


def _half_explained(folded: str, first: int, last: int, explained: set[int]) -> set[int]:
    """Places in words of which some character is not explained; none if all of the run is."""
    if explained.issuperset(range(first, last)):
        return set()
    return {
        place
        for start, end in word_spans(folded, first, last)
        if not explained.issuperset(range(start, end))
        for place in range(start, end)
    }


def _is_stray(folded: str, position: int, explained: set[int]) -> bool:
    """A neighbour that makes a single character doubtful: unexplained, and no mere function word."""
    if not 0 <= position < len(folded) or position in explained:
        return False
    character = folded[position]
    return _break_kind(character) is None and not is_function_word(character)


def _run(folded: str, position: int) -> tuple[int, int]:
    """The stretch without separators around a place."""
    first = last = position
    while first > 0 and _break_kind(folded[first - 1]) is None:
        first -= 1
    while last < len(folded) and _break_kind(folded[last]) is None:
        last += 1
    return first, last


def _between(text: Normalized, start: int, end: int) -> Iterator[Item]:
    """Separators and unknown words of a stretch that no piece explains."""
    position = start
    while position < end:
        kind = _break_kind(text.text[position])
        last = position + 1
        if kind is not None:
            yield Break(text.span(position, last), text.source(position, last), kind)
        else:
            while last < end and not _break_kind(text.text[last]):
                last += 1
            yield from _unknown(text, position, last)
        position = last


def _unknown(text: Normalized, start: int, end: int) -> Iterator[Item]:
    first = start
    for word_start, word_end in word_spans(text.text, start, end):
        if is_function_word(text.text[word_start:word_end]):
            if first < word_start:
                yield Unknown(text.span(first, word_start), text.source(first, word_start))
            span, source = text.span(word_start, word_end), text.source(word_start, word_end)
            yield Dropped(span, source, DropReason.FUNCTION_WORD)
            first = word_end
    if first < end:
        yield Unknown(text.span(first, end), text.source(first, end))


def _joined_unknown(text: str, items: list[Item]) -> list[Item]:
    """A bare number grown onto unknown words (5折起) means nothing without them: all of it is unknown."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        touching = last is not None and last.span[1] == item.span[0]
        if last is not None and touching and _is_stub(last, item):
            span = last.span[0], item.span[1]
            joined[-1] = Unknown(span, text[slice(*span)])
        else:
            joined.append(item)
    return joined


def _is_stub(one: Item, other: Item) -> bool:
    kinds = type(one), type(other)
    return kinds in {(Unknown, Number), (Number, Unknown), (Unknown, Unknown)}


def _joined_compositions(items: list[Item], lexicon: Lexicon) -> list[Item]:
    """95%棉5%氨纶 and 棉95% 氨纶5%: shares with their materials become one composition."""
    joined: list[Item] = []
    position = 0
    while position < len(items):
        taken = _composition(items, position, lexicon, share_first=True) or _composition(
            items, position, lexicon, share_first=False
        )
        if taken is None:
            joined.append(items[position])
            position += 1
        else:
            composition, position = taken
            joined.append(composition)
    return joined


def _composition(
    items: list[Item], position: int, lexicon: Lexicon, *, share_first: bool
) -> tuple[Composition, int] | None:
    parts: list[tuple[Decimal, str]] = []
    end = position
    source: list[Item] = []
    is_share: Callable[[Item], bool] = lambda item: isinstance(item, Percent)  # noqa: E731 — as a pair
    is_material: Callable[[Item], bool] = lambda item: _is_material(item, lexicon)  # noqa: E731
    tests = (is_share, is_material) if share_first else (is_material, is_share)
    while True:
        at = end
        while parts and at < len(items) and _is_light(items[at]):
            at += 1
        pair = _pair(items, at, tests)
        if pair is None:
            break
        share, material = pair if share_first else pair[::-1]
        if not isinstance(share, Percent) or not isinstance(material, ConceptMatch):
            break
        if any(material.concept_id == known for _, known in parts):
            break  # the same material again begins another composition
        parts.append((share.number, material.concept_id))
        source = [*source, *pair]
        end = at + 2
    if not parts:
        return None
    span = source[0].span[0], source[-1].span[1]
    text = "".join(item.source for item in items[position:end])
    return Composition(span, text, tuple(parts)), end


def _pair(
    items: list[Item], at: int, tests: tuple[Callable[[Item], bool], Callable[[Item], bool]]
) -> tuple[Item, Item] | None:
    if at + 1 < len(items) and tests[0](items[at]) and tests[1](items[at + 1]):
        return items[at], items[at + 1]
    return None


def _is_light(item: Item) -> bool:
    return isinstance(item, Break) and item.kind in {
        BreakKind.SPACE,
        BreakKind.JOIN,
        BreakKind.COMMA,
    }


def _is_material(item: Item, lexicon: Lexicon) -> bool:
    return isinstance(item, ConceptMatch) and lexicon[item.concept_id].attribute == "attribute.material"


def _coverage(items: Iterable[Item]) -> float:
    unknown = total = 0
    for item in items:
        if isinstance(item, Break):
            continue
        weight = sum(1 for character in item.source if character.isalnum())
        total += weight
        unknown += weight if isinstance(item, Unknown) else 0
    return 1.0 if total == 0 else 1.0 - unknown / total
