"""No spelling of a thing swallows a fact (docs/decisions/0047): 防水鞋套 must be read as waterproof, too."""

from collections.abc import Iterator
from pathlib import Path

from argosy_commerce.terms.loader import Layer, Lexicon, builtin_concepts, layered
from argosy_commerce.terms.model import Concept, Kind, Surface
from argosy_commerce.terms.normalize import fold

FACTS = {Kind.FEATURE, Kind.VALUE, Kind.AUDIENCE, Kind.SEASON, Kind.OCCASION, Kind.PART}
SPLIT = {Kind.CATEGORY, Kind.FEATURE, Kind.VALUE, Kind.PART}

WHOLE = {
    word
    for line in (Path(__file__).parent / "whole_names.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
}


def _lexicon() -> Lexicon:
    return layered([(Layer.OURS, builtin_concepts())])


def _owners(lexicon: Lexicon) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for concept in lexicon:
        for surface in concept.zh:
            if "{" not in surface.text and not surface.only_for:
                owners.setdefault(fold(surface.text), set()).add(concept.id)
    return owners


def _fewest_parts(text: str, owners: dict[str, set[str]]) -> list[str]:
    """The text as the fewest spellings of the lexicon other than itself; empty if it is not made of them."""
    best: dict[int, list[str]] = {0: []}
    for start in range(len(text)):
        if start not in best:
            continue
        for end in range(start + 1, len(text) + 1):
            part = text[start:end]
            known = part in owners and part != text
            if known and (end not in best or len(best[end]) > len(best[start]) + 1):
                best[end] = [*best[start], part]
    return best.get(len(text), [])


def _hidden(lexicon: Lexicon) -> Iterator[tuple[Concept, Surface, set[str]]]:
    owners = _owners(lexicon)
    for concept in lexicon:
        if concept.kind not in SPLIT or concept.id.startswith("colour."):
            continue
        for surface in concept.zh:
            if "{" in surface.text or surface.text in WHOLE or surface.implies:
                continue
            parts = [owners[part] for part in _fewest_parts(fold(surface.text), owners)]
            others = {each for ids in parts if concept.id not in ids for each in ids}
            names_itself = any(concept.id in ids for ids in parts)
            if names_itself and others and all(lexicon[each].kind in FACTS for each in others):
                yield concept, surface, others


def test_no_spelling_swallows_a_fact() -> None:
    found = [f"{c.id}: {s.text} hides {sorted(o)}" for c, s, o in _hidden(_lexicon())]
    assert found == []


def test_a_swallowed_fact_is_found() -> None:
    concepts = builtin_concepts()
    lexicon = layered([(Layer.OURS, concepts)])
    bottle = lexicon["category.water_bottle"]
    spoilt = bottle.model_copy(update={"zh": (*bottle.zh, Surface(text="防水水杯"))})
    again = Lexicon({**lexicon.concepts, bottle.id: spoilt}, lexicon.layers)
    assert "防水水杯" in [s.text for _, s, _ in _hidden(again)]
