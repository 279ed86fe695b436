"""The markets and channels that an event asks for, and which of them have to be written."""

from __future__ import annotations

from collections.abc import Sequence

from argosy.product.v1 import product_pb2
from argosy_catalogue.source import UnusableProductError
from argosy_commerce.channels import Channel, channel
from argosy_commerce.markets import Market, market
from listing_localizer.domain.remembering import Memory, Place

GENERIC = "generic"
MAX_LISTINGS = 200
"""Markets times channels of one event; more is a mistake, and would not fit one transaction."""

ProductEvent = product_pb2.ProductCreated | product_pb2.ProductUpdated
Places = Sequence[tuple[Market, Sequence[Channel]]]


def asked_places(data: ProductEvent, default_markets: Sequence[str]) -> list[tuple[Market, list[Channel]]]:
    """The markets and channels of an event, each once.

    Raises:
        CommerceError: a market or channel that is not known.
        UnusableProductError: more listings than one event may ask for.
    """
    markets = [market(code) for code in dict.fromkeys(data.markets or default_markets)]
    names_ = list(dict.fromkeys(data.channels or (GENERIC,)))
    if len(markets) * len(names_) > MAX_LISTINGS:
        raise UnusableProductError(
            "too_many_listings",
            f"{len(markets)} markets x {len(names_)} channels; an event may ask for {MAX_LISTINGS} listings",
        )
    return [(found, [channel(name, found.code) for name in names_]) for found in markets]


def changed_places(places: Places, memory: Memory, source: str, made_by: str) -> Places:
    """Of these markets and channels the ones whose listing would be written otherwise than it was."""

    def is_stale(place: Place) -> bool:
        return place not in memory or not memory[place].is_of(source, made_by)

    return [
        (target, [rules for rules in channels if is_stale((target.code, rules.id))])
        for target, channels in places
    ]
