"""Which amount is disputed, which was paid, and which is a fee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from argosy_commerce.money import Money
from chargeback_agent.domain.notices.amounts import Amount, amounts, codes_in
from chargeback_agent.domain.notices.choosing import Candidate, candidate, choose
from chargeback_agent.domain.notices.model import Read
from chargeback_agent.domain.notices.page import Page

_LABELLED: Final = 0.9
_NAME: Final = 40
_TOO_WEAK: Final = {
    "amount_disputed": 0.42,
    "amount_transaction": 0.55,
    "amount_fee": 0.5,
    "amount": 0.5,
    "amount_other": 0.6,
    "amount_sale": 0.55,
}
"""Below which a label at some distance says nothing of an amount."""
Places = Mapping[int, Sequence[tuple[int, int]]]
"""By the page's number."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of a notice, and where any stand."""

    disputed: Read[Money] | None
    transaction: Read[Money] | None
    fee: Read[Money] | None
    places: Places


def read_amounts(
    pages: Sequence[Page], dates: Places, country: str, language: str, doubts: list[str]
) -> Amounts:
    """Labels decide; an amount that nothing names is the disputed one if it is the only one."""
    said: dict[str, list[Candidate[Money]]] = {}
    places: dict[int, list[tuple[int, int]]] = {}
    spoken = set().union(*map(codes_in, pages))
    unknown: list[str] = []
    for number, one in enumerate(pages):
        found = amounts(one, country, language, dates.get(number, ()), spoken, unknown)
        places[number] = [(amount.found.start, amount.found.end) for amount in found]
        for amount in found:
            meaning, strength = _meaning(amount)
            if not meaning and _named(one, amount):
                meaning = "unknown"
            said.setdefault(meaning, []).append(candidate(one, amount.found, strength))
    disputed, paid = _of_the_case(said, doubts)
    fee = choose(said.get("amount_fee", ()), "the fee", doubts, first=True)
    if unknown and disputed is None:
        doubts.append(f"the disputed amount: {unknown[0]!r} could be of several currencies")
    return Amounts(
        disputed.read() if disputed else None,
        paid.read() if paid else None,
        fee.read() if fee else None,
        places,
    )


def _of_the_case(
    said: Mapping[str, Sequence[Candidate[Money]]], doubts: list[str]
) -> tuple[Candidate[Money] | None, Candidate[Money] | None]:
    """What is disputed, and what was paid where the notice gives that as a field of its own."""
    least = _TOO_WEAK["amount_disputed"]
    disputed = choose(said.get("amount_disputed", ()), "the disputed amount", doubts, least=least)
    paid = choose(said.get("amount_transaction", ()), "the amount of the payment", doubts, first=True)
    plain = choose(said.get("amount", ()), "the amount", [], first=True)
    if plain and (disputed is None or plain.strength > disputed.strength + 0.15):
        disputed = plain
    said_twice = disputed is plain or (disputed and disputed.where == "subject")
    if paid and disputed and disputed.value == paid.value and said_twice:
        paid = None
    if paid is None and plain and disputed and _listed_beside(plain, disputed):
        paid = plain  # beside what is disputed, a sum without more is the payment's
    if disputed is None and paid:
        if _another_named(said.get("unknown", ()), paid):
            doubts.append(f"the disputed amount: beside {paid.quote!r} another stands under an unknown name")
            return None, paid
        disputed, paid = paid, None
    return _with_sale(said, disputed, paid, doubts)


def _with_sale(
    said: Mapping[str, Sequence[Candidate[Money]]],
    disputed: Candidate[Money] | None,
    paid: Candidate[Money] | None,
    doubts: list[str],
) -> tuple[Candidate[Money] | None, Candidate[Money] | None]:
    """With what a sentence says a sale was of: a field of its own only if it is another sum."""
    sale = choose(said.get("amount_sale", ()), "the amount of the sale", [], first=True)
    if sale and disputed is None:
        return sale, paid
    if sale and disputed and paid is None and sale.value != disputed.value:
        return disputed, sale
    if disputed is None:
        loose = [*said.get("", ()), *said.get("unknown", ())]
        if len({one.value for one in loose if one.value.amount > 0}) == 1:
            disputed = choose(loose, "the amount", doubts, least=0.2, first=True)
    return disputed, paid


def _listed_beside(one: Candidate[Money], other: Candidate[Money]) -> bool:
    """Whether two amounts stand in the same part, each under a label of its own."""
    return one is not other and one.where == other.where and min(one.strength, other.strength) >= _LABELLED


def _named(page: Page, amount: Amount) -> bool:
    """Whether an amount stands alone behind a name in its line, whatever that means."""
    line = page.view.lines[page.view.line_at(amount.found.start)]
    before, after = (
        page.view.flat[line.start : amount.found.start],
        page.view.flat[amount.found.end : line.end],
    )
    name = before.rstrip(" ")
    return name.endswith((":", "\t")) and 2 <= len(name) <= _NAME and len(after.strip(" .\t")) <= 1


def _another_named(unknown: Sequence[Candidate[Money]], paid: Candidate[Money]) -> bool:
    return any(
        one.value.currency == paid.value.currency and 0 < one.value.amount < paid.value.amount
        for one in unknown
    )


def _meaning(amount: Amount) -> tuple[str, float]:
    if amount.tie is None or amount.tie.strength < _TOO_WEAK[amount.tie.meaning]:
        return "", 0.4
    return amount.tie.meaning, amount.tie.strength
