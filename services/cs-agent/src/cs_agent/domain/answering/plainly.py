"""What of a row's value is said by its row and its place: small words, and a bare "not included"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from argosy_commerce.reading.items import (
    MEASURES,
    Break,
    BreakKind,
    ConceptMatch,
    Dropped,
    DropReason,
    Item,
    Model,
    Number,
    Reading,
    Unknown,
)

_OPENS: Final = frozenset({"支持", "采用", "使用", "具有", "有", "为", "是", "可选", "可"})
"""Before what a clause names they say no more than that it is so: 支持MagSafe, 采用USB-C."""
_ENDS: Final = frozenset({"使用", "设计", "款式"})
_JOINS: Final = frozenset({"和", "与", "及", "以及"})
_KINDS: Final = frozenset({"种", "款", "类"})
"""After a figure that ends a clause: 音色：128种 are 128 of what the row names."""
_LEFT_OUT: Final = frozenset({"不含", "不附", "不带", "不送", "不配", "不附送", "未含", "不包含", "不包括"})
_ADVISED_AGAINST: Final = frozenset({"不建议", "不推荐"})
_NOT_RECOMMENDED: Final = "feature.not_recommended"
_BEHIND_NAMES: Final = frozenset({"级", "类", "口", "接口"})
"""Right behind a name in Latin letters: E1级, A类, Type-C口."""
_NOT_INCLUDED: Final = "contents.not_included_it"
_LEVEL: Final = re.compile(r"(\d{1,2})级")
"""A whole clause: 抗风等级：5级. Before another word (3级防水) it says of what."""
_OF_LEVEL: Final = "qualified.level"
_CLAUSES: Final = frozenset({BreakKind.COMMA, BreakKind.STOP, BreakKind.LINE})
_THINGS: Final = (ConceptMatch, Model, *MEASURES)
_DENIES: Final = re.compile(r"[不无未非勿禁没免别除仅只限]")


def plainly(value: Reading) -> Reading:
    """The value with clauses read that are one bare word: 不含 behind a thing (5号电池，不含), 不建议."""
    clauses = list(_clauses(value.items))
    named = False
    for place, clause in enumerate(clauses):
        source = "".join(item.source for item in clause).strip()
        if named and source in _LEFT_OUT:
            span = clause[0].span[0], clause[-1].span[1]
            clauses[place] = [ConceptMatch(span, source, _NOT_INCLUDED)]
        elif source in _ADVISED_AGAINST:
            span = clause[0].span[0], clause[-1].span[1]
            clauses[place] = [ConceptMatch(span, source, _NOT_RECOMMENDED)]
        elif level := _LEVEL.fullmatch(source):
            span = clause[0].span[0], clause[-1].span[1]
            number = Number((span[0], span[0] + len(level[1])), level[1], level[1])
            clauses[place] = [ConceptMatch(span, source, _OF_LEVEL, fills=(("n", number),))]
        named = any(isinstance(item, ConceptMatch) for item in clause) or (
            named and isinstance(clause[0], Break)
        )
    return replace(value, items=tuple(item for clause in clauses for item in clause))


def without_small_words(items: Sequence[Item]) -> list[Item]:
    """The items without small words that change nothing where they stand.

    支持 opens a clause (behind 仅 or 不 it does not), 使用 ends one, 和 stands between two things that are
    there, 种 behind a figure. Anywhere else they stay, and what they stand in is not said.
    """
    kept: list[Item] = []
    for clause in _clauses(items):
        denies = any(isinstance(i, Dropped) and _DENIES.search(i.source) for i in clause)
        kept += clause if denies else _bare(clause)
    return kept


def _bare(clause: Sequence[Item]) -> Iterator[Item]:
    told = [place for place, item in enumerate(clause) if not isinstance(item, Break)]
    for place, item in enumerate(clause):
        before = clause[place - 1] if place else None
        if isinstance(item, Unknown) and item.source in _BEHIND_NAMES and isinstance(before, Model):
            continue
        if not isinstance(item, Dropped) or item.reason is not DropReason.FUNCTION_WORD:
            yield item
            continue
        after = clause[place + 1] if place + 1 < len(clause) else None
        opens = place == told[0] and item.source in _OPENS and isinstance(after, _THINGS)
        ends = place == told[-1] and item.source in _ENDS and isinstance(before, _THINGS)
        joins = item.source in _JOINS and _is_thing(before) and _is_thing(after)
        counts = item.source in _KINDS and place == told[-1] and isinstance(before, Number)
        if joins:
            yield Break(item.span, item.source, BreakKind.JOIN)
        elif not (opens or ends or counts):
            yield item


def _is_thing(item: Item | None) -> bool:
    is_denied = isinstance(item, ConceptMatch) and bool(item.fills) and bool(_DENIES.search(item.source))
    return isinstance(item, _THINGS) and not is_denied


def _clauses(items: Sequence[Item]) -> Iterator[list[Item]]:
    """The items cut at commas and stops; each of those is a clause of its own."""
    for _, group in groupby(items, lambda item: isinstance(item, Break) and item.kind in _CLAUSES):
        yield list(group)
