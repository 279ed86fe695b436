"""Which clauses of prose keep their sense when only their concepts are said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from argosy_commerce.reading.items import (
    MEASURES,
    Break,
    BreakKind,
    Composition,
    ConceptMatch,
    Count,
    Dropped,
    Item,
    Model,
    Number,
    Size,
    Unknown,
    Verbatim,
)
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind

_HARD = frozenset({BreakKind.COMMA, BreakKind.STOP, BreakKind.LINE})
_RELATIONS = frozenset(
    """有 用 从 到 由 在 为 以 于 让 使 把 被 将 给 对 来 去 做 放 放在 放到 放入 放进 里 中 上 下 可 可以 能
    再 先 会 带 送 如果 因为 所以 而 但 或 或者 进 使用 用于 适用 带来 时 时候 之后 以后 然后 之 其""".split()  # noqa: SIM905 — a list of words
)
"""Function words that say how one thing stands to another; without them the two stand side by side."""
_NOUNS = frozenset({Kind.CATEGORY, Kind.PART, Kind.ATTRIBUTE})
_BANS = re.compile("不能|不可|不要|勿|禁|不得|不宜|不适|不支持|不含|远离|避免|避开")
_AND = frozenset({"和", "与", "及", "或", "、", "以及"})
_DENIALS = frozenset("不没勿禁别未无")
_BARE = 2
"""Characters of a word of praise: 安全, 舒适."""
_WITH = ("带", "含", "配", "附")
_QUALITIES = frozenset({Kind.PHRASE, Kind.FEATURE, Kind.VALUE})
_ADJUNCTS = frozenset({Kind.OCCASION, Kind.AUDIENCE, Kind.SEASON})
_ADJUNCTS_OF_A_THING = 3
"""女士夏季通勤连衣裙: a thing may be for somebody, some season and some occasion."""


def clauses_of(items: Sequence[Item]) -> list[tuple[list[Item], Break | None]]:
    """Clauses with the break that ends each."""
    clauses: list[tuple[list[Item], Break | None]] = []
    clause: list[Item] = []
    for item in items:
        if isinstance(item, Break) and item.kind in _HARD:
            clauses.append((clause, item))
            clause = []
        else:
            clause.append(item)
    return [*clauses, (clause, None)]


def judged(items: Sequence[Item], lexicon: Lexicon) -> list[tuple[list[Item], Break | None, bool]]:
    """Clauses with the break that ends each, and whether it may be said.

    A bare word of praise after a clause that may not be said (听得到车声，安全) follows from it and goes too.
    """
    found: list[tuple[list[Item], Break | None, bool]] = []
    refused = False
    for index, (clause, ending) in enumerate(clauses_of(items)):
        may_be_said = is_sound(clause, lexicon) and not (refused and _is_bare_praise(clause, lexicon))
        if index and _is_bare_thing(clause, lexicon):
            may_be_said = False
        found.append((clause, ending, may_be_said))
        goes_on = ending is not None and ending.kind is BreakKind.COMMA
        refused = goes_on and not may_be_said
    return found


def is_row_of_captions(clause: Sequence[Item], lexicon: Lexicon) -> bool:
    """三档调光, 30米防水, 32G内存, 满足日常出行: a figure and what it is the figure of; what for."""
    said = [item for item in clause if not isinstance(item, Break | Dropped)]
    figures = [item for item in said if isinstance(item, MEASURES)]
    if figures and (figures != said[:1] or isinstance(figures[0], Number | Size)):
        return False
    rest = [_kind(item, lexicon) for item in said if item not in figures]
    things = sum(kind in _NOUNS for kind in rest)
    if any(_DENIALS & set(item.source) for item in said) or any(_relates(item) for item in clause):
        return False
    if things:
        return bool(figures) and len(rest) == 1
    return bool(rest) and all(kind in _QUALITIES | _ADJUNCTS for kind in rest)


def told_in_prose(items: Sequence[Item], lexicon: Lexicon) -> tuple[ConceptMatch, ...]:
    """The concepts of the clauses that may be said: what prose states of the product."""
    return tuple(
        item
        for clause, _, may_be_said in judged(items, lexicon)
        if may_be_said
        for item in clause
        if isinstance(item, ConceptMatch)
    )


def is_sound(clause: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether a clause still means what it meant, once said by its concepts.

    Two things side by side (侧面有挂钩: side, hook) say nothing without the verb between them, and a verb
    is what concepts do not carry. So a clause is said if it is one thing, one thing with its qualities, a row
    of qualities, or phrases, which carry their own verb; nothing in it may be unread.
    """
    said = [item for item in clause if not isinstance(item, Break | Dropped | Unknown)]
    if any(isinstance(item, Unknown) and _has_meaning(item) for item in clause):
        return False
    if _is_specification(clause, said, lexicon):
        return True
    if _forbids_more_than_is_said(clause, said, lexicon):
        return False
    if any(_relates(item) for item in clause):
        return len(said) <= 1 and all(_kind(item, lexicon) in _QUALITIES for item in said)
    return len(said) <= 1 or _is_one_thing(said, lexicon)


def _forbids_more_than_is_said(clause: Sequence[Item], said: Sequence[Item], lexicon: Lexicon) -> bool:
    """玻璃桌面不可用 is for no glass desktop, not glass; 远离明火和蚊香 has two things to keep away from.

    Beside a ban only what it is a ban of may stand, before it; what is joined on behind belongs to it.
    """
    for item in said:
        if _kind(item, lexicon) is Kind.PHRASE and _BANS.search(item.source):
            others = {_kind(other, lexicon) for other in said if other is not item}
            if others & {Kind.FEATURE, Kind.VALUE, Kind.OCCASION, Kind.ATTRIBUTE}:
                return True
            rest = [other for other in clause if other.span[0] >= item.span[1]]
            joined = bool(rest) and (rest[0].source.strip() in _AND)
            if joined and any(other.span[0] >= item.span[1] for other in said):
                return True
    return False


def _is_one_thing(said: Sequence[Item], lexicon: Lexicon) -> bool:
    """One thing with its qualities, how many of it, for whom; or a row of qualities and phrases."""
    kinds = [kind for item in said if (kind := _kind(item, lexicon)) is not None]
    nouns = sum(_is_noun(item, said, lexicon) for item in said)
    adjuncts = sum(kind in _ADJUNCTS for kind in kinds)
    names = sum(isinstance(item, Model | Verbatim) for item in said)
    measures = [item for item in said if isinstance(item, MEASURES) and not isinstance(item, Composition)]
    has_phrase = Kind.PHRASE in kinds
    # 3岁以下儿童请勿使用 is for children, but not under three: a figure beside a denial belongs to it.
    denies = any(_DENIALS & set(item.source) for item in said)
    figured = any(_has_figure(item) and not _DENIALS & set(item.source) for item in said)
    counts = bool(measures) and isinstance(measures[0], Count) and nouns > 0
    most_adjuncts = _ADJUNCTS_OF_A_THING if Kind.CATEGORY in kinds else 1
    return (
        max(nouns, names, len(measures)) <= 1
        and adjuncts <= most_adjuncts
        and not (adjuncts and has_phrase and not nouns)
        and not any(isinstance(measure, Number | Size) for measure in measures)
        and (not measures or counts or has_phrase)
        and not (denies and figured)
    )


def _is_bare_thing(clause: Sequence[Item], lexicon: Lexicon) -> bool:
    """A thing alone states nothing of the product, unless the sentence begins with what it is about."""
    kinds = [_kind(item, lexicon) for item in clause if not isinstance(item, Break | Dropped)]
    return bool(kinds) and all(kind in _NOUNS for kind in kinds)


def _is_bare_praise(clause: Sequence[Item], lexicon: Lexicon) -> bool:
    said = [item for item in clause if not isinstance(item, Break | Dropped)]
    return (
        len(said) == 1
        and _kind(said[0], lexicon) in {Kind.FEATURE, Kind.VALUE}
        and len(said[0].source.strip()) <= _BARE
    )


def _has_figure(item: Item) -> bool:
    return isinstance(item, MEASURES) or (
        isinstance(item, ConceptMatch) and any(isinstance(filler, MEASURES) for _, filler in item.fills)
    )


def _kind(item: Item, lexicon: Lexicon) -> Kind | None:
    return lexicon[item.concept_id].kind if isinstance(item, ConceptMatch) else None


def _is_specification(clause: Sequence[Item], said: Sequence[Item], lexicon: Lexicon) -> bool:
    """材质：棉, 容量500ml: an attribute's name and what it is."""
    first = said[0] if said else None
    if not isinstance(first, ConceptMatch) or lexicon[first.concept_id].kind is not Kind.ATTRIBUTE:
        return False
    if any(isinstance(item, Break) and item.kind is BreakKind.COLON for item in clause):
        return True
    return len(said) == 2 and isinstance(said[1], MEASURES)


def _is_noun(item: Item, said: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether an item is a thing of its own: the lid of 带盖 is not, nor is 面料 beside 纯棉."""
    if not isinstance(item, ConceptMatch):
        return False
    concept = lexicon[item.concept_id]
    if concept.kind is Kind.ATTRIBUTE:
        told = {lexicon[other.concept_id].attribute for other in said if isinstance(other, ConceptMatch)}
        return concept.id not in told
    return concept.kind in _NOUNS and not item.source.startswith(_WITH)


def _relates(item: Item) -> bool:
    return isinstance(item, Dropped) and item.source.strip() in _RELATIONS


def _has_meaning(item: Item) -> bool:
    return any(character.isalnum() for character in item.source)
