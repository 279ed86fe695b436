"""Measures, counts, sizes and letters as typed values in one writing: "500 ml", "220-240 V", "3 pieces"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from argosy_catalogue.measure_headings import measure_heading
from argosy_commerce.reading.items import (
    Amount,
    AmountRange,
    Composition,
    ConceptMatch,
    Count,
    Dimensions,
    Item,
    Model,
    Multiple,
    Number,
    Percent,
    Series,
    Size,
    Tolerance,
)
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.units import Quantity, unit
from search_tagger.domain.rules import rules

MATERIAL = "attribute.material"
SIZE = "attribute.size"
MODEL = "attribute.model"
MODELS = frozenset({MODEL, "attribute.item_number"})
MODEL_LETTERS = re.compile(r"\s*[:：#]?\s*(?P<model>(?=[A-Za-z0-9/.-]*\d)[A-Za-z0-9][A-Za-z0-9/.-]{1,30})")
"""A model after its heading, letter by letter: a figure is in it."""
Value = tuple[str, str]
"""Attribute and value."""
_PROTECTION = re.compile(r"(SPF|UPF)\s?(\d{1,3})", re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,4})\s?[Hh]")
_PRESSURE = re.compile(r"(\d{1,2})\s?ATM", re.IGNORECASE)
_WARMTH = re.compile(r"([1-9]\d{3}(?:[-~～–—][1-9]\d{3})?)[Kk]")
_LETTERS = re.compile(r"(?P<more>X*)(?P<size>[SL])")
_NUMBERS = re.compile(r"\d{1,3}(?:\.\d)?")
_BRA = re.compile(r"\d{2,3}[A-K]{1,2}")
_AND_MORE = re.compile(r"(?P<lengths>\d+(?:\+\d+)+)\s?(?P<unit>cm|mm)")
_CROSSED = re.compile(r"\s*[xX×*хХ]\s*")
_SHORTEST_SIDE, _LONGEST_SIDE = 10, 400
"""Centimetres between which bare sides are believed to be those of cloths, covers and mats."""
_SPAN = re.compile(r"\s*[-~–—～至]\s*")


def values_of(item: Item, heading: str | None, category: str | None, lexicon: Lexicon) -> Iterator[Value]:
    """Each value that an item says, with its attribute: the heading's, the category's for this kind of
    measure, or the kind's own.
    """
    match item:
        case Composition() | ConceptMatch() | Percent():
            yield from _shares(item, heading, category, lexicon)
        case Count(number=number, unit_id=unit_id, high=high):
            yield counted(number, high, unit_id)
        case Multiple(each=each, count=count):
            yield _attribute(each, item, heading, category, lexicon), amount(each)
            yield counted(count.number, count.high, count.unit_id)
        case Size(low=low, high=high):
            yield SIZE, sizes(low, high)
        case Number(text=text):
            yield from _sides(text) or _bare(text, heading)
        case Model(text=text):
            yield from _sides(text) or _letters(text, heading)
        case _:
            yield from _measured(item, heading, category, lexicon)


def _shares(
    item: Composition | ConceptMatch | Percent, heading: str | None, category: str | None, lexicon: Lexicon
) -> Iterator[Value]:
    made_of = heading if heading and _is_of_a_part(heading) else MATERIAL
    match item:
        case Composition(parts=parts):
            for share, material in parts:
                yield made_of, f"{plain(share)} % {material}"
        case Percent(number=number):
            yield heading or rules("measures")["others"], f"{plain(number)} %"
        case ConceptMatch(purity=purity, concept_id=material, source=source) if purity and "%" in source:
            yield made_of, f"{purity} % {material}"
        case ConceptMatch(concept_id=concept_id, fills=fills):
            bound = rules("tags")["bounds"].get(concept_id, "")
            for _, fill in fills:
                for attribute, value in values_of(fill, heading, category, lexicon):
                    yield attribute, f"{bound}{value}"


def _measured(item: Item, heading: str | None, category: str | None, lexicon: Lexicon) -> Iterator[Value]:
    match item:
        case Amount(quantity=quantity) if heading in rules("measures")["sizes"] and quantity.unit == "A":
            yield SIZE, f"{plain(quantity.value)}A"  # a cup, and no current
        case Amount(quantity=quantity):
            yield _attribute(quantity, item, heading, category, lexicon), amount(quantity)
        case AmountRange(low=low, high=high):
            yield _attribute(low, item, heading, category, lexicon), between(low, high)
        case Tolerance(value=value):
            yield _attribute(value, item, heading, category, lexicon), amount(value)
        case Series(values=several):
            for quantity in several:
                yield _attribute(quantity, item, heading, category, lexicon), amount(quantity)
        case Dimensions(sides=sides):
            numbers = [metric(side) for side in sides]
            written = "x".join(plain(side.value) for side in numbers)
            yield heading or rules("measures")["dimensions"], f"{written} {_unit(numbers[0])}"


def _attribute(
    quantity: Quantity, item: Item, heading: str | None, category: str | None, lexicon: Lexicon
) -> str:
    found: Mapping[str, str] = rules("measures")["attributes"]
    own = found.get(unit(quantity.unit).dimension, str(rules("measures")["others"]))
    return heading or measure_heading(item, category, lexicon) or own


def amount(quantity: Quantity) -> str:
    """``500 ml``."""
    quantity = metric(quantity)
    return f"{plain(quantity.value)} {_unit(quantity)}"


def metric(quantity: Quantity) -> Quantity:
    """Chinese market units (斤) become metric; inches stay what the merchant wrote."""
    return quantity.for_market("metric")


def between(low: Quantity, high: Quantity) -> str:
    """``25-27 cm``; ``800 ml - 1 L`` where the units differ."""
    one, other = metric(low), metric(high)
    if _unit(one) == _unit(other):
        return f"{plain(one.value)}-{plain(other.value)} {_unit(one)}"
    return f"{plain(one.value)} {_unit(one)} - {plain(other.value)} {_unit(other)}"


def _unit(quantity: Quantity) -> str:
    return str(rules("measures")["written"].get(quantity.unit, quantity.unit))


def counted(number: Decimal, high: Decimal | None, unit_id: str | None) -> Value:
    """``3 pieces``, ``2-3 bottles``."""
    row: list[str] | None = rules("measures")["counters"].get(unit_id or "unit.piece")
    name, attribute = row or ((unit_id or "").split(".")[-1].replace("_", " "), rules("measures")["others"])
    plurals: Mapping[str, str] = rules("measures")["plurals"]
    said = name if number == 1 and high is None else plurals.get(name) or plural_of(name)
    numbers = plain(number) if high is None else f"{plain(number)}-{plain(high)}"
    return attribute, f"{numbers} {said}"


def plural_of(name: str) -> str:
    """As English counts several: cavities, drawers."""
    if re.search(r"[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return name if name.endswith("s") else f"{name}s"


def plain(number: Decimal) -> str:
    """``1.8``, ``4``: no zeros behind the point, no exponent."""
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def sizes(low: str, high: str | None = None) -> str:
    """``M``, ``S-4XL``, ``36-41``: more than one X is counted, as sellers everywhere read it."""
    return one_size(low) if high is None else f"{one_size(low)}-{one_size(high)}"


def one_size(text: str) -> str:
    """``XXL`` is ``2XL``."""
    found = _LETTERS.fullmatch(text.strip().upper())
    if found is None:
        return text.strip().upper() if len(text) < 5 else text.strip()
    many = len(found["more"])
    return f"{many}X{found['size']}" if many > 1 else found[0]


def _sides(text: str) -> list[Value]:
    """150x200, 48*74: bare sides are in centimetres, but 1920x1080 are pixels; 40+5cm are two lengths."""
    more = _AND_MORE.fullmatch(text)
    if more:
        return [("attribute.length", f"{length} {more['unit']}") for length in more["lengths"].split("+")]
    sides = _CROSSED.split(text)
    told = 1 < len(sides) < 4 and all(_NUMBERS.fullmatch(side) for side in sides)
    if not told or not all(_SHORTEST_SIDE <= float(side) <= _LONGEST_SIDE for side in sides):
        return []
    return [(rules("measures")["dimensions"], f"{'x'.join(sides)} cm")]


def _bare(text: str, heading: str | None) -> Iterator[Value]:
    if heading is None:
        return
    found: Mapping[str, Any] = rules("measures")
    ends = _SPAN.split(text)
    if not all(_NUMBERS.fullmatch(end) for end in ends) or len(ends) > 2:
        return
    if heading in found["sizes"]:
        yield SIZE, sizes(*ends)
    elif heading.startswith(tuple(found["bodily"])):
        yield heading, f"{'-'.join(ends)} cm"
    else:
        yield heading, "-".join(ends)


def _letters(text: str, heading: str | None) -> Iterator[Value]:
    protection = _PROTECTION.search(text)
    if protection:
        yield "attribute.sun_protection", f"{protection[1].upper()} {protection[2]}"
    elif hours := _HOURS.fullmatch(text):
        yield "attribute.lasting_time", f"{hours[1]} h"
    elif pressure := _PRESSURE.fullmatch(text):
        yield "attribute.water_resistance", f"{pressure[1]} ATM"
    elif warmth := _WARMTH.fullmatch(text):
        yield "attribute.colour_temperature", f"{re.sub(r'[~～–—]', '-', warmth[1])} K"
    elif _BRA.fullmatch(text):
        yield SIZE, text
    else:
        yield heading or MODEL, text


def _is_of_a_part(heading: str | None) -> bool:
    return heading is not None and heading != MATERIAL and heading.endswith(("_material", ".filling"))
