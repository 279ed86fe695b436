"""What a wish's words say of its call, and the call that they make: never more than the buyer said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from cs_agent.domain.answer import Call
from cs_agent.domain.conversation import Wish
from cs_agent.domain.ordering.addresses import led_to, written_in
from cs_agent.domain.ordering.choosing import meant_lines
from cs_agent.domain.ordering.said import Said
from cs_agent.domain.ordering.variants import new_skus
from cs_agent.domain.ordering.wishes import kind_of
from cs_agent.domain.ordering.words import condition_in, count_in, means_in, reason_in, says
from cs_agent.domain.tools.address_parts import address_parts, joined
from cs_agent.domain.tools.orders import Order, OrderLine, Product, User
from cs_agent.domain.understanding.spelling import cleaned
from cs_agent.domain.understood import Understood

_MOST_WRITTEN: Final = 6
_MOST_PICTURES: Final = 8
"""Of a request; refund-agent looks at no more."""
_FIGURE: Final = re.compile(r"(?<!\d)\d{1,5}[a-zA-Z]?(?!\d)")
_LONGEST_CITY: Final = 40
_COUNTED: Final = frozenset({"return_items", "ask_refund", "swap"})


@dataclass(frozen=True, slots=True)
class Filled:
    """A call as far as it is known. ``unclear``: what only the buyer can tell ("things", "option")."""

    call: Call
    wish: Wish
    unclear: str = ""
    skus: tuple[str, ...] = ()


def heard(wish: Wish, read: Understood) -> Wish:
    """A wish after a message: what can be read without knowing the order. Later words count."""
    text, language = read.text, read.language
    told = dict(wish.told)
    kind = kind_of(wish)
    if read.identity.order_id:
        told["order"] = read.identity.order_id
    open_reason = kind == "cancel_order" and (wish.asked == "reason" or not told.get("reason"))
    if open_reason and (reason := reason_in(text, language)):
        told["reason"] = reason
    if kind == "return_items" and (condition := condition_in(text, language)):
        told["condition"] = condition
    if kind in {"return_items", "swap"} and (means := means_in(text, language)):
        told["to"] = means
    if kind == "change_address" and (written := _written(wish, read)):
        before = told.get("written")
        told["written"] = [*(before if isinstance(before, list) else []), written][-_MOST_WRITTEN:]
        if read.country:
            told["country"] = read.country
    if kind in _COUNTED and read.intent != "yes":
        told["latest"] = text[:1_000]
        told["latest_concepts"] = list(read.concepts)
    if kind == "ask_refund" and read.pictures:
        before = told.get("pictures")
        kept = dict.fromkeys((*(before if isinstance(before, list) else ()), *read.pictures))
        told["pictures"] = list(kept)[:_MOST_PICTURES]
    return replace(wish, told=told)


def filled(wish: Wish, order: Order, products: Mapping[str, Product], user: User) -> Filled:
    """The call that a wish comes to for an order of this user's."""
    arguments: dict[str, object] = {"order_id": order.id}
    match kind_of(wish):
        case "cancel_order":
            return _cancel(wish, order)
        case "change_address":
            arguments["address"] = _address(wish, order)
            return Filled(Call("change_address", arguments), wish)
        case "swap":
            return _swap(wish, order, products, user)
        case "return_items":
            arguments |= _given(wish, "condition")
            if to := _to(wish, order, user):
                arguments["to"] = to
            return _with_lines(Call("return_items", arguments), wish, order, products)
        case "ask_refund":
            words = " ".join(wish.words.split())
            arguments |= {**_given(wish, "reason"), "words": words, **_given(wish, "pictures")}
            call = Call("ask_refund", arguments)
            if wish.told.get("reason") == "never_came":
                return Filled(call, wish)
            return _with_lines(call, wish, order, products)
    raise ValueError(f"{wish.intent}: no call of an order's")


def _cancel(wish: Wish, order: Order) -> Filled:
    arguments: dict[str, object] = {"order_id": order.id, **_given(wish, "reason")}
    several = len(order.lines) > 1 or order.lines[0].quantity > 1
    if several and says(wish.words, wish.language, "part") and not says(wish.words, wish.language, "all"):
        # Which part does not count: of a part nothing is cancelled.
        arguments["lines"] = [{"sku": order.lines[0].sku, "quantity": 1}]
    return Filled(Call("cancel_order", arguments), wish)


def _swap(wish: Wish, order: Order, products: Mapping[str, Product], user: User) -> Filled:
    tool = "exchange_items" if order.status in {"delivered", "exchange_requested"} else "change_items"
    arguments: dict[str, object] = {"order_id": order.id}
    if to := _to(wish, order, user):
        arguments["to"] = to
    said = _said(wish)
    chosen = _line_of(wish, order)
    lines = (chosen,) if chosen else meant_lines(order, products, said)
    if len(lines) != 1:
        return Filled(Call(tool, arguments), wish, "things")
    line, product = lines[0], products.get(lines[0].product_id)
    latest = said if wish.asked == "things" else _latest(wish)
    tried = str(wish.told.get("new") or "")
    fit: tuple[str, ...] = ()
    if product is not None:
        fit = new_skus(product, line.sku, latest, tried)
        fit = fit or ((tried,) if tried and not wish.told.get("refused") else ())
        if not fit and not tried:
            fit = new_skus(product, line.sku, said)
        if wish.asked == "things" and fit == (line.sku,):
            # "The green one" said which of them, not what it is to become.
            fit = ()
    row: dict[str, object] = {"sku": line.sku, "quantity": _count(wish, line) or line.quantity}
    kept = replace(wish, told={**wish.told, "sku": line.sku})
    if len(fit) != 1:
        return Filled(Call(tool, {**arguments, "lines": [row]}), kept, "option", (line.sku,))
    kept = replace(kept, told={**kept.told, "new": fit[0], "refused": False})
    return Filled(Call(tool, {**arguments, "lines": [{**row, "new": fit[0]}]}), kept)


def _with_lines(call: Call, wish: Wish, order: Order, products: Mapping[str, Product]) -> Filled:
    said = _said(wish)
    lines = meant_lines(order, products, said)
    if not lines and len(order.lines) > 1:
        if says(said.text, said.language, "all"):
            return Filled(call, wish)
        return Filled(call, wish, "things")
    rows = [{"sku": line.sku, "quantity": _count(wish, line) or line.quantity} for line in lines]
    whole = [{"sku": line.sku, "quantity": line.quantity} for line in order.lines]
    if rows == whole:
        return Filled(call, wish)
    return Filled(Call(call.tool, {**call.arguments, "lines": rows}), wish)


def _given(wish: Wish, name: str) -> dict[str, object]:
    return {name: wish.told[name]} if wish.told.get(name) else {}


def _to(wish: Wish, order: Order, user: User) -> str:
    """Where money goes: as he said; which of several gift cards he did not say is the one that holds most."""
    means = str(wish.told.get("to") or "")
    if means == "gift_card":
        cards = sorted(user.gift_cards, key=lambda card: card.balance.amount, reverse=True)
        return cards[0].id if cards else "gift_card"
    if means == "original" and len(order.payments) > 1 and kind_of(wish) == "swap":
        cards_paid = [payment.to for payment in order.payments if payment.method == "card"]
        return cards_paid[0] if cards_paid else means
    return means


def _count(wish: Wish, line: OrderLine) -> int | None:
    if line.quantity == 1:
        return 1
    latest = _without_order(_latest(wish).text)
    last = count_in(latest, wish.language, line.quantity)
    return last or count_in(_without_order(wish.words), wish.language, line.quantity)


def _said(wish: Wish) -> Said:
    return Said(wish.words, frozenset(wish.concepts), wish.language)


def _latest(wish: Wish) -> Said:
    text, concepts = wish.told.get("latest"), wish.told.get("latest_concepts")
    if not isinstance(text, str) or not isinstance(concepts, list):
        return _said(wish)
    return Said(text, frozenset(map(str, concepts)), wish.language)


def _line_of(wish: Wish, order: Order) -> OrderLine | None:
    return order.line(str(wish.told.get("sku") or ""))


def _without_order(text: str) -> str:
    return re.sub(r"[A-Za-z]{1,3}-\d{3,}|#\d+", " ", text)


def _written(wish: Wish, read: Understood) -> str:
    """What a message says of a new address, as written."""
    if found := written_in(read):
        return found
    text = cleaned(read.text)
    if not any(char.isdigit() for char in text) or read.identity.email:
        plain = wish.asked == "address.city" and len(text) <= _LONGEST_CITY and "?" not in text
        return text if plain and read.intent in {"unclear", "change_address", "identify"} else ""
    after = text.rpartition(":")[2].strip() if ":" in text else ""
    if any(char.isdigit() for char in after):
        return after
    known = wish.asked.startswith("address") or wish.told.get("written")
    return text if known else led_to(read.text, read.language)


def _address(wish: Wish, order: Order) -> dict[str, str]:
    """The parts that he wrote, the later words over the earlier; "house 15, not 5" puts one figure right."""
    told = wish.told.get("written")
    parts: dict[str, str] = {}
    for text in told if isinstance(told, list) else ():
        new = address_parts(str(text), order.country)
        street = parts.get("street", "")
        if street and "postcode" not in new and (right := _put_right(street, str(text))):
            parts["street"] = right
            continue
        if street and not any(char.isdigit() for char in new.get("street", "")):
            new.pop("street", None)
        parts = joined(parts, new)
    there = str(wish.told.get("country") or "")
    if "postcode" not in parts and there not in {"", order.country} and isinstance(told, list):
        # Written as in another country: whether it may go there is not for this one to say.
        elsewhere = [address_parts(str(text), there) for text in told]
        found = next((one for one in elsewhere if "postcode" in one), None)
        return {**found, "country": there} if found else parts
    return parts


def _put_right(street: str, text: str) -> str:
    """The street with another house number, where the words name the old one and one new one."""
    figures = list(dict.fromkeys(_FIGURE.findall(text)))
    old = [one for one in figures if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", street)]
    new = [one for one in figures if one not in old]
    if len(old) == 1 and len(new) == 1:
        return re.sub(rf"(?<!\w){re.escape(old[0])}(?!\w)", new[0], street, count=1)
    return ""
