"""What is known of a country: its mains and plugs, by the trade's own table. Its customs are not."""

from __future__ import annotations

from decimal import Decimal

from argosy_commerce.errors import UnknownMarket
from argosy_commerce.markets import market
from argosy_commerce.reading.items import Amount
from argosy_commerce.units import Quantity
from cs_agent.domain.fact import Fact

_MAINS = frozenset({"voltage"})


def facts_of_market(country: str) -> tuple[Fact, ...]:
    """Volts and plugs of a country's households; nothing where the country is not known."""
    try:
        there = market(country)
    except UnknownMarket:
        return ()
    volts = f"{there.voltage} V, {there.frequency} Hz"
    items = (
        Amount((0, 0), f"{there.voltage} V", Quantity(Decimal(there.voltage), "V")),
        Amount((0, 0), f"{there.frequency} Hz", Quantity(Decimal(there.frequency), "Hz")),
    )
    plugs = "type " + ", ".join(there.plugs)
    return (
        Fact("market", f"{there.code}:mains", volts, "attribute.voltage", items, topics=_MAINS),
        Fact("market", f"{there.code}:plugs", plugs, "attribute.plug", topics=_MAINS),
    )
