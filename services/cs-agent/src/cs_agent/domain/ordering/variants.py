"""Which other variant a buyer wants: the options he names, the rest as he has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from argosy_commerce.folding import folded
from cs_agent.domain.ordering.said import Said
from cs_agent.domain.ordering.things import hues, named_by_stem, value_concepts
from cs_agent.domain.tools.orders import Product, Variant
from cs_agent.domain.understanding.spelling import cleaned

_SIZE: Final = re.compile(r"(?<![A-Za-z0-9'’.,-])(?:[2-6]?[xX]{1,4}[sSlL]|[SML])(?![A-Za-z0-9'’])")
_ALIKE: Final[Mapping[str, str]] = {"2xl": "xxl", "3xl": "xxxl", "4xl": "xxxxl"}
_TOKEN: Final = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?")
_NUMBER: Final = re.compile(r"(?<![\d.,-])\d+(?:[.,]\d+)?(?![\d]|[.,-]\d)")
_SIZES: Final = re.compile(r"(?:[2-6]?x{0,4}[sl]|m)")
_NAMES: Final = ("colour.", "pattern.", "material.", "length.", "feature.", "audience.")


def new_skus(product: Product, sku: str, said: Said, tried: str = "") -> tuple[str, ...]:
    """The variants that the words ask for instead of ``sku``; () where they name no option.

    ``tried``: the one that was asked for before, whose other options stay. "White M instead of blue L": of an
    option that is named with what he has and with another value, the other is wanted.
    """
    mine = product.variant(sku)
    before = product.variant(tried) or mine
    if mine is None or before is None:
        return ()
    wanted: dict[str, set[str]] = {}
    names_any = False
    for name, own in mine.options.items():
        named = _named(product, name, said)
        names_any = names_any or bool(named)
        wanted[name] = (named - {own}) or named or {before.options.get(name, own)}
    if not names_any:
        return ()
    fit = [
        one.sku
        for one in product.variants
        if all(one.options.get(name) in values for name, values in wanted.items())
    ]
    return tuple(one for one in fit if one != sku) or tuple(fit)


def options_named(product: Product, sku: str, said: Said) -> int:
    """How many options of a variant the words name."""
    variant = product.variant(sku)
    if variant is None:
        return 0
    return sum(
        value in _named(product, name, said)
        for name, value in variant.options.items()
        if len(_values(product, name)) > 1 or value
    )


def _named(product: Product, name: str, said: Said) -> set[str]:
    """Values of an option that the words name: by a concept (a colour), else by letters and figures."""
    values = _values(product, name)
    exact, near = set(), set()
    for value in values:
        own = frozenset(one for one in value_concepts(name, value) if one.startswith(_NAMES))
        wider = frozenset(hue for one in own for hue in hues(one))
        if own & said.concepts or named_by_stem(own, said.text, said.language):
            exact.add(value)
        elif wider & said.concepts or named_by_stem(wider, said.text, said.language):
            near.add(value)
    scores = {value: _literal(value, said.text) for value in values}
    most = max(scores.values(), default=0)
    literal = {value for value, score in scores.items() if score and score == most}
    return literal if most > 1 else (exact or near) | literal


def _values(product: Product, name: str) -> dict[str, Variant]:
    return {one.options[name]: one for one in product.variants if one.options.get(name)}


def _literal(value: str, text: str) -> int:
    """How much of a value stands in the text: XL, 24 (of 24寸), Zenvo 12 Pro."""
    plain, line = folded(cleaned(value), "en"), cleaned(text)
    short = plain.replace(" ", "")
    if _SIZES.fullmatch(short):
        sizes = {_ALIKE.get(found := one[0].lower(), found) for one in _SIZE.finditer(line)}
        return int(_ALIKE.get(short, short) in sizes)
    low = folded(line, "en")
    numbers = set(_NUMBER.findall(low)) | set(re.findall(r"\d+(?=[a-z])", low))
    said = set(re.findall(r"[a-z]+", low)) | numbers
    tokens = [one for one in _TOKEN.findall(plain) if len(one) > 1]
    figures = [one for one in tokens if one[0].isdigit()]
    if figures and not all(one in numbers for one in figures):
        return 0
    return sum(one in said for one in tokens) if tokens else 0
