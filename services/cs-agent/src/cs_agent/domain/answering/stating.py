"""Sentences of chosen facts: with a verdict where they settle the question, beside it where they do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering import verdicts
from cs_agent.domain.answering.choosing import Choice, by_the_way
from cs_agent.domain.answering.phrases import phrase, sentence
from cs_agent.domain.answering.scene import Scene
from cs_agent.domain.fact import Fact

AGAINST: Final = "against"
"""In the rule of a sentence whose fact prevailed over an entry of the shop's; the entry's id follows it."""


def stated(scene: Scene, choice: Choice) -> list[Sentence]:
    """The facts of a choice as sentences, the one that settles the question first; none where it is empty."""
    if not choice.facts:
        return []
    settled = _settled(scene, choice) if scene.read.asks_whether else None
    if settled is None and scene.is_beside(choice):
        near = [
            fact for fact in choice.facts if fact.kind == "attribute" and scene.heads(fact) - by_the_way()
        ]
        return [not_stated(scene), *(related(scene, fact) for fact in near[:1])]
    against = {row.place: entry.ref for row, entry in choice.against}
    sentences: list[Sentence] = []
    for fact in choice.facts:
        is_settling = settled is not None and fact is settled[0]
        if not is_settling and fact.kind == "attribute" and not scene.is_joined(fact, by_intent=False):
            continue  # a material, of "the water evaporates, what happens?"
        one = with_verdict(scene, *settled) if settled and is_settling else scene.saying.sentence(fact)
        if fact.place in against:
            one = replace(one, rule=f"{one.rule}:{AGAINST}:{against[fact.place]}".lstrip(":"))
        sentences.insert(0 if is_settling else len(sentences), one)
    return sentences


def _settled(scene: Scene, choice: Choice) -> tuple[Fact, verdicts.Verdict] | None:
    """The fact that settles a yes-or-no question; None where none does, or two say otherwise."""
    told = [
        (fact, found)
        for fact in choice.facts
        if (found := verdicts.verdict(scene.question, scene.rows[fact.place], scene.base))
    ]
    return told[0] if len({one[1] for one in told}) == 1 else None


def with_verdict(scene: Scene, fact: Fact, verdict: verdicts.Verdict) -> Sentence:
    """Yes or no, and the fact that says so."""
    said = scene.saying.said(fact)
    text = phrase("knowledge", verdict, scene.saying.tag, said=said.text)
    rule = f"verdict:{verdict}:fact" + (f":{said.rule}" if said.rule else "")
    return Sentence(text, "derived", (said.by or fact,), rule)


def related(scene: Scene, fact: Fact) -> Sentence:
    """A fact that is beside the question, said to be so."""
    said = scene.saying.said(fact)
    text = said.text if said.rule else phrase("knowledge", "related", scene.saying.tag, said=said.text)
    return Sentence(text, "fact", (said.by or fact,), said.rule)


def not_stated(scene: Scene) -> Sentence:
    """That nothing answers, naming what was asked about where that is certain."""
    thing = scene.thing()
    if thing:
        slots = {"thing": thing}
        return sentence("knowledge", "not_stated_of", scene.saying.tag, "unknown", slots=slots)
    return sentence("knowledge", "not_stated", scene.saying.tag, "unknown")
