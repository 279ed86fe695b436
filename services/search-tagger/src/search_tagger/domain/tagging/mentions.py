"""What a product's words mention, before it is decided what the product is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from argosy_commerce.reading.items import Item
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Group, Kind
from search_tagger.domain.attributes import attribute_of
from search_tagger.domain.rules import rules
from search_tagger.domain.tags import Evidence

LEFT_OUT = frozenset({Group.PROMOTION, Group.PLATFORM, Group.REACH})
_MATERIAL = "attribute.material"


@dataclass(frozen=True, slots=True)
class Mention:
    """One value (a concept id or a typed value) that the words say of the product.

    ``sure``: 0..1, how certainly these words mean this value; where they stand counts apart. ``heading``: the
    concept of a row's name, which may be a part: a sole's rubber.
    """

    attribute: str
    value: str
    evidence: Evidence
    sure: float = 1.0
    heading: str | None = None


Purity = tuple[str, int, Evidence]
"""A material that a spelling says to be pure (纯棉), with the per cent."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the words on the product's pictures say beside the merchant's own."""

    said: tuple[Mention, ...] = ()
    denied: tuple[Mention, ...] = ()
    purities: tuple[Purity, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryMention:
    """A category that is named. ``place`` counts the categories of its text from 0.

    ``joined``: another category follows at once (watch band: the watch is only named to say whose).
    ``of_another``: it stands after a word that makes it another thing (for, with, 适用).
    """

    id: str
    evidence: Evidence
    place: int
    joined: bool = False
    of_another: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its heading read and the items of its value, for finding contradictions."""

    heading: str
    evidence: Evidence
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """All that is mentioned, in the order of the product's fields; ``denied``: what is said not to be so."""

    said: tuple[Mention, ...]
    denied: tuple[Mention, ...]
    unread: tuple[str, ...]


def is_tag(concept_id: str, lexicon: Lexicon) -> bool:
    """Whether a concept says something of a product; captions and slogans do not."""
    concept = lexicon[concept_id]
    if concept.kind in {Kind.CATEGORY, Kind.ATTRIBUTE, Kind.UNIT} or concept.group in LEFT_OUT:
        return False
    kinds = rules("tags")["kinds"]
    return concept_id in kinds or concept_id.split(".", 1)[0] in kinds


def mention(
    concept_id: str, heading: str | None, evidence: Evidence, lexicon: Lexicon, sure: float = 1.0
) -> Mention:
    """The mention of a concept; a lining's material stands under the lining, not as the thing's."""
    own = attribute_of(concept_id, lexicon)
    is_of_a_part = own == _MATERIAL and heading is not None and heading.endswith(("_material", ".filling"))
    return Mention(heading if is_of_a_part and heading else own, concept_id, evidence, sure, heading)


def following(concept_id: str, evidence: Evidence, lexicon: Lexicon, sure: float = 1.0) -> list[Mention]:
    """What data/follows.yaml says as well wherever this is said."""
    found = rules("follows")
    ids = lexicon.ancestors(concept_id) or (concept_id,)
    return [mention(also, None, evidence, lexicon, sure) for one in ids for also in found.get(one, ())]


def starts_with(text: str, starts: Collection[str]) -> bool:
    """Whether a text begins with one of these."""
    return text.startswith(tuple(starts))
