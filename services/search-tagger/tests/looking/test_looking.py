"""Pictures are looked at within bounds; what is wrong with one costs that picture, and is told by name."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import web
from PIL import Image

from argosy.product.v1 import product_pb2
from argosy_eventing import Publish, Skip
from argosy_inference import Matte, Tags, TagScore, TierModelMissing, TierUnavailable
from argosy_store import AllowList, OutsideFetcher
from argosy_testing.products import product_event
from argosy_testing.tier import FAKE_ENGINE, FakeTier, line
from search_tagger.adapters.eyes import Eyes
from search_tagger.handlers import Deps, tag_product

Picture = product_pb2.ProductTagged.Picture
NAVY = (26, 36, 78)


class NavyTier(FakeTier):
    """Sees a navy product in every picture, and no words."""

    certainty = 0.95

    async def segment(self, image: Any, hint: Any = None, *, context: Any) -> Matte:
        self._note("segment", context, image, hint)
        return Matte(np.full(image.shape[:2], 255, np.uint8), self.certainty, FAKE_ENGINE)

    async def tag(self, image: Any, candidates: Any, matte: Any = None, *, context: Any) -> Tags:
        self._note("tag", context, image, candidates, matte)
        scores = (TagScore("attribute.colour", "colour.navy", 0.95, "pixels", 0.9),)
        return Tags(scores, (), None, 1.0, shows_person=False, engine=FAKE_ENGINE)


def drawn(size: tuple[int, int] = (120, 80), mode: str = "RGB", kind: str = "PNG", **how: Any) -> bytes:
    image = Image.new("RGB", size, "white")
    image.paste(NAVY, (size[0] // 4, size[1] // 4, 3 * size[0] // 4, 3 * size[1] // 4))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **how)
    return out.getvalue()


def claiming(wide: int, high: int) -> bytes:
    """A PNG of a few hundred bytes that claims so many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def transparent() -> bytes:
    image = Image.new("RGBA", (120, 80), (255, 255, 255, 0))
    image.paste((250, 250, 250, 255), (30, 20, 90, 60))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def animated() -> bytes:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("navy", "red", "green")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return drawn((120, 80), kind="JPEG", exif=exif)


@pytest.fixture
async def seeing(deps: Deps, tmp_path: Path) -> AsyncIterator[tuple[Deps, NavyTier, Path]]:
    tier = NavyTier()
    async with OutsideFetcher(AllowList.parse(f"file://{tmp_path}"), timeout_s=5) as outside:
        eyes = Eyes(None, outside, tier, most=3, seconds=5.0, at_once=2)
        yield replace(deps, eyes=eyes), tier, tmp_path


def event(folder: Path, *files: bytes | str, **changes: Any) -> Any:
    """A product with these pictures; a str is an address as it is."""
    images = []
    for number, file in enumerate(files):
        if isinstance(file, bytes):
            (folder / f"{number}.bin").write_bytes(file)
        url = file if isinstance(file, str) else f"file://{folder}/{number}.bin"
        images.append({"id": f"i-{number}", "url": url, "role": "MAIN" if number == 0 else "DETAIL"})
    fields = {"title": "纯棉T恤", "attributes": [], "description": "", "brand": "", "images": images}
    return product_event(**{**fields, **changes})


def tagged(outcome: object) -> product_pb2.ProductTagged:
    assert isinstance(outcome, Publish), outcome
    data = outcome.outputs[0].data
    assert isinstance(data, product_pb2.ProductTagged)
    return data


def values(data: product_pb2.ProductTagged) -> dict[str, product_pb2.ProductTagged.Tag]:
    return {tag.value: tag for tag in data.tags}


async def test_a_picture_tells_what_no_word_says_with_its_id_as_evidence(seeing: Any) -> None:
    deps, tier, folder = seeing
    tier.lines = [line("透气", (0, 0, 50, 20))]
    data = tagged(await tag_product(event(folder, drawn()), deps))
    navy = values(data)["colour.navy"]
    assert navy.origin == product_pb2.ProductTagged.Tag.IMAGE
    assert (navy.evidence.kind, navy.evidence.ref, navy.evidence.quote) == ("image", "i-0", "")
    breathable = values(data)["feature.breathable"]
    assert (breathable.evidence.ref, breathable.evidence.quote) == ("i-0", "透气")
    (picture,) = data.pictures
    assert (picture.outcome, list(picture.words)) == (Picture.LOOKED, ["透气"])
    assert picture.engines[0].name == "fake"
    assert data.labels["de"]["colour.navy"]


async def test_a_contradiction_is_published_with_both_places_and_marked_for_review(seeing: Any) -> None:
    deps, _, folder = seeing
    data = tagged(await tag_product(event(folder, drawn(), title="纯棉T恤 红色"), deps))
    (found,) = data.contradictions
    assert (found.one.value, found.one.evidence.quote) == ("colour.red", "红色")
    assert (found.other.value, found.other.evidence.ref) == ("colour.navy", "i-0")
    assert data.needs_review
    assert {"colour.red", "colour.navy"} <= set(values(data))


async def test_an_outline_that_is_not_trusted_gives_no_colours_and_its_words_still_count(seeing: Any) -> None:
    deps, tier, folder = seeing
    tier.certainty, tier.lines = 0.49, [line("透气", (0, 0, 50, 20))]
    data = tagged(await tag_product(event(folder, drawn()), deps))
    assert "colour.navy" not in values(data)
    assert "feature.breathable" in values(data)
    assert tier.called("tag") == []


async def test_the_ink_of_a_slogan_is_taken_out_before_colours_are_measured(seeing: Any) -> None:
    deps, tier, folder = seeing
    tier.lines = [
        line("透气", (0, 0, 60, 20)),
        line("O", (60, 20, 120, 80)),
        line("防水", (0, 60, 9, 70), 0.4),
    ]
    await tag_product(event(folder, drawn()), deps)
    matte = tier.called("tag")[0].arguments[2]
    assert (matte[10, 30], matte[50, 90], matte[65, 5]) == (0, 255, 255)


async def test_an_outline_of_hardly_more_than_letters_shows_nothing(seeing: Any) -> None:
    deps, tier, folder = seeing
    tier.lines = [line("透气", (0, 0, 120, 60))]
    data = tagged(await tag_product(event(folder, drawn()), deps))
    assert tier.called("tag") == []
    assert set(values(data)) >= {"feature.breathable"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (drawn((1, 1)), "too_small"), (claiming(20_000, 10_000), "too_large"),
        (claiming(60_000, 60_000), "too_large"), (drawn((300, 300), kind="JPEG")[:700], "broken"),
        (b"", "no_picture"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_picture"),
        (b"<!doctype html><p>hello", "no_picture"), (b"%PDF-1.7 rubbish", "no_picture"),
        (b"\xff\xd8\xff" + b"\0" * 17_000_000, "too_large"),
    ],
    ids=["1 px", "200 MP", "3,600 MP", "cut off", "empty", "svg", "html", "pdf", "17 MB"],
)  # fmt: skip
async def test_a_hostile_picture_is_refused_by_name_and_costs_nothing_else(
    seeing: Any, data: bytes, reason: str
) -> None:
    deps, tier, folder = seeing
    found = tagged(await asyncio.wait_for(tag_product(event(folder, data, drawn()), deps), 20))
    bad, good = found.pictures
    assert (bad.id, bad.outcome, bad.reason) == ("i-0", Picture.REFUSED, reason)
    assert good.outcome == Picture.LOOKED
    assert {"material.cotton", "colour.navy"} <= set(values(found))
    assert any(line.startswith(f"image i-0: {reason}: ") for line in found.review_reasons)
    assert len(tier.called("segment")) == 1


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (drawn(mode="CMYK", kind="JPEG"), (120, 80)), (animated(), (64, 64)), (turned(), (80, 120)),
        (drawn(mode="L"), (120, 80)), (drawn((3_000, 400)), (1_280, 171)),
    ],
    ids=["CMYK", "animated", "turned by EXIF", "grey", "large"],
)  # fmt: skip
async def test_unusual_pictures_are_seen_upright_in_rgb(
    seeing: Any, data: bytes, size: tuple[int, int]
) -> None:
    deps, tier, folder = seeing
    found = tagged(await tag_product(event(folder, data), deps))
    assert found.pictures[0].outcome == Picture.LOOKED
    image, hint = tier.called("segment")[0].arguments
    assert (image.shape[1], image.shape[0], image.shape[2]) == (*size, 3)
    assert hint is None


async def test_a_transparent_ground_tells_the_tier_where_the_product_is(seeing: Any) -> None:
    deps, tier, folder = seeing
    await tag_product(event(folder, transparent()), deps)
    image, hint = tier.called("segment")[0].arguments
    assert hint.shape == image.shape[:2]
    assert (hint[0, 0], hint[40, 60]) == (0, 255)
    assert image[0, 0].tolist() == [255, 255, 255]


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data", "http://127.0.0.1:1/x.png", "file:///etc/passwd",
        "https://not-allowed.example/x.png", "https://x.example/" + "a" * 3_000, "javascript:alert(1)", "gopher://x",
    ],
)  # fmt: skip
async def test_an_address_that_may_not_be_read_is_refused_by_name(seeing: Any, url: str) -> None:
    deps, _, folder = seeing
    found = tagged(await tag_product(event(folder, url), deps))
    assert [(p.outcome, p.reason) for p in found.pictures] == [(Picture.REFUSED, "address")]
    assert "169.254" not in " ".join(found.review_reasons), (
        "what the own network answers is nobody's business"
    )
    assert "material.cotton" in values(found)


async def test_only_the_first_pictures_are_looked_at_the_main_one_first_and_no_size_chart(
    seeing: Any,
) -> None:
    deps, _, folder = seeing
    given = event(folder, *[drawn((100 + at, 80)) for at in range(6)])
    images = given.data.product.images
    images[0].role, images[3].role = product_pb2.ProductImage.SIZE_CHART, product_pb2.ProductImage.MAIN
    found = tagged(await tag_product(given, deps))
    assert [picture.id for picture in found.pictures] == ["i-3", "i-1", "i-2"]


async def test_ten_thousand_pictures_and_names_without_end_are_bounded(seeing: Any) -> None:
    deps, _, folder = seeing
    given = event(folder, *[f"https://x.example/{at}" for at in range(10_000)])
    given.data.product.images[0].id = "x" * 1_000_000
    found = tagged(await asyncio.wait_for(tag_product(given, deps), 20))
    assert len(found.pictures) == 3
    assert found.ByteSize() < 200_000


async def test_a_tier_that_is_down_costs_the_pictures_alone_and_an_update_completes_them(seeing: Any) -> None:
    deps, tier, folder = seeing
    tier.fail("segment", TierUnavailable("image_segmenter", "gone"))
    tier.fail("read_image_text", TierUnavailable("image_text_reader", "gone"))
    given = event(folder, drawn())
    first = tagged(await tag_product(given, deps))
    assert [(p.outcome, p.reason) for p in first.pictures] == [(Picture.NOT_LOOKED, "tier_down")]
    assert "material.cotton" in values(first)
    assert any("tier_down" in reason for reason in first.review_reasons)
    assert tagged(await tag_product(given, deps)) == first, "the same event again says the same again"
    update = event(folder, drawn(), event="product.updated", event_id="e-2")
    whole = tagged(await tag_product(update, deps))
    assert "colour.navy" in values(whole)
    assert not any("tier_down" in reason for reason in whole.review_reasons)
    assert tagged(await tag_product(update, deps)) == whole
    again = event(folder, drawn(), event="product.updated", event_id="e-3")
    calls = len(tier.calls)
    assert await tag_product(again, deps) == Skip("nothing_changed")
    assert len(tier.calls) == calls


async def test_an_update_while_the_tier_is_still_down_says_nothing_new(seeing: Any) -> None:
    deps, tier, folder = seeing
    for method in ("segment", "read_image_text"):
        tier.fail(method, *[TierUnavailable(method, "gone")] * 2)
    await tag_product(event(folder, drawn()), deps)
    update = event(folder, drawn(), event="product.updated", event_id="e-2")
    assert await tag_product(update, deps) == Skip("nothing_changed")


async def test_another_picture_or_no_look_at_pictures_is_another_answer(seeing: Any) -> None:
    deps, tier, folder = seeing
    await tag_product(event(folder, drawn()), deps)
    calls = len(tier.calls)
    (folder / "other.bin").write_bytes(drawn())
    other = event(folder, f"file://{folder}/other.bin", event="product.updated", event_id="e-2")
    await tag_product(other, deps)
    assert len(tier.calls) > calls
    blind = replace(deps, eyes=None)
    words = tagged(await tag_product(event(folder, drawn(), event="product.updated", event_id="e-3"), blind))
    assert "colour.navy" not in values(words)


async def test_a_profile_without_the_models_is_no_trouble(seeing: Any) -> None:
    deps, tier, folder = seeing
    tier.fail("segment", TierModelMissing("image_segmenter", "not served"))
    tier.lines = [line("透气", (0, 0, 50, 20))]
    found = tagged(await tag_product(event(folder, drawn()), deps))
    assert found.pictures[0].reason == ""
    assert "feature.breathable" in values(found)


async def test_a_slow_tier_ends_at_the_deadline_with_the_words_tags(deps: Deps, tmp_path: Path) -> None:
    class Slow(NavyTier):
        async def segment(self, *_: Any, **__: Any) -> Matte:
            await asyncio.sleep(60)
            raise AssertionError

    async with OutsideFetcher(AllowList.parse(f"file://{tmp_path}")) as outside:
        slow = replace(deps, eyes=Eyes(None, outside, Slow(), most=3, seconds=0.5, at_once=2))
        found = tagged(await asyncio.wait_for(tag_product(event(tmp_path, drawn()), slow), 10))
    assert [(p.outcome, p.reason) for p in found.pictures] == [(Picture.NOT_LOOKED, "slow")]
    assert "material.cotton" in values(found)


@pytest.fixture
async def silent() -> AsyncIterator[tuple[str, list[str]]]:
    """A host that takes connections and says nothing, with what it was asked."""
    asked: list[str] = []

    async def wait(request: web.Request) -> web.Response:
        asked.append(request.path)
        await asyncio.sleep(30)
        return web.Response()

    app = web.Application()
    app.router.add_get("/{name}", wait)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}", asked
    await runner.cleanup()


async def test_a_silent_host_holds_up_its_first_product_and_no_other(
    deps: Deps, silent: tuple[str, list[str]], tmp_path: Path
) -> None:
    host, asked = silent
    async with OutsideFetcher(AllowList.parse(f"internal:{host},file://{tmp_path}")) as outside:
        eyes = Eyes(None, outside, NavyTier(), most=3, seconds=1.0, at_once=1)
        seeing = replace(deps, eyes=eyes)
        waits = asyncio.create_task(tag_product(event(tmp_path, f"{host}/a.png"), seeing))
        await asyncio.sleep(0.2)
        began = asyncio.get_running_loop().time()
        other = tagged(await tag_product(event(tmp_path, drawn(), id="p-2"), seeing))
        assert asyncio.get_running_loop().time() - began < 0.7
        assert "colour.navy" in values(other)
        first = tagged(await waits)
        assert [(p.outcome, p.reason) for p in first.pictures] == [(Picture.NOT_LOOKED, "host_silent")]
        began = asyncio.get_running_loop().time()
        second = tagged(await tag_product(event(tmp_path, f"{host}/b.png", id="p-3"), seeing))
        assert asyncio.get_running_loop().time() - began < 0.5
        assert second.pictures[0].reason == "host_silent"
    assert asked == ["/a.png"]


async def test_a_merchant_whose_hosts_are_silent_holds_up_no_other(
    deps: Deps, silent: tuple[str, list[str]], tmp_path: Path
) -> None:
    host, _ = silent
    async with OutsideFetcher(AllowList.parse(f"internal:{host},file://{tmp_path}")) as outside:
        seeing = replace(deps, eyes=Eyes(None, outside, NavyTier(), most=3, seconds=2.0, at_once=2))
        given = [
            event(tmp_path, f"{host}/{at}a", f"{host}/{at}b", f"{host}/{at}c", id=f"p-{at}")
            for at in range(8)
        ]
        waits = [asyncio.create_task(tag_product(one, seeing)) for one in given]
        await asyncio.sleep(0.3)
        began = asyncio.get_running_loop().time()
        theirs = tagged(await tag_product(event(tmp_path, drawn(), merchant="m-2"), seeing))
        assert asyncio.get_running_loop().time() - began < 1.0
        assert "colour.navy" in values(theirs)
        found = [tagged(one) for one in await asyncio.gather(*waits)]
    assert {p.reason for one in found for p in one.pictures} == {"host_silent"}


async def test_so_many_pictures_are_measured_at_once_and_no_more(deps: Deps, tmp_path: Path) -> None:
    now, most = 0, 0

    class Counting(NavyTier):
        async def segment(self, image: Any, hint: Any = None, *, context: Any) -> Matte:
            nonlocal now, most
            now, most = now + 1, max(most, now + 1)
            await asyncio.sleep(0.02)
            now -= 1
            return await super().segment(image, hint, context=context)

    async with OutsideFetcher(AllowList.parse(f"file://{tmp_path}")) as outside:
        seeing = replace(deps, eyes=Eyes(None, outside, Counting(), most=3, seconds=30.0, at_once=2))
        given = [event(tmp_path, drawn(), drawn((90, 90)), drawn((99, 99)), id=f"p-{at}") for at in range(4)]
        found = await asyncio.gather(*(tag_product(one, seeing) for one in given))
    assert all(p.outcome == Picture.LOOKED for one in found for p in tagged(one).pictures)
    assert most == 2
