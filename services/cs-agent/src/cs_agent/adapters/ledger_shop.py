"""Orders as events told them, to be read: for merchants whose shop has no tools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Final

from argosy.common.v1 import common_pb2
from argosy.fact.v1 import fact_pb2
from argosy_commerce.addresses import postcode_of, read_place
from argosy_commerce.money import Money
from argosy_ledger import OrderFacts, OrderLedger
from argosy_ledger.facts import money
from argosy_ledger.parcels import Step, parcels_of
from cs_agent.adapters.closed_shop import ClosedShop
from cs_agent.domain.tools.orders import Order, OrderLine, Parcel, ParcelEvent, Status, User
from cs_agent.domain.tools.shop import ShopBad
from cs_agent.domain.understood import Identity

_SCANS: Final[Mapping[Step, str]] = {
    "collected": "dispatched", "in_transit": "departed", "customs": "held_at_customs",
    "out_for_delivery": "out_for_delivery", "attempted": "delivery_failed", "delivered": "delivered",
}  # fmt: skip
"""Scans that are told; a parcel that was lost or goes back is for a person."""
_MOST: Final = 50


class LedgerShop(ClosedShop):
    """One merchant's orders. A buyer is found by his e-mail alone; what is not clear raises ShopBad.

    The ledger knows no stock, no gift cards, and not whether an order was cancelled: an order is told only
    where its parcels say how it stands. Make one for each turn: it remembers who asks, so that an order of
    somebody else, which is not told, is none, whether or not it could be.
    """

    def __init__(self, orders: OrderLedger, merchant_id: str) -> None:
        self._orders = orders
        self._merchant_id = merchant_id
        self._asks = ""

    async def find_user(self, claim: Identity) -> Sequence[User]:
        """Who ordered with this e-mail, as his newest order tells him."""
        if not claim.email:
            return ()
        found = await self._orders.of_buyer(self._merchant_id, "", claim.email, limit=_MOST)
        if not found and not await self._orders.find(self._merchant_id, limit=1):
            raise ShopBad("no event ever told an order of this merchant: nobody can be found in vain")
        people = [_user(facts) for facts in _newest(found) if facts.order]
        return list({one.id: one for one in reversed(people)}.values())

    async def get_user(self, user_id: str) -> User | None:
        """By the account's id, or the e-mail where orders told none."""
        self._asks = user_id
        found = await self._of(user_id)
        return _user(found[0]) if found else None

    async def get_order(self, order_id: str) -> Order | None:
        """None where no event told it, or it is not his who asks."""
        facts = await self._orders.of(self._merchant_id, order_id)
        return _order(facts) if facts.order and _user(facts).id == self._asks else None

    async def list_orders(self, user_id: str) -> Sequence[Order]:
        """The newest first."""
        return [_order(facts) for facts in await self._of(user_id)]

    async def _of(self, user_id: str) -> list[OrderFacts]:
        found = await self._orders.of_buyer(self._merchant_id, user_id, user_id, limit=_MOST)
        return [facts for facts in _newest(found) if facts.order and _user(facts).id == user_id]


def _newest(found: Sequence[OrderFacts]) -> list[OrderFacts]:
    return sorted((one for one in found if one.order), key=_placed, reverse=True)


def _placed(facts: OrderFacts) -> float:
    order = facts.order
    if order is None:
        return 0.0
    return order.data.placed_at.ToSeconds() if order.data.HasField("placed_at") else order.time.timestamp()


def _user(facts: OrderFacts) -> User:
    buyer = facts.order.data.buyer if facts.order else fact_pb2.Order.Buyer()
    country = read_place(buyer.address).country
    return User(
        id=buyer.id or buyer.email,
        name=buyer.name,
        email=buyer.email,
        postcode=postcode_of(buyer.address, country),
        address=buyer.address,
        country=country,
        language=buyer.language,
    )


def _order(facts: OrderFacts) -> Order:
    told = facts.order
    if told is None:
        raise ShopBad("nothing is known of the order")
    order = told.data
    parcels = parcels_of(facts.shipments)
    if not parcels or any(one.state not in _SCANS for one in parcels):
        raise ShopBad("no scan says how the order stands, or one says that a person is needed")
    status: Status = "delivered" if all(one.delivered for one in parcels) else "shipped"
    user = _user(facts)
    return Order(
        id=facts.order_id,
        user_id=user.id,
        status=status,
        placed_at=order.placed_at.ToDatetime(tzinfo=UTC) if order.HasField("placed_at") else told.time,
        lines=tuple(
            OrderLine(line.sku, line.product_id, line.title, max(1, line.quantity), _money(line.price))
            for line in order.lines
        ),
        shipping=_money(order.shipping, order.total.currency),
        discount=_money(order.discount, order.total.currency),
        total=_money(order.total),
        payments=(),
        country=user.country,
        parcels=tuple(
            Parcel(
                one.carrier,
                one.tracking_number,
                tuple(
                    ParcelEvent(scan.at, _SCANS[scan.step], scan.location)
                    for scan in one.scans
                    if scan.step in _SCANS
                ),
            )
            for one in parcels
        ),
    )


def _money(told: common_pb2.Money, currency: str = "") -> Money:
    found = money(told)
    if found is not None:
        return found
    if currency:
        return Money.zero(currency)
    raise ShopBad("an amount of the order cannot be read")
