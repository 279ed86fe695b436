from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import drawn_pictures as drawn
import pytest
from fake_gallery import SETTINGS, png

from argosy.picture.v1 import picture_pb2
from argosy.product.v1 import product_pb2
from argosy_commerce.exchange import read_rates
from argosy_commerce.glossaries import checked_rule, compiled_lines, merchant_over_platform, written_line
from argosy_contracts import Event
from argosy_eventing import DeadLetter, Publish, Skip
from argosy_inference import TermConstraint, TextLine, TierRejected, TierUnavailable
from argosy_store import (
    GlossaryRepository,
    LayeredGlossaries,
    OutsideFailed,
    PlatformGlossaryRepository,
    StoreUnavailable,
    UnsafeAddress,
)
from argosy_testing.store import MemoryStore
from image_studio.handlers import localize_pictures

RATES = read_rates('{"date": "2025-12-31", "CNY": {"EUR": "0.127", "KRW": "195.4"}}')


def _event(*urls: str, markets: tuple[str, ...] = ("ES", "KR"), brand: str = "") -> Event:
    product = product_pb2.Product(id="p-1", language="zh-CN", brand=brand)
    for i, url in enumerate(urls):
        product.images.add(id=f"i-{i}", url=url, role=product_pb2.ProductImage.MAIN)
    return Event(
        id="e-1",
        type="product.created",
        source="/test",
        time=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        key="p-1",
        merchant_id="m-1",
        platform="demo",
        data=product_pb2.ProductCreated(product=product, markets=markets),
    )


def _badge(tier, shelf) -> None:
    picture = drawn.price_badge()
    shelf.answers["https://cdn/a.png"] = [png(picture.image)]
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    tier.translations["24小时长效保温", "es"] = "Caliente 24 horas"
    tier.translations["到手价", "es"] = "Precio final"
    tier.translations["到手价", "ko"] = "최종가"


async def test_every_picture_is_published_for_every_market(deps, tier, shelf, blobs) -> None:
    _badge(tier, shelf)
    outcome = await localize_pictures(_event("https://cdn/a.png", "https://cdn/a.png"), deps)
    assert isinstance(outcome, Publish)
    assert [output.discriminator for output in outcome.outputs] == ["i-0/ES", "i-0/KR", "i-1/ES", "i-1/KR"]
    data = outcome.outputs[0].data
    assert (data.product_id, data.market, data.locale) == ("p-1", "ES", "es-ES")
    assert data.image.url != data.original.url
    assert data.image.media_type == "image/png"
    assert (data.image.width, data.image.height) == (800, 800)
    assert blobs.held[data.image.url]
    region = next(r for r in data.regions if r.source_text == "24小时长效保温")
    assert region.text.split() == ["Caliente", "24", "horas"]
    assert region.action == picture_pb2.Region.TRANSLATED
    assert region.font.startswith("Noto Sans")
    assert region.rule == ""
    number = next(r for r in data.regions if r.source_text == "¥199")
    assert (number.kind, number.action) == (picture_pb2.Region.NUMBER, picture_pb2.Region.REMOVED)
    assert (number.rule, number.text) == ("price.yuan", "")
    assert data.needs_review
    assert any("yuan" in reason and "price.yuan" in reason for reason in data.review_reasons)
    assert data.engines[0].name == "fake"


async def test_the_tier_is_asked_for_the_words_of_the_merchants_glossary_and_nobody_elses(
    deps, tier, shelf
) -> None:
    _badge(tier, shelf)
    store = MemoryStore()
    rules = (
        checked_rule("到手", "es", "en mano"),
        checked_rule("到手", "ko", "손에"),
        checked_rule("连衣裙", "*", "X"),
    )
    await GlossaryRepository(store).save("m-1", [written_line(rule) for rule in rules], version=0)
    kept = checked_rule("到手价", "es", never_translate=True)
    await PlatformGlossaryRepository(store).save("demo", [written_line(kept)], version=0)
    await GlossaryRepository(store).save("m-2", [written_line(checked_rule("到手", "*", "Y"))], version=0)
    deps = replace(
        deps,
        glossaries=LayeredGlossaries(store, compiled_lines, merchant_over_platform),
        settings=SETTINGS.model_copy(update={"exchange_rates": RATES}),  # else no price is named
    )
    await localize_pictures(_event("https://cdn/a.png", brand="Lumora"), deps)
    asked = {
        request.target: request.constraints
        for call in tier.called("translate")
        for request in call.arguments[0]
        if request.text == "到手价"
    }
    assert (asked["es"].terms, asked["es"].keep) == ((), ("Lumora", "到手价"))
    assert (asked["ko"].terms, asked["ko"].keep) == ((TermConstraint("到手", "손에"),), ("Lumora",))


async def test_the_same_event_gives_the_same_outputs(deps, tier, shelf) -> None:
    _badge(tier, shelf)
    first = await localize_pictures(_event("https://cdn/a.png"), deps)
    second = await localize_pictures(_event("https://cdn/a.png"), deps)
    assert [o.data.SerializeToString(deterministic=True) for o in first.outputs] == [
        o.data.SerializeToString(deterministic=True) for o in second.outputs
    ]


async def test_a_product_without_pictures_is_skipped(deps) -> None:
    assert await localize_pictures(_event(), deps) == Skip("no_pictures")


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (_event("https://cdn/a.png", markets=("XX",)), "unknown_market"),
        (_event(*(f"https://cdn/{i}.png" for i in range(400))), "too_many_pictures"),
    ],
)
async def test_what_can_never_be_done_is_dead_lettered(deps, event, reason) -> None:
    outcome = await localize_pictures(event, deps)
    assert isinstance(outcome, DeadLetter)
    assert outcome.reason == reason


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (UnsafeAddress("10.0.0.1 is private"), "private"),
        (OutsideFailed("404", retryable=False), "404"),
        (b"GIF89a but not really", "not a JPEG|header"),
    ],
)
async def test_one_bad_picture_does_not_keep_the_others_back(deps, tier, shelf, answer, said) -> None:
    _badge(tier, shelf)
    shelf.answers["https://cdn/bad.png"] = [answer]
    outcome = await localize_pictures(_event("https://cdn/bad.png", "https://cdn/a.png"), deps)
    bad, good = outcome.outputs[0].data, outcome.outputs[2].data
    assert bad.needs_review
    assert re.search(said, bad.review_reasons[0])
    assert not bad.image.url
    assert good.regions


async def test_an_outside_address_that_stumbles_is_asked_again(deps, tier, shelf) -> None:
    _badge(tier, shelf)
    content = shelf.answers["https://cdn/a.png"][0]
    shelf.answers["https://cdn/a.png"] = [OutsideFailed("503", retryable=True), content]
    outcome = await localize_pictures(_event("https://cdn/a.png"), deps)
    assert outcome.outputs[0].data.regions


@pytest.mark.parametrize("method", ["read_image_text", "translate", "erase"])
async def test_a_busy_tier_is_the_hosts_to_wait_for(deps, tier, shelf, method) -> None:
    _badge(tier, shelf)
    tier.fail(method, TierUnavailable(method, "full"))
    with pytest.raises(TierUnavailable):
        await localize_pictures(_event("https://cdn/a.png"), deps)


async def test_a_store_that_is_gone_is_the_hosts_to_wait_for(deps, tier, shelf, blobs) -> None:
    _badge(tier, shelf)
    blobs.down = True
    with pytest.raises(StoreUnavailable):
        await localize_pictures(_event("https://cdn/a.png"), deps)


async def test_a_picture_that_the_tier_refuses_passes_as_it_is(deps, tier, shelf) -> None:
    _badge(tier, shelf)
    tier.fail("read_image_text", TierRejected("image_text_reader", "too large"))
    outcome = await localize_pictures(_event("https://cdn/a.png"), deps)
    data = outcome.outputs[0].data
    assert data.image == data.original
    assert data.needs_review
    assert "too large" in data.review_reasons[0]
