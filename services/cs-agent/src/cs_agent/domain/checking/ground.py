"""What a sentence may say: all that stands in its facts, and what the buyer told for himself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from argosy_commerce.proofreading.figures import Figure, agrees, compact
from argosy_commerce.reading.items import (
    Amount,
    AmountRange,
    ConceptMatch,
    Count,
    Date,
    Dimensions,
    Item,
    Price,
    Series,
)
from argosy_commerce.units import Quantity, units
from cs_agent.domain.checking.dates import Day, days_in, times_in
from cs_agent.domain.checking.said import said_in, same_currency
from cs_agent.domain.checking.words import words_of
from cs_agent.domain.fact import Fact
from cs_agent.domain.understood import Understood

_HALF_KILO: Final = "斤"
_TWO: Final = "双"
"""Two of a thing: 双电池 is said with a figure in Japanese."""
_JIN: Final = frozenset({"jin"})
"""Where a row names half kilos, its bare figures may be some: 体重（斤） | 111-125."""
_LONGEST: Final = 4_000
"""Characters of a fact that are read; a sentence that says what stands behind them is a fault."""
_SOURCES: Final = ("en", "zh-CN")
"""Languages that merchants and shops write in; figures are read so, and as the answer's language writes."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What may be said. ``texts``: letters and digits of what is ``written``, to compare."""

    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    times: frozenset[str]
    currencies: frozenset[str]
    written: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def words(self) -> frozenset[str]:
        """All words of it."""
        return frozenset(word for text in self.written for word in words_of(text))

    def holds(self, text: str) -> bool:
        """Whether a text stands in it, however it is spaced and capitalised."""
        wanted = compact(text)
        return bool(wanted) and any(wanted in one for one in self.texts)

    def has(self, figure: Figure, *, converted: bool) -> bool:
        """Whether a figure stands in it; ``converted``: in another unit will do."""
        return any(_same(figure, known, converted=converted) for known in self.figures) or (
            not figure.values and self.holds(figure.text)
        )

    def has_day(self, day: Day) -> bool:
        """Whether it names the day."""
        return any(day.may_be(known) for known in self.days)

    def has_currency(self, code: str) -> bool:
        """Whether an amount in it is in the currency."""
        return any(same_currency(code, known) for known in self.currencies)


def ground_of(facts: Iterable[Fact], tag: str) -> Ground:
    """Of a sentence's facts, for an answer in a language."""
    rows = list(facts)
    written: list[tuple[str, tuple[str, ...]]] = []
    for fact in rows:
        plain = (*_SOURCES, tag)
        written += [(fact.quote, plain), (fact.question, plain), (f"{fact.ref} {fact.of}", ("en",))]
        written.append((f"{fact.ref}：{fact.quote}", plain))  # a row is quoted with what heads it
        written += [(text, (*plain, language)) for language, text in fact.words.items()]
        written += [(item.source, plain) for item in fact.items]
    items = [item for fact in rows for item in fact.items]
    return _ground(written, items)


def told_by(understood: Understood, tag: str) -> Ground:
    """What a buyer says of himself that an answer without facts may take up: never all his words."""
    own = [*understood.figures, *understood.skus, understood.identity.order_id, understood.address]
    own += [f"{one.value} {one.unit}" for one in understood.measured]
    if understood.amount is not None:
        own.append(" ".join(understood.amount.to_strings()))
    return _ground([(text, (*_SOURCES, tag)) for text in own if text], ())


def both(one: Ground, other: Ground) -> Ground:
    """What stands in either."""
    return Ground(
        (*one.figures, *other.figures),
        (*one.days, *other.days),
        one.times | other.times,
        one.currencies | other.currencies,
        (*one.written, *other.written),
        (*one.texts, *other.texts),
    )


def _ground(written: list[tuple[str, tuple[str, ...]]], items: Iterable[Item]) -> Ground:
    figures: list[Figure] = []
    days: list[Day] = []
    times: set[str] = set()
    currencies: set[str] = set()
    texts = [text[:_LONGEST] for text, _ in written if text.strip()]
    for whole, tags in written:
        text = whole[:_LONGEST]
        for tag in dict.fromkeys(tags):
            said = said_in(text, tag)
            figures += _of_half_kilos(said.figures) if _HALF_KILO in text else said.figures
            if _TWO in text:
                figures.append(Figure(_TWO, 0, 0, frozenset({Decimal(2)}), frozenset()))
            days += days_in(text, tag.partition("-")[0])
            currencies |= said.currencies
        times |= {time for time, _ in times_in(text)}
    for item in items:
        figures += [_figure(quantity) for quantity in _quantities(item)]
        if isinstance(item, Count):
            # 三层 is said with a figure.
            counted = (one for one in (item.number, item.high) if one is not None)
            figures += [Figure(item.source, 0, 0, frozenset({one}), frozenset()) for one in counted]
        if isinstance(item, Price):
            figures.append(Figure(item.source, 0, 0, frozenset({item.money.amount}), frozenset()))
            currencies.add(item.money.currency)
        if isinstance(item, Date):
            days.append(Day(item.year, item.month, item.day or 0))
        if isinstance(item, ConceptMatch) and item.purity:
            # 纯棉 is said with its figure.
            figures.append(Figure(f"{item.purity}%", 0, 0, frozenset({Decimal(item.purity)}), frozenset()))
    return Ground(
        tuple({(one.values, one.units, "" if one.values else one.text): one for one in figures}.values()),
        tuple(dict.fromkeys(days)),
        frozenset(times),
        frozenset(currencies),
        tuple(dict.fromkeys(texts)),
        tuple(dict.fromkeys(map(compact, texts))),
    )


def _of_half_kilos(found: Iterable[Figure]) -> Iterator[Figure]:
    """With each bare figure in half kilos besides, and none of them in kilos."""
    for one in found:
        if one.units:
            yield one
        else:
            yield replace(one, text=f"{_HALF_KILO}{one.text}")
            yield replace(one, text=f"{_HALF_KILO}{one.text}", units=_JIN)


def _is_mass(figure: Figure) -> bool:
    table = units()
    return any(table[one].dimension == table["kg"].dimension for one in _real(figure.units))


def _quantities(item: Item) -> Iterator[Quantity]:
    if isinstance(item, Amount):
        yield item.quantity
    elif isinstance(item, AmountRange):
        yield from (item.low, item.high)
    elif isinstance(item, Dimensions):
        yield from item.sides
    elif isinstance(item, Series):
        yield from item.values


def _figure(quantity: Quantity) -> Figure:
    return Figure(str(quantity), 0, 0, frozenset({quantity.value}), frozenset({quantity.unit}))


def _same(said: Figure, known: Figure, *, converted: bool) -> bool:
    if not said.values or not known.values:
        return compact(said.text) == compact(known.text)
    if said.values & known.values and not (_is_mass(said) and known.text.startswith(_HALF_KILO)):
        mine, theirs = _real(said.units), _real(known.units)
        if not mine or not theirs or mine & theirs:
            return True
    chinese = any(units()[one].convert_to for one in _real(known.units))
    return (converted or chinese) and agrees(said, known)


def _real(ids: frozenset[str]) -> frozenset[str]:
    """Units of the table; counters and per cent part nothing."""
    return frozenset(ids & units().keys())
