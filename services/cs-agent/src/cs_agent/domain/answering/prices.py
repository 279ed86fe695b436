"""What something costs: the product, its wrapping, a part of it; and whether there is one besides."""

from __future__ import annotations

from collections.abc import Sequence

from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering import verdicts
from cs_agent.domain.answering.choices import gone, has_choice
from cs_agent.domain.answering.choosing import Choice, by_the_way
from cs_agent.domain.answering.scene import Scene
from cs_agent.domain.answering.stating import not_stated, stated
from cs_agent.domain.fact import Fact
from cs_agent.domain.understanding.amending import SPARES
from cs_agent.domain.understanding.named import concepts_in
from cs_agent.domain.understanding.pricing import (
    asks_for_money,
    asks_for_one_besides,
    is_of_something_else,
    priced_apart_matters,
)
from cs_agent.domain.understanding.weighing import parts_of
from cs_agent.domain.understood import ReadIntent


def prices_told(scene: Scene, read: ReadIntent, said: Sequence[Sentence]) -> list[Sentence]:
    """What it costs, or what wrapping costs, or what it weighs where "how much" was no price."""
    choice = scene.choice()
    other = scene.question.matters - {"price"}

    def of_other(fact: Fact) -> bool:
        return bool(other & scene.rows[fact.place].head_matters)

    found = [one.fact for one in scene.found if one.fact.kind == "faq" and scene.is_joined(one.fact)]
    entries = [fact for fact in found if of_other(fact) and scene.tells_a_price(fact)]
    entries = entries or _priced_entries(scene)
    if entries:
        return stated(scene, Choice(tuple(entries[:1])))
    if _is_of_a_spare(scene, read, said):
        return [not_stated(scene)]
    if _is_of_something_else(scene, read):
        return _told_of(scene, choice) or [not_stated(scene)]
    scores = {one.fact.kind: one.score for one in reversed(scene.found)}
    rows = [fact for fact in choice.facts if of_other(fact)]
    is_alone = not said and "difference" not in scene.question.matters
    is_alone = is_alone and not (scene.read.skus and asks_for_money(read.words, scene.read.language))
    if rows and is_alone and scores.get("attribute", 0.0) > scores.get("price", 0.0) + 0.1:
        return stated(scene, Choice(tuple(rows)))
    there = [] if said else _there_is(scene)
    return [*there, *scene.offers.price(scene.skus())]


def _is_of_something_else(scene: Scene, read: ReadIntent) -> bool:
    """Whether the money is asked for something beside the product; not where a variant is named."""
    words = read.words if len(scene.intents) > 1 else scene.read.text
    if 0 < len(scene.read.skus) < len(scene.offers.variants):
        return False  # "what does the one with a spare battery cost extra": a variant
    return is_of_something_else(words, scene.read.language)


def _told_of(scene: Scene, choice: Choice) -> list[Sentence]:
    """The best entry or row of a choice that is headed by what has a price of its own."""
    other = scene.question.matters & priced_apart_matters()
    facts = [one for one in choice.facts if other & scene.rows[one.place].head_matters]
    return stated(scene, Choice(tuple(facts[:1])))


def _priced_entries(scene: Scene) -> list[Fact]:
    """Entries that tell the price of what the message names, the best first: "and what do they cost"."""
    about = scene.named - {"price"}
    found = []
    for row in scene.rows.values():
        heads = row.head_matters - SPARES - {"price"} - by_the_way()
        shared = len(heads & about) or (not heads and len(row.head_matters & SPARES & about))
        if row.fact.kind == "faq" and shared and scene.tells_a_price(row.fact):
            found.append((shared, row.fact))
    return [fact for _, fact in sorted(found, key=lambda one: -one[0])]


def _is_of_a_spare(scene: Scene, read: ReadIntent, said: Sequence[Sentence]) -> bool:
    """Whether the price of a new part is asked for, which is never the product's own."""
    text = scene.read.text
    before = text[: text.find(read.words)] if read.words in text else ""
    asked = before + read.words
    about = verdicts.Question.of(asked, scene.read.language, (), scene.base).matters
    return bool(about & SPARES) and not any(fact.kind == "price" for s in said for fact in s.facts)


def _there_is(scene: Scene) -> list[Sentence]:
    """Whether there is one in the colour named, where that is asked besides what it costs."""
    language = scene.read.language.partition("-")[0]
    part = asks_for_one_besides(parts_of(scene.read.text, language), language)
    is_of_colour = any(one.startswith("colour.") for one in concepts_in(part, language))
    return gone(scene) or has_choice(scene) if is_of_colour else []
