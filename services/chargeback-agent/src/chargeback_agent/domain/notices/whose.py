"""The references of a notice: its case, the merchant's order, the ARN, the card, the descriptor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chargeback_agent.domain.notices.choosing import Candidate, candidate, choose
from chargeback_agent.domain.notices.model import Read
from chargeback_agent.domain.notices.page import Page
from chargeback_agent.domain.notices.references import arns, cards, descriptors, references
from chargeback_agent.domain.notices.sums import Places


@dataclass(frozen=True, slots=True)
class Named:
    """What names the case, the order and the card."""

    case: Read[str] | None
    order: Read[str] | None
    arn: Read[str] | None
    card: Read[str] | None
    descriptor: Read[str] | None


def read_references(
    pages: Sequence[Page], dates: Places, amounts: Places, codes: Places, doubts: list[str]
) -> Named:
    """Each by its label; of several under labels of one meaning the most trustworthy, then the first."""
    said: dict[str, list[Candidate[str]]] = {}
    for number, one in enumerate(pages):
        taken = sorted([*dates.get(number, ()), *amounts.get(number, ()), *codes.get(number, ())])
        found = arns(one)
        said.setdefault("arn", []).extend(candidate(one, arn, strength) for arn, strength in found)
        taken += [(arn.start, arn.end) for arn, _ in found]
        said.setdefault("card", []).extend(
            candidate(one, card, strength) for card, strength in cards(one, taken)
        )
        said.setdefault("descriptor", []).extend(
            candidate(one, name, worth) for name, worth in descriptors(one)
        )
        for reference in references(one, taken):
            meaning = reference.tie.meaning.removeprefix("ref_")
            if {"ref_case", "ref_order"} <= reference.tie.label.meanings:
                meaning = "plain"  # "ticket", "folio": some call their case so, others the merchant's order
            if meaning not in {"case", "order", "plain", "letter"}:
                continue
            said.setdefault(meaning, []).append(candidate(one, reference.found, reference.tie.strength))
    case = choose(said.get("case", ()), "the case's number", doubts, first=True)
    order = choose(said.get("order", ()), "the order's number", doubts, first=True)
    unnamed = choose(said.get("plain", ()), "a reference", [], least=0.8, first=True)
    letter = choose(said.get("letter", ()), "the letter's number", [], least=0.72, first=True)
    if unnamed and case and order is None and unnamed.value != case.value:
        order = unnamed  # beside the sender's own case number, an unnamed one is the merchant's
    elif case is None:
        case = unnamed or letter  # a sender who names no case means the letter's number to be given
    if case and order and case.value == order.value and case.quote == order.quote:
        case, order = (case, None) if case.strength >= order.strength else (None, order)
    read = {
        what: choose(said.get(what, ()), name, doubts, least=0.5)
        for what, name in (("arn", "the ARN"), ("card", "the card"), ("descriptor", "the descriptor"))
    }
    return Named(
        case.read() if case else None, order.read() if order else None,
        *(one.read() if one else None for one in (read["arn"], read["card"], read["descriptor"])),
    )  # fmt: skip
