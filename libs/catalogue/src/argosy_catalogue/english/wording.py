"""data/english_rows_said.yaml: how sellers name rows and things in English besides the term base's names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from argosy_commerce.terms.strict_yaml import document


def row_names() -> Mapping[str, str]:
    """Names of rows in small letters, and the concept that heads such a row."""
    return {name: concept for concept, names in _data()["names"].items() for name in names}


def row_words() -> Mapping[str, Sequence[str]]:
    """Further English spellings of concepts, where they stand in rows."""
    words: Mapping[str, Sequence[str]] = _data()["words"]
    return words


def alike() -> Sequence[str]:
    """Names that are written alike in every language."""
    names: Sequence[str] = _data()["alike"]
    return names


def capitals() -> frozenset[str]:
    """Words in capitals that are no codes: NOT, ONLY."""
    return frozenset(_data()["capitals"])


def plain_colours() -> frozenset[str]:
    """Colours that are called by no thing that has them."""
    return frozenset(_data()["plain_colours"])


def denies(words: str) -> bool:
    """Whether a piece begins with a denial."""
    plain = words.strip().casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return any(plain.startswith(f"{word} ") for word in _data()["denials"])


def may_be_denied(words: str) -> bool:
    """Whether it is a bare instruction of care, which a denial in the piece before may mean as well."""
    return words.strip().casefold() in _data()["bare_care"]


def counters() -> Mapping[str, str]:
    """Words that count things, and their units."""
    return {word: unit for unit, words in _data()["counters"].items() for word in words}


def signs() -> Mapping[str, str]:
    """Units behind figures that are written alike everywhere, and their letters."""
    return {str(word): str(letters) for word, letters in _data()["signs"].items()}


def is_idle_in_names(words: str) -> bool:
    """Whether words of a row's name change nothing of what it asks."""
    return set(re.findall(r"[^\W_]+", words.casefold())) <= set(_data()["of_no_matter"])


@cache
def _data() -> Mapping[str, Any]:
    text = files("argosy_catalogue").joinpath("data/english_rows_said.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = document(text)
    return data
