"""Whether a person, his load or his thing keeps to a row's figure: age, load, girth, a laptop's inches.

Yes or no is said only where the row's bounds settle it in the same measure; a question that is turned round
(too heavy, will it break), an age that is not yet reached and rows that disagree get the rows without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.reading.items import Amount, AmountRange, Break, ConceptMatch
from argosy_commerce.terms.strict_yaml import document
from argosy_commerce.units import Quantity, units
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.scene import Scene
from cs_agent.domain.answering.stating import with_verdict
from cs_agent.domain.answering.verdict_rules import holds, verdict_rules
from cs_agent.domain.answering.verdicts import Verdict
from cs_agent.domain.fact import Fact
from cs_agent.domain.understanding.ages import age_in
from cs_agent.domain.understood import Intent

_AT_LEAST: Final = "qualified.at_least"
_AT_MOST: Final = "qualified.at_most"
_IN_MONTHS: Final[Mapping[str, int]] = {"age_year": 12, "year": 12, "month": 1}
_ENGLISH_AGE: Final = re.compile(
    r"(?P<least>\d{1,2}) ?(?P<unit>months?|years?|yrs?)? ?(?:old)? ?"
    r"(?:\+|and (?:over|up|above|older)|or (?:over|older|above))"
    r"|(?P<more>\d{1,2})\+ ?(?P<of>months?|years?)?",
    re.IGNORECASE,
)
_BODY: Final[Mapping[str, tuple[str, ...]]] = {
    "measure.body_weight": ("body_weight", "load"),
    "measure.height": ("height",),
    "measure.waist": ("waist",),
    "measure.head": ("head",),
    "measure.neck": ("neck",),
    "measure.wrist": ("wrist",),
}
"""What a measurement may be held against."""
_OF_WEIGHT: Final = frozenset({"kg", "g", "lb"})
_OF_CHARTS: Final = frozenset({"body_weight", "height", "waist", "head", "neck", "wrist"})
"""What a chart of sizes says better, where there is one."""
_ELSEWHERE: Final[frozenset[Intent]] = frozenset(
    {"price", "discount", "stock", "variants", "ships_to", "delivery_time", "delivery_cost", "customs",
     "payment", "returns_policy", "warranty", "origin", "material", "care"}
)  # fmt: skip
_ADJUSTABLE: Final = frozenset({"feature.adjustable", "figure.adjustable_from"})
_SURE: Final = 0.7


class _Rows(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    concepts: frozenset[str]
    names: tuple[str, ...]
    if_adjustable: frozenset[str] = frozenset()
    """Concepts of rows that limit only where they say that the thing can be adjusted."""


class LimitRules(BaseModel):
    """data/limits.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: object
    rows: Mapping[str, _Rows]
    by_the_way: frozenset[str]
    laptops: tuple[str, ...]
    turned: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the buyer tells: of what kind, and from and to which value; one unit for both."""

    kind: str
    least: Decimal
    most: Decimal
    unit: str


@cache
def limit_rules() -> LimitRules:
    """The file, read once."""
    text = files("cs_agent").joinpath("data/limits.yaml").read_text(encoding="utf-8")
    return LimitRules(**document(text))


def limits_told(scene: Scene) -> list[Sentence]:
    """What the product's limits say to what the buyer tells of himself; empty where nothing is asked."""
    first = scene.read.intents[0]
    if not scene.read.asks_whether or (first.intent in _ELSEWHERE and first.confidence >= _SURE):
        return []
    has_chart = any(fact.kind == "chart" for fact in scene.own)
    all_told = [one for one in _told(scene) if not (has_chart and one.kind in _OF_CHARTS)]
    found = [
        (told.kind, fact, verdict)
        for told in all_told
        for fact, low, high in _limits(scene, told.kind)
        if (verdict := _held(told, low, high)) is not None
    ]
    rows = [fact for _, fact, _ in found]
    if not found or _asks_other(scene, rows):
        return []
    age = age_in(scene.read.text, scene.question.language)
    kinds = {kind for kind, _, _ in found}
    # One shelf or all of them, his weight or his bag's: which is meant nothing tells.
    differ = any(len({verdict for one, _, verdict in found if one == kind}) > 1 for kind in kinds)
    unread = [fact for one in all_told for fact in _unread(scene, one.kind) if fact not in rows]
    no = next((one for one in found if one[2] == "no"), None)
    is_open = differ or _is_turned(scene) or (age is not None and age.is_unsure) or (unread and not no)
    if is_open or any(verdict == "" for _, _, verdict in found):
        several = {fact.place: fact for fact in (*rows[:3], *unread[:2])}
        return [scene.saying.sentence(fact) for fact in several.values()]
    kind, fact, verdict = no or found[0]
    told = with_verdict(scene, fact, verdict)
    # He is three and weighs 16 kg: a yes is one to both, and both are shown.
    besides = {one.place: one for of, one, _ in found if of != kind and one.place != fact.place}
    others = [scene.saying.sentence(one) for one in besides.values()] if no is None else []
    return [replace(told, rule=told.rule.replace(":fact", ":limit", 1)), *others[:2]]


def _told(scene: Scene) -> Iterator[_Told]:
    text = scene.read.text
    age = age_in(text, scene.question.language)
    if age is not None:
        yield _Told("age", age.least, age.most, "month")
    # What was told before is no part of a question that tells another measure.
    now = [one for one in scene.read.measured if any(_same_figure(one.value, f) for f in scene.read.figures)]
    for one in now or scene.read.measured:
        if one.unit == "in" and _names_laptop(text):
            yield _Told("laptop", one.value, one.value, "in")
        elif one.unit in _OF_WEIGHT:
            for kind in ("load",) if one.of == "" else _BODY.get(one.of, ()):
                yield _Told(kind, one.value, one.value, one.unit)
        else:
            for kind in _BODY.get(one.of, ()):
                yield _Told(kind, one.value, one.value, one.unit)


def _same_figure(value: Decimal, figure: str) -> bool:
    """Whether a figure as written is the value; a height may stand in metres."""
    try:
        written = Decimal(figure.replace(",", "."))
    except InvalidOperation:
        return False
    return value in {written, written * 100}


def _names_laptop(text: str) -> bool:
    plain = text.casefold()
    return any(
        re.search(rf"(?<![a-z]){word}(?![a-z])", plain) if word.isascii() else word in plain
        for word in limit_rules().laptops
    )


def _limits(scene: Scene, kind: str) -> Iterator[tuple[Fact, Quantity | None, Quantity | None]]:
    """The product's rows that limit a kind of thing, and their bounds."""
    for fact in _limiting(scene, kind):
        bounds = _bounds(fact, kind)
        if bounds is not None:
            yield (fact, *bounds)


def _unread(scene: Scene, kind: str) -> Iterator[Fact]:
    """Rows that limit it with several figures or none that is read: what they say may be a no."""
    for fact in _limiting(scene, kind):
        if _bounds(fact, kind) is None and any(isinstance(one, Amount | AmountRange) for one in fact.items):
            yield fact


def _limiting(scene: Scene, kind: str) -> Iterator[Fact]:
    rules = limit_rules().rows[kind]
    for fact in scene.own:
        name = fact.ref.partition("#")[0].casefold()
        said = {item.concept_id for item in fact.items if isinstance(item, ConceptMatch)}
        is_named = any(one in name for one in rules.names)
        # 腰围：65-115cm可调 limits who it fits; 腰围：80cm is the thing's own.
        adjusts = fact.concept in rules.if_adjustable and bool(said & _ADJUSTABLE)
        if fact.kind == "attribute" and (is_named or adjusts or rules.concepts & {fact.concept, *said}):
            yield fact


def _bounds(fact: Fact, kind: str) -> tuple[Quantity | None, Quantity | None] | None:
    """From and to; None where the row holds no bound, or figures of several things."""
    found: list[tuple[Quantity | None, Quantity | None]] = []
    for place, item in enumerate(fact.items):
        behind = fact.items[place + 1] if place + 1 < len(fact.items) else None
        match item:
            case AmountRange(low=low, high=high):
                found.append((low, high))
            case Amount(quantity=one) if kind == "age":
                is_plus = isinstance(behind, Break) and behind.source == "+"
                found.append((one, None) if is_plus else (one, one))
            case Amount(quantity=one):
                found.append((None, one))
            case ConceptMatch(concept_id=concept, fills=fills):
                ranges = [fill for _, fill in fills if isinstance(fill, AmountRange)]
                if len(ranges) == 1 and concept in _ADJUSTABLE:
                    found.append((ranges[0].low, ranges[0].high))
                amounts = [fill for _, fill in fills if isinstance(fill, Amount)]
                if len(amounts) == 1:
                    bound = amounts[0].quantity
                    found.append((bound, None) if concept == _AT_LEAST else (None, bound))
                    if concept not in {_AT_LEAST, _AT_MOST} and kind != "laptop":
                        return None
    if kind == "age" and not found and "en" in fact.words:
        found += _english_ages(fact.quote)
    if len(found) != 1:
        return None
    least, most = found[0]
    is_exact = least is not None and least == most
    is_single = kind in {"height", "waist", "head", "neck", "wrist", "body_weight"} and least is None
    is_marked = any(isinstance(item, ConceptMatch) and item.concept_id == _AT_MOST for item in fact.items)
    return None if is_exact or (is_single and not is_marked) else found[0]


def _english_ages(text: str) -> list[tuple[Quantity | None, Quantity | None]]:
    found: list[tuple[Quantity | None, Quantity | None]] = []
    for one in _ENGLISH_AGE.finditer(text):
        unit = (one["unit"] or one["of"] or "years").casefold()
        number = Decimal(one["least"] or one["more"])
        found.append((Quantity(number, "month" if unit.startswith("month") else "age_year"), None))
    return found


def _held(told: _Told, low: Quantity | None, high: Quantity | None) -> Verdict | None:
    """Whether what is told lies within the bounds; "" where it may, None where it is no such measure."""
    if told.kind == "age":
        least, most = _month(low), _month(high)
        if (low is not None and least is None) or (high is not None and most is None):
            return None
        if least is not None and told.least < least:
            return "no" if told.most < least else ""
        # For somebody older than it is made for nothing is settled.
        is_past = high is not None and most is not None and told.most > most + _IN_MONTHS[high.unit] - 1
        return "" if is_past else "yes"
    ends = [one for one in (low, high) if one is not None]
    if told.unit not in units() or any(
        units()[one.unit].dimension != units()[told.unit].dimension for one in ends
    ):
        return None
    is_below = low is not None and Quantity(told.least, told.unit).to(low.unit).value < low.value
    is_above = high is not None and Quantity(told.most, told.unit).to(high.unit).value > high.value
    return "no" if is_below or is_above else "yes"


def _month(one: Quantity | None) -> Decimal | None:
    return one.value * _IN_MONTHS[one.unit] if one is not None and one.unit in _IN_MONTHS else None


def _asks_other(scene: Scene, rows: list[Fact]) -> bool:
    """Whether something is asked that settles itself by another row: is it waterproof, he is seven."""
    mine = {fact.place for fact in rows}
    about = scene.question.matters & verdict_rules().may_settle
    about -= limit_rules().by_the_way
    about -= frozenset[str]().union(*(scene.rows[fact.place].matters for fact in rows))
    return any(
        about & scene.rows[fact.place].head_matters
        for fact in scene.own
        if fact.kind == "attribute" and fact.place not in mine
    )


def _is_turned(scene: Scene) -> bool:
    text, language = scene.question.text, scene.question.language
    return holds(text, language, limit_rules().turned) or holds(text, language, verdict_rules().denying)
