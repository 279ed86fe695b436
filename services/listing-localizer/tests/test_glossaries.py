"""A merchant's own words in his listings, and in nobody else's."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from argosy_commerce.glossaries import (
    Rule,
    checked_rule,
    compiled_lines,
    merchant_over_platform,
    written_line,
)
from argosy_eventing import Publish
from argosy_store import (
    GlossaryBroken,
    GlossaryRepository,
    LayeredGlossaries,
    PlatformGlossaryRepository,
    StoreUnavailable,
)
from argosy_testing.products import product_event
from argosy_testing.store import MemoryStore
from argosy_testing.tier import FakeTier
from listing_localizer.handlers import Deps, localize_listing


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def deps(deps: Deps, store: MemoryStore) -> Deps:
    glossaries = LayeredGlossaries(store, compiled_lines, merchant_over_platform, ttl_s=0.05)
    await glossaries.prepare()
    return replace(deps, glossaries=glossaries)


async def import_(store: MemoryStore, owner: str, *rules: Rule, platform: bool = False) -> None:
    repository = (PlatformGlossaryRepository if platform else GlossaryRepository)(store)
    version = await repository.version(owner)
    await repository.save(owner, [written_line(rule) for rule in rules], version=version)


async def listing(deps: Deps, **changes: Any) -> Any:
    outcome = await localize_listing(product_event(**changes), deps)
    assert isinstance(outcome, Publish), outcome
    (output,) = outcome.outputs
    return output.data


async def test_a_merchants_word_stands_in_title_attributes_and_what_is_asked_of_the_tier(
    deps: Deps, store: MemoryStore
) -> None:
    await import_(
        store,
        "m-1",
        checked_rule("T恤", "de", "Oberteil"),
        checked_rule("黑色", "de", "nachtschwarz"),
        checked_rule("不起球", "de", "fusselfrei"),
        checked_rule("云舒绵", never_translate=True),
        checked_rule("版型指数", "de", "Schnittindex"),
        checked_rule("修身3号", "de", "Slim Drei"),
    )
    attributes = [
        {"name": "颜色", "value": "黑色"},
        {"name": "面料", "value": "云舒绵"},
        {"name": "版型指数", "value": "修身3号"},
    ]
    data = await listing(deps, markets=["DE"], attributes=attributes, description="云舒绵面料，不起球。")
    assert "oberteil" in data.title.lower()
    values = {attribute.name: attribute.value for attribute in data.attributes}
    assert values["Farbe"].lower() == "nachtschwarz"
    assert values["Material"] == "云舒绵"
    assert values["Schnittindex"] == "Slim Drei"
    assert isinstance(deps.tier, FakeTier)
    (request,) = deps.tier.called("translate")[0].arguments[0]
    assert [(term.source, term.target) for term in request.constraints.terms] == [("不起球", "fusselfrei")]
    assert request.constraints.keep == ("Lumora", "云舒绵")
    assert not any("Chinese characters" in reason for reason in data.review_reasons)
    assert not any(left.field.startswith("attribute") for left in data.left_over)


async def test_a_name_that_ends_in_the_product_is_the_titles_noun(deps: Deps, store: MemoryStore) -> None:
    await import_(store, "m-1", checked_rule("云舒T恤", "de", "CloudSoft-Shirt"))
    data = await listing(deps, markets=["DE"], title="男士黑色云舒T恤", description="")
    assert "CloudSoft-Shirt" in data.title
    assert "T-Shirt" not in data.title
    assert data.category == "category.tshirt"
    assert not any("no known product name" in reason for reason in data.review_reasons)


async def test_no_merchant_meets_anothers_words(deps: Deps, store: MemoryStore) -> None:
    before = await listing(deps, markets=["DE"], merchant="m-2")
    await import_(store, "m-1", checked_rule("T恤", "*", "Oberteil"))
    after = await listing(deps, markets=["DE"], merchant="m-2", event_id="e-2")
    assert after.title == before.title
    assert "oberteil" in (await listing(deps, markets=["DE"], merchant="m-1")).title.lower()


async def test_the_platforms_words_hold_for_its_merchants_and_theirs_come_first(
    deps: Deps, store: MemoryStore
) -> None:
    shared = (checked_rule("T恤", "de", "Platzhemd"), checked_rule("圆领", "de", "Kragenlos"))
    await import_(store, "demo", *shared, platform=True)
    assert "platzhemd" in (await listing(deps, markets=["DE"], merchant="m-2")).title.lower()
    await import_(store, "m-1", checked_rule("T恤", "de", "Oberteil"))
    title = (await listing(deps, markets=["DE"])).title.lower()
    assert "oberteil" in title
    assert "platzhemd" not in title
    assert "kragenlos" in title


async def test_a_merchant_who_is_called_as_the_platform_does_not_speak_for_it(
    deps: Deps, store: MemoryStore
) -> None:
    await import_(store, "demo", checked_rule("T恤", "de", "Unfug"))
    assert "unfug" not in (await listing(deps, markets=["DE"])).title.lower()


async def test_a_changed_glossary_has_the_same_product_written_anew_and_an_unchanged_one_has_not(
    deps: Deps, store: MemoryStore
) -> None:
    assert isinstance(deps.tier, FakeTier)
    first = await listing(deps, markets=["DE"], event_id="e-1")
    assert len(deps.tier.called("translate")) == 1
    await listing(deps, markets=["DE"], event_id="e-2")
    assert len(deps.tier.called("translate")) == 1
    await import_(store, "m-1", checked_rule("T恤", "de", "Oberteil"))
    time.sleep(0.06)  # noqa: ASYNC251 — the glossary's time to live
    changed = await listing(deps, markets=["DE"], event_id="e-3")
    assert changed.title != first.title
    assert "oberteil" in changed.title.lower()
    assert len(deps.tier.called("translate")) == 2


async def test_a_rule_of_one_language_leaves_the_other_markets_alone(deps: Deps, store: MemoryStore) -> None:
    await import_(store, "m-1", checked_rule("T恤", "es-MX", "playera"), checked_rule("T恤", "ko", "셔츠"))
    event = product_event(markets=["ES", "MX", "KR"])
    outcome = await localize_listing(event, deps)
    assert isinstance(outcome, Publish)
    titles = {output.data.market: output.data.title.lower() for output in outcome.outputs}
    assert "playera" in titles["MX"]
    assert "playera" not in titles["ES"]
    assert "camiseta" in titles["ES"]
    assert "셔츠" in titles["KR"]


async def test_while_the_store_is_gone_nothing_is_written_without_the_merchants_words(
    deps: Deps, store: MemoryStore
) -> None:
    store.available = False
    with pytest.raises(StoreUnavailable):
        await localize_listing(product_event(), deps)


async def test_a_glossary_that_cannot_be_read_is_named(deps: Deps, store: MemoryStore) -> None:
    await GlossaryRepository(store).save("m-1", ["{"], version=0)
    with pytest.raises(GlossaryBroken, match="import it again"):
        await localize_listing(product_event(), deps)
