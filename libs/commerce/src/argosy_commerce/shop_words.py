"""What sellers and shoppers write for a concept besides its terms, for recognising alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping


def shop_words(concept_id: str, language: str) -> Sequence[str]:
    """The words of a language (its base); none where no further ones are known."""
    return _words().get(concept_id, {}).get(language, ())


@cache
def _words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    name = "shop_words.yaml"
    text = files("argosy_commerce").joinpath(f"data/{name}").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, Sequence[str]]] = read_mapping(
        text, name, holds="words", may_hold=frozenset()
    )["words"]
    for concept_id, languages in found.items():
        for language, words in languages.items():
            if not all(isinstance(word, str) for word in words) or len(set(words)) != len(words):
                raise TermDataError(f"{name}: {concept_id}: {language}: each word once, in quotes if need be")
    return found
