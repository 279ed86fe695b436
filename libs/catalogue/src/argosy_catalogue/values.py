"""What the value of an attribute says: bare answers, the parts that were read whole, what they state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from argosy_commerce.reading.items import Break, BreakKind, ConceptMatch, Dropped, Item, Measure, Reading
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.strict_yaml import document

DENIALS = frozenset("不没勿禁别未无避忌慎")
"""A word that holds one of these denies something; unread, it turns what stands beside it round."""
_FIRST_WORDS = re.compile(r"\s*(?P<words>[^，,、;；(（:：\s]+)")


def answer_in(value: str) -> str | None:
    """The concept of a bare answer (是, 无) that a value is or begins with; None if it answers nothing."""
    first = _FIRST_WORDS.match(value)
    return _answers().get(first["words"]) if first else None


def answered(value: Reading, base: TermBase, heading: str) -> Reading:
    """The value with a bare 是 or 无 read as an answer to a heading that is known, a concept's id.

    Of a thing 可选 says that it is to be had besides; of a colour only that one may be chosen.
    """
    answer, first = answer_in(value.text), _FIRST_WORDS.match(value.text)
    if answer is None and base.lexicon[heading].kind in {Kind.PART, Kind.CATEGORY}:
        answer = _answers("alone").get(value.text.strip())
    if first is None or answer is None or answer not in base.lexicon:
        return value
    start, end = first.span("words")
    within = [item for item in value.items if item.span[0] < end]
    if any(isinstance(item, ConceptMatch) or item.span[1] > end for item in within):
        return value  # under this heading the term base knows better: 品牌：无 is unbranded
    said = ConceptMatch((start, end), first["words"], answer)
    return replace(value, items=(said, *value.items[len(within) :]))


def known_parts(value: Reading) -> tuple[Item, ...]:
    """The parts of a value that were read whole: of 前2560×1440, of which 前 is unread, no figure is true.

    Nothing where a denial is unread: 电池(不含) has none.
    """
    unread = [item for item in value.unknown if any(character.isalnum() for character in item.source)]
    if any(DENIALS & set(item.source) for item in unread):
        return ()
    parts: list[list[Item]] = [[]]
    for item in value.items:
        if isinstance(item, Break) and item.kind is not BreakKind.COLON:
            parts += [[item], []]
        else:
            parts[-1].append(item)
    return tuple(item for part in parts if not set(part) & set(unread) for item in part)


def without_heading(
    known: Sequence[Item], heading: str | None, name: Reading | None = None
) -> tuple[Item, ...]:
    """喇叭：16.2mm动圈: what the heading says already is not said again, unless it is all there is.

    ``name``: the heading as it was read. Where it is one thing, no word of it is said again beside a figure:
    充电时间：充电约2小时 is not "rechargeable, about 2 hours".
    """
    rest = tuple(i for i in known if not (isinstance(i, ConceptMatch) and i.concept_id == heading))
    if name is not None and len(name.items) == 1 and any(map(_measures, rest)):
        rest = tuple(i for i in rest if not (isinstance(i, ConceptMatch) and i.source in name.text))
    return rest if any(not isinstance(item, Break | Dropped) for item in rest) else tuple(known)


def _measures(item: Item) -> bool:
    """Whether a figure stands in it: 2小时, and 约2小时 that holds it."""
    filled = item.fills if isinstance(item, ConceptMatch) else ()
    return isinstance(item, Measure) or any(isinstance(fill, Measure) for _, fill in filled)


def stated_in(known: Sequence[Item], heading: str | None, base: TermBase) -> Iterator[ConceptMatch]:
    """What is said of the product itself: concepts that answer the heading, or no attribute in particular.

    ``heading`` is the attribute's concept id. 里料：羊羔绒 makes no thing of sherpa fleece.
    """
    if heading is None:
        return
    is_attribute = base.lexicon[heading].kind is Kind.ATTRIBUTE
    for item in known:
        if isinstance(item, ConceptMatch) and not item.concept_id.startswith("answer."):
            answers = base.lexicon[item.concept_id].attribute in {None, heading}
            if answers or not is_attribute:
                yield item


@cache
def heading_rules() -> Mapping[str, Any]:
    """data/attribute_headings.yaml, read once."""
    text = files("argosy_catalogue").joinpath("data/attribute_headings.yaml").read_text(encoding="utf-8")
    rules: Mapping[str, Any] = document(text)
    return rules


@cache
def _answers(which: str = "answers") -> Mapping[str, str]:
    return {word: answer for answer, words in heading_rules()[which].items() for word in words}
