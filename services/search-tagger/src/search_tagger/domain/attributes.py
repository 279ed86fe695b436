"""Which attribute a value belongs to: the same answer for products and queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from argosy_commerce.terms.loader import Lexicon

_BY_GROUP: Final[Mapping[str, str]] = {
    "feature": "attribute.feature",
    "use": "attribute.recommended_use",
    "occasion": "attribute.occasion",
    "audience": "attribute.audience",
    "for_whom": "attribute.audience",
    "season": "attribute.season",
    "brand": "attribute.brand",
    "part": "attribute.feature",
    "care": "attribute.care",
    "room": "attribute.occasion",
    "pet": "attribute.audience",
    "sport": "attribute.recommended_use",
    "flavour": "attribute.flavour",
}
"""Where the term base names no attribute for a value of its own, by the first part of its id."""
OTHERS: Final = "attribute.feature"


def attribute_of(concept_id: str, lexicon: Lexicon) -> str:
    """The attribute that a value concept is one of: ``colour.black`` is one of ``attribute.colour``."""
    own = lexicon[concept_id].attribute
    return own or _BY_GROUP.get(concept_id.split(".", 1)[0], OTHERS)
