"""The tools of a shop: one interface, whoever is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from cs_agent.domain.tools.orders import Order, Product, User
from cs_agent.domain.tools.verdicts import Will
from cs_agent.domain.understood import Identity

CHANGES: Final = frozenset(
    {"cancel_order", "change_address", "change_items", "return_items", "exchange_items"}
)
"""Tools that change an order by nothing but what the buyer said yes to."""


class ShopError(Exception):
    """A tool could not do its work."""


class ShopBusy(ShopError):
    """The shop does not answer now; the same call may be made again with the same id."""


class ShopBad(ShopError):
    """The shop answered something that is no answer; again is no use."""


class ShopRefuses(ShopError):
    """The shop does not do it: its own rules, or the order is no longer what the buyer was asked about."""


@dataclass(frozen=True, slots=True)
class RefundAsk:
    """What refund.requested carries. ``request_id`` is the call's; no lines: the whole order; ``pictures``:
    addresses of those that the buyer sent with his words.
    """

    request_id: str
    order_id: str
    lines: tuple[tuple[str, int], ...]
    reason: str
    words: str
    language: str
    pictures: tuple[str, ...] = ()


class RefundRequests(Protocol):
    """Publishes refund.requested; the same id twice is one request."""

    async def publish(self, ask: RefundAsk) -> None:
        """Raises ShopBusy where it cannot be published now."""


class Shop(Protocol):
    """Every method raises ShopBusy, ShopBad or ShopRefuses. Reads change nothing.

    What changes something takes the call's id: the same id again changes nothing and gives the order as it
    was left then; the same id with another content is refused. It takes what the buyer said yes to as well,
    and does exactly that or nothing.
    """

    async def find_user(self, claim: Identity) -> Sequence[User]:
        """Users whom the claim may fit, at most a few; by e-mail, or by name and postcode."""

    async def get_user(self, user_id: str) -> User | None:
        """A user by id, with his gift cards as they are now."""

    async def get_order(self, order_id: str) -> Order | None:
        """An order, whoever's; whose it may be told to is the engine's to say."""

    async def list_orders(self, user_id: str) -> Sequence[Order]:
        """A user's orders, the newest first."""

    async def get_product(self, product_id: str) -> Product | None:
        """A product with its variants as they are sold now."""

    async def made(self, call_id: str) -> Order | None:
        """The order as the call left it, where the call with this id was made; None where it was not."""

    async def change(self, call_id: str, will: Will) -> Order:
        """The order after what the will's tool, one of `CHANGES`, does to it."""

    async def ask_refund(
        self, call_id: str, will: Will, words: str, language: str, pictures: Sequence[str] = ()
    ) -> Order:
        """Publishes refund.requested and marks the order; ``words``, ``pictures``: the buyer's own."""

    async def hand_over(self, call_id: str, conversation_id: str, reason: str, summary: str) -> None:
        """Tells the shop's people that a conversation waits for one."""
