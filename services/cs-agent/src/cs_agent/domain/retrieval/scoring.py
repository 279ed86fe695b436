"""What speaks for a fact as the answer to a question, each signal 0..1; `weighing.py` weighs them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
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
    rarity: Mapping[str, float]
    """Of the matters asked about: what few facts name tells more."""
    option_concepts: frozenset[str]
    """Concepts that tell this product's variants apart."""
    option_literals: frozenset[str]
    variants: Mapping[str, Indexed]
    """By SKU."""
    sign_rarity: Mapping[str, float]
    """How few facts a Chinese sign stands in."""
    meaning_weights: tuple[float, ...]
    """How much each everyday word of the question tells: what few facts say tells more."""
    meant: frozenset[str]
    """All that the question's everyday words may mean."""
    written: frozenset[str]
    """All Chinese signs that they are written with."""
    everywhere: Mapping[str, float]
    """What holds of every fact alike, so that it is reckoned once."""


def scene(asking: Asking, index: Index) -> Scene:
    """Looks over the product's facts once."""
    own = [row for row in index.rows if row.fact.of == asking.product]
    variants = {row.fact.ref: row for row in own if row.fact.kind == "variant"}
    many = Counter(one for row in index.rows for one in row.matters)
    written = Counter(one for row in index.rows for one in row.signs)
    meant = Counter(one for row in index.rows for one in row.meanings)
    told = [row.values for row in variants.values()]
    literals = [row.literals for row in variants.values()]
    signs = frozenset().union(*(one for several in asking.signs for one in several))
    concepts = frozenset().union(*(row.heads | row.values for row in index.rows))
    codes = frozenset().union(*(row.codes | row.names for row in own))
    rarity = {one: _rarity(many[one], index) for one in asking.matters}
    weights = tuple(_rarity(min(meant[one] for one in ids), index) for ids in asking.meanings)
    return Scene(
        asking,
        index,
        index.weight_of(asking.words, asking.language),
        rarity,
        _differing(told),
        _differing(literals),
        variants,
        {one: _rarity(written[one], index) for one in signs},
        weights,
        frozenset().union(*asking.meanings),
        signs,
        {
            "matter_nowhere": _share(rarity, asking.matters - many.keys()),
            "matter_unknown": float(not asking.matters <= many.keys()),
            "concept_nowhere": sum(one.isdisjoint(concepts) for one in asking.names)
            / max(1, len(asking.names)),
            "meaning_nowhere": sum(
                weight
                for ids, weight in zip(asking.meanings, weights, strict=True)
                if ids.isdisjoint(meant.keys())
            )
            / (sum(weights) or 1.0),
            "code_nowhere": len(asking.codes - codes) / max(1, len(asking.codes)),
            "nothing_named": float(not asking.matters and not asking.names),
        },
    )


def _rarity(many: int, index: Index) -> float:
    """How much it tells that a fact has what ``many`` facts have."""
    return math.log(1 + len(index.rows) / (0.5 + many))


def _share(rarity: Mapping[str, float], told: AbstractSet[str]) -> float:
    """What of all that is asked about is told, by how much each tells."""
    return sum(rarity[one] for one in told) / (sum(rarity.values()) or 1.0)


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
    found = {name: value for name, value in scene.everywhere.items() if value}
    for intent, want, confidence in asking.intents:
        _most(found, "topic", confidence * (intent in fact.topics))
        _most(found, "intent_heads", confidence * (want.heads(fact) and not want.broad))
        _most(found, "intent_says", confidence * want.values_in(row.values | row.heads))
        _most(found, "intent_kind", confidence * (fact.kind in want.kinds))
        _most(found, "intent_matter", confidence * want.is_about(row.head_matters, row.matters, fact))
    if not asking.matters:
        _most(found, "intent_alone", found.get("intent_heads", 0.0))
    _matters(found, scene, row)
    _names(found, asking, row)
    _options(found, scene, row)
    _meanings(found, scene, row)
    _signs(found, scene, row)
    if scene.most_words:
        score = scene.index.bm25(row, asking.words, asking.language)
        _most(found, "words", min(1.0, score / scene.most_words))
    if asking.codes:
        _most(found, "codes", len(asking.codes & (row.codes | row.names)) / len(asking.codes))
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
    return found


def _matters(found: dict[str, float], scene: Scene, row: Indexed) -> None:
    asked = scene.asking.matters
    if not asked:
        return
    if asked.isdisjoint(row.matters):
        found["matter_missing"] = 1.0
        return
    _most(found, "matter_heads", _share(scene.rarity, asked & row.head_matters))
    _most(found, "matter_says", _share(scene.rarity, asked & row.matters))
    _most(found, "matter_missing", _share(scene.rarity, asked - row.matters))
    _most(found, "matter_all", float(asked <= row.matters))


def _names(found: dict[str, float], asking: Asking, row: Indexed) -> None:
    if names := asking.names:
        _most(found, "concept_heads", sum(not one.isdisjoint(row.heads) for one in names) / len(names))
        _most(found, "concept_says", sum(not one.isdisjoint(row.values) for one in names) / len(names))


def _meanings(found: dict[str, float], scene: Scene, row: Indexed) -> None:
    if scene.meant.isdisjoint(row.meanings):  # its heading's are among them
        return
    weights = scene.meaning_weights
    whole, asked = sum(weights), list(zip(scene.asking.meanings, weights, strict=True))
    says = sum(weight for ids, weight in asked if not ids.isdisjoint(row.meanings))
    heads = sum(weight for ids, weight in asked if not ids.isdisjoint(row.head_meanings))
    _most(found, "meaning_says", says / whole)
    _most(found, "meaning_weight", min(1.0, says / _MUCH))
    _most(found, "meaning_heads", heads / whole)


def _signs(found: dict[str, float], scene: Scene, row: Indexed) -> None:
    weights = scene.meaning_weights
    for name, signs in (("sign_says", row.signs), ("sign_heads", row.head_signs)):
        if not weights or scene.written.isdisjoint(signs):
            continue
        shares = [_written(several, signs, scene.sign_rarity) for several in scene.asking.signs]
        told = sum(weight * share for weight, share in zip(weights, shares, strict=True))
        _most(found, name, told / sum(weights))
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
    if value > found.get(name, 0.0):
        found[name] = float(value)


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
