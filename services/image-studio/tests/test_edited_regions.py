"""Regions sent back, as they came and edited, give the pictures they say."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import drawn_marks
import drawn_pictures as drawn
import drawn_upright
import numpy as np
import pytest
import yaml
from PIL import Image
from words import LANGUAGES, PARAGRAPH, WORDS

from argosy.picture.v1 import picture_pb2
from argosy_commerce.markets import market
from argosy_inference import CallContext, TextLine
from image_studio.domain.kinds.kinds import Kind
from image_studio.domain.orders import Order, Wishes
from image_studio.domain.pictures import decode
from image_studio.edited_regions import edits_of
from image_studio.events import regions_of
from image_studio.studio import Studio

CONTEXT = CallContext("m-1", 30.0)
UPRIGHT_WORDS: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("words_upright.yaml").read_text(encoding="utf-8")
)
Region = picture_pb2.Region


def _file(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


async def _lettered(studio: Studio, tier, picture: drawn.Drawn, content: bytes, codes: Sequence[str]):
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    for source, said in [*WORDS.items(), ("".join(line.text for line in picture.lines[1:4]), PARAGRAPH)]:
        for language, text in zip(LANGUAGES, said, strict=True):
            tier.translations[source.replace(" ", ""), language] = text
            tier.translations[source, language] = text
    opened = decode(content)
    orders = [Order(market(code), brand=picture.brand) for code in codes]
    prepared = await studio.prepare(opened, orders, CONTEXT)
    tier.lines = []
    return opened, [await studio.letter(prepared, order, CONTEXT) for order in orders]


async def _again(studio: Studio, opened, regions, code: str):
    wire = [Region.FromString(region.SerializeToString()) for region in regions]
    return await studio.letter_again(opened, Order(market(code)), edits_of(wire), CONTEXT)


@pytest.mark.parametrize("draw", drawn.PICTURES, ids=lambda draw: draw.__name__)
async def test_regions_sent_back_as_they_came_give_the_same_bytes(studio, tier, draw) -> None:
    picture, codes = draw(), ("DE", "SA", "TH")
    opened, done = await _lettered(studio, tier, picture, _file(picture.image, "PNG"), codes)
    for first, code in zip(done, codes, strict=True):
        read = len(tier.called("read_image_text"))
        second = await _again(studio, opened, regions_of(first), code)
        assert first.content is not None
        assert second.content == first.content
        assert len(tier.called("read_image_text")) == read + 1, "only the finished picture is read"
        assert second.checks == first.checks
        assert [item.area for item in second.placed] == [item.area for item in first.placed]


@pytest.mark.parametrize("draw", drawn_upright.UPRIGHT + drawn_upright.BENT, ids=lambda draw: draw.__name__)
async def test_upright_turned_and_bent_lettering_comes_back_the_same(studio, tier, draw) -> None:
    picture, codes = draw(), ("DE", "SA", "JP")
    for source, said in UPRIGHT_WORDS.items():
        for language, text in said.items():
            tier.translations[source, language] = text
    opened, done = await _lettered(studio, tier, picture, _file(picture.image, "PNG"), codes)
    for first, code in zip(done, codes, strict=True):
        second = await _again(studio, opened, regions_of(first), code)
        assert first.placed
        assert second.content == first.content


async def test_a_jpeg_lettered_again_is_the_same_file(studio, tier) -> None:
    picture = drawn.rotated_outlined()
    content = _file(picture.image, "JPEG", quality=85, subsampling=2)
    opened, done = await _lettered(studio, tier, picture, content, ("DE", "KR"))
    for first, code in zip(done, ("DE", "KR"), strict=True):
        second = await _again(studio, opened, regions_of(first), code)
        assert second.content == first.content
        third = await _again(studio, opened, regions_of(second), code)
        assert third.content == first.content


@pytest.mark.parametrize(
    "remove", [frozenset(), frozenset({Kind.WATERMARK, Kind.CODE})], ids=["kept", "gone"]
)
@pytest.mark.parametrize("draw", [drawn_marks.lattice, drawn_marks.across_the_middle])
async def test_marks_sent_back_stay_or_are_gone_as_before(studio, tier, draw, remove) -> None:
    marked = draw()
    lines = [TextLine(line.quad, line.text, line.confidence) for line in marked.picture.lines]
    clean = [line for line in lines if marked.picture.kinds[line.text] != "WATERMARK"]
    tier.lines = []
    tier.readings.extend([lines, clean] if remove else [lines])
    for source, said in WORDS.items():
        tier.translations[source.replace(" ", ""), "es"] = said[0]
        tier.translations[source, "es"] = said[0]
    order = Order(market("ES"), wishes=Wishes(remove=frozenset(remove)))
    opened = decode(_file(marked.picture.image, "PNG"))
    prepared = await studio.prepare(opened, [order], CONTEXT)
    first = await studio.letter(prepared, order, CONTEXT)
    assert first.study.marks
    second = await _again(studio, opened, regions_of(first), "ES")
    assert second.content == first.content
    assert second.prepared.removed_marks == first.prepared.removed_marks


@pytest.mark.parametrize("action", [Region.KEPT, Region.REMOVED])
async def test_a_code_is_kept_or_taken_out_as_its_region_says(studio, tier, action) -> None:
    picture = drawn.feature_row()
    picture.image.paste(drawn_marks.qr(120), (700, 440))
    opened, (first,) = await _lettered(studio, tier, picture, _file(picture.image, "PNG"), ["DE"])
    regions = regions_of(first)
    (code,) = (region for region in regions if region.kind == Region.CODE)
    code.action = action
    second = await _again(studio, opened, regions, "DE")
    box = (slice(445, 555), slice(705, 815))
    result = decode(second.content).rgb[box].astype(int)
    if action == Region.KEPT:
        assert np.array_equal(result, opened.rgb[box])
    else:
        assert np.abs(result - 250).mean() < 6
