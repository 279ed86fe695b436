"""What is asked for by money or "how much": the thing's price, a measure, or the price of something else.

"How much" asks for a length in many languages as well (ne kadar, เท่าไหร่); "is the tax in the price?" asks for
no price; "how much extra with a ribbon?" asks for one that is not the product's. Words: data/pricing.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.retrieval.matters import matters
from cs_agent.domain.understanding.slot_words import any_of
from cs_agent.domain.understanding.spelling import LANGUAGES
from cs_agent.domain.understood import Intent, ReadIntent

_NAME: Final = "pricing.yaml"
_LONGEST: Final = 1_200
_DIFFERENCE: Final = "difference"
_MEASURES: Final[tuple[Intent, ...]] = ("weight", "dimensions")
"""Measures that are matters too."""
_OF_MEASURE: Final[frozenset[Intent]] = frozenset({"specification", *_MEASURES})
_OF_CHOICE: Final = frozenset({"colours", "stock"})


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    money: tuple[str, ...]
    measure: tuple[str, ...]
    spoken: tuple[str, ...]
    less: tuple[str, ...]
    extra: tuple[str, ...]
    lost: tuple[str, ...]
    has: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    of: frozenset[str]
    words: Mapping[str, _Words]


@cache
def _file() -> _File:
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    others = frozenset({"as_of", "of"})
    return validated(_File, read_mapping(text, _NAME, holds="words", may_hold=others), _NAME)


def faults() -> tuple[str, ...]:
    """Languages without a row and matters that are none, in words; patterns that do not compile raise."""
    for language in _file().words:
        for kind in _Words.model_fields:
            _pattern(language, kind)
    return (
        *(f"{one}: no row in {_NAME}" for one in LANGUAGES if one not in _file().words),
        *(f"{_NAME}: no matter {one}" for one in _file().of if one not in matters().rows),
    )


def priced_apart_matters() -> frozenset[str]:
    """Matters that have a price of their own."""
    return _file().of


def asked_instead(
    intents: tuple[ReadIntent, ...], text: str, language: str, *, of_variant: bool
) -> tuple[ReadIntent, ...]:
    """A measure, a reduction, the duties or what the thing can do, where a price was read and none is asked.

    ``text``: cleaned; the part that the price was read of counts where something else is asked besides.
    ``of_variant``: it names one of several variants, so that "the long one, how much" is no length.
    """
    price = next((one for one in intents if one.intent == "price"), None)
    if price is None:
        return intents
    instead = _instead(text if len(intents) == 1 else price.words, language)
    if instead is None or (of_variant and instead in _OF_MEASURE):
        return intents
    read = replace(price, intent=instead)
    others = tuple(one for one in intents if one.intent != "price")
    if others and (instead == "features" or any(one.intent == instead for one in others)):
        return others
    return tuple(read if one.intent == "price" else one for one in intents)


def _instead(text: str, language: str) -> Intent | None:
    about = matters().named(text, language)
    if _DIFFERENCE in about:
        return None  # "what is the difference in the price"
    if _says("less", text, language):
        return None if "discount" in about else "discount"
    if _says("spoken", text, language):
        return "customs" if "customs" in about else "features"
    if _says("measure", text, language) and not _says("money", text, language):
        return next((one for one in _MEASURES if one in about), "specification")
    return None


def is_of_something_else(text: str, language: str) -> bool:
    """Whether the price asked for is surely not the product's: of wrapping, a name on it, a lost part."""
    if _says("extra", text, language) or _says("lost", text, language):
        return True
    return not _file().of.isdisjoint(matters().named(text, language))


def without_asking(line: str, language: str) -> str:
    """A folded text without the words that ask for money or whether there is one."""
    for kind in ("money", "has"):
        line = _pattern(language.partition("-")[0], kind).sub(" ", line)
    return line


def asks_for_one(text: str, language: str) -> bool:
    """Whether a text asks if there is one."""
    return _says("has", text, language)


def asks_for_money(text: str, language: str) -> bool:
    """Whether a text names money, and not only how much."""
    return _says("money", text, language)


def asks_for_one_besides(parts: Sequence[str], language: str) -> str:
    """The part of a message that asks whether there is one, apart from its price; "" where none does."""
    return next(
        (
            one
            for one in parts
            if _says("has", one, language)
            and not _says("money", one, language)
            and matters().named(one, language) <= _OF_CHOICE
        ),
        "",
    )


def _says(kind: str, text: str, language: str) -> bool:
    return _pattern(language.partition("-")[0], kind).search(folded(text[:_LONGEST], language)) is not None


@cache
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    return re.compile(any_of(getattr(_file().words[language], kind), language))
