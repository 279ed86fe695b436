"""Values that one word of a language names: "recto" is a straight fit and a straight cut.

Product and query each choose one of them by the words around; to find, they are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from argosy_commerce.folding import folded
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind
from search_tagger.domain.attributes import attribute_of

_APART: Final = frozenset({Kind.CATEGORY, Kind.ATTRIBUTE, Kind.UNIT, Kind.PHRASE})
"""Categories have a tree of their own; the others are no values."""


class _Held:
    """A lexicon by its identity: what is made of one is made once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __hash__(self) -> int:
        return id(self.lexicon)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.lexicon is self.lexicon


def alike(value: str, language: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The concept, and others of its attribute that a word of the language names as well."""
    return _groups(_Held(lexicon), language.split("-", 1)[0]).get(value, (value,))


@lru_cache(maxsize=64)
def _groups(held: _Held, language: str) -> Mapping[str, tuple[str, ...]]:
    named: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for concept_id, word in _words(held.lexicon, language):
        named[attribute_of(concept_id, held.lexicon), word][concept_id] = None
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for ids in named.values():
        if len(ids) > 1:
            for concept_id in ids:
                found[concept_id].update({concept_id: None, **ids})
    return {concept_id: tuple(ids) for concept_id, ids in found.items()}


def _words(lexicon: Lexicon, language: str) -> Iterator[tuple[str, str]]:
    for concept in lexicon:
        term = None if concept.kind in _APART else concept.term(language)
        if term is not None:
            for word in {term.preferred, *term.alternatives, term.as_modifier}:
                yield concept.id, folded(word, language)
