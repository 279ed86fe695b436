"""A published listing as facts: what a market's buyers read, each with the source that it follows from."""

from __future__ import annotations

from collections.abc import Iterator

from argosy.product.v1 import product_pb2
from cs_agent.domain.fact import Fact
from cs_agent.domain.knowledge.told import Tainted, Told, instructs, sentences

_MOST = 200


def facts_of_listing(listing: product_pb2.ListingLocalized) -> Told:
    """Statements of a listing in its language: title, bullets, rows, sentences of the description. Bounded.

    A listing that waits for review was seen by no person and is no source yet.
    """
    if listing.needs_review:
        return Told()
    facts, tainted = [], []
    for field, text, concept, source in _statements(listing):
        place = f"{listing.market}:{field}"
        if instructs(text):
            tainted.append(Tainted(f"{listing.product_id}/listing:{place}", text[:200]))
        elif text.strip():
            language = listing.locale.split("-")[0].lower()
            words = {language: text, "zh": source} if source else {language: text}
            facts.append(Fact("listing", place, text, concept, (), words, listing.product_id))
    return Told(tuple(facts[:_MOST]), tuple(tainted))


def _statements(listing: product_pb2.ListingLocalized) -> Iterator[tuple[str, str, str, str]]:
    yield "title", listing.title[:1_000], "", ""
    for row in listing.attributes[:100]:
        source = f"{row.source.name} {row.source.value}" if row.source.name else ""
        yield f"attribute {row.id or row.name}", f"{row.name}: {row.value}"[:500], row.id, source[:500]
    for number, bullet in enumerate(listing.bullets[:20], 1):
        yield f"bullet {number}", bullet[:1_000], "", ""
    for number, sentence in enumerate(sentences(listing.description[:20_000]), 1):
        yield f"description {number}", sentence, "", ""
