"""A product is told what it is, a query what it wants, and both in the same ids; nothing is told twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from argosy.product.v1 import product_pb2
from argosy.search.v1 import search_pb2
from argosy_commerce.languages import languages
from argosy_contracts import Event, from_json
from argosy_eventing import DeadLetter, Publish, Skip
from argosy_testing.products import product_event
from search_tagger.adapters.index import ProductIndex
from search_tagger.domain.querying.interpreting import interpret
from search_tagger.handlers import Deps, interpret_query, tag_product


def query_event(text: str, **changes: str) -> Event[Any]:
    data = {"query_id": "q-1", "text": text, **changes}
    document = {"type": "search.queried", "id": "e-q", "merchant_id": "m-1", "platform": "demo", "data": data}
    return from_json(document, source="tests")


def tagged(outcome: object) -> product_pb2.ProductTagged:
    assert isinstance(outcome, Publish), outcome
    (output,) = outcome.outputs
    assert isinstance(output.data, product_pb2.ProductTagged)
    return output.data


def interpreted(outcome: object) -> search_pb2.QueryInterpreted:
    assert isinstance(outcome, Publish), outcome
    (output,) = outcome.outputs
    assert isinstance(output.data, search_pb2.QueryInterpreted)
    return output.data


async def test_a_product_is_told_with_its_category_its_tags_and_the_words_they_came_from(deps: Deps) -> None:
    data = tagged(await tag_product(product_event(), deps))
    assert data.product_id == "p-1"
    assert data.category.id == "category.tshirt"
    assert list(data.category.path) == list(reversed(deps.terms.lexicon.ancestors("category.tshirt")))
    black = next(tag for tag in data.tags if tag.value == "colour.black")
    assert (black.attribute, black.evidence.quote) == ("attribute.colour", "黑色")
    assert black.origin == product_pb2.ProductTagged.Tag.TEXT
    assert 0 < black.confidence <= 1
    assert data.engine.name == "term-base"
    assert data.engine.revision


async def test_labels_say_every_id_in_all_fifteen_languages(deps: Deps) -> None:
    data = tagged(await tag_product(product_event(), deps))
    assert set(data.labels) == {language.base for language in languages().values()}
    said = {language: words["colour.black"] for language, words in data.labels.items()}
    assert (said["de"], said["es"], said["zh"]) == ("schwarz", "negro", "黑色")
    assert all(data.labels[language]["category.tshirt"] for language in data.labels)


async def test_a_query_in_another_language_ends_in_the_ids_of_the_product(deps: Deps) -> None:
    product = tagged(await tag_product(product_event(), deps))
    query = interpreted(
        await interpret_query(query_event("camiseta negra hombre manga corta", market="ES"), deps)
    )
    assert query.language == "es"
    assert query.category.id in [product.category.id, *product.category.path]
    values = {tag.value for tag in product.tags}
    assert {"colour.black", "audience.men"} <= values & {tag.value for tag in query.tags}
    assert query.rewritten


async def test_a_price_and_a_negation_are_told(deps: Deps) -> None:
    event = query_event("czarne spodnie bez kieszeni do 30 euro", market="PL")
    query = interpreted(await interpret_query(event, deps))
    assert (query.price.max.amount, query.price.max.currency) == ("30.00", "EUR")
    assert not query.price.HasField("min")
    assert list(query.negated)


async def test_what_nobody_can_read_is_marked_for_review_with_the_reason(deps: Deps) -> None:
    data = tagged(
        await tag_product(
            product_event(title="魑魅魍魉", description="", category_hint="", attributes=[]), deps
        )
    )
    assert not data.category.id
    assert data.needs_review
    assert any("no category" in reason for reason in data.review_reasons)
    query = interpreted(await interpret_query(query_event("zzqv xkcd"), deps))
    assert query.needs_review
    assert any("nothing understood" in reason for reason in query.review_reasons)


async def test_places_that_contradict_each_other_are_told_not_merged(deps: Deps) -> None:
    event = product_event(
        title="纯棉T恤 男", description="", attributes=[{"name": "材质", "value": "100%涤纶"}]
    )
    data = tagged(await tag_product(event, deps))
    values = {tag.value for tag in data.tags if tag.attribute == "attribute.material"}
    assert any("cotton" in value for value in values)
    assert any("polyester" in value for value in values)
    assert any("attribute.material" in reason for reason in data.review_reasons)


async def test_the_same_event_again_publishes_the_same_again(deps: Deps) -> None:
    once = await tag_product(product_event(), deps)
    assert await tag_product(product_event(), deps) == once
    assert tagged(await tag_product(product_event(event_id="e-2"), deps)) == tagged(once)


async def test_an_update_that_changes_no_tag_publishes_nothing(deps: Deps) -> None:
    await tag_product(product_event(), deps)
    same = product_event(event="product.updated", event_id="e-2", price={"amount": "1.00", "currency": "CNY"})
    assert await tag_product(same, deps) == Skip("nothing_changed")
    changed = product_event(
        event="product.updated", event_id="e-3", title="夏季男士纯棉短袖T恤 白色", attributes=[]
    )
    first = tagged(await tag_product(changed, deps))
    assert "colour.white" in {tag.value for tag in first.tags}
    assert tagged(await tag_product(changed, deps)) == first


async def test_an_update_of_a_product_never_seen_is_tagged(deps: Deps) -> None:
    assert tagged(await tag_product(product_event(event="product.updated"), deps)).category.id


async def test_a_merchant_never_gets_what_was_remembered_for_another(deps: Deps) -> None:
    await tag_product(product_event(), deps)
    theirs = product_event(event="product.updated", event_id="e-2", merchant="m-2")
    assert tagged(await tag_product(theirs, deps)).category.id == "category.tshirt"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "", "description": "", "attributes": []}, "empty_product"),
        ({"language": "sv"}, "bad_language"),
        ({"language": "../../etc"}, "bad_language"),
        ({"language": "z" * 10_000}, "bad_language"),
    ],
)
async def test_a_product_nobody_can_tag_is_a_dead_letter_that_says_why(
    deps: Deps, changes: dict[str, Any], reason: str
) -> None:
    outcome = await tag_product(product_event(**changes), deps)
    assert isinstance(outcome, DeadLetter)
    assert outcome.reason == reason
    assert outcome.detail


@pytest.mark.parametrize(
    ("text", "changes", "reason"),
    [
        ("x" * 2_001, {}, "text_too_long"),
        ("", {}, "empty_query"),
        (" \u200b\u0000\n", {}, "empty_query"),
        ("dress", {"language": "not a language"}, "bad_language"),
        ("dress", {"market": "XX"}, "unknown_market"),
    ],
)
async def test_a_query_nobody_can_read_is_a_dead_letter_that_says_why(
    deps: Deps, text: str, changes: dict[str, str], reason: str
) -> None:
    outcome = await interpret_query(query_event(text, **changes), deps)
    assert isinstance(outcome, DeadLetter)
    assert outcome.reason == reason
    assert outcome.detail


async def test_a_query_in_a_language_of_another_country_is_read_by_its_words(deps: Deps) -> None:
    assert interpreted(await interpret_query(query_event("black dress", language="sv"), deps)).category.id


HOSTILE = [
    "纯棉T恤" * 250_000,
    "T恤\u202e\u0000\u0007\u200b😀" * 400,
    "a" * 100_000,
    '" OR 1=1; DROP TABLE products; -- NEAR(a b) *',
    "<script>alert(1)</script>纯棉T恤<img src=x onerror=alert(1)>",
    "((((((((((" * 1_000,
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_products_end_in_bounded_tags(deps: Deps, text: str) -> None:
    attributes = [{"name": f"名{number}", "value": text[:200]} for number in range(10_000)]
    event = product_event(title=text, description=text[:200_000], attributes=attributes)
    data = tagged(await asyncio.wait_for(tag_product(event, deps), timeout=30))
    assert data.ByteSize() < 1_000_000


@pytest.mark.parametrize("text", [text[:2_000] for text in HOSTILE])
async def test_hostile_queries_end_in_bounded_interpretations(deps: Deps, text: str) -> None:
    data = interpreted(await asyncio.wait_for(interpret_query(query_event(text), deps), timeout=10))
    assert data.ByteSize() < 100_000


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ProductIndex]:
    with ProductIndex(tmp_path / "index.sqlite", make=True) as made:
        yield made


async def test_what_is_tagged_is_found_at_once_where_there_is_an_index(
    deps: Deps, index: ProductIndex
) -> None:
    there = replace(deps, index=index)
    await tag_product(product_event(), there)
    lexicon = deps.terms.lexicon
    wanted = interpret("schwarzes T-Shirt Herren", "", "", deps.terms)
    (hit,) = index.search("m-1", wanted, lexicon).hits
    assert hit.document.tagged.product_id == "p-1"
    assert "黑色" in {match.tag.evidence[0].quote for match in hit.matched}
    update = product_event(
        event="product.updated",
        event_id="e-2",
        title="陶瓷马克杯",
        attributes=[],
        category_hint="",
        description="",
    )
    await tag_product(update, there)
    assert index.search("m-1", wanted, lexicon).hits == ()


async def test_an_index_that_is_new_gets_what_was_tagged_before(deps: Deps, index: ProductIndex) -> None:
    await tag_product(product_event(), deps)
    again = await tag_product(
        product_event(event="product.updated", event_id="e-2"), replace(deps, index=index)
    )
    assert again == Skip("nothing_changed")
    assert index.merchants() == {"m-1": 1}
