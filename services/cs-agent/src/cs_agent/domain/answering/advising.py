"""Advice from facts: the size by the chart, what is said of the fit, whether it runs on a country's mains."""

from __future__ import annotations

from typing import Final

from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering import mains, sizes, verdicts
from cs_agent.domain.answering.choosing import choosing_rules
from cs_agent.domain.answering.phrases import sentence
from cs_agent.domain.answering.scene import TELLING, Scene
from cs_agent.domain.answering.stating import stated
from cs_agent.domain.answering.verdict_rules import holds
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.markets import facts_of_market
from cs_agent.domain.understanding.places import countries_in
from cs_agent.domain.understood import Intent

_MAINS: Final = frozenset({"plug", "voltage"})
_MOST_COUNTRIES: Final = 3
_CHOOSING: Final = {
    "zh": ("码之间", "拍大", "选大", "拍小", "选小"),
    "en": ("between sizes", "size up", "size down", "one size"),
}
_TO_CHOOSE: Final = frozenset({"size:size_garment", "size:size_between", "size:size_mixed"})
"""Where the shop's own words on how to choose belong to the answer."""
_WIDE: Final = "advice.size_up_wide_feet"


def size_told(scene: Scene) -> list[Sentence]:
    """The size by the chart; where nothing was measured, what is said of the fit, and what to measure."""
    charts = [fact for fact in scene.own if fact.kind == "chart"]
    usual = {one.of for one in scene.read.measured} == {"measure.size_worn"}
    measured = [one for one in scene.read.measured if one.of and one.of != "measure.size_worn"]
    if not charts:
        told = stated(scene, scene.choice())
        return told or [sentence("knowledge", "size_no_chart", scene.saying.tag, "unknown")]
    measured = measured or sizes.lone(charts, scene.read.measured)
    choice = scene.choice()
    if not measured and (usual or "true_size" in scene.question.matters) and choice.facts:
        return stated(scene, choice)
    fit = [] if measured else [scene.saying.sentence(fact) for fact in _of_fit(scene)[:2]]
    advised = sizes.advised(charts, measured, scene.saying)
    told = [*fit, *advised.sentences]
    if advised.row < 0:
        return told
    # A chart that the shop itself calls small is not the whole answer.
    if not scene.read.refers:  # said with the size before; "and in blue?" asks for another thing
        told += [scene.saying.sentence(fact) for fact in _of_fit(scene)[:1]]
    told += _in_colour(scene, charts[advised.row].ref)
    if any(one.of == "measure.foot_length" for one in measured):
        told += _for_wide_feet(scene, charts, advised.row)
    if any(one.rule in _TO_CHOOSE for one in advised.sentences):
        told += [scene.saying.sentence(fact) for fact in scene.own if _chooses(fact)]
    return told


def _in_colour(scene: Scene, size: str) -> list[Sentence]:
    """The size in the colour that was asked for; which sizes that colour has, where it has not this one."""
    offers = scene.offers
    there = offers.in_colour(scene.read.concepts, offers.variants) or offers.of_one_colour(scene.read.skus)
    if not there and not any(one.startswith("colour.") for one in scene.read.concepts):
        return []
    return (
        offers.price(offers.of_size(size, there) or there)
        if there
        else (offers.has_choice(scene.read.concepts))
    )


def _of_fit(scene: Scene) -> list[Fact]:
    """What the product says of how it fits: runs small, size up."""
    return [
        fact for fact in scene.own if fact.kind in TELLING and "true_size" in scene.rows[fact.place].matters
    ]


def _chooses(fact: Fact) -> bool:
    """Whether a sentence of the shop tells how to choose between sizes."""
    language, text = next(iter(fact.words.items()), ("", ""))
    return fact.kind == "description" and any(one in text.casefold() for one in _CHOOSING.get(language, ()))


def _for_wide_feet(scene: Scene, charts: list[Fact], row: int) -> list[Sentence]:
    """The shop's advice for wide feet, and the next size where the buyer says that his are wide."""
    advice = [fact for fact in scene.own if _WIDE in verdicts.concepts_said(fact)]
    if not advice:
        return []
    told = [scene.saying.sentence(advice[0])]
    if holds(scene.read.text, scene.question.language, choosing_rules().wide):
        larger = sizes.one_up(charts, row, advice[0], scene.saying)
        told += [larger] if larger else []
    return told


def mains_asked(scene: Scene, intent: Intent) -> bool:
    """Whether it is asked if the thing works in a country, or of its voltage there."""
    if not scene.country or mains.market_of(scene.country) is None:
        return False
    if intent == "voltage":
        return True
    if not scene.read.country or scene.read.country_before:
        return False
    if _MAINS & scene.question.matters or intent == "compatibility":
        return True
    heads = any(scene.heads(fact) for fact in scene.choice().facts)
    asks = scene.read.asks_whether or not scene.question.matters
    return asks and not heads and not scene.is_nowhere()


def mains_told(scene: Scene) -> list[Sentence]:
    """What volts and plug mean there; nothing where it is asked whether an adapter comes with it."""
    if "in_the_box" in scene.question.matters and scene.read.asks_whether:
        return []
    countries = countries_in(scene.read.text, scene.read.language.partition("-")[0])
    if len(countries) < 2:
        return mains.on_mains(scene.own, scene.facts, scene.country, scene.saying)
    # "Will one do for both": each country for itself, and what follows from both is the buyer's to see.
    return [
        one
        for country in countries[-_MOST_COUNTRIES:]
        for one in mains.on_mains(
            scene.own, facts_of_market(country), country, scene.saying, with_verdict=False
        )
    ]
