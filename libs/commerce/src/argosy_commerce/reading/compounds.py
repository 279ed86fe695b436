"""Which of the categories of a text are things of its own, and which say what another thing is for.

A Chinese compound ends in its head: 自行车打气筒 is a pump, and the bicycle is what it is for. But sellers
string other names of one thing together in the same way (雨靴胶鞋), and what a thing is for after it, to be
found (压缩袋衣服). Which of them it is tells ``data/compounds.yaml``: what is made for what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from itertools import pairwise
from typing import Any

from argosy_commerce.reading.items import Break, BreakKind, ConceptMatch, Dropped, Item
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.strict_yaml import packaged

_OWNERS = "的"
_ANY = "any"
_PREFIX = "category."


class Relation(Enum):
    """How two categories that stand side by side belong together."""

    MADE_FOR = auto()
    """自行车打气筒: the second is the thing, the first is what it is for."""
    NARROWED = auto()
    """猫咪用品逗猫棒, 家居马甲: the second is the thing, the first the shelf that it lies on."""
    STRUNG = auto()
    """雨靴胶鞋, 水枪玩具, 压缩袋衣服: the first is the thing; the second says it again or is found by."""
    UNTOLD = auto()
    """Nobody knows: either may be the thing."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A category that a text names as a thing of its own, or a part that is sold by itself."""

    match: ConceptMatch
    made_for: tuple[ConceptMatch, ...] = ()
    """What it is for, as the words before it say."""
    unsaid: tuple[ConceptMatch, ...] = ()
    """The same, where the other thing's name says it in no language: socks for basketball, not for balls."""
    rival: ConceptMatch | None = None
    """The thing right behind it, where nobody knows which of the two is meant."""


def things_in(items: Sequence[Item], lexicon: Lexicon) -> list[Thing]:
    """The things that a reading's items name, in their order, without what others are made for."""
    return [thing for run in _runs(items, lexicon) for thing in _things(run, lexicon)]


def relation(first: str, second: str, lexicon: Lexicon) -> Relation:  # noqa: PLR0911 — one per way
    """How two categories (concept ids), the second right behind the first, belong together."""
    before, after = lexicon.ancestors(first), lexicon.ancestors(second)
    if _any_of(before, _sold_of(second)):
        return Relation.MADE_FOR
    if first == second or second in before or second in _class_words():
        return Relation.STRUNG
    if first in after:
        return Relation.NARROWED
    if _is_made_for(after, before):
        return Relation.MADE_FOR
    if _is_made_for(before, after) or len(after) == 1:
        return Relation.STRUNG
    if len(before) == 1:
        return Relation.NARROWED
    if before[-1] == after[-1] or any(_any_of(before, kin) and _any_of(after, kin) for kin in _strung()):
        return Relation.STRUNG
    return Relation.UNTOLD


def _runs(items: Sequence[Item], lexicon: Lexicon) -> Iterator[list[tuple[ConceptMatch, bool]]]:
    """Categories with nothing between them but 的, or a space before what is made for the one before it; with
    each whether 的 stands before it. A part ends a run where it is sold by itself (无人机电池).
    """
    run: list[tuple[ConceptMatch, bool]] = []
    between: Item | None = None
    for at, item in enumerate(items):
        following = items[at + 1] if at + 1 < len(items) else None
        if isinstance(item, ConceptMatch) and lexicon[item.concept_id].kind is Kind.CATEGORY:
            if run and not _continues(run[-1][0], between, item, lexicon):
                yield run
                run, between = [], None
            run.append((item, isinstance(between, Dropped)))
            between = None
        elif run and between is None and _may_stand_between(item) and item.span[0] == run[-1][0].span[1]:
            between = item
        else:
            if (
                run
                and isinstance(item, ConceptMatch)
                and _is_sold(run[-1][0], between, item, following, lexicon)
            ):
                run.append((item, isinstance(between, Dropped)))
            if run:
                yield run
            run, between = [], None
    if run:
        yield run


def _may_stand_between(item: Item) -> bool:
    is_owner = isinstance(item, Dropped) and item.source == _OWNERS
    return is_owner or (isinstance(item, Break) and item.kind is BreakKind.SPACE)


def _continues(last: ConceptMatch, between: Item | None, item: ConceptMatch, lexicon: Lexicon) -> bool:
    """Whether a category goes on with a compound. Behind a space it does only where its role says so:
    自行车 打气筒 is a pump, while 手机 收纳盒 may be two of many words to be found by.
    """
    end = between.span[1] if between is not None else last.span[1]
    if item.span[0] != end:
        return False
    if not isinstance(between, Break):
        return True
    thing, other = lexicon.ancestors(item.concept_id), lexicon.ancestors(last.concept_id)
    return any(role.spaced and role.joins(thing, other) for role in _roles())


def _is_sold(
    last: ConceptMatch, between: Item | None, part: ConceptMatch, following: Item | None, lexicon: Lexicon
) -> bool:
    """Whether a part right behind a thing is sold without it: 无人机电池, and no 行李箱万向轮.

    Before another thing it says what that is for: 无人机电池充电器.
    """
    end = between.span[1] if between is not None else last.span[1]
    if part.span[0] != end or part.fills or isinstance(between, Break):
        return False
    goes_on = (
        isinstance(following, ConceptMatch)
        and following.span[0] == part.span[1]
        and lexicon[following.concept_id].kind is Kind.CATEGORY
    )
    return not goes_on and _any_of(lexicon.ancestors(last.concept_id), _sold_of(part.concept_id))


def _things(run: Sequence[tuple[ConceptMatch, bool]], lexicon: Lexicon) -> Iterator[Thing]:
    matches = [match for match, _ in run]
    relations = [
        Relation.MADE_FOR if owned else relation(one.concept_id, other.concept_id, lexicon)
        for (one, _), (other, owned) in pairwise(run)
    ]
    waiting: list[ConceptMatch] = []
    things: list[Thing] = []
    for at, match in enumerate(matches):
        follows = relations[at] if at < len(relations) else None
        if follows is Relation.MADE_FOR:
            waiting = [match]
            continue
        if follows is Relation.NARROWED:
            continue
        made_for = (*_others_before(matches[:at], match, waiting, lexicon), *waiting) if waiting else ()
        things = [thing for thing in things if thing.match not in made_for]
        said = tuple(other for other in made_for if _is_said(match, other, lexicon))
        things.append(Thing(match, said, tuple(other for other in made_for if other not in said)))
        waiting = []
    for at, thing in enumerate(things):
        following = things[at + 1].match if at + 1 < len(things) else None
        yield replace(thing, rival=following if _is_rival(thing.match, following, lexicon) else None)


def _is_rival(thing: ConceptMatch, following: ConceptMatch | None, lexicon: Lexicon) -> bool:
    return (
        following is not None and relation(thing.concept_id, following.concept_id, lexicon) is Relation.UNTOLD
    )


def _is_said(thing: ConceptMatch, other: ConceptMatch, lexicon: Lexicon) -> bool:
    after, before = lexicon.ancestors(thing.concept_id), lexicon.ancestors(other.concept_id)
    joining = [role for role in _roles() if role.joins(after, before)]
    return not joining or any(role.said for role in joining)


def _others_before(
    before: Sequence[ConceptMatch], thing: ConceptMatch, waiting: Sequence[ConceptMatch], lexicon: Lexicon
) -> list[ConceptMatch]:
    """微波炉烤箱饭盒: all things right before what is made for the last of them are what it is for."""
    others: list[ConceptMatch] = []
    after = lexicon.ancestors(thing.concept_id)
    nearest = waiting[0]
    for other in reversed(before[: before.index(nearest)]):
        own = lexicon.ancestors(other.concept_id)
        if not _is_made_for(after, own) or _is_made_for(lexicon.ancestors(nearest.concept_id), own):
            break
        others.insert(0, other)
        nearest = other
    return others


def _is_made_for(thing: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a thing (with what it is a kind of) is made for another one."""
    return any(role.joins(thing, other) for role in _roles())


@dataclass(frozen=True, slots=True)
class _Role:
    things: frozenset[str]
    of: frozenset[str] | None
    """None: whatever is not in ``without``."""
    without: frozenset[str]
    said: bool
    spaced: bool
    """Whether a space may stand between the two."""

    def joins(self, thing: Sequence[str], other: Sequence[str]) -> bool:
        if not _any_of(thing, self.things) or _any_of(other, self.without):
            return False
        return self.of is None or _any_of(other, self.of)


def _any_of(kinds: Sequence[str], ids: frozenset[str]) -> bool:
    return not ids.isdisjoint(kinds)


@cache
def _sold_of(part: str) -> frozenset[str]:
    """The things of which a part is sold by itself."""
    return (
        _ids(_data()["parts"].get(part.removeprefix("part."), ()))
        if part.startswith("part.")
        else frozenset()
    )


@cache
def _class_words() -> frozenset[str]:
    return _ids(_data()["class_words"])


@cache
def _strung() -> tuple[frozenset[str], ...]:
    return tuple(_ids(names) for names in _data()["strung"])


@cache
def _roles() -> tuple[_Role, ...]:
    rows = _data()["roles"]
    return tuple(
        _Role(
            _ids(row["things"]),
            None if row["of"] == _ANY else _ids(row["of"]),
            _ids(row.get("not", ())) | (_ids(row["things"]) if row["of"] == _ANY else frozenset()),
            row.get("said", True),
            row.get("spaced", row["of"] != _ANY),
        )
        for row in rows.values()
    )


def _data() -> Mapping[str, Any]:
    return packaged("argosy_commerce", "compounds", "roles", "class_words", "strung", "parts")


def _ids(names: Sequence[str] | str) -> frozenset[str]:
    return frozenset(_PREFIX + name for name in names)
