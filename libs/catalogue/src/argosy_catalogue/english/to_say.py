"""Rows in English read for saying them in another language: whole pieces, or nothing of them.

`read_english_rows` reads what a row states, for finding and counting; a phrase around a figure or a thing
(`up to 30 hours`, `charger not included`) states nothing of the kind. Here it is read with its phrase, as
the Chinese 最长30小时 is, and a piece of which a word, a sign or the order is not understood stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from weakref import WeakKeyDictionary

from argosy_catalogue.english.codes import codes_of, counts_of, names_alike, signed_figures
from argosy_catalogue.english.figures import AGE, measures_of
from argosy_catalogue.english.grouping import grouped
from argosy_catalogue.english.phrases import EnglishPhrases, Span
from argosy_catalogue.english.pieces import Piece, pieces_of
from argosy_catalogue.english.rows import composed
from argosy_catalogue.english.senses import Senses
from argosy_catalogue.english.wording import denies, is_idle_in_names, may_be_denied, row_names, row_words
from argosy_catalogue.facts import AttributeFact
from argosy_catalogue.headings import Heading, heading_named
from argosy_catalogue.source import SourceAttribute
from argosy_commerce.proofreading.figures import read_figures
from argosy_commerce.proofreading.naming import Naming
from argosy_commerce.reading.items import (
    Amount,
    Break,
    Composition,
    ConceptMatch,
    Dropped,
    DropReason,
    Item,
    Model,
    Number,
    Reading,
    Unknown,
)
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind
from argosy_commerce.units import Quantity

_LOCALE: Final = "en-US"
_COUNTED: Final = re.compile(r"\s*(?:number|no\.|quantity) of\b", re.IGNORECASE)
_OF_A_THING: Final = frozenset({Kind.PART, Kind.VALUE, Kind.CATEGORY})
_QUANTITY: Final = "attribute.quantity"
_MADE: WeakKeyDictionary[TermBase, _Names] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class _Names:
    """What is compiled once for a term base."""

    naming: Naming
    senses: Senses
    phrases: EnglishPhrases


def read_to_say(row: SourceAttribute, base: TermBase) -> AttributeFact:
    """The row for saying: nothing stands in `known`, the readings of name and value hold all of it."""
    name, heading = _name(row.name, base)
    value = Reading(row.value, tuple(_value(row.value, heading.concept_id, base)))
    return AttributeFact(row, heading.concept_id, name, value, heading.of)


def _names(base: TermBase) -> _Names:
    made = _MADE.get(base)
    if made is None:
        naming = Naming(base.lexicon, "en", claims=False, further=row_words())
        made = _MADE[base] = _Names(naming, Senses(base), EnglishPhrases(base.lexicon))
    return made


def _name(text: str, base: TermBase) -> tuple[Reading, Heading]:
    plain = " ".join(text.split()).casefold()
    own = row_names().get(plain)
    if own is not None and own in base.lexicon:
        return Reading(text, (ConceptMatch((0, len(text)), text, own),)), Heading(own)
    names = _names(base)
    counted = _COUNTED.match(text)
    items: list[Item] = []
    place = 0
    if counted:
        items, place = [ConceptMatch(counted.span(), counted[0], _QUANTITY)], counted.end()
    for named in names.naming.find(text):
        concept = names.senses.of_name(named) or _thing(named.concepts, base)
        if concept is not None and named.start >= place:
            items += [*_rest_of_name(text, place, named.start)]
            items.append(ConceptMatch((named.start, named.end), named.text, concept))
            place = named.end
    reading = Reading(text, (*items, *_rest_of_name(text, place, len(text))))
    heading = heading_named(reading, base) or Heading()
    of = base.lexicon[heading.of].kind if heading.of is not None else None
    return reading, heading if of in {None, *_OF_A_THING} else Heading()


def _thing(concepts: frozenset[str], base: TermBase) -> str | None:
    """The thing that a name of one sense calls: gloves in `Gloves: not included`."""
    one = next(iter(concepts)) if len(concepts) == 1 else None
    return one if one is not None and base.lexicon[one].kind is Kind.CATEGORY else None


def _rest_of_name(text: str, start: int, end: int) -> Iterator[Item]:
    words = text[start:end]
    if not words.strip():
        return
    if is_idle_in_names(words):
        yield Dropped((start, end), words, DropReason.ATTRIBUTE_NAME)
    else:
        yield Unknown((start, end), words)


def _value(text: str, heading: str | None, base: TermBase) -> Iterator[Item]:
    found = composed(text, _found(text, heading, base), base)
    is_denied = False
    for piece in _with_compositions_whole(list(pieces_of(text)), found):
        words = text[slice(*piece.span)]
        if piece.kind is not None:
            is_denied = is_denied and ";" not in words
            yield Break(piece.span, words, piece.kind)
        elif is_denied and may_be_denied(words):
            yield Unknown(piece.span, words)  # do not bleach, dry clean: is that allowed?
        else:
            is_denied = is_denied or denies(words)
            yield from _piece(text, piece.span, found, heading, base)


def _found(text: str, heading: str | None, base: TermBase) -> list[Item]:
    """Figures, names and codes, none within another: 316 stainless steel is a name."""
    names = _names(base)
    wide = [(one.start, one.end) for one in names.naming.find(text)]

    def is_of_a_name(start: int, end: int) -> bool:
        return any(a <= start and end <= b and b - a > end - start for a, b in wide)

    written: list[Item] = [*names_alike(text), *counts_of(text), *signed_figures(text)]
    found = [item for item in written if not is_of_a_name(*item.span)]
    figures = read_figures(text, _LOCALE, [item.span for item in found])
    figures = [one for one in figures if not is_of_a_name(one.start, one.end)]
    # A token with a digit is a code only where `codes_of` takes it for one: 3-season is none.
    measures = [item for item in measures_of(text, figures, heading) if not isinstance(item, Model)]
    found += [_aged(item) if heading == AGE else item for item in measures]
    for named in names.naming.find(text, [item.span for item in found]):
        concept = names.senses.of_value(named, text, heading, surely=True)
        if concept is not None:
            found.append(ConceptMatch((named.start, named.end), named.text, concept))
    return sorted([*found, *codes_of(text, [item.span for item in found])], key=lambda item: item.span)


def _aged(item: Item) -> Item:
    """Age: 14+ is of years."""
    if not isinstance(item, Number):
        return item
    return Amount(item.span, item.source, Quantity(Decimal(item.text), "age_year"))


def _with_compositions_whole(pieces: Sequence[Piece], found: Sequence[Item]) -> Iterator[Piece]:
    """95% cotton, 5% spandex: one piece, since it is one composition."""
    wide = [item.span for item in found if isinstance(item, Composition)]
    place = 0
    while place < len(pieces):
        last = place
        start = pieces[place].span[0]
        for begin, end in wide:
            if pieces[place].kind is None and begin < pieces[place].span[1] and end > start:
                while pieces[last].span[1] < end:
                    last += 1
        yield Piece((start, pieces[last].span[1]), pieces[place].kind)
        place = last + 1


def _piece(
    text: str, span: Span, found: Sequence[Item], heading: str | None, base: TermBase
) -> Iterator[Item]:
    def within(start: int, end: int) -> Sequence[Item]:
        inside = [item for item in found if start <= item.span[0] and item.span[1] <= end]
        return grouped(text, (start, end), inside, base.lexicon, heading)

    phrase = _names(base).phrases.read(text, span, within)
    items = [phrase] if phrase is not None else within(*span)
    yield from items or [Unknown(span, text[slice(*span)])]
