"""Which variants there are: in a colour, in a size, sold out or not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering import verdicts
from cs_agent.domain.answering.scene import Scene
from cs_agent.domain.understanding.pricing import asks_for_one
from cs_agent.domain.understood import Intent

_OF_CHOICE: Final = frozenset({"colours", "stock", "models"})
"""What a question for a colour may name besides; whether white shows through is another question."""
_OF_SIZES: Final[frozenset[Intent]] = frozenset({"size_advice", "stock", "variants", "features"})
_UNIT: Final = (
    r"(?:[cmк]?[mм](?![a-zа-я])|k?g(?![a-z])|кг|г(?![а-я])|[%°€$\"']|سم|ซม|センチ|ミリ|キロ|厘米|公分|度|도)"
)


def choices_told(
    scene: Scene, intent: Intent, found: Callable[[], list[Sentence]], *, is_first: bool
) -> list[Sentence]:
    """What can be had, which variants there are; where neither is asked, what was ``found``."""
    if intent == "stock":
        told = scene.offers.stock(scene.skus(), scene.product)
    else:
        if "difference" in scene.question.matters and len(scene.read.skus) > 1:
            return scene.offers.price(scene.read.skus)
        asks = scene.read.asks_whether or scene.read.refers
        is_of_choice = scene.question.matters <= _OF_CHOICE or scene.read.refers
        told = gone(scene) or (has_choice(scene) if asks and is_of_choice else [])
        if not told and scene.skus() and _is_of_model(scene):
            told = _has_variants(scene) if scene.read.asks_whether else []
            told = told or scene.offers.price(scene.skus())
    told = told or gone(scene) or found()
    if intent == "variants" and "difference" in scene.question.matters and is_first:
        apart = [*scene.offers.differences(scene.own), *told]
        return apart or [*scene.offers.choices(), *scene.offers.price(())]
    if not told and intent == "variants" and not scene.question.matters - {"colours"}:
        return scene.offers.choices()
    return told


def sizes_there_are(scene: Scene, intent: Intent) -> list[Sentence]:
    """The sizes to choose from, where one that there is none of is asked for: "have you got them in 44?"."""
    read = scene.read
    if intent not in _OF_SIZES or not read.asks_whether or not asks_for_one(read.text, read.language):
        return []
    bare = [
        one for one in read.figures if not re.search(rf"{re.escape(one)}\s*{_UNIT}", read.text.casefold())
    ]
    return scene.offers.without_size(bare)


def _has_variants(scene: Scene) -> list[Sentence]:
    """That there are the variants meant; what there is to choose where none is in the colour in talk.

    Nothing where a size may be asked for in a colour that was named before and is not known.
    """
    skus = scene.skus()
    colours = [one for one in scene.read.concepts if one.startswith("colour.")]
    if colours and not (skus := scene.offers.in_colour(colours, skus)):
        return scene.offers.choices()
    return scene.offers.has_variants(skus) if colours or not scene.read.refers else []


def gone(scene: Scene) -> list[Sentence]:
    """That the variants meant are sold out, those of them that are."""
    offers = scene.offers
    skus = [sku for sku in scene.skus() if sku in offers.gone]
    return offers.stock(skus, scene.product) if skus else []


def has_choice(scene: Scene) -> list[Sentence]:
    """Whether there is one in the colour named, of the model or size named."""
    read = scene.read
    if not any(one.startswith("colour.") for one in read.concepts):
        return []
    among = list(read.skus) or list(scene.offers.variants)
    there = scene.offers.in_colour(read.concepts, among)
    few = there if 0 < len(there) < len(scene.offers.variants) else []
    if read.refers and len(few) > 1:
        # "XXL in navy? And in grey?": the size that was asked for before may be none of them.
        return scene.offers.price(few)
    return scene.offers.has_variants(few) or scene.offers.has_choice(read.concepts)


def _is_of_model(scene: Scene) -> bool:
    """Whether the variants meant are few, and which of them there are is asked."""
    about = scene.question.matters
    skus, variants = scene.skus(), scene.offers.variants
    in_colours = any(
        one.startswith("colour.")
        for sku in skus
        if sku in variants
        for one in verdicts.concepts_said(variants[sku])
    )
    return len(skus) < len(variants) and (in_colours if "colours" in about else not about - {"models"})
