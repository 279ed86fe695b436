"""What is asked of variants by their options, told: prices, whether there are some, which cost least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from argosy_commerce.money import Money
from cs_agent.domain.answer import Sentence
from cs_agent.domain.answering.phrases import sentence
from cs_agent.domain.answering.scene import Scene
from cs_agent.domain.fact import Fact
from cs_agent.domain.understood import OptionsAsked

RULE: Final = "options"
_MOST_GROUPS: Final = 8
_MOST: Final = 8
"""Prices that are told one by one; of more, the least and the most."""
_MOST_CHOICES: Final = 6
_STOPS: Final = ".。"
_MOST_ROWS: Final = 2
_MOST_VALUES: Final = 12


@dataclass(frozen=True, slots=True)
class _Priced:
    sku: str
    options: Mapping[str, str]
    fact: Fact
    money: Money


def options_told(scene: Scene, asked: OptionsAsked) -> list[Sentence]:
    """The sentences; none where the shop's facts cannot say them."""
    if asked.lacking:
        return _not_there(scene, asked)
    if asked.unsure:  # "what does the largest cost": the price of each says that too
        priced = _prices(scene, asked, [one for one, _ in asked.variants]) if asked.way == "price" else []
        return priced or _choices(scene, asked.unsure)
    if asked.named and not asked.skus:
        return _verdict(scene, asked, asked.near, "choice_no", "no")
    if asked.way == "least":
        return _least(scene, asked)
    if asked.way == "apart":
        return [*_prices(scene, asked, asked.skus), *_rows_apart(scene, asked)]
    told = gone_of(scene, asked.skus)
    if asked.way != "price":
        told = told or _there_are(scene, asked)
    return told if asked.way == "whether" else [*told, *_prices(scene, asked, asked.skus)]


def gone_of(scene: Scene, skus: Sequence[str]) -> list[Sentence]:
    """That these are sold out, where all of them are."""
    offers = scene.offers
    there = skus and all(one in offers.gone for one in skus)
    return offers.stock(skus, scene.product) if there else []


def _there_are(scene: Scene, asked: OptionsAsked) -> list[Sentence]:
    """Yes, with those there are."""
    skus = [one for one in asked.skus if one not in scene.offers.gone]
    return _verdict(scene, asked, skus, "choice_yes", "yes")


def _not_there(scene: Scene, asked: OptionsAsked) -> list[Sentence]:
    """No, with what there is of that option."""
    for fact in scene.offers.options:
        if fact.ref not in asked.lacking:
            continue
        rows = (dict(row).get(fact.ref, "") for _, row in asked.variants)
        said = _list(scene, asked.variants[0][0], [one for one in dict.fromkeys(rows) if one][:_MOST_VALUES])
        if said:
            slots = {"options": scene.saying.grammar.sentence(said).rstrip(_STOPS)}
            tag, rule = scene.saying.tag, "verdict:no:choice"
            return [sentence("knowledge", "choice_no", tag, "derived", (fact,), rule=rule, slots=slots)]
    return _choices(scene, asked.lacking)


def _choices(scene: Scene, names: Iterable[str]) -> list[Sentence]:
    return [scene.saying.sentence(fact) for fact in scene.offers.options if fact.ref in set(names)]


def _verdict(
    scene: Scene, asked: OptionsAsked, skus: Sequence[str], key: str, verdict: str
) -> list[Sentence]:
    offers = scene.offers
    known = [one for one in skus if one in offers.variants]
    if not known:
        return []
    said = _grouped(scene, asked, known) or "; ".join(offers.said(one) for one in known[:_MOST_CHOICES])
    facts = tuple(offers.variants[one] for one in known)
    slots = {"options": scene.saying.grammar.sentence(said).rstrip(_STOPS)}
    rule = f"verdict:{verdict}:choice"
    return [sentence("knowledge", key, scene.saying.tag, "derived", facts, rule=rule, slots=slots)]


def _grouped(scene: Scene, asked: OptionsAsked, known: Sequence[str]) -> str:
    """What variants share and in what they differ, `Navy: S, M, L`; "" where each is told by itself."""
    told = dict(asked.variants)
    rows = [dict(told.get(one, ())) for one in known]
    names = [name for name in rows[0] if len({row.get(name) for row in rows}) > 1]
    if not names or (len(names) > 1 and len(known) <= _MOST_CHOICES):
        return ""
    common = [value for name, value in rows[0].items() if name not in names]
    parts = [_list(scene, known[0], list(dict.fromkeys(row.get(name, "") for row in rows))) for name in names]
    head = _list(scene, known[0], common)
    if not all(parts) or (common and not head):
        return ""
    values = "; ".join(parts)
    return scene.saying.grammar.spec(head, values) if head else values


def _list(scene: Scene, sku: str, values: Sequence[str]) -> str:
    """Values of options as the language says them; "" where one cannot be said."""
    said = [scene.offers.value_said(sku, one) for one in values]
    return scene.saying.grammar.comma.join(said) if all(said) else ""


def _priced(scene: Scene, asked: OptionsAsked, skus: Iterable[str]) -> list[_Priced]:
    told, wanted = dict(asked.variants), set(skus)
    prices = scene.offers.priced()
    return [
        _Priced(sku, dict(told.get(sku, ())), *prices[sku])
        for sku in prices
        if sku and (not wanted or sku in wanted)
    ]


def _prices(scene: Scene, asked: OptionsAsked, skus: Sequence[str]) -> list[Sentence]:
    return _by_groups(scene, asked, _priced(scene, asked, skus)) or scene.offers.price(skus)


def _by_groups(scene: Scene, asked: OptionsAsked, rows: Sequence[_Priced]) -> list[Sentence]:
    """Prices by the option that makes them, each told once: 5 L: $14.90; 10 L: $19.90."""
    if not rows:
        return []
    named = {name for name, _ in asked.named}
    common = [
        value
        for name, value in rows[0].options.items()
        if name in named and all(row.options.get(name) == value for row in rows)
    ]
    if len(rows) == 1:
        common = list(rows[0].options.values())
    if len({row.money for row in rows}) == 1 and common:
        return _lines(scene, [(common, rows[:1])])
    for name in _telling(rows):
        groups: dict[str, list[_Priced]] = {}
        for row in rows:
            groups.setdefault(row.options[name], []).append(row)
        lines = [([*common, value], group[:1]) for value, group in groups.items()]
        if len(lines) <= _MOST_GROUPS:
            return _lines(scene, lines)
    if len(rows) <= _MOST:
        return _lines(scene, [(list(row.options.values()), [row]) for row in rows])
    return []


def _telling(rows: Sequence[_Priced]) -> list[str]:
    """Options that a price follows from by itself, those with the fewest values first."""
    found = []
    for name in rows[0].options:
        values = {row.options.get(name) for row in rows}
        pairs = {(row.options.get(name), row.money) for row in rows}
        if len(values) > 1 and len(pairs) == len(values) and None not in values:
            found.append((len(values), name))
    return [name for _, name in sorted(found, key=lambda one: one[0])]


def _lines(scene: Scene, lines: Sequence[tuple[Sequence[str], Sequence[_Priced]]]) -> list[Sentence]:
    offers, saying = scene.offers, scene.saying
    parts: list[str] = []
    facts: list[Fact] = []
    for values, rows in lines:
        first = rows[0]
        said = _list(scene, first.sku, values) or offers.said(first.sku)
        amount = first.money.formatted(saying.tag)
        parts.append(saying.grammar.spec(saying.grammar.sentence(said) if not parts else said, amount))
        facts += [first.fact, *([offers.variants[first.sku]] if first.sku in offers.variants else [])]
    return [Sentence(saying.stopped("; ".join(parts)), "fact", tuple(facts), RULE)]


def _least(scene: Scene, asked: OptionsAsked) -> list[Sentence]:
    """The cheapest of those named, of all where none is; of two that are compared, both."""
    rows = _priced(scene, asked, asked.skus)
    if not rows:
        return []
    compared = _compared(asked, rows)
    if compared:
        return _by_groups(scene, asked, compared)
    if asked.packs and not asked.named:
        return _by_groups(scene, asked, rows)  # the cheapest pack is seldom the cheapest piece
    lowest = min(row.money for row in rows)
    cheap = [row for row in rows if row.money == lowest]
    shared = [
        value
        for name, value in cheap[0].options.items()
        if all(row.options.get(name) == value for row in cheap)
    ]
    if shared:
        return _lines(scene, [(shared, cheap)])
    if len(cheap) <= _MOST:
        return _lines(scene, [(list(row.options.values()), [row]) for row in cheap])
    return _by_groups(scene, asked, rows)


def _compared(asked: OptionsAsked, rows: Sequence[_Priced]) -> list[_Priced]:
    """Of several values of one option the variants that are alike but for it."""
    values: dict[str, set[str]] = {}
    for name, value in asked.named:
        values.setdefault(name, set()).add(value)
    names = [name for name, several in values.items() if len(several) > 1]
    if len(names) != 1:
        return []
    (name,) = names
    alike: dict[tuple[str, ...], list[_Priced]] = {}
    for row in rows:
        alike.setdefault(tuple(v for k, v in row.options.items() if k != name), []).append(row)
    whole = [group for group in alike.values() if len(group) == len(values[name])]
    if not whole:
        return list(rows)
    flat = [row for group in whole for row in group]
    return flat if name in _telling(flat) else [row for group in whole[:_MOST_ROWS] for row in group]


def _rows_apart(scene: Scene, asked: OptionsAsked) -> list[Sentence]:
    """Rows of the product that say something of two of the values named."""
    values = [value for _, value in asked.named]
    names = {name for name, _ in asked.named}
    rows = [
        fact
        for fact in scene.own
        if fact.kind == "attribute" and sum(one in fact.quote for one in values) > 1
        and not (fact.ref.partition("#")[0] in names or _is_only(fact, asked))
    ]  # fmt: skip
    return [scene.saying.sentence(fact) for fact in rows[:_MOST_ROWS]]


def _is_only(fact: Fact, asked: OptionsAsked) -> bool:
    """Whether a row only lists what can be chosen."""
    all_values = {value for _, row in asked.variants for _, value in row}
    rest = fact.quote
    for one in sorted(all_values, key=len, reverse=True):
        rest = rest.replace(one, "")
    return sum(map(str.isalnum, rest)) <= 2
