"""What an event asks for, as orders: its markets, channels and the settings' defaults."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from argosy_commerce.channels import channel
from argosy_commerce.errors import CommerceError, UnknownChannel
from argosy_commerce.glossaries import Glossary
from argosy_commerce.markets import Market, market
from image_studio.domain.orders import Order, Wishes
from image_studio.settings import StudioSettings

_ANYWHERE = ("generic",)


class Malformed(Exception):
    """An event nothing can be done with; ``code`` names the rule, the message says where and what."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def places_of(codes: Sequence[str], channel_ids: Sequence[str]) -> tuple[tuple[Market, ...], tuple[str, ...]]:
    """The markets and the ids of the channels that an event names.

    Raises:
        Malformed: ``unknown_channel`` or ``unknown_market``.
    """
    try:
        markets = tuple(market(code) for code in codes)
        return markets, tuple(channel(channel_id).id for channel_id in channel_ids) or _ANYWHERE
    except UnknownChannel as error:
        raise Malformed("unknown_channel", str(error)) from error
    except CommerceError as error:
        raise Malformed("unknown_market", str(error)) from error


def order_for(
    place: Market,
    *,
    source: str,
    brand: str,
    channels: tuple[str, ...],
    glossary: Glossary,
    day: date,
    settings: StudioSettings,
    wishes: Wishes | None = None,
) -> Order:
    """An order by the service's settings: its rates, its wishes unless others are asked for."""
    return Order(
        place,
        source=source or "zh-CN",
        brand=brand,
        channels=channels,
        wishes=settings.wishes() if wishes is None else wishes,
        glossary=glossary,
        on=day,
        rates=settings.exchange_rates,
    )
