"""Measures of a short text in any language, without its words: lettering, captions, translations."""

from __future__ import annotations

from functools import lru_cache

from argosy_commerce.reading.items import Measure
from argosy_commerce.reading.measures import MeasureScanner, Spotted
from argosy_commerce.terms.normalize import normalize


def measures_in(text: str) -> tuple[Measure, ...]:
    """Every measure, in its order; of those that share characters the longest.

    Their spans are of ``text``. Without words around them only figures with a unit, ranges, sides
    and prices are sure; a bare number is a `Number`.
    """
    found = sorted(_scanner().scan(normalize(text)), key=lambda spot: (spot.start - spot.end, spot.start))
    kept: list[Spotted] = []
    for spot in found:
        if all(spot.end <= other.start or spot.start >= other.end for other in kept):
            kept.append(spot)
    return tuple(spot.measure for spot in sorted(kept, key=lambda spot: spot.start))


@lru_cache(maxsize=1)
def _scanner() -> MeasureScanner:
    return MeasureScanner({})
