"""What speaks for a fact as the answer to a question, each signal 0..1; `weighing.py` weighs them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from argosy_commerce.reading.items import Amount, AmountRange, Item
from cs_agent.domain.retrieval.asking import Asking
from cs_agent.domain.retrieval.indexed import Index, Indexed

SIGNALS = (
    "topic", "intent_heads", "intent_says", "intent_kind", "intent_matter", "matter_heads",
    "matter_says", "matter_missing", "matter_nowhere", "matter_unknown", "matter_all", "intent_alone",
    "concept_heads", "concept_says", "concept_nowhere", "words", "codes", "code_nowhere", "figures",
    "chart", "sku", "option_named", "option_other", "other_brand", "market", "of_shop", "is_attribute",
    "is_description", "is_title", "is_option", "is_variant", "is_price", "is_faq", "is_policy",
    "is_weight", "nothing_named",
)  # fmt: skip
"""What is looked at, each 0..1. `matter_nowhere`: share of what is asked about that no fact names."""
BY_MEANING = (
    "meaning_says", "meaning_heads", "meaning_weight", "meaning_nowhere", "sign_says", "sign_heads",
    "sign_weight",
)  # fmt: skip
"""What the dictionary of everyday words says besides: it orders facts."""
_MUCH = 8.0
"""From which weight on of everyday words in common more of them say no more."""
_PLAIN_FIGURE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?")
_SAYS_NOTHING = frozenset(
    name for name in SIGNALS if name.startswith(("is_", "of_")) or name.endswith(("nowhere", "missing"))
) | {"market", "other_brand", "nothing_named", "option_other", "figures", *BY_MEANING}


@dataclass(frozen=True, slots=True)
class Scene:
    """What holds for a question over all facts of its product."""

    asking: Asking
    index: Index
    most_words: float
    concepts: frozenset[str]
    matters: frozenset[str]
    rarity: Mapping[str, float]
    """Of the matters asked about: what few facts name tells more."""
    codes: frozenset[str]
    option_concepts: frozenset[str]
    """Concepts that tell this product's variants apart."""
    option_literals: frozenset[str]
    variants: Mapping[str, Indexed]
    """By SKU."""
    meanings: frozenset[str]
    sign_rarity: Mapping[str, float]
    """How few facts a Chinese sign stands in."""
    meaning_weights: tuple[float, ...]
    """How much each everyday word of the question tells: what few facts say tells more."""


def scene(asking: Asking, index: Index) -> Scene:
    """Looks over the product's facts once."""
    own = [row for row in index.rows if row.fact.of == asking.product]
    variants = {row.fact.ref: row for row in own if row.fact.kind == "variant"}
    many = Counter(one for row in index.rows for one in row.matters)
    written = Counter(one for row in index.rows for one in row.signs)
    meant = Counter(one for row in index.rows for one in row.meanings)
    told = [row.values for row in variants.values()]
    literals = [row.literals for row in variants.values()]
    return Scene(
        asking,
        index,
        index.weight_of(asking.words, asking.language),
        frozenset().union(*(row.heads | row.values for row in index.rows)),
        frozenset(many),
        {one: math.log(1 + len(index.rows) / (0.5 + many[one])) for one in asking.matters},
        frozenset().union(*(row.codes | row.names for row in own)),
        _differing(told),
        _differing(literals),
        variants,
        frozenset(meant),
        {
            one: math.log(1 + len(index.rows) / (0.5 + written[one]))
            for one in frozenset().union(*(signs for several in asking.signs for signs in several))
        },
        tuple(
            math.log(1 + len(index.rows) / (0.5 + min(meant[one] for one in ids))) for ids in asking.meanings
        ),
    )


def _differing(several: Sequence[frozenset[str]]) -> frozenset[str]:
    """What some have and others have not."""
    return frozenset().union(*several) - frozenset.intersection(*several) if several else frozenset()


def speaks(found: Mapping[str, float]) -> bool:
    """Whether anything but everyday words joins a fact to the question."""
    return not _SAYS_NOTHING.issuperset(found)


def likeness(found: Mapping[str, float]) -> float:
    """How much of what a question's everyday words mean a fact says, 0..1; by Chinese signs too."""
    return max(found.get("meaning_says", 0.0), found.get("sign_says", 0.0))


def signals(scene: Scene, row: Indexed) -> dict[str, float]:
    """The signals of one fact that are not 0."""
    asking, fact = scene.asking, row.fact
    found: dict[str, float] = {}
    for intent, want, confidence in asking.intents:
        _most(found, "topic", confidence * (intent in fact.topics))
        _most(found, "intent_heads", confidence * (want.heads(fact) and not want.broad))
        _most(found, "intent_says", confidence * want.values_in(row.values | row.heads))
        _most(found, "intent_kind", confidence * (fact.kind in want.kinds))
        _most(found, "intent_matter", confidence * want.is_about(row.head_matters, row.matters, fact))
    if not asking.matters:
        _most(found, "intent_alone", found.get("intent_heads", 0.0))
    _matters(found, scene, row)
    _names(found, scene, row)
    _options(found, scene, row)
    _meanings(found, scene, row)
    _signs(found, scene, row)
    if scene.most_words:
        score = scene.index.bm25(row, asking.words, asking.language)
        _most(found, "words", min(1.0, score / scene.most_words))
    if asking.codes:
        codes = row.codes | row.names
        _most(found, "codes", len(asking.codes & codes) / len(asking.codes))
        _most(found, "code_nowhere", len(asking.codes - scene.codes) / len(asking.codes))
    if asking.figures:
        quoted = set(_figures(fact.quote))
        _most(found, "figures", len(asking.figures & quoted) / len(asking.figures))
    if fact.kind == "chart":
        _most(found, "chart", _fits(asking, fact.items))
    if fact.kind in {"variant", "price"} and fact.ref:
        _most(found, "sku", float(fact.ref in asking.skus or fact.ref == asking.sku))
    if fact.of != asking.product:
        found["of_shop"] = 1.0
        if not row.brands <= scene.index.own_names:
            found["other_brand"] = 1.0
    if (kind := f"is_{fact.kind}") in SIGNALS:
        found[kind] = 1.0
    if fact.kind == "policy" and not fact.ref.split(":")[2].startswith("#"):
        found["market"] = 1.0
    if not asking.matters and not asking.names:
        found["nothing_named"] = 1.0
    return {name: value for name, value in found.items() if value}


def _matters(found: dict[str, float], scene: Scene, row: Indexed) -> None:
    asked = scene.asking.matters
    if not asked:
        return
    rare = scene.rarity
    whole = sum(rare[one] for one in asked)
    _most(found, "matter_heads", sum(rare[one] for one in asked & row.head_matters) / whole)
    _most(found, "matter_says", sum(rare[one] for one in asked & row.matters) / whole)
    _most(found, "matter_missing", sum(rare[one] for one in asked - row.matters) / whole)
    _most(found, "matter_nowhere", sum(rare[one] for one in asked - scene.matters) / whole)
    _most(found, "matter_unknown", float(not asked <= scene.matters))
    _most(found, "matter_all", float(asked <= row.matters))


def _names(found: dict[str, float], scene: Scene, row: Indexed) -> None:
    names = scene.asking.names
    if not names:
        return
    many = len(names)
    _most(found, "concept_heads", sum(not one.isdisjoint(row.heads) for one in names) / many)
    _most(found, "concept_says", sum(not one.isdisjoint(row.values) for one in names) / many)
    _most(found, "concept_nowhere", sum(one.isdisjoint(scene.concepts) for one in names) / many)


def _meanings(found: dict[str, float], scene: Scene, row: Indexed) -> None:
    weights = scene.meaning_weights
    if not weights:
        return
    whole, asked = sum(weights), list(zip(scene.asking.meanings, weights, strict=True))
    says = sum(weight for ids, weight in asked if not ids.isdisjoint(row.meanings))
    _most(found, "meaning_says", says / whole)
    _most(found, "meaning_weight", min(1.0, says / _MUCH))
    _most(
        found,
        "meaning_heads",
        sum(weight for ids, weight in asked if not ids.isdisjoint(row.head_meanings)) / whole,
    )
    _most(
        found,
        "meaning_nowhere",
        sum(weight for ids, weight in asked if ids.isdisjoint(scene.meanings)) / whole,
    )


def _signs(found: dict[str, float], scene: Scene, row: Indexed) -> None:
    weights = scene.meaning_weights
    if not weights or not row.signs:
        return
    whole = sum(weights)
    for name, signs in (("sign_says", row.signs), ("sign_heads", row.head_signs)):
        shares = [_written(several, signs, scene.sign_rarity) for several in scene.asking.signs]
        told = sum(weight * share for weight, share in zip(weights, shares, strict=True))
        _most(found, name, told / whole)
        if name == "sign_says":
            _most(found, "sign_weight", min(1.0, told / _MUCH))


def _written(words: Sequence[frozenset[str]], signs: frozenset[str], rarity: Mapping[str, float]) -> float:
    """How much of one of several Chinese words a text is written with, at most; rare signs count more."""
    best = 0.0
    for word in words:
        if common := word & signs:
            best = max(best, sum(rarity[one] for one in common) / sum(rarity[one] for one in word))
    return best


def _options(found: dict[str, float], scene: Scene, row: Indexed) -> None:
    """Of a variant, or its price: share of the options named in the question that are its own."""
    variant = scene.variants.get(row.fact.ref) if row.fact.kind in {"variant", "price"} else None
    if variant is None:
        return
    told = [one & scene.option_concepts for one in scene.asking.names if one & scene.option_concepts]
    literals = scene.asking.literals & scene.option_literals
    if told or literals:
        fits = sum(not one.isdisjoint(variant.values) for one in told) + len(literals & variant.literals)
        _most(found, "option_named", fits / (len(told) + len(literals)))
        _most(found, "option_other", 1 - fits / (len(told) + len(literals)))


def _most(found: dict[str, float], name: str, value: float) -> None:
    found[name] = max(found.get(name, 0.0), float(value))


def _figures(text: str) -> list[str]:
    return "".join(c if c.isdigit() or c == "." else " " for c in text).split()


def _fits(asking: Asking, items: tuple[Item, ...]) -> float:
    """How well a chart's row fits the figures asked with: in its ranges, or just below its single figures.

    Of a garment's own measure the next larger fits, the less the further off it is.
    """
    values = [Decimal(one) for one in asking.figures if _PLAIN_FIGURE.fullmatch(one)]
    values = [value for value in values if value > 0]
    if not values:
        return 0.0
    ranges = [(item.low.value, item.high.value) for item in items if isinstance(item, AmountRange)]
    exact = [item.quantity.value for item in items if isinstance(item, Amount)]
    total = 0.0
    for value in values:
        above = [float((one - value) / value) for one in exact if one >= value]
        near = max(0.0, 1 - 8 * min(above)) if above else 0.0
        total += 1.0 if any(low <= value <= high for low, high in ranges) else near
    return total / len(values)
