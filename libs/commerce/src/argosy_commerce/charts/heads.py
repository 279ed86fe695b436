"""What the heads of a chart's columns name, and the units that its words give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from argosy_commerce.terms import TermBase
from argosy_commerce.terms.normalize import fold
from argosy_commerce.terms.strict_yaml import document

SIZE = "attribute.size"
_NUMBER = r"\d{1,3}(?:\.\d{1,2})?"
VALUE = rf"{_NUMBER}(?:\s?(?:-|~|–|—|至|到)\s?{_NUMBER})?"
UNIT = r"cm|厘米|公分|mm|毫米|英寸|inch(?:es)?|in|\"|″|市斤|斤|公斤|千克|kg|lbs?|磅"
_IDS = {
    "厘米": "cm", "公分": "cm", "毫米": "mm",
    "英寸": "in", "inch": "in", "inches": "in", '"': "in", "″": "in",
    "市斤": "jin", "斤": "jin", "公斤": "kg", "千克": "kg", "磅": "lb", "lbs": "lb",
}  # fmt: skip
_HEAD_UNIT = re.compile(rf"[(（/\s:：]*(?:单位)?[:：/]?\s?(?:{UNIT})[)）]?\s*$")
_CHART_UNIT = re.compile(rf"(?:单位|尺寸单位)\s?[:：/(（为是]*\s?(?P<unit>{UNIT})")
_WHOLE_NOTE = re.compile(
    rf"(?:尺寸)?单位\s?[:：/(（为是]*\s?(?:{UNIT})(?:\s?[/(（、]?\s?(?:{UNIT})(?![a-z])\s?[)）]?)*",
    re.IGNORECASE,
)
_ANY_UNIT = re.compile(rf"(?<![a-z])(?:{UNIT})(?![a-z])")


@cache
def measure_words() -> Mapping[str, Any]:
    """data/charts.yaml, read once."""
    text = files("argosy_commerce").joinpath("data/charts.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = document(text)
    return words


def concept_of(head: str, base: TermBase, category: str | None = None) -> str | None:
    """What a head names: a measure, the size itself, or None. ``category`` tells ambiguous heads apart."""
    text = name_in(head)
    if text in measure_words()["systems"]:
        return SIZE
    reading = base.read(text, category=category) if text else None
    known = [m.concept_id for m in reading.matches if is_head(m.concept_id)] if reading else []
    telling = [concept for concept in known if concept != "measure.suggested"]
    return telling[-1] if telling else None


def is_length_of_thing(head: str, base: TermBase) -> bool:
    """Whether a head names a side of a thing (长, 宽度, 高/cm): a length that no body bounds."""
    text = spelled_out(name_in(head))
    return any(m.concept_id in measure_words()["lengths"] for m in base.read(text).matches)


def spelled_out(name: str) -> str:
    """A head of one character as a word that says the same alone: 宽 is 宽度."""
    return str(measure_words()["spelled_out"].get(name, name))


def with_unit_note(text: str, unit: str) -> str:
    """A text whose note of a unit names another one, a unit id in Latin letters. A note that says the
    same twice ('单位:厘米/CM') says it once."""

    def said(note: re.Match[str]) -> str:
        units = [unit_id(found.group()) for found in _ANY_UNIT.finditer(fold(note.group()))]
        plain = units == [unit] and note.group().startswith("单位")
        return note.group() if plain else f"单位:{unit}"

    return _WHOLE_NOTE.sub(said, text)


def name_in(head: str) -> str:
    """A head, folded, without the unit that stands behind it: 胸围(cm) is 胸围."""
    return _HEAD_UNIT.sub("", fold(head)).strip(" :：*()（）")


def is_head(concept: str) -> bool:
    """Whether a concept can head a column."""
    return concept in {SIZE, "measure.label_size"} or concept in _measured()


def system_of(head: str) -> str:
    """The country of a head like 欧码 or EU; empty for others."""
    return str(measure_words()["systems"].get(fold(head).strip(), ""))


def unit_said(folded: str) -> str:
    """The unit that a text gives for a whole chart ('单位：cm'); empty if none."""
    found = _CHART_UNIT.search(folded)
    return found["unit"] if found else ""


def unit_in_head(head: str) -> str:
    """The id of the unit that a head names, '胸围(厘米)'; empty if none."""
    found = _ANY_UNIT.search(fold(head))
    return unit_id(found.group()) if found else ""


def unit_id(written: str) -> str:
    """A unit of charts by its id, however it is written."""
    return _IDS.get(written, written)


@cache
def _measured() -> frozenset[str]:
    words = measure_words()
    return frozenset({*words["plausible"], *words["weights"], "measure.suggested"})
