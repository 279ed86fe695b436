"""A shop whose orders cannot be reached: whatever is asked of it goes to a person."""

# ruff: noqa: ARG002 — the interface's arguments

from __future__ import annotations

from collections.abc import Sequence

from cs_agent.domain.tools.orders import Order, Product, User
from cs_agent.domain.tools.shop import ShopBad
from cs_agent.domain.tools.verdicts import Will
from cs_agent.domain.understood import Identity


class ClosedShop:
    """Nothing can be looked at and nothing changed, but for what a subclass opens."""

    async def find_user(self, claim: Identity) -> Sequence[User]:
        """None can be found."""
        raise _nothing()

    async def get_user(self, user_id: str) -> User | None:
        """None is known."""
        raise _nothing()

    async def get_order(self, order_id: str) -> Order | None:
        """None is known."""
        raise _nothing()

    async def list_orders(self, user_id: str) -> Sequence[Order]:
        """None are known."""
        raise _nothing()

    async def get_product(self, product_id: str) -> Product | None:
        """What is sold is told by the facts."""
        return None

    async def made(self, call_id: str) -> Order | None:
        """Nothing was ever made."""
        return None

    async def change(self, call_id: str, will: Will) -> Order:
        """Not here."""
        raise _nothing()

    async def ask_refund(
        self, call_id: str, will: Will, words: str, language: str, pictures: Sequence[str] = ()
    ) -> Order:
        """Not here."""
        raise _nothing()

    async def hand_over(self, call_id: str, conversation_id: str, reason: str, summary: str) -> None:
        """Told by chat.replied alone."""


def _nothing() -> ShopBad:
    return ShopBad("the merchant has no shop here that does this")
