"""Shops at random: two buyers, a few orders in any state, paid in one or two ways, some with a discount."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from argosy_commerce.money import Money

Row = dict[str, Any]
STATUSES = ["pending", "pending", "processed", "shipped", "delivered", "delivered", "cancelled"]
PRODUCTS = {"pa": ("PA-1", "PA-2", "PA-3"), "pb": ("PB-1", "PB-2"), "pc": ("PC",)}
USERS = ("u-1", "u-2")
CARDS = {"u-1": ("G1", "G2"), "u-2": ("G3",)}
BOUGHT = "2026-02-01T08:00:00Z"


def money(minor: int, currency: str) -> Row:
    amount, _ = Money.of_minor(minor, currency).to_strings()
    return {"amount": amount, "currency": currency}


@st.composite
def shops(draw: st.DrawFn) -> Row:
    """A world in one currency: with cents, without, or with thousandths."""
    currency = draw(st.sampled_from(["USD", "JPY", "KWD"]))
    prices = st.integers(1, 20_000)
    categories = {"pa": "女装 > 衬衫", "pb": "美妆 > 口红", "pc": "玩具"}
    products = [
        {
            "id": id_,
            "title": id_,
            "category_hint": categories[id_],
            "price": money(draw(prices), currency),
            "variants": [{"sku": sku, "price": money(draw(prices), currency)} for sku in skus],
        }
        for id_, skus in PRODUCTS.items()
    ]
    users = [
        {
            "id": id_,
            "name": f"Buyer {id_}",
            "email": f"{id_}@mail.example",
            "postcode": f"1000{id_[-1]}",
            "address": f"Old street {id_[-1]}, 1000 Town",
            "country": "DE",
            "gift_cards": [
                {"id": card, "balance": money(draw(st.integers(0, 9_000)), currency)} for card in CARDS[id_]
            ],
        }
        for id_ in USERS
    ]
    orders = [draw(_order(f"o-{i}", USERS[i % 2], currency)) for i in range(draw(st.integers(2, 5)))]
    return {"users": users, "orders": orders, "products": products}


@st.composite
def _order(draw: st.DrawFn, id_: str, user: str, currency: str) -> Row:
    skus = draw(
        st.lists(st.sampled_from(["PA-1", "PA-2", "PB-1", "PC"]), min_size=1, max_size=3, unique=True)
    )
    lines: list[Row] = [
        {
            "sku": sku,
            "product_id": next(product for product, own in PRODUCTS.items() if sku in own),
            "quantity": draw(st.integers(1, 4)),
            "price": draw(st.integers(1, 20_000)),
        }
        for sku in skus
    ]
    goods = sum(line["price"] * line["quantity"] for line in lines)
    shipping, discount = draw(st.integers(0, 1_500)), draw(st.integers(0, goods))
    total = goods + shipping - discount
    status = draw(st.sampled_from(STATUSES))
    first = draw(st.integers(0, total))
    to = draw(st.sampled_from([("card", "4417"), ("gift_card", CARDS[user][0])]))
    parts = [(("card", "9035"), first), (to, total - first)]
    payments = [
        {
            "method": method,
            "last4" if method == "card" else "gift_card_id": name,
            "amount": money(part, currency),
            "at": BOUGHT,
            "refunds": [{"amount": money(part, currency), "at": BOUGHT}] if status == "cancelled" else [],
        }
        for (method, name), part in parts
        if part
    ]
    scans = [{"at": draw(st.sampled_from([BOUGHT, "2026-01-02T08:00:00Z"])), "status": "delivered"}]
    return {
        "id": id_,
        "user_id": user,
        "status": status,
        "placed_at": BOUGHT,
        "country": "DE",
        "lines": [{**line, "price": money(line["price"], currency)} for line in lines],
        "shipping": money(shipping, currency),
        "discount": money(discount, currency),
        "total": money(total, currency),
        "payments": payments,
        "shipments": [{"events": scans}] if status == "delivered" else [],
    }


SKUS = st.sampled_from(["PA-1", "PA-2", "PA-3", "PB-1", "PB-2", "PC", "PZ", ""])
TOS = st.sampled_from(["", "original", "4417", "9035", "G1", "G2", "G3", "my bank", "0000"])
LINES = st.lists(
    st.fixed_dictionaries({"sku": SKUS}, optional={"quantity": st.integers(-1, 5), "new": SKUS}), max_size=3
)
PLACES = st.fixed_dictionaries(
    {"street": st.sampled_from(["New road 5", "PO Box 7", "", "Old street 1"])},
    optional={
        "postcode": st.sampled_from(["20095", "1000"]),
        "city": st.sampled_from(["Hamburg", "Town"]),
        "country": st.sampled_from(["DE", "US"]),
    },
)
TOOLS = st.sampled_from(
    [
        "cancel_order",
        "change_address",
        "change_items",
        "return_items",
        "exchange_items",
        "ask_refund",
        "get_order",
    ]
)


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, Row]:
    """A wish, sensible or not."""
    tool = draw(TOOLS)
    arguments: Row = {"order_id": draw(st.sampled_from(["o-0", "o-0", "o-1", "o-1", "o-2", "o-3", "o-9"]))}
    if tool in {"cancel_order", "ask_refund"}:
        reasons = ["no_longer_needed", "ordered_by_mistake", "broken", "never_came", ""]
        arguments["reason"] = draw(st.sampled_from(reasons))
    if tool == "change_address":
        arguments["address"] = draw(PLACES)
    if tool in {"change_items", "exchange_items", "return_items", "ask_refund"}:
        arguments["lines"] = draw(LINES)
        arguments["to"] = draw(TOS)
    if tool == "return_items":
        arguments["condition"] = draw(st.sampled_from(["unused", "unused", "opened", "used", ""]))
    return tool, arguments


@st.composite
def sensible(draw: st.DrawFn, order: Row) -> tuple[str, Row]:
    """What may well be done with an order in its status."""
    late = order["status"] not in {"pending", "processed", "cancelled"}
    tools = ["return_items", "exchange_items", "ask_refund"] if late else [
        "cancel_order", "change_address", "change_items", "change_items"
    ]  # fmt: skip
    tool = draw(st.sampled_from(tools))
    line = draw(st.sampled_from(order["lines"]))
    new = draw(st.sampled_from(PRODUCTS[line["product_id"]]))
    row = {"sku": line["sku"], "quantity": draw(st.integers(1, line["quantity"]))}
    told: Row = {"order_id": order["id"], "to": draw(st.sampled_from(["", "", "G1", "4417", "9035"]))}
    told |= {"condition": "unused", "reason": "broken" if tool == "ask_refund" else "no_longer_needed"}
    told["address"] = {
        "street": f"New road {draw(st.integers(1, 3))}",
        "postcode": "20095",
        "city": "Hamburg",
    }
    if tool not in {"cancel_order", "change_address"}:
        told["lines"] = [{**row, "new": new} if tool in {"change_items", "exchange_items"} else row]
    return tool, told


@st.composite
def possible(draw: st.DrawFn) -> tuple[Row, str, Row]:
    """A shop and what may well be done with its first order."""
    world = draw(shops())
    order = world["orders"][0]
    order["status"] = draw(st.sampled_from(["pending", "delivered"]))
    order["shipments"] = [{"events": [{"at": BOUGHT, "status": "delivered"}]}]
    for payment in order["payments"]:
        payment["refunds"] = []
    return world, *draw(sensible(order))


@st.composite
def talks(draw: st.DrawFn) -> tuple[Row, list[tuple[str, Any]]]:
    """A shop and a buyer's messages: who he is, wishes sensible or not, answers, others' names, silence."""
    world = draw(shops())
    user = draw(st.sampled_from(USERS))
    own = [order for order in world["orders"] if order["user_id"] == user]
    said: list[tuple[str, Any]] = []
    if not draw(_one_in(8)):
        said.append(("who", {"email": f"{user}@mail.example"}))
    for _ in range(draw(st.integers(1, 5))):
        order = draw(st.sampled_from(world["orders"] if draw(_one_in(5)) else own))
        said.append(("wish", draw(calls()) if draw(_one_in(5)) else draw(sensible(order))))
        kinds = ["yes"] if not draw(_one_in(3)) else []
        more = st.sampled_from(["yes", "no", "other", "later", "who", "wish"])
        for kind in [*kinds, *draw(st.lists(more, max_size=2))]:
            what = (
                draw(CLAIMS)
                if kind == "who"
                else draw(calls())
                if kind == "wish"
                else draw(st.integers(1, 40))
            )
            said.append((kind, what))
    return world, said


def _one_in(n: int) -> st.SearchStrategy[bool]:
    return st.sampled_from([False] * (n - 1) + [True])


CLAIMS = st.sampled_from(
    [
        {"email": "u-1@mail.example"},
        {"email": "u-2@mail.example"},
        {"email": "x@mail.example"},
        {"name": "Buyer u-2", "postcode": "10002"},
        {"name": "Buyer u-1", "postcode": "10002"},
        {"name": "Buyer u-1"},
        {},
    ]
)
