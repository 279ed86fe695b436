"""A new address of an order that has not gone out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cs_agent.domain.answer import Call
from cs_agent.domain.tools.identity import folded
from cs_agent.domain.tools.orders import Order, User
from cs_agent.domain.tools.rules import AddressRule
from cs_agent.domain.tools.verdicts import HandOver, NeedsMore, Planned, Refused, Will
from cs_agent.domain.tools.words import names_phrase

_LONGEST: Final = 200
PARTS: Final = ("street", "postcode", "city", "region", "country")
"""``street`` with its number and what follows; ``country``: ISO 3166-1, "" for the order's."""


def planned_address(call: Call, order: Order, user: User, rule: AddressRule) -> Planned:
    """What changing the address will do. The old one's parts never fill what the new one lacks."""
    told = call.arguments.get("address")
    given = told if isinstance(told, Mapping) else {}
    address = {part: " ".join(str(given.get(part) or "").split())[:_LONGEST] for part in PARTS}
    written = one_line(address)
    country = address["country"] or order.country
    if rule.same_country and order.country and country != order.country:
        return HandOver("other_country")
    for which, places in rule.special.items():
        if country not in places.countries and names_phrase(written, places.words):
            return Refused("address_kind", {"which": which, "countries": list(places.countries)})
    missing = tuple(part for part in rule.needs if not address[part])
    if missing:
        return NeedsMore(tuple(f"address.{part}" for part in missing))
    if folded(written) == folded(order.address or user.address):
        return Refused("unchanged")
    kept = {part: value for part, value in address.items() if value}
    return Will(call.tool, order.id, order.status, address=kept)


def one_line(address: Mapping[str, str]) -> str:
    """As the shop writes it: street, postcode and city, region."""
    place = " ".join(filter(None, (address.get("postcode", ""), address.get("city", ""))))
    return ", ".join(filter(None, (address.get("street", ""), place, address.get("region", ""))))
