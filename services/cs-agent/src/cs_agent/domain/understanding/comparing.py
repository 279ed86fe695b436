"""Whether a thing's price or quality is held against another maker's or shop's: "cheaper than Lush?"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.terms.strict_yaml import read_mapping, validated
from cs_agent.domain.understanding.makers import OTHER_SCRIPTS, is_name
from cs_agent.domain.understanding.named import ProductSummary, brands_in
from cs_agent.domain.understanding.spelling import LANGUAGES

_NAME: Final = "comparing.yaml"
_LATIN: Final = r"(?-i:(?<![A-Za-z])[A-Z][A-Za-z0-9&'’.-]*[A-Za-z0-9])"
_LONGEST: Final = 1_000
_ANY_LATIN: Final = r"(?<![A-Za-z])[A-Za-z][A-Za-z0-9&.-]*[A-Za-z0-9]"
_CYRILLIC: Final = r"(?-i:(?<!\w)[A-ZА-ЯЁ][\w&-]+)"
_KATAKANA: Final = r"(?<![\u30a1-\u30fe])[\u30a1-\u30fe]{3,12}"
"""Makers from abroad are written so, as are many things: those are known."""
_BRAND: Final = "Brandx"
"""Stands for a maker that the term base knows by a name in any script."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    patterns: Mapping[str, tuple[str, ...]]


@cache
def _file() -> Mapping[str, tuple[str, ...]]:
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    read = read_mapping(text, _NAME, holds="patterns", may_hold=frozenset({"as_of"}))
    return validated(_File, read, _NAME).patterns


def faults() -> tuple[str, ...]:
    """Languages without a pattern, in words; one that does not compile raises."""
    return tuple(f"{one}: no pattern in {_NAME}" for one in LANGUAGES if not _patterns(one))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    name = _ANY_LATIN if language in OTHER_SCRIPTS else _CYRILLIC if language == "ru" else _LATIN
    name = f"(?:{name}|{_KATAKANA})" if language == "ja" else name
    # A Turkish name ends where its case begins: Lush'tan.
    name = name.replace("'’", "") if language == "tr" else name
    return tuple(
        re.compile(one.replace("NAME", f"(?P<name>{name})"), re.IGNORECASE)
        for one in _file().get(language, ())
    )


def compares(text: str, language: str, product: ProductSummary | None) -> str:
    """A cleaned text that holds the product against another's; "" where it does not.

    The other is a name that is no word of the trade, no place and none of the product's own variants; or a
    maker that the term base knows.
    """
    own = {
        word
        for variant in (product.variants if product else ())
        for value in variant.options.values()
        for word in re.findall(r"\w+", value.casefold())
    }
    line = text[:_LONGEST]
    for start, end in reversed(brands_in(line, language)):
        line = f"{line[:start]}{_BRAND}{line[end:]}"
    for pattern in _patterns(language):
        for found in pattern.finditer(line):
            name = found["name"]
            if name == _BRAND or (name.casefold() not in own and is_name(name, language)):
                return text[:_LONGEST]
    return ""
