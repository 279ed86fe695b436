"""What is asked of a product's pictures: attributes and values that fit its category."""

from __future__ import annotations

from collections.abc import Mapping

from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.rules import rules
from search_tagger.domain.tags import Tagged


def asked_of(tagged: Tagged, lexicon: Lexicon) -> dict[str, dict[str, str]]:
    """By attribute the values to choose from, each with its English words.

    What the category has, and what the words say already: both only as far as a picture can show it.
    """
    found = rules("pictures")
    visible: Mapping[str, str] = found["visible"]
    if tagged.category is None:
        wanted = set(found["unknown_category"])
    else:
        path = lexicon.ancestors(tagged.category.id)
        wanted = set(next((lexicon[one].attributes for one in path if lexicon[one].attributes), ()))
        wanted |= {attribute for attribute, ids in found["also"].items() if set(ids) & set(path)}
    wanted |= {tag.attribute for tag in tagged.tags}
    return {
        attribute: _values(attribute, group, lexicon)
        for attribute, group in visible.items()
        if attribute in wanted
    }


def _values(attribute: str, group: str, lexicon: Lexicon) -> dict[str, str]:
    found = {}
    for concept in lexicon:
        term = concept.term("en") if concept.attribute == attribute else None
        if term is not None and concept.id.startswith(f"{group}."):
            found[concept.id] = term.preferred
    return found
