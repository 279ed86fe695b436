"""From the items of a reading to noun phrases: which noun is the head, what describes it, what is extra."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from argosy_commerce.reading.compounds import Thing, things_in
from argosy_commerce.reading.items import (
    MEASURES,
    ConceptMatch,
    DropReason,
    Item,
    Measure,
    Model,
    Verbatim,
)
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Concept, Kind, Role, Term


class Place(StrEnum):
    """What a modifier tells of the noun; languages order and bound them by this."""

    AUDIENCE = "audience"
    SEASON = "season"
    OCCASION = "occasion"
    STYLE = "style"
    FIT = "fit"
    CUT = "cut"
    COLOUR = "colour"
    PATTERN = "pattern"
    MATERIAL = "material"
    FEATURE = "feature"
    PART = "part"
    OTHER = "other"


TELLING = (
    Place.AUDIENCE,
    Place.MATERIAL,
    Place.SEASON,
    Place.COLOUR,
    Place.PATTERN,
    Place.CUT,
    Place.FEATURE,
    Place.FIT,
    Place.STYLE,
    Place.OCCASION,
    Place.OTHER,
    Place.PART,
)
"""What a buyer would miss first, where not everything fits beside the noun."""

_BY_ATTRIBUTE = {
    "attribute.audience": Place.AUDIENCE,
    "attribute.season": Place.SEASON,
    "attribute.occasion": Place.OCCASION,
    "attribute.style": Place.STYLE,
    "attribute.fit": Place.FIT,
    "attribute.neckline": Place.CUT,
    "attribute.sleeve_length": Place.CUT,
    "attribute.garment_length": Place.CUT,
    "attribute.waist": Place.CUT,
    "attribute.closure": Place.CUT,
    "attribute.heel_height": Place.CUT,
    "attribute.toe_shape": Place.CUT,
    "attribute.shape": Place.CUT,
    "attribute.colour": Place.COLOUR,
    "attribute.pattern": Place.PATTERN,
    "attribute.material": Place.MATERIAL,
    "attribute.upper_material": Place.MATERIAL,
    "attribute.filling": Place.MATERIAL,
    "attribute.function": Place.FEATURE,
    "attribute.feature": Place.FEATURE,
}
_BY_KIND = {
    Kind.AUDIENCE: Place.AUDIENCE,
    Kind.SEASON: Place.SEASON,
    Kind.OCCASION: Place.OCCASION,
    Kind.FEATURE: Place.FEATURE,
    Kind.PART: Place.PART,
}
_NOUNS = frozenset({Kind.CATEGORY, Kind.PART, Kind.SEASON, Kind.OCCASION, Kind.AUDIENCE, Kind.UNIT})


def place_of(concept: Concept) -> Place:
    """Where a concept stands in a noun phrase."""
    if concept.attribute in _BY_ATTRIBUTE:
        return _BY_ATTRIBUTE[concept.attribute]
    return _BY_KIND.get(concept.kind, Place.OTHER)


def role_of(concept: Concept, term: Term) -> Role:
    """The term's role, or the kind's: nouns join as nouns, values and features as adjectives."""
    return term.role or (Role.NOUN if concept.kind in _NOUNS else Role.ADJECTIVE)


@dataclass(frozen=True, slots=True)
class Modifier:
    """A concept that describes a head noun, with its term in the language being written."""

    concept: Concept
    term: Term
    place: Place
    role: Role
    purity: int | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The noun a phrase is about."""

    concept: Concept
    term: Term
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A head noun (or none) with everything that describes it, in the order it was written."""

    head: Head | None
    modifiers: tuple[Modifier, ...] = ()
    measures: tuple[Measure, ...] = ()
    names: tuple[Model | Verbatim, ...] = ()
    phrases: tuple[ConceptMatch, ...] = ()
    attributes: tuple[ConceptMatch, ...] = ()
    made_for: tuple[ConceptMatch, ...] = ()
    """What the head is for: the bicycle of 自行车打气筒."""


@dataclass(slots=True)
class _Draft:
    sold: frozenset[int] = frozenset()
    """Which items are things of their own, a part that is sold by itself among them."""
    heads: list[Head] = field(default_factory=list)
    modifiers: dict[str, Modifier] = field(default_factory=dict)
    measures: list[Measure] = field(default_factory=list)
    names: list[Model | Verbatim] = field(default_factory=list)
    phrases: dict[str, ConceptMatch] = field(default_factory=dict)
    attributes: list[ConceptMatch] = field(default_factory=list)


def plan(
    items: Iterable[Item], lexicon: Lexicon, language: str, category: str | None = None
) -> tuple[NounPhrase, list[tuple[Item, DropReason | None]]]:
    """One noun phrase of all items, and what was left out of it with the reason (None: it should be said).

    ``category`` is the product's own, where known: it wins over categories written for reach. Where two
    things stand side by side and nobody knows which is meant, neither is the head.
    """
    items = list(items)
    things = {id(thing.match): thing for thing in things_in(items, lexicon)}
    draft = _Draft(sold=frozenset(things))
    left: list[tuple[Item, DropReason | None]] = []
    for item in items:
        _place(item, lexicon, language, draft, left)
    named = [head for head in draft.heads if _is_named(head, things, lexicon)]
    head = _head(named, lexicon, category)
    of_head = things.get(id(head.items[-1])) if head is not None else None
    made_for = of_head.made_for if of_head is not None else ()
    unsettled = () if _is_of(head, lexicon, category) else _unsettled(named, head, things, lexicon)
    if unsettled:
        head, made_for = None, ()
    open_ = unsettled or (of_head.unsaid if of_head is not None else ())
    left += ((item, None) for item in open_)
    left += (
        (item, _why_not(other, head))
        for other in draft.heads
        if other is not head
        for item in other.items
        if not _is_one_of(item, (*made_for, *open_))
    )
    phrase = NounPhrase(
        head,
        tuple(draft.modifiers.values()),
        tuple(draft.measures),
        tuple(draft.names),
        tuple(draft.phrases.values()),
        tuple(draft.attributes),
        made_for,
    )
    return phrase, left


def _is_named(head: Head, things: Mapping[int, Thing], lexicon: Lexicon) -> bool:
    """Whether a category is named as a thing of its own, not as what another one is for."""
    item = head.items[-1]
    is_thing = isinstance(item, ConceptMatch) and lexicon[item.concept_id].kind is Kind.CATEGORY
    return not is_thing or id(item) in things


def _unsettled(
    named: Sequence[Head], head: Head | None, things: Mapping[int, Thing], lexicon: Lexicon
) -> tuple[ConceptMatch, ...]:
    """The head and the thing right behind it, where nobody knows which of the two is meant."""
    for one in (*_special(named, lexicon)[:1], head):
        thing = things.get(id(one.items[-1])) if one is not None else None
        if thing is not None and thing.rival is not None:
            return thing.match, thing.rival
    return ()


def _is_of(head: Head | None, lexicon: Lexicon, category: str | None) -> bool:
    return head is not None and category is not None and category in lexicon.ancestors(head.concept.id)


def _is_one_of(item: Item, others: Sequence[Item]) -> bool:
    return any(item is other for other in others)


def _why_not(other: Head, head: Head | None) -> DropReason:
    same = head is not None and other.concept.id == head.concept.id
    return DropReason.DUPLICATE if same else DropReason.OTHER_CATEGORY


def _place(
    item: Item,
    lexicon: Lexicon,
    language: str,
    draft: _Draft,
    left: list[tuple[Item, DropReason | None]],
) -> None:
    if isinstance(item, MEASURES):
        if any(_says_same(item, other) for other in draft.measures):
            left.append((item, DropReason.DUPLICATE))
        else:
            draft.measures.append(item)
    elif isinstance(item, Model | Verbatim):
        if any(name.text.casefold() == item.text.casefold() for name in draft.names):
            left.append((item, DropReason.DUPLICATE))
        else:
            draft.names.append(item)
    elif isinstance(item, ConceptMatch):
        for concept_id in (item.concept_id, *item.implied):
            if concept_id in lexicon:
                _place_concept(item, lexicon[concept_id], language, draft, left)


def _place_concept(
    item: ConceptMatch,
    concept: Concept,
    language: str,
    draft: _Draft,
    left: list[tuple[Item, DropReason | None]],
) -> None:
    term = concept.term(language)
    if term is None:
        return
    if concept.kind is Kind.CATEGORY or (concept.id == item.concept_id and id(item) in draft.sold):
        draft.heads.append(Head(concept, term, (item,)))
    elif concept.kind is Kind.ATTRIBUTE:
        draft.attributes.append(item)
    elif concept.kind is Kind.PHRASE:
        if concept.id in draft.phrases and not item.fills:
            left.append((item, DropReason.DUPLICATE))
        else:
            draft.phrases[concept.id + item.source * bool(item.fills)] = item
    elif concept.id in draft.modifiers:
        known = draft.modifiers[concept.id]
        draft.modifiers[concept.id] = replace(
            known, purity=known.purity or item.purity, items=(*known.items, item)
        )
    else:
        draft.modifiers[concept.id] = Modifier(
            concept, term, place_of(concept), role_of(concept, term), item.purity, (item,)
        )


def _says_same(one: Measure, other: Measure) -> bool:
    return type(one) is type(other) and one.source.strip() == other.source.strip()


def _head(heads: Sequence[Head], lexicon: Lexicon, category: str | None) -> Head | None:
    """The product's category if it is written or above one written; else the first that no other is
    a kind of, for titles name the thing first and its neighbours for reach after it. A single
    character grown onto it is its head, as Chinese heads come last (沙发 then 垫).
    """
    if not heads:
        return None
    if category is not None:
        below = [h for h in heads if category in lexicon.ancestors(h.concept.id)]
        if below:
            return max(below, key=lambda h: len(lexicon.ancestors(h.concept.id)))
    special = _special(heads, lexicon)
    first = special[0]
    for following in special[1:]:
        if not _grown_on(first, following):
            break
        if following.concept.id != first.concept.id:
            first = following
    return first


def _special(heads: Sequence[Head], lexicon: Lexicon) -> list[Head]:
    """Without those that another one is a kind of."""
    general = {ancestor for head in heads for ancestor in lexicon.ancestors(head.concept.id)[1:]}
    return [head for head in heads if head.concept.id not in general]


def _grown_on(one: Head, other: Head) -> bool:
    before, after = one.items[-1], other.items[-1]
    return before.span[1] == after.span[0] and len(after.source) == 1
