"""An amount of money that a message names (data/currency_words.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.errors import UnknownCurrency, UnreadableAmount
from argosy_commerce.money import Money
from argosy_commerce.terms.strict_yaml import read_mapping, validated

_NAME: Final = "currency_words.yaml"
_FIGURE: Final = r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,7}(?:[.,]\d{1,2})?"
_LONGEST: Final = 1_200


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date
    currencies: Mapping[str, tuple[str, ...]]
    before: tuple[str, ...]


def amount_in(text: str) -> Money | None:
    """The last amount with its currency in a cleaned text; None where none is."""
    for match in reversed(list(_pattern().finditer(text[:_LONGEST]))):
        sign = (match["before"] or match["after"]).lower()
        try:
            return Money(_value(match["first"] or match["figure"]), _codes()[sign])
        except (UnknownCurrency, UnreadableAmount):
            continue
    return None


def without_amounts(text: str) -> str:
    """The text with amounts blanked, so that no figure of theirs is taken for another thing."""
    return _pattern().sub(" ", text)


@cache
def _data() -> _File:
    text = (files("cs_agent") / "data" / _NAME).read_text(encoding="utf-8")
    others = frozenset(_File.model_fields) - {"currencies"}
    return validated(_File, read_mapping(text, _NAME, holds="currencies", may_hold=others), _NAME)


@cache
def _codes() -> Mapping[str, str]:
    return {sign: code for code, signs in _data().currencies.items() for sign in signs}


@cache
def _pattern() -> re.Pattern[str]:
    behind, before = (
        "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))
        for signs in (_codes(), _data().before)
    )
    return re.compile(
        rf"(?<![^\W\d_])(?P<before>{before}) ?(?P<first>{_FIGURE})"
        rf"|(?<![\d.,A-Za-z])(?P<figure>{_FIGURE}) ?(?P<after>{behind})(?![a-zа-я])",
        re.IGNORECASE,
    )


def _value(figure: str) -> Decimal:
    """12,90 and 12.90 and 1.290,00; three digits behind a single mark are thousands."""
    plain = figure.replace(" ", "")
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0 or len(plain) - last - 1 == 3:
        return Decimal(re.sub(r"[.,]", "", plain))
    return Decimal(re.sub(r"[.,]", "", plain[:last]) + "." + plain[last + 1 :])
