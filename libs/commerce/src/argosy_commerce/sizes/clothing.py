"""Clothes: codes that name a body, children's heights, jeans; never letters (data/sizes/clothing.yaml)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from argosy_commerce.markets import Market
from argosy_commerce.sizes.model import Answer, Audience, Converted, Kept, KeptReason, table, written

_CODE = re.compile(r"(?<!\d)(?P<height>1[3-9]\d|\d{2,3})\s?/\s?(?P<girth>\d{2,3})\s?[abcy]?(?![\da-z])")
_CHILD = re.compile(
    r"(?<![\d.])(?P<low>1[0-7]\d|[5-9]\d)(?:\s?(?:cm)?[-~–—/至到]\s?(?P<high>1[0-7]\d|[5-9]\d))?\s?(?:cm|厘米|公分|码|号)?(?![\d.])"
)
_LABEL = re.compile(
    r"(?<![a-z])(?P<system>eur|eu|de|fr|es|it|uk|us|ru|jp|kr|au|br|欧码|美码|英码)\s?(?P<label>\d{1,3})(?!\d)"
)
_LABEL_NAMES = {"eur": "EU", "欧码": "EU", "美码": "US", "英码": "UK"}
_JEANS = re.compile(r"w?(?P<low>\d{2})(?:\s?[-~–—至到]\s?w?(?P<high>\d{2}))?\s?(?:码|号)?")
_AGE = re.compile(r"岁|个月|月龄")
_NO_HEIGHT = re.compile(r"[a-z斤]")
_ADULTS = (Audience.WOMEN, Audience.MEN)


def convert_tops(text: str, audience: Audience, market: Market) -> Answer | None:
    """A folded label of clothes cut by bust or chest; None if it is none."""
    if audience is Audience.CHILDREN:
        return _children(text, market)
    if label := _LABEL.search(text):
        return _from_label(text, label, audience, market, "tops")
    return _from_code(text, audience, market, "tops")


def convert_bottoms(text: str, audience: Audience, market: Market) -> Answer | None:
    """A folded label of clothes cut by the waist; None if it is none."""
    if audience is Audience.CHILDREN:
        return _children(text, market)
    if label := _LABEL.search(text):
        return _from_label(text, label, audience, market, "bottoms")
    if jeans := _JEANS.fullmatch(text):
        return _inches(text, jeans, audience)
    return _from_code(text, audience, market, "bottoms")


def by_girth(text: str, girth: Decimal, audience: Audience, system: str, cut: str) -> Answer:
    """The label of a body: ``girth`` in cm of bust, chest or (``cut`` 'bottoms') waist."""
    if system == "INT":
        return Kept(text, KeptReason.LETTERS, "the market labels by letters, which name no body")
    if audience not in _ADULTS:
        why = "sizes of women and men differ, and it is not told whose it is"
        return Kept(text, KeptReason.AUDIENCE, why)
    rows = _rows(audience, system, cut)
    if rows is None:
        return Kept(text, KeptReason.NO_TABLE, f"there is no table of {system} sizes for this")
    tolerance, labels = rows
    distance, label = min((abs(girth - row), label) for label, row in labels.items())
    if distance > tolerance:
        why = f"no {system} size is cut for {girth} cm (within {tolerance} cm)"
        return Kept(text, KeptReason.OUT_OF_RANGE, why)
    ties = [other for other, row in labels.items() if abs(girth - row) == distance]
    if len(ties) > 1:
        return Kept(text, KeptReason.AMBIGUOUS, f"{girth} cm lies between {system} {' and '.join(ties)}")
    data = table("clothing")
    part = "waist" if cut == "bottoms" else data["tables"][audience.value]["girth"]
    return Converted(label, system, f"a body of {girth} cm {part}", data["source"], distance > 0)


def _rows(audience: Audience, system: str, cut: str) -> tuple[Decimal, dict[str, Decimal]] | None:
    """(tolerance, label -> girth in cm) of a system; None where there is none."""
    data = table("clothing")
    body: dict[str, Any] = data["tables"][audience.value]
    if cut == "tops" and system in body.get("own_girths", {}):
        own = dict(body["own_girths"][system])
        tolerance = Decimal(own.pop("tolerance"))
        return tolerance, {str(label): Decimal(row) for label, row in own.items()}
    named = data["same_as"][audience.value].get(system, system)
    if named not in body["systems"] or cut not in body:
        return None
    found = body["systems"][named]
    girths = map(Decimal, body[cut])
    return Decimal(found["tolerance"]), dict(zip(found["labels"], girths, strict=True))


def _from_code(text: str, audience: Audience, market: Market, cut: str) -> Answer | None:
    codes = list(_CODE.finditer(text))
    if not codes:
        return None
    if len(codes) > 1:
        return Kept(text, KeptReason.AMBIGUOUS, "it names more than one body")
    height, girth = Decimal(codes[0]["height"]), Decimal(codes[0]["girth"])
    if not (130 <= height <= 205 and 50 <= girth <= 130):
        return Kept(text, KeptReason.OUT_OF_RANGE, "it is no height and girth of a grown-up")
    return by_girth(text, girth, audience, market.clothing_sizes, cut)


def _from_label(text: str, found: re.Match[str], audience: Audience, market: Market, cut: str) -> Answer:
    named = _LABEL_NAMES.get(found["system"], found["system"].upper())
    if named == market.clothing_sizes:
        return Converted(found["label"], named, "the seller's label is the market's", "the seller")
    if audience not in _ADULTS:
        why = "sizes of women and men differ, and it is not told whose it is"
        return Kept(text, KeptReason.AUDIENCE, why)
    rows = _rows(audience, named, cut)
    if rows is None or found["label"] not in rows[1]:
        return Kept(text, KeptReason.NO_TABLE, f"there is no {named} {found['label']} in the table")
    return by_girth(text, rows[1][found["label"]], audience, market.clothing_sizes, cut)


def _inches(text: str, found: re.Match[str], audience: Audience) -> Answer:
    if audience not in _ADULTS:
        why = "a trouser number is read by whose it is, and that is not told"
        return Kept(text, KeptReason.AUDIENCE, why)
    rules = table("clothing")["waist_in_inches"]
    least, most = rules[audience.value]
    low, high = int(found["low"]), int(found["high"] or found["low"])
    if not least <= low <= high <= most:
        return Kept(text, KeptReason.OUT_OF_RANGE, f"waists in inches go from {least} to {most}")
    return Converted(
        written(str(low), str(high)), "W", "waist in inches, the same everywhere", rules["source"]
    )


def _children(text: str, market: Market) -> Answer | None:  # noqa: PLR0911 — one per finding
    if _AGE.search(text):
        return Kept(text, KeptReason.NO_TABLE, "an age, which is said as it stands")
    heights = _heights(text)
    if heights is None:
        return None
    data, system, cm = table("children"), market.clothing_sizes, written(*map(str, heights))
    least, most = data["heights"]
    if not least <= heights[0] <= heights[1] <= most:
        return Kept(text, KeptReason.OUT_OF_RANGE, f"heights of children go from {least} to {most} cm")
    if system in data["no_table"]:
        return Kept(text, KeptReason.NO_TABLE, f"there is no table of {system} sizes for children")
    if system not in data["by_age"]:
        return Converted(cm, "cm", "the child's height", data["source"])
    ages = [age for age in map(_age, heights) if age is not None]
    if len(ages) < 2:
        return Kept(text, KeptReason.OUT_OF_RANGE, f"no age is labelled for {cm} cm")
    value = ages[0] if ages[0] == ages[1] else f"{ages[0]} – {ages[1]}"
    return Converted(value, "", "the age of this height", data["source"], about=True)


def _heights(text: str) -> tuple[Decimal, Decimal] | None:
    if code := _CODE.search(text):
        return Decimal(code["height"]), Decimal(code["height"])
    found = _CHILD.search(text)
    if found is None or _NO_HEIGHT.search(text.replace("cm", "")):
        return None
    return Decimal(found["low"]), Decimal(found["high"] or found["low"])


def _age(height: Decimal) -> str | None:
    data = table("children")
    nearest = min(data["ages"], key=lambda row: abs(height - row))
    if abs(height - nearest) > data["age_within_cm"]:
        return None
    return str(data["ages"][nearest])
