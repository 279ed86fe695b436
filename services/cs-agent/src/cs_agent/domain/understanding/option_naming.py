"""Which values of a product's options a message names, of which there are none, and what is left of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from argosy_commerce.folding import fold_character, folded
from argosy_commerce.hues import hues_of
from argosy_commerce.proofreading.figures import Figure
from argosy_commerce.terms import TermBase
from argosy_commerce.units import units
from cs_agent.domain.understanding.named import ProductSummary, concepts_of, names_in
from cs_agent.domain.understanding.option_values import (
    Option,
    Value,
    choices_of,
    figures_of,
    quantities,
    size_named,
)
from cs_agent.domain.understanding.option_words import OptionWords, option_words

_TOKEN: Final = re.compile(r"[a-z0-9]+(?:[.][0-9]+)?")
_SIZE: Final = re.compile(
    r"(?<![A-Za-zÀ-ɏ0-9.,/'’-])(?:xxs|xs|s|m|l|xl|xxl|xxxl|[2-6]xl|\d{2,3}(?:[.,]5)?)(?![A-Za-zÀ-ɏ0-9%'’]|[.,]\d)",
    re.IGNORECASE,
)
_CYRILLIC: Final = re.compile(r"(?<!\w)(?:М|Л|ХЛ|ХХЛ)(?!\w)", re.IGNORECASE)
_IN_LATIN: Final = str.maketrans("МХЛмхл", "MXLmxl")
"""Sizes as Russian buyers type them."""
_FURTHER: Final = frozenset({"pro", "max", "ultra", "plus", "mini", "air", "lite", "fe", "se"})
"""What makes another model of the same number."""
_ENDED: Final = re.compile(r"(\d{2,})(?:er|li|lu|lik|luk)")
_IN_WHAT: Final = re.compile(r"\d in$")
"""Six in green may be no inches."""
_CODE: Final = re.compile(r"([a-z]+)\d+")


@dataclass(slots=True)
class Naming:
    """Of a message: values named by option, options of which something lacks or may be by another name.

    ``rest``: the folded text without what named them.
    """

    values: dict[str, set[str]] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    rest: str = ""

    def add(self, option: Option, values: Iterable[Value]) -> bool:
        found = {one.written for one in values}
        if found:
            self.values.setdefault(option.name, set()).update(found)
        return bool(found)

    @property
    def is_empty(self) -> bool:
        return not (self.values or self.lacking or self.unsure)


def named_options(text: str, language: str, product: ProductSummary) -> Naming:
    """What a cleaned text names of the options of a product. Linear in the text for one product."""
    options, found = choices_of(product), Naming()
    words = option_words(language)
    marked = _Marked(text, language)
    figures = figures_of(text, language)
    for option in options:
        if option.kind in {"colour", "plug"}:
            kind = "colour." if option.kind == "colour" else "feature.plug_"
            _by_concepts(option, kind, marked, words, found)
    for option in options:
        if option.kind in {"model", "words"}:
            _by_tokens(option, marked, words, found)
    for option in options:
        if any(one.size for one in option.values):
            _by_size(option, text, figures, words, marked, found)
        if option.kind != "model":
            _by_plain(option, marked, found)
    for figure in figures:
        _by_figure(figure, options, marked, found)
    marked.take_the_thing(product)
    found.lacking -= set(found.values)
    found.unsure -= set(found.values) | found.lacking
    found.rest = marked.rest()
    return found


class _Marked:
    """A text, and which of its characters say what is named. ``line``: folded."""

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language
        self._taken = bytearray(len(text))
        signs = [fold_character(sign, language) for sign in text]
        self.line = "".join(signs)
        self._places = [place for place, sign in enumerate(signs) for _ in sign]
        self.names = names_in(text, language)

    def take(self, start: int, end: int) -> None:
        self._taken[start:end] = b"\1" * len(self._taken[start:end])

    def take_folded(self, start: int, end: int) -> None:
        """By places of the folded line."""
        if start < end:
            self.take(self._places[start], self._places[end - 1] + 1)

    def take_words(self, words: Iterable[str]) -> None:
        """Latin words and numbers wherever they stand."""
        for word in words:
            for found in re.finditer(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", self.line):
                self.take_folded(*found.span())

    def is_taken(self, start: int, end: int) -> bool:
        return self._taken.find(1, start, end) >= 0

    def take_the_thing(self, product: ProductSummary) -> None:
        """What names the product itself: the bin of "the 5 litre bin"."""
        lexicon = TermBase.load().lexicon
        title = concepts_of(product.title, product.language)
        own = {one for one in title if one.startswith("category.")}
        own |= {wide for one in own for wide in lexicon.ancestors(one)}
        for one in self.names:
            kinds = {id_ for id_ in one.concepts if id_.startswith("category.")}
            if kinds and own & {wide for id_ in kinds for wide in (id_, *lexicon.ancestors(id_))}:
                self.take(one.start, one.end)

    def rest(self) -> str:
        kept = (" " if taken else sign for sign, taken in zip(self.text, self._taken, strict=True))
        return folded("".join(kept), self.language)


def _by_concepts(option: Option, kind: str, marked: _Marked, words: OptionWords, found: Naming) -> None:
    """Colours and plugs, by the term base's names and by buyers' words for them."""
    asked: set[str] = set()
    own = list(words.named(marked.line, kind))
    asked |= {concept for _, _, concept in own}
    for start, end, _ in own:
        marked.take_folded(start, end)
    told = {marked.line[start:end] for start, end, _ in own}
    for one in marked.names:
        ids = {id_ for id_ in one.concepts if id_.startswith(kind)}
        if ids and not any(folded(one.text, marked.language) in word for word in told):
            asked |= ids
        if ids:
            marked.take(one.start, one.end)
    if not asked:
        return
    values = [one for one in option.values if asked & one.concepts]
    if found.add(option, values) or kind != "colour.":
        if not values:
            found.lacking.add(option.name)
        return
    hues = {one.removeprefix("colour.") for one in asked}
    if found.add(option, (one for one in option.values if hues & hues_of(one.concepts))):
        return
    lexicon = TermBase.load().lexicon
    ids = {id_ for one in option.values for id_ in one.concepts if id_.startswith("colour.")}
    near = {wide for id_ in ids for wide in (id_, *lexicon.ancestors(id_))}
    wide = {one for id_ in asked for one in (id_, *lexicon.ancestors(id_))}
    is_read = all(any(id_.startswith("colour.") for id_ in one.concepts) for one in option.values)
    is_far = not (asked & near or wide & ids or hues_of(asked) & hues_of(ids))
    (found.lacking if is_read and is_far else found.unsure).add(option.name)


def _by_tokens(option: Option, marked: _Marked, words: OptionWords, found: Naming) -> None:
    """Models, by the Latin words and numbers of their names: the one named with the most of its words."""
    line = words.in_latin(marked.line)
    said = _said(line)
    shared = frozenset.intersection(*(one.tokens for one in option.values))
    all_tokens = frozenset[str]().union(*(one.tokens for one in option.values))
    hits = {one: len(one.tokens & set(said)) for one in option.values if one.tokens & set(said) - shared}
    # A bare figure or a letter is a word of a model only where a model's number is: 5 of "5 pieces" is none.
    told = {one for one in said if one in all_tokens and (len(one) > 1 or one.isdigit())}
    strange = [one for one in _behind(said, all_tokens) if one not in all_tokens]
    strange += [one for one in said if one not in all_tokens and _like(one, all_tokens)]
    if option.kind == "model" and strange:
        found.lacking.add(option.name)
        marked.take_words((*told, *strange))
        _take_models(marked, words)
        return
    if not hits or not told:
        return
    most = max(hits.values())
    best = [one for one, count in hits.items() if count == most]
    least = min(len(one.tokens) for one in best)
    named = [one for one in best if len(one.tokens) == least]
    marked.take_words(told)
    _take_models(marked, words)
    whole = [one for one in named if not (one.tokens - set(said)) & _FURTHER]
    if not found.add(option, whole):
        found.unsure.add(option.name)


def _said(line: str) -> list[str]:
    """Latin words and numbers of a line; a number with an ending is its number: fürs 15er."""
    found = []
    for one in _TOKEN.findall(line):
        ended = _ENDED.fullmatch(one)
        found.append(ended[1] if ended else one)
    return found


def _take_models(marked: _Marked, words: OptionWords) -> None:
    for pattern in words.models.values():
        for found in pattern.finditer(marked.line):
            marked.take_folded(*found.span())


def _behind(said: list[str], known: frozenset[str]) -> Iterator[str]:
    """Numbers right behind a word of a model's name: the 16 of iPhone 16."""
    for one, after in itertools.pairwise(said):
        if one in known and one.isalpha() and len(one) > 2 and one not in _FURTHER and after.isdigit():
            yield after


def _like(word: str, known: frozenset[str]) -> bool:
    """Whether a word is a model's number of the same series: S23, of S24."""
    found = _CODE.fullmatch(word)
    return found is not None and any(
        (other := _CODE.fullmatch(one)) is not None and other[1] == found[1] for one in known
    )


def _by_size(
    option: Option, text: str, figures: list[Figure], words: OptionWords, marked: _Marked, found: Naming
) -> None:
    sizes = {one.size: one for one in option.values if one.size}
    for size, pattern in words.sizes.items():
        match = pattern.search(marked.line) if option.kind == "size" else None
        if match is not None and marked.line[: match.start()].rstrip().endswith(words.most or ("\0",)):
            found.unsure.add(option.name)  # the largest: none that is named, nor the one named before
            continue
        if match is not None and ("m" in sizes or "l" in sizes):
            if not found.add(option, [sizes[size]] if size in sizes else []):
                found.lacking.add(option.name)
            marked.take_folded(*match.span())
    in_letters = any(one.isalpha() or one[-1:].isalpha() for one in sizes)
    with_unit = [(one.start, one.end) for one in figures if one.units & units().keys()]
    for match in _SIZE.finditer(_CYRILLIC.sub(lambda one: one[0].translate(_IN_LATIN), text)):
        size = size_named(match[0])
        if any(start < match.end() and match.start() < end for start, end in with_unit):
            continue
        if size in sizes:
            found.add(option, [sizes[size]])
        elif option.kind == "size" and size[-1:].isalpha() == in_letters and _is_size(size, sizes):
            found.lacking.add(option.name)
        else:
            continue
        marked.take(match.start(), match.end())


def _is_size(size: str, sizes: Iterable[str]) -> bool:
    """Whether a size that there is none of is one of the same kind: 44 of 38 to 42; 120 is none."""
    if size[-1:].isalpha():
        return True
    known = [float(one) for one in sizes if not one[-1:].isalpha()]
    return bool(known) and 0.8 * min(known) <= float(size) <= 1.2 * max(known)


def _by_plain(option: Option, marked: _Marked, found: Naming) -> None:
    """Values that stand in the message as the merchant writes them."""
    line = folded(marked.text, "en")
    for one in option.values:
        if one.plain and (len(one.plain) > 2 or not one.plain.isascii()):
            match = re.search(rf"(?<![a-z0-9.]){re.escape(one.plain)}(?![a-z0-9]|\.[0-9])", line)
            if match is None:
                continue
            found.add(option, [one])
            if len(line) == len(marked.text):
                marked.take(*match.span())


def _by_figure(figure: Figure, options: Iterable[Option], marked: _Marked, found: Naming) -> None:
    """Litres, metres and volts by what they come to; packs by how many; a bare figure where it fits one."""
    if not figure.values or marked.is_taken(figure.start, figure.end):
        return
    told = quantities(figure)
    hit = False
    for option in options:
        if told:
            same = [one for one in option.values if told & one.amounts]
            dimensions = {dimension for one in option.values for dimension, _ in one.amounts}
            if found.add(option, same):
                hit = True
            elif option.kind == "amount" and dimensions & {dimension for dimension, _ in told}:
                found.lacking.add(option.name)
                hit = True
        elif option.kind == "pack":
            same = [one for one in option.values if figure.values & one.packs]
            if found.add(option, same):
                hit = True
            else:
                found.lacking.add(option.name)
                hit = True
        elif figure.units and any(figure.values & one.packs for one in option.values):
            # "The 2 pack", of colours of which one is 黑白两支装.
            hit = found.add(option, (one for one in option.values if figure.values & one.packs)) or hit
        elif option.kind == "amount" and not figure.units:
            hit = found.add(option, (one for one in option.values if figure.values & one.figures)) or hit
    if hit:
        marked.take(figure.start, figure.end)
    elif told and _IN_WHAT.search(figure.text):
        bare = replace(figure, text=figure.text[:-3], end=figure.end - 3, units=frozenset())
        _by_figure(bare, options, marked, found)
