"""What this service does with an event: tag a product, and understand a query."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

from argosy.product.v1 import product_pb2
from argosy.search.v1 import search_pb2
from argosy_catalogue.source import UnusableProductError
from argosy_commerce.errors import UnknownLanguage, UnknownMarket
from argosy_commerce.folding import HIDDEN
from argosy_commerce.languages import read_tag
from argosy_commerce.markets import market
from argosy_commerce.terms import TermBase
from argosy_eventing import Event, Outcome, Output, dead_letter, publish, skip
from argosy_eventing.threads import in_thread
from argosy_telemetry import counter, names
from search_tagger.adapters.eyes import Eyes
from search_tagger.adapters.index import ProductIndex
from search_tagger.adapters.tagged import TaggedRepository
from search_tagger.domain.querying.interpreting import interpret
from search_tagger.domain.remembering import Remembered, digest_of, settled
from search_tagger.domain.revision import tagging_revision
from search_tagger.events import MAX_QUERY, product_tagged, query_interpreted
from search_tagger.looking import looked_at

ProductEvent: TypeAlias = product_pb2.ProductCreated | product_pb2.ProductUpdated

_NEEDS_REVIEW = counter(names.METRIC_NEEDS_REVIEW)


@dataclass(frozen=True, slots=True)
class Deps:
    """What the handlers need from outside."""

    terms: TermBase
    tagged: TaggedRepository
    epoch: str = ""
    index: ProductIndex | None = None
    eyes: Eyes | None = None
    """Without: products are tagged by their words alone."""


async def tag_product(event: Event[ProductEvent], deps: Deps) -> Outcome:
    """product.created, product.updated: say what the product is; unless an update changes nothing."""
    product = event.data.product
    looks = deps.eyes.looks if deps.eyes else "no pictures"
    made_of = digest_of(product, tagging_revision(), deps.terms.revision, deps.epoch, looks)
    kept = await deps.tagged.of(event.merchant_id, product.id)
    if kept is None or not kept.serves(made_of, event.id) or not await _is_found(event, made_of, deps):
        try:
            document = await looked_at(product, event.merchant_id, deps.terms, deps.eyes)
        except UnusableProductError as error:
            return dead_letter(error.reason, error.detail)
        message = await in_thread(product_tagged, document.tagged, deps.terms)
        if deps.index is not None:
            await in_thread(deps.index.put, event.merchant_id, [(document, made_of)], deps.terms.lexicon)
        kept = await deps.tagged.remember(
            event.merchant_id,
            product.id,
            lambda now: settled(now, made_of, message, event.id, is_whole=document.tagged.is_whole),
        )
    if event.type == "product.updated" and kept.event_id != event.id:
        return skip("nothing_changed")
    return _published(kept)


async def interpret_query(event: Event[search_pb2.SearchQueried], deps: Deps) -> Outcome:
    """search.queried: say what the shopper wants."""
    query = event.data
    if len(query.text) > MAX_QUERY:
        return dead_letter(
            "text_too_long", f"text has {len(query.text)} characters; send {MAX_QUERY} at most"
        )
    if all(unicodedata.category(character) in HIDDEN or character.isspace() for character in query.text):
        return dead_letter("empty_query", "text is empty: send what the shopper typed")
    try:
        if query.language:
            read_tag(query.language)
        asked_in = market(query.market).code if query.market else ""
    except UnknownLanguage as error:
        return dead_letter("bad_language", f"language: {error}")
    except UnknownMarket as error:
        return dead_letter("unknown_market", str(error))
    found = await in_thread(interpret, query.text, query.language, asked_in, deps.terms)
    message = query_interpreted(query.query_id, found, deps.terms)
    if message.needs_review:
        _NEEDS_REVIEW.add(1, {names.ATTR_EVENT_TYPE: "query.interpreted"})
    return publish(Output("query.interpreted", message))


async def _is_found(event: Event[ProductEvent], made_of: str, deps: Deps) -> bool:
    """Whether the index, where there is one, has the product as it is."""
    if deps.index is None:
        return True
    return await in_thread(deps.index.holds, event.merchant_id, event.data.product.id, made_of)


def _published(kept: Remembered) -> Outcome:
    if kept.message.needs_review:
        _NEEDS_REVIEW.add(1, {names.ATTR_EVENT_TYPE: "product.tagged"})
    return publish(Output("product.tagged", kept.message))
