"""What sellers and shoppers write for a concept besides its terms, for recognising alone.

``data/shop_words/LANG.yaml`` for what a thing is like and whom it is for, ``data/category_names/LANG.yaml``
for what kinds of things are called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping

_FOLDERS: Final = ("shop_words", "category_names")


def shop_words(concept_id: str, language: str) -> Sequence[str]:
    """The words of a language (its base); none where no further ones are known."""
    return _words(language).get(concept_id, ())


@cache
def _words(language: str) -> Mapping[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    for folder in _FOLDERS:
        file = files("argosy_commerce").joinpath(f"data/{folder}/{language}.yaml")
        if not file.is_file():
            continue
        name = f"{folder}/{language}.yaml"
        rows: Mapping[str, Sequence[str]] = read_mapping(
            file.read_text(encoding="utf-8"), name, holds="words", may_hold=frozenset()
        )["words"]
        for concept_id, words in rows.items():
            if concept_id in found:
                raise TermDataError(f"{name}: {concept_id}: another folder has it too: put all words there")
            if not all(isinstance(word, str) for word in words) or len(set(words)) != len(words):
                raise TermDataError(f"{name}: {concept_id}: each word once, in quotes if need be")
            found[concept_id] = tuple(words)
    return found
