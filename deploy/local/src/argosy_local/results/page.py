"""The page to look at: index.html of a run, self-contained, without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from argosy_local.results.chats import ChatView
from argosy_local.results.refunds import RefundView, direction, offer_said, said
from argosy_local.results.view import DeadLetterView, DisputeView, ProductView


def render_page(
    products: Sequence[ProductView],
    *,
    title: str,
    inputs: int,
    results: int,
    dead_letters: Sequence[DeadLetterView] = (),
    seconds: float | None = None,
    disputes: Sequence[DisputeView] = (),
    refunds: Sequence[RefundView] = (),
    chats: Sequence[ChatView] = (),
) -> str:
    """The page as HTML. Everything a merchant wrote is escaped."""
    environment = Environment(
        loader=PackageLoader("argosy_local.results", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    reviews = sum(listing["needs_review"] for product in products for listing in product.listings) + sum(
        image["needs_review"]
        for product in products
        for row in product.pictures.values()
        for image in row.by_market.values()
    )
    reviews += sum(dispute.draft.needs_review for dispute in disputes)
    reviews += sum(refund.needs_review for refund in refunds)
    reviews += sum(chat.needs_review for chat in chats)
    environment.filters |= {"direction": direction, "offer_said": offer_said}
    environment.globals["said"] = said
    return environment.get_template("page.html").render(
        products=products,
        disputes=disputes,
        refunds=refunds,
        chats=chats,
        title=title,
        inputs=inputs,
        results=results,
        reviews=reviews,
        dead_letters=dead_letters,
        seconds=seconds,
    )


def write_page(path: Path, html: str) -> None:
    """Write the page where a browser finds it."""
    path.write_text(html, encoding="utf-8")
