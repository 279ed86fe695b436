"""Which of several readings of a spelling holds here: by category, by attribute, by label."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from argosy_commerce.reading.breaks import break_kind
from argosy_commerce.reading.items import BreakKind
from argosy_commerce.reading.spellings import Hit
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind

_LABEL_ENDS = {BreakKind.STOP, BreakKind.LINE}


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the product around a text: its category, and the attribute being read."""

    categories: tuple[str, ...] = ()
    attribute: str | None = None


def counts_in(hit: Hit, categories: set[str], lexicon: Lexicon) -> bool:
    """Whether a spelling that holds for some categories alone holds for these."""
    surface = hit.spelling.surface
    if surface.only_in:
        known = {parent for category in categories for parent in lexicon.ancestors(category)}
        return bool(known & set(surface.only_in))
    return True


def labels_of(folded: str, hits: Iterable[Hit]) -> list[tuple[int, str | None]]:
    """Places from which on an attribute is being told (颜色：…), and where that ends."""
    labels: list[tuple[int, str | None]] = []
    for hit in hits:
        colon = folded[hit.end : hit.end + 2].lstrip()[:1] == ":"
        if colon and hit.spelling.concept.kind is Kind.ATTRIBUTE:
            labels.append((hit.end, hit.spelling.concept.id))
    if labels:
        labels += ((i, None) for i, c in enumerate(folded) if break_kind(c) in _LABEL_ENDS)
    return sorted(labels, key=lambda label: label[0])


def under_its_label(hit: Hit, labels: list[tuple[int, str | None]], context: Context) -> bool:
    """Whether a spelling that counts under an attribute's name alone stands under it."""
    only_for = hit.spelling.surface.only_for
    if not only_for or context.attribute in only_for:
        return True
    before = bisect_right(labels, hit.start, key=lambda label: label[0])
    return before > 0 and labels[before - 1][1] in only_for


def most_special(hits: list[Hit]) -> Iterator[Hit]:
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
