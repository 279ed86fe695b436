"""What a tool's result says of a user, an order, a product: JSON that may stand in chat.replied.

Nothing that identifies the buyer, and no address: it is not told back to whoever writes next.
"""

from __future__ import annotations

from argosy_commerce.money import Money
from cs_agent.domain.tools.orders import Order, Product, User


def told_user(user: User) -> dict[str, object]:
    """That he is known."""
    return {"found": True, "user_id": user.id, "language": user.language}


def told_order(order: Order) -> dict[str, object]:
    """Its state, lines, money and parcels."""
    return {
        "order_id": order.id,
        "status": order.status,
        "placed_at": order.placed_at.isoformat(),
        "lines": [
            {"sku": one.sku, "quantity": one.quantity, "price": _told(one.price)} for one in order.lines
        ],
        "total": _told(order.total),
        "payments": [
            {"method": one.method, "to": one.to, "amount": _told(one.amount), "refunded": _told(one.refunded)}
            for one in order.payments
        ],
        "due": [{"to": one.to, "amount": _told(one.amount)} for one in order.due if not one.paid],
        "parcels": [
            {
                "carrier": parcel.carrier,
                "tracking_number": parcel.tracking_number,
                "last": parcel.events[-1].status if parcel.events else "",
                "at": parcel.events[-1].at.isoformat() if parcel.events else "",
            }
            for parcel in order.parcels
        ],
    }


def told_product(product: Product) -> dict[str, object]:
    """Its variants and prices."""
    return {
        "found": True,
        "product_id": product.id,
        "variants": [
            {
                "sku": one.sku,
                "options": dict(one.options),
                "price": _told(one.price),
                "in_stock": one.in_stock is not False,
            }
            for one in product.variants
        ],
    }


def _told(money: Money) -> str:
    return str(money)
