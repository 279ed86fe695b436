"""Drafts to check: facts as the service finds them, and a message as read."""

from __future__ import annotations

from decimal import Decimal

from argosy_commerce.money import Money
from argosy_commerce.reading.items import Amount, Date, Price
from argosy_commerce.units import Quantity
from cs_agent.domain.answer import Draft, Sentence, SentenceKind
from cs_agent.domain.fact import Fact, FactKind
from cs_agent.domain.understood import Identity, ReadIntent, Understood


def fact(quote: str, kind: FactKind = "attribute", ref: str = "材质", **more: object) -> Fact:
    return Fact(kind, ref, quote, of="p01", **more)  # type: ignore[arg-type]


PRICE = fact(
    "1299.00 USD", "price", "", items=(Price((0, 0), "1299.00 USD", Money(Decimal("1299.00"), "USD")),)
)
LENGTH = fact("电源线长 0.75m", items=(Amount((0, 0), "0.75m", Quantity(Decimal("0.75"), "m")),))
DAY = fact(
    "EagleHop EH148802456US: delivery_failed 2026-02-14 San Francisco",
    "shipment",
    "o-2024:EH148802456US",
    items=(Date((0, 0), "2026-02-14", 2026, 2, 14),),
)


def said(text: str, *facts: Fact, kind: SentenceKind = "fact", rule: str = "", language: str = "en") -> Draft:
    return Draft(language, (Sentence(text, kind, facts, rule),))


def heard(text: str = "?", language: str = "en", **more: object) -> Understood:
    return Understood(text, language, (ReadIntent("unclear", 0.5, text),), **more)  # type: ignore[arg-type]


__all__ = ["DAY", "LENGTH", "PRICE", "Identity", "fact", "heard", "said"]
