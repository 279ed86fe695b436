"""Rules about one text: what of it may be said in a market, on its channels, on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from argosy_commerce.channels import channel
from argosy_commerce.errors import UnreadableAmount
from argosy_commerce.exchange import ExchangeRates
from argosy_commerce.lettering_rules.clauses import Clauses
from argosy_commerce.lettering_rules.finding import Finder, Spotted, finder
from argosy_commerce.lettering_rules.loader import RuleBook, rule_book
from argosy_commerce.lettering_rules.model import Action, Case, Kind, Place, Rule, Ruling
from argosy_commerce.lettering_rules.prices import Sort, YuanPrice, find_prices
from argosy_commerce.money import Money
from argosy_commerce.terms.normalize import Normalized, normalize

LONGEST: Final = 20_000
"""Characters of one text that are read; lettering has hundreds."""
RATES_LAST: Final = timedelta(days=31)
"""How long after its day a rate may be used. Our own choice."""
_LOOSE: Final = " \n,.;:!?、。·|/-~+&*()[]【】"
_SEPARATORS: Final = ",，、;；|/·•"


@dataclass(frozen=True, slots=True)
class _Judged:
    rule: Rule
    action: Action
    case: Case
    start: int
    end: int
    found: tuple[int, int]
    text: str = ""
    why: str = ""


def rulings(text: str, place: Place) -> tuple[Ruling, ...]:
    """What becomes of the words of one block of lettering, in the order they stand.

    A DROP among them means that the whole block goes, also where cuts leave nothing to say.
    Any text is read, in time linear in its length; what is longer than 20,000 characters is dropped.
    Raises UnknownChannel.
    """
    book, words = rule_book(), finder()
    for channel_id in place.channels:
        channel(channel_id)
    normalized = normalize(text, limit=LONGEST)
    folded = normalized.text
    if not folded.strip():
        return ()
    clauses = Clauses(folded)
    judged = [
        *_of_words(folded, clauses, place, book, words),
        *_of_prices(folded, place, book),
        *_of_all(normalized, place, book),
    ]
    judged = list(_settled(judged))
    judged = _extended(folded, clauses, judged, book)
    if _nothing_left(folded, judged, book):
        judged = [replace(j, action=Action.DROP) if j.action is Action.CUT else j for j in judged]
    said = [_ruling(normalized, one, book) for one in judged]
    return tuple(sorted(said, key=lambda one: (one.span, one.rule)))


def text_after(text: str, given: Iterable[Ruling]) -> str:
    """The source words still to be said: without what is cut or converted, "" if the block goes."""
    given = tuple(given)
    if any(one.action is Action.DROP for one in given):
        return ""
    gone = bytearray(len(text))
    for one in given:
        if one.action in {Action.CUT, Action.CONVERT}:
            gone[one.span[0] : one.span[1]] = b"\x01" * (one.span[1] - one.span[0])
    if not any(gone):
        return text
    return _tidied("".join(c for c, is_gone in zip(text, gone, strict=True) if not is_gone))


def _tidied(text: str) -> str:
    """Without the separators that a cut leaves at the ends or side by side."""
    kept: list[str] = []
    for character in text.strip(_SEPARATORS + " \n\t:：-~+&"):
        if kept and character in _SEPARATORS and kept[-1] in _SEPARATORS:
            continue
        if kept and character == " " and kept[-1] == " ":
            continue
        kept.append(character)
    return "".join(kept)


def _of_words(
    folded: str, clauses: Clauses, place: Place, book: RuleBook, words: Finder
) -> Iterator[_Judged]:
    for spotted in words.find(folded):
        rule, start = spotted.rule, spotted.start
        first, last = clauses.around(start, spotted.end)
        if rule.unless and words.is_harmless(rule, folded[first:last]):
            continue
        denial = words.denial_before(folded, start)
        if denial and rule.denial_frees:
            continue
        yield _judged(replace(spotted, start=start - denial), (start, spotted.end), place, book)


def _of_prices(folded: str, place: Place, book: RuleBook) -> Iterator[_Judged]:
    by_sort = {rule.finder: rule for rule in book.rules.values() if rule.finder}
    for price in find_prices(folded):
        rule = by_sort[price.sort.value]
        span = price.start, price.end
        one = _judged(Spotted(rule, *span), span, place, book)
        yield _converted(one, price, place) if one.action is Action.CONVERT else one


def _of_all(normalized: Normalized, place: Place, book: RuleBook) -> Iterator[_Judged]:
    whole = 0, len(normalized.text)
    for rule in book.rules.values():
        if rule.finder == "any" or (rule.finder == "too_long" and normalized.truncated):
            one = _judged(Spotted(rule, *whole), whole, place, book)
            if one.action is not Action.ALLOW:
                yield one


def _judged(spotted: Spotted, found: tuple[int, int], place: Place, book: RuleBook) -> _Judged:
    rule = spotted.rule
    cases = [_case(rule, place, channel_id, book) for channel_id in place.channels or ("generic",)]
    strictest = max(cases, key=lambda case: case.action.strictness)
    return _Judged(rule, strictest.action, strictest, spotted.start, spotted.end, found)


def _case(rule: Rule, place: Place, channel_id: str, book: RuleBook) -> Case:
    """The first case of a rule that holds; the last one always does."""
    return next(case for case in rule.cases if _holds(case, place, channel_id, book))


def _holds(case: Case, place: Place, channel_id: str, book: RuleBook) -> bool:
    markets = {code for name in case.markets for code in book.areas.get(name, (name,))}
    promotes = case.channel_promotes
    return (
        (not markets or place.market.code in markets)
        and (not case.channels or channel_id.strip().lower() in case.channels)
        and (not case.roles or place.role in case.roles)
        and (not case.categories or bool(place.categories.intersection(case.categories)))
        and (promotes is None or channel(channel_id).promotion is promotes)
        and (case.since is None or case.since <= place.on)
        and (case.until is None or place.on <= case.until)
    )


def _converted(one: _Judged, price: YuanPrice, place: Place) -> _Judged:
    """A price in the market's money; cut where that cannot be."""
    rates, currency = place.rates, place.market.currency
    why = "no exchange rate was given"
    if currency == "CNY":
        return replace(one, action=Action.ALLOW)
    if rates is not None and rates.rate("CNY", currency) is None:
        why = f"no rate of CNY in {currency} was given"
    elif rates is not None and not _is_fresh(rates, place.on):
        why = f"the rates of {rates.on} are not of the {RATES_LAST.days} days before {place.on}"
    elif rates is not None and price.sort is Sort.LABEL:
        return replace(one, action=Action.ALLOW)
    elif rates is not None and (said := _said(price, rates, place)) is not None:
        rate = rates.rate("CNY", currency)
        return replace(one, text=said, why=f"converted at {rate} {currency} of {rates.on}")
    elif rates is not None:
        why = "its amount was not read"
    return replace(one, action=Action.CUT, why=why)


def _is_fresh(rates: ExchangeRates, on: date) -> bool:
    return timedelta(0) <= on - rates.on <= RATES_LAST


def _said(price: YuanPrice, rates: ExchangeRates, place: Place) -> str | None:
    if not price.amounts:
        return None
    try:
        found = [rates.convert(Money(amount, "CNY"), place.market.currency) for amount in price.amounts]
    except UnreadableAmount:
        return None
    locale, digits = place.market.locale, place.market.digits
    return "–".join(money.formatted(locale, digits=digits) for money in found if money is not None)


def _settled(judged: Sequence[_Judged]) -> Iterator[_Judged]:
    """Of words within longer words of the same kind only the longer count, and of two readings of
    the same words the stricter; words of another kind yield only to what takes them away."""
    order = sorted(judged, key=_reading_order)
    kept: list[_Judged] = []
    for one in order:
        # What begins earlier and ends later stands before it in the order; the last few suffice.
        if any(_covers(other, one) for other in kept[-8:] + kept[:2]):
            continue
        kept.append(one)
    yield from kept


def _reading_order(one: _Judged) -> tuple[int, int, bool, int]:
    return one.start, -one.end, one.rule.kind is not Kind.PRICE, -one.action.strictness


def _covers(outer: _Judged, inner: _Judged) -> bool:
    if outer.rule.kind is Kind.LETTERING or not (outer.start <= inner.start and inner.end <= outer.end):
        return False
    if outer.rule.kind is inner.rule.kind:
        same = (outer.start, outer.end) == (inner.start, inner.end)
        return not same or outer.action.strictness >= inner.action.strictness
    if outer.rule.kind is Kind.PRICE and inner.rule.kind is Kind.PROMOTION:
        return True  # 到手价 of 到手价¥99 is no deal beside the price
    return outer.action.strictness >= max(inner.action.strictness, Action.CUT.strictness)


def _extended(folded: str, clauses: Clauses, judged: list[_Judged], book: RuleBook) -> list[_Judged]:
    """Cuts grown to what must go with them: a clause that would be torn, or is left without sense."""
    gone = _gone(folded, judged)
    result = []
    for one in judged:
        if one.action is not Action.CUT:
            result.append(one)
            continue
        first, last = clauses.around(one.start, one.end)
        before, after = _kept(folded, gone, first, one.start), _kept(folded, gone, one.end, last)
        torn = one.rule.kind is Kind.PRICE and _has_sense(before, book) and _has_sense(after, book)
        empty = not _has_sense(before + " " + after, book)
        if one.rule.extent == "clause" or torn or empty:
            first, last = _without_conversions(judged, one, first, last)
            one = replace(one, start=first, end=last)  # noqa: PLW2901 — the grown one replaces it
        result.append(one)
    gone = _gone(folded, [j for j in result if j.action is Action.CUT])
    # A price in a clause that goes is not converted any more.
    return [
        replace(j, action=Action.CUT, text="")
        if j.action is Action.CONVERT and any(gone[j.start : j.end])
        else j
        for j in result
    ]


def _without_conversions(judged: Sequence[_Judged], one: _Judged, first: int, last: int) -> tuple[int, int]:
    """A clause narrowed so that prices converted beside the cut stay; nothing else would name them."""
    if one.rule.extent == "clause":
        return first, last
    for other in judged:
        if other.action is Action.CONVERT and first <= other.start and other.end <= last:
            if other.end <= one.start:
                first = max(first, other.end)
            elif other.start >= one.end:
                last = min(last, other.start)
    return first, last


def _gone(folded: str, judged: Iterable[_Judged]) -> bytearray:
    gone = bytearray(len(folded))
    for one in judged:
        if one.action in {Action.CUT, Action.CONVERT}:
            gone[one.start : one.end] = b"\x01" * (one.end - one.start)
    return gone


def _kept(folded: str, gone: bytearray, first: int, last: int) -> str:
    return "".join(folded[i] for i in range(first, last) if not gone[i])


def _has_sense(rest: str, book: RuleBook) -> bool:
    """Whether anything but fillers, signs and bare figures is left of a clause."""
    said = rest.strip(_LOOSE)
    while said:
        shorter = said
        for word in book.fillers:
            shorter = shorter.removeprefix(word).removesuffix(word)
        shorter = shorter.strip(_LOOSE)
        if shorter == said:
            break
        said = shorter
    return any(character.isalpha() for character in said)


def _nothing_left(folded: str, judged: Sequence[_Judged], book: RuleBook) -> bool:
    if not any(one.action is Action.CUT for one in judged):
        return False
    if any(one.action is Action.CONVERT for one in judged):
        return False
    return not _has_sense(_kept(folded, _gone(folded, judged), 0, len(folded)), book)


def _ruling(normalized: Normalized, one: _Judged, book: RuleBook) -> Ruling:
    source = book.sources[one.case.source]
    reason = f"{one.rule.says} ({one.why})" if one.why else one.rule.says
    return Ruling(
        one.rule.id,
        one.rule.kind,
        one.action,
        normalized.span(one.start, one.end),
        normalized.source(*one.found),
        reason,
        source.where,
        source.read,
        source.checked,
        one.text if one.action is Action.CONVERT else "",
    )
