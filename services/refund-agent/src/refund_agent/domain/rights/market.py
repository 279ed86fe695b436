"""Which country's law an order is under: where it went."""

from __future__ import annotations

from typing import Final

from argosy_commerce.addresses import read_place
from argosy_ledger.facts import OrderFacts

# Languages that are spoken by the buyers of one market above all; others name none.
_SPOKEN_IN: Final = {
    "ko": "KR", "ja": "JP", "th": "TH", "tr": "TR", "pl": "PL", "it": "IT", "de": "DE", "nl": "NL",
    "fr": "FR", "ru": "RU",
}  # fmt: skip


def market_of(facts: OrderFacts, policy_market: str = "", language: str = "") -> tuple[str, tuple[str, ...]]:
    """(ISO 3166-1 code or "", doubts): the delivery address's country, else the policy's or language's.

    Only the address is certain: a buyer is protected by the law of where he lives, which a policy's market
    and his language only suggest.
    """
    address = facts.order.data.buyer.address if facts.order else ""
    if country := read_place(address).country:
        return country, ()
    if len(policy_market) == 2 and policy_market.isalpha():
        found = policy_market.upper()
        return found, (f"the order's address names no country; the policy's market, {found}, is taken",)
    parts = language.replace("_", "-").split("-")
    region = next((part.upper() for part in parts[1:] if len(part) == 2 and part.isalpha()), "")
    found = region or _SPOKEN_IN.get(parts[0].lower(), "")
    if found:
        return found, (f"the order names no country; {found} is supposed from the language {language}",)
    return "", ("it is not known to which country the order went, so not which law protects the buyer",)
