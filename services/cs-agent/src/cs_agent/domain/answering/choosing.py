"""Which of the facts found are said: those that answer, the best one to three that belong together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from pydantic import BaseModel, ConfigDict

from argosy_commerce.proofreading.figures import read_figures
from argosy_commerce.reading.items import Amount, AmountRange, ConceptMatch, Item
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.strict_yaml import document
from argosy_commerce.units import Quantity, units
from cs_agent.domain.answering.verdicts import Question
from cs_agent.domain.fact import Fact, FactKind, Found
from cs_agent.domain.retrieval.analysis import codes_of, names_of
from cs_agent.domain.retrieval.indexed import Indexed

MOST: Final = 3
_SAID: Final[frozenset[FactKind]] = frozenset({"attribute", "description", "faq", "weight", "policy"})
_PARTS: Final = re.compile(r"[^.!?。！？;；\n؟]+[.!?。！？;；\n؟]?")
_READ: Final = 4_000
_ASKS_IN_CHINESE: Final = re.compile(
    r"[？?吗么呢吧嘛]|多少|几|哪|怎|什么|啥|谁|多久|多[大长高重宽厚]|还是|不[，,\s]*$|没[，,\s]*$|(.)不\1|有没有|能不能|是不是|可不可以"
)
_CODE: Final = re.compile(r"(?=.*[a-z])(?=.*\d)[a-z0-9]{5,}")
"""A code or a model: WELCOME5; who writes it means it."""
_SURE: Final = 0.8
_LEAST: Final = 0.01
_KIN: Final = 0.3
"""How much less a row may score that is headed by what was asked about, as the one before is."""
_NEAR_NAMED: Final = 0.75
"""From which share of the best score on a name that is in both the question and the fact decides."""
_CLOSE: Final = 0.04
"""How much less than the best a second fact may score where nothing tells what was asked about."""


class ChoosingRules(BaseModel):
    """data/answering.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: object
    decisive: frozenset[str]
    no_names: frozenset[str]
    wide: Mapping[str, tuple[str, ...]]
    by_the_way: frozenset[str]
    of: Mapping[str, frozenset[str]]
    near: Mapping[str, frozenset[str]]


@cache
def choosing_rules() -> ChoosingRules:
    """The file, read once."""
    text = files("cs_agent").joinpath("data/answering.yaml").read_text(encoding="utf-8")
    return ChoosingRules(**document(text))


def by_the_way() -> frozenset[str]:
    """Matters that are named without being asked about."""
    return choosing_rules().by_the_way


@dataclass(frozen=True, slots=True)
class Choice:
    """The facts to say; ``missing``: matters asked about that none of them speaks of; ``against``: entries
    left out because a row of the product says otherwise."""

    facts: tuple[Fact, ...]
    missing: frozenset[str] = frozenset()
    against: tuple[tuple[Fact, Fact], ...] = ()


def question_in(text: str, language: str) -> str:
    """The sentences of a message that ask; all of it where no mark tells, or marks are left out as often."""
    read = text[:_READ]
    short = language.split("-", 1)[0]
    parts = [one.strip() for one in _PARTS.findall(read)]
    if short == "zh":
        return "".join(one for one in parts if _ASKS_IN_CHINESE.search(one)) or read
    found = [one for one in parts if one[-1:] in "?？؟" and one]
    return " ".join(found) or read


def chosen(
    found: Sequence[Found], rows: Mapping[str, Indexed], question: Question, known: float, base: TermBase
) -> Choice:
    """What is said of what was found; ``rows`` by place. A row comes before prose that repeats it."""
    codes = frozenset(one for one in codes_of(question.text) if _CODE.fullmatch(one))
    lifted = (
        replace(one, score=max(one.score, _SURE))
        if one.score > _LEAST and codes & rows[one.fact.place].codes
        else one
        for one in found
    )
    able = sorted((one for one in lifted if one.score >= known), key=lambda one: -one.score)
    able = [one for one in able if one.fact.kind in _SAID]
    able = [one for one in able if one.fact.kind != "policy" or ":#" in one.fact.ref]
    if not able:
        return Choice((), question.matters)
    asked = question.matters
    asked -= {one for one, of in choosing_rules().of.items() if asked & of}
    names = codes_of(question.text) | names_of(question.text)
    best = able[0].score

    own = [one for one in able if one.fact.kind == "faq" and question.language in one.fact.words]

    def is_told_in_own(one: Found) -> bool:
        """Whether an entry in the buyer's language answers what this one answers in another."""
        if one.fact.kind != "faq" or question.language in one.fact.words:
            return False
        about = asked & rows[one.fact.place].matters
        same = (other for other in own if about and about <= rows[other.fact.place].matters)
        return any(other.score > one.score - _KIN for other in same)

    def order(one: Found) -> tuple[float, ...]:
        row = rows[one.fact.place]
        shared = names & (row.codes | row.names) if "en" not in one.fact.words else names & row.codes
        told = len(shared) if one.score > best * _NEAR_NAMED else 0
        return (-told, is_told_in_own(one), -round(one.score, 1), one.fact.kind != "attribute", -one.score)

    able.sort(key=order)
    able = _of_what_is_asked(able, asked, rows)
    taken: list[Fact] = []
    covered: frozenset[str] = frozenset()
    for one in able:
        row = rows[one.fact.place]
        about = asked & row.matters
        heads = asked & row.head_matters
        is_new = bool(about - covered)
        is_kin = one.fact.kind == "attribute" and bool(heads) and one.score > best - _KIN
        if asked and not (is_new or is_kin or not taken):
            continue
        if asked and taken and not heads and one.fact.kind in {"attribute", "faq"}:
            continue  # a further row or entry is one about it
        if not asked and taken and (one.score < best - _CLOSE or one.fact.kind != "attribute"):
            continue
        taken.append(one.fact)
        covered |= about
        if len(taken) == MOST and not (is_kin and len(taken) <= MOST):
            break
    facts, against = _without_contradicted(taken, able, rows, asked, base)
    return Choice(tuple(facts), asked - covered, against)


def _of_what_is_asked(
    able: Sequence[Found], asked: frozenset[str], rows: Mapping[str, Indexed]
) -> list[Found]:
    """Without what is joined only by what is named by the way, where something speaks of the rest."""
    own = asked - by_the_way()
    # Of the product: an entry on several pieces leaves what the box holds where batteries are counted.
    if not any(own & rows[one.fact.place].matters for one in able if one.fact.of):
        return list(able)
    beside = [one for one in able if asked & rows[one.fact.place].matters <= by_the_way()]
    return [one for one in able if one not in beside or not asked & rows[one.fact.place].matters]


def _without_contradicted(
    taken: Sequence[Fact],
    able: Sequence[Found],
    rows: Mapping[str, Indexed],
    asked: frozenset[str],
    base: TermBase,
) -> tuple[list[Fact], tuple[tuple[Fact, Fact], ...]]:
    """A row of the product prevails over an entry that gives other figures of the same measure."""
    own = [one.fact for one in able if one.fact.kind in {"attribute", "weight"}]
    against = []
    for entry in [one.fact for one in able if one.fact.kind == "faq"]:
        alike = asked & rows[entry.place].matters
        same = [row for row in own if alike & rows[row.place].head_matters]
        theirs = _figures(items_of(entry, base)) if same else {}
        if row := next((row for row in same if _differ(_figures(row.items), theirs)), None):
            against.append((row, entry))
    wrong = {entry.place for _, entry in against}
    kept = [fact for fact in taken if fact.place not in wrong]
    for row, entry in against:
        if entry in taken and row not in kept:
            kept.append(row)
    return kept, tuple(against)


def items_of(entry: Fact, base: TermBase) -> tuple[Item, ...]:
    """What an entry of the shop's says, read; of English ones the figures alone."""
    language, text = next(iter(entry.words.items()), ("", ""))
    if language == "zh":
        return base.read(text[:600]).items
    figures = read_figures(text[:600], "en-US") if language == "en" else []
    return tuple(
        Amount((0, 0), one.text, Quantity(min(one.values), min(one.units)))
        for one in figures
        if len(one.values) == 1 and len(one.units) == 1 and min(one.units) in units()
    )


def _figures(items: Iterable[Item]) -> dict[str, set[tuple[Decimal, Decimal]]]:
    """Ranges by what they measure, in its first unit."""
    found: dict[str, set[tuple[Decimal, Decimal]]] = {}
    for item in _flat(items):
        if isinstance(item, Amount):
            ends = (item.quantity, item.quantity)
        elif isinstance(item, AmountRange):
            ends = (item.low, item.high)
        else:
            continue
        dimension = units()[ends[0].unit].dimension
        basic = next(one.id for one in units().values() if one.dimension == dimension)
        low, high = (end.to(basic).value for end in ends)
        found.setdefault(dimension, set()).add((low, high))
    return found


def _flat(items: Iterable[Item]) -> Iterator[Item]:
    """Items and what fills their slots: 3 years of 3岁以上."""
    for item in items:
        yield item
        if isinstance(item, ConceptMatch):
            yield from _flat(fill for _, fill in item.fills)


def _differ(
    mine: dict[str, set[tuple[Decimal, Decimal]]], theirs: dict[str, set[tuple[Decimal, Decimal]]]
) -> bool:
    """Whether one measure is told in both and no figure of one lies in one of the other."""
    return any(
        not any(low <= top and bottom <= high for low, high in mine[one] for bottom, top in theirs[one])
        for one in mine.keys() & theirs.keys()
    )
