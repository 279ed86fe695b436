"""Which order, and which of its things, a wish is about: named, the only one, or the only one it can be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from cs_agent.domain.ordering.said import Said
from cs_agent.domain.ordering.things import concepts_of, likeness
from cs_agent.domain.ordering.variants import options_named
from cs_agent.domain.ordering.words import says
from cs_agent.domain.tools.orders import Order, OrderLine, Product, Status

_KIND: Final = 3
"""From here on the words name the thing, not only something of it."""


def meant_orders(
    orders: Sequence[Order], said: Said, focus: str, allowed: Collection[Status], likely: Collection[Status]
) -> tuple[Order, ...]:
    """Those that may be meant, the newest first; one where the words, or the rules, leave no other.

    ``allowed``: the statuses in which the wish can be done; ``likely``: of these the likelier.
    """
    newest = sorted(orders, key=lambda one: one.placed_at, reverse=True)
    if len(newest) < 2:
        return tuple(newest)
    if says(said.text, said.language, "last"):
        return (newest[0],)
    named = _named(newest, said)
    if len(named) == 1:
        return named
    of_focus = tuple(one for one in (named or newest) if one.id == focus)
    for statuses in (likely, allowed):
        fit = tuple(one for one in (named or newest) if one.status in statuses)
        if len(fit) == 1:
            return fit
        if of_focus and of_focus[0] in fit:
            return of_focus
    return of_focus or named or tuple(one for one in newest if one.status in allowed) or tuple(newest)


def meant_lines(order: Order, products: Mapping[str, Product], said: Said) -> tuple[OrderLine, ...]:
    """Lines that the words name; () where they name none of several."""
    if len(order.lines) == 1:
        return order.lines
    scores = {line.sku: _like(line, products.get(line.product_id), said) for line in order.lines}
    options = {
        line.sku: options_named(products[line.product_id], line.sku, said)
        for line in order.lines
        if line.product_id in products
    }
    kinds = {line.sku: _kinds(line, products.get(line.product_id)) for line in order.lines}
    groups = [
        [line for line in order.lines if concept in kinds[line.sku]]
        for concept in said.concepts
        if concept.startswith("category.")
    ]
    found: dict[str, OrderLine] = {}
    for group in filter(None, groups):
        # A title names more than its thing; of two things that a word fits, it is the one that fits more.
        most = max((scores[line.sku], options.get(line.sku, 0)) for line in group)
        found |= {line.sku: line for line in group if (scores[line.sku], options.get(line.sku, 0)) == most}
    if not found:
        most_like = max((scores[line.sku] + 2 * options.get(line.sku, 0)) for line in order.lines)
        fit = [
            line for line in order.lines if scores[line.sku] + 2 * options.get(line.sku, 0) == most_like > 0
        ]
        found = {line.sku: line for line in fit} if len(fit) < len(order.lines) else {}
    return tuple(line for line in order.lines if line.sku in found)


def _named(orders: Sequence[Order], said: Said) -> tuple[Order, ...]:
    scores = {one.id: max(_like(line, None, said) for line in one.lines) for one in orders}
    most = max(scores.values())
    return tuple(one for one in orders if scores[one.id] == most) if most >= _KIND else ()


def _like(line: OrderLine, product: Product | None, said: Said) -> int:
    title = product.title if product else line.title
    return likeness(said.concepts, said.text, said.language, title, product.category if product else "")


def _kinds(line: OrderLine, product: Product | None) -> frozenset[str]:
    own = concepts_of(product.title if product else line.title)
    return own | concepts_of(product.category) if product else own
