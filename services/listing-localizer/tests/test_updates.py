"""An update touches only what changed, and the same product asked again costs nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from argosy.product.v1 import product_pb2
from argosy_eventing import Publish, Skip
from argosy_testing.products import product_event
from argosy_testing.tier import FakeTier
from listing_localizer.handlers import Deps, localize_listing

State = product_pb2.FieldStatus.State


def listings(outcome: object) -> list[Any]:
    assert isinstance(outcome, Publish), outcome
    return [output.data for output in outcome.outputs]


def asked_sentences(deps: Deps) -> list[str]:
    assert isinstance(deps.tier, FakeTier)
    return [request.text for call in deps.tier.called("translate") for request in call.arguments[0]]


def states(listing: Any) -> dict[str, str]:
    return {status.field: State.Name(status.state) for status in listing.fields}


async def test_the_same_product_created_again_is_published_as_it_was_and_asks_nobody(deps: Deps) -> None:
    (first,) = listings(await localize_listing(product_event(), deps))
    asked = asked_sentences(deps)
    assert asked
    (again,) = listings(await localize_listing(product_event(event_id="e-2"), deps))
    assert again == first
    assert asked_sentences(deps) == asked


async def test_an_update_that_changes_no_word_publishes_nothing(deps: Deps) -> None:
    await localize_listing(product_event(), deps)
    pictures = [{"id": "main", "url": "https://shop.example/1.jpg", "role": "MAIN"}]
    update = product_event(event="product.updated", event_id="e-2", images=pictures)
    assert isinstance(await localize_listing(update, deps), Skip)


async def test_an_update_delivered_twice_publishes_the_same_twice(deps: Deps) -> None:
    await localize_listing(product_event(), deps)
    update = product_event(event="product.updated", event_id="e-2", title="男士纯棉长袖T恤")
    (once,) = listings(await localize_listing(update, deps))
    (twice,) = listings(await localize_listing(update, deps))
    assert once == twice


async def test_only_the_sentence_that_changed_is_asked_of_the_tier(deps: Deps) -> None:
    await localize_listing(product_event(description="面料柔软。不起球。"), deps)
    asked = asked_sentences(deps)
    assert sorted(asked) == ["不起球", "面料柔软"]
    update = product_event(event="product.updated", event_id="e-2", description="面料柔软。可机洗。不起球。")
    await localize_listing(update, deps)
    assert asked_sentences(deps)[len(asked) :] == ["可机洗"]


async def test_fields_that_do_not_follow_from_the_change_keep_their_texts(deps: Deps) -> None:
    assert isinstance(deps.tier, FakeTier)
    deps.tier.translations["面料柔软", "es"] = "Tela suave"
    (first,) = listings(await localize_listing(product_event(), deps))
    update = product_event(event="product.updated", event_id="e-2", description="面料柔软。")
    (second,) = listings(await localize_listing(update, deps))
    assert second.title == first.title
    assert second.description != first.description
    said = states(second)
    assert "detail_html" not in said
    assert said["title"] == "UNCHANGED"
    assert said["description"] == "WRITTEN"


async def test_an_update_publishes_only_the_markets_it_changes(deps: Deps) -> None:
    await localize_listing(product_event(markets=["ES"]), deps)
    update = product_event(markets=["ES", "KR"], event="product.updated", event_id="e-2")
    assert [data.market for data in listings(await localize_listing(update, deps))] == ["KR"]


async def test_another_epoch_writes_everything_anew(deps: Deps) -> None:
    await localize_listing(product_event(), deps)
    asked = len(asked_sentences(deps))
    later = replace(deps, settings=deps.settings.model_copy(update={"epoch": "gpu"}))
    await localize_listing(product_event(event_id="e-2"), later)
    assert len(asked_sentences(deps)) == 2 * asked


async def test_a_merchant_never_gets_what_was_written_for_another(deps: Deps) -> None:
    (mine,) = listings(await localize_listing(product_event(), deps))
    asked = len(asked_sentences(deps))
    (theirs,) = listings(await localize_listing(product_event(merchant="m-2", brand="Other"), deps))
    assert len(asked_sentences(deps)) == 2 * asked
    assert "Lumora" in mine.title
    assert "Lumora" not in theirs.title
