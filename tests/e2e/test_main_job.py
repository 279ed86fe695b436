"""A product nobody here has written for becomes listings and pictures, as a user would see it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from argosy_testing.collector import SeenSpan
from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

HAN = re.compile(r"[\u3400-\u9fff]")
MARKETS = ["US", "ES", "DE", "SA", "KR", "TH"]

Goods = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def results(shop: Shop, backpack: Goods, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("backpack")
    return shop.run(folder, backpack(folder))


def of_type(results: list[dict[str, Any]], type_: str) -> dict[str, dict[str, Any]]:
    return {event["data"]["market"]: event["data"] for event in results if event["type"] == type_}


def test_each_market_gets_a_listing_and_a_picture(results: list[dict[str, Any]]) -> None:
    assert sorted(of_type(results, "listing.localized")) == sorted(MARKETS)
    assert sorted(of_type(results, "image.localized")) == sorted(MARKETS)


def test_listings_carry_brand_and_numbers_and_no_chinese(results: list[dict[str, Any]]) -> None:
    for market, listing in of_type(results, "listing.localized").items():
        text = " ".join([listing["title"], *listing["bullets"], listing["description"]])
        assert "Velta" in listing["title"], market
        assert "35" in text, market
        assert re.search(r"0[.,]85", text), market
        assert not HAN.search(text), market
        assert listing["engine"]["profile"] == "embedded"
        assert listing["claims"], market


def test_pictures_say_the_slogan_in_the_markets_language_and_touch_nothing_else(
    results: list[dict[str, Any]],
) -> None:
    for market, image in of_type(results, "image.localized").items():
        said = [region for region in image["regions"] if region["action"] == "TRANSLATED"]
        assert said, (market, image["review_reasons"])
        assert not any(HAN.search(region["text"]) for region in said), market
        assert image["checks"]["pixels_changed_outside_regions"] == 0
        assert image["checks"]["overflowing_regions"] == 0
        assert (image["image"]["width"], image["image"]["height"]) == (640, 480)


def test_the_same_id_three_times_has_one_effect(shop: Shop, backpack: Goods, tmp_path: Path) -> None:
    event = {**backpack(tmp_path / "a", markets=["ES"]), "id": f"same-{uuid.uuid4()}"}
    first = shop.run(tmp_path / "a", event)
    again = [shop.run(tmp_path / "a", event) for _ in range(2)]
    told = sorted(row["type"] for row in first)
    assert told == ["image.localized", "listing.localized", "product.tagged"]
    assert {row["id"] for rows in again for row in rows} == {row["id"] for row in first}


def test_a_product_nobody_can_read_is_a_dead_letter_to_look_at_replay_and_drop(
    shop: Shop, backpack: Goods, tmp_path: Path
) -> None:
    event = backpack(tmp_path, markets=["XX"])
    shop.run(tmp_path, event, exit_code=2)
    listed = shop.argosy("dead-letters", "list", "--json", "--service", "listing-localizer").stdout
    assert "unknown_market_or_channel" in listed
    replayed = shop.argosy("dead-letters", "replay", "--service", "listing-localizer")
    assert replayed.returncode == 0, replayed.stderr
    for _ in range(40):
        listed = shop.argosy("dead-letters", "list", "--json", "--service", "listing-localizer").stdout
        if "unknown_market_or_channel" in listed:
            break
    assert "unknown_market_or_channel" in listed, "what fails again comes back as a letter"
    assert shop.argosy("dead-letters", "drop", "--all").returncode == 0
    assert "No dead letters" in shop.argosy("dead-letters", "list").stdout


def test_one_trace_leads_from_the_emitter_to_every_published_event(
    shop: Shop, results: list[dict[str, Any]]
) -> None:
    listing = next(event for event in results if event["type"] == "listing.localized")
    trace_id = listing["traceparent"].split("-")[1]

    def complete(spans: list[SeenSpan]) -> bool:
        seen = {(span.service, span.name) for span in spans if span.trace_id == trace_id}
        return {("listing-localizer", "event.publish"), ("image-studio", "event.publish")} <= seen

    shop.collector.wait_for(complete, timeout_s=30)
    spans = shop.collector.trace(trace_id)
    by_id = {span.span_id: span for span in spans}
    edges = {
        (f"{by_id[span.parent_id].service}/{by_id[span.parent_id].name}", f"{span.service}/{span.name}")
        for span in spans
        if span.parent_id in by_id
    }
    for service in ("listing-localizer", "image-studio"):
        assert ("argosy/event.emit", f"{service}/event.handle") in edges, sorted(edges)
        assert any(
            left.startswith(f"{service}/") and right == f"{service}/tier.call" for left, right in edges
        ), sorted(edges)
        assert (f"{service}/event.handle", f"{service}/event.publish") in edges, sorted(edges)
    published = {span.span_id for span in spans if span.name == "event.publish"}
    for event in results:
        assert event["traceparent"].split("-")[1] == trace_id
        assert event["traceparent"].split("-")[2] in published
