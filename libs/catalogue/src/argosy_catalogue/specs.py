"""A product's attributes in a language: the rows of its specification."""

from __future__ import annotations

from collections.abc import Iterable

from argosy_catalogue.facts import AttributeFact, ProductFacts
from argosy_catalogue.sizing import Sizing
from argosy_catalogue.speaking import Speaker
from argosy_catalogue.spoken import SpokenAttribute
from argosy_commerce.phrasing import Register
from argosy_commerce.terms.loader import Lexicon


def say_attributes(facts: ProductFacts, sizing: Sizing, speaker: Speaker) -> tuple[SpokenAttribute, ...]:
    """Each attribute once; where buyers choose among variants, the choice says more than one value.

    `speaker.spec(name, value)` makes a line of one: `Material: cotton`.
    """
    choices = {fact.concept_id: _meant(fact) for fact in facts.options if fact.concept_id}
    spoken: dict[tuple[str, str | None, str], SpokenAttribute] = {}
    for fact in (*facts.attributes, *facts.options):
        concept = fact.concept_id or ""
        name = speaker.heading(concept, fact.of) if concept else fact.own_name
        if not name:
            continue
        said = speaker.say(fact.known, Register.BULLET)
        value = sizing.attribute(fact) or said
        is_one_of_a_choice = fact not in facts.options and _meant(fact) < choices.get(concept, frozenset())
        if value and not is_one_of_a_choice:
            spoken.setdefault(
                (concept or name, fact.of, value), SpokenAttribute(concept, name, value, fact.source)
            )
    return tuple(spoken.values())


def most_telling_first(
    attributes: Iterable[SpokenAttribute], category: str | None, lexicon: Lexicon
) -> list[SpokenAttribute]:
    """In the order that the category names its attributes in; those it does not name come last, as given."""
    order = lexicon[category].attributes if category else ()
    place = {attribute: index for index, attribute in enumerate(order)}
    return sorted(attributes, key=lambda attribute: place.get(attribute.concept, len(place)))


def _meant(fact: AttributeFact) -> frozenset[str]:
    return frozenset(match.concept_id for match in fact.value.matches)
