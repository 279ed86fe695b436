from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import drawn_pictures as drawn
import numpy as np
import pytest
from fake_gallery import png
from PIL import Image, ImageDraw
from words import LANGUAGES, PARAGRAPH, WORDS

from argosy_commerce.exchange import ExchangeRates
from argosy_commerce.markets import market
from argosy_inference import CallContext, TextLine
from image_studio.adapters.jpeg_blocks import JpegBlocks
from image_studio.domain.geometry import frame_of, shape_of
from image_studio.domain.intents.intents import Action
from image_studio.domain.kinds.kinds import Kind
from image_studio.domain.lettering import han_in
from image_studio.domain.orders import Order, Role, Wishes
from image_studio.domain.pictures import decode
from image_studio.domain.setting.territory import own_box
from image_studio.domain.warps import inside
from image_studio.studio import Studio

CONTEXT = CallContext("m-1", 30.0)
SPAIN = Order(market("ES"))
RATES = ExchangeRates(date(2026, 11, 20), {"CNY": {"EUR": Decimal("0.127")}})
MARKETS = {"es": "ES", "de": "DE", "ar": "SA", "ko": "KR", "th": "TH"}


def _teach(tier, picture: drawn.Drawn) -> None:
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    for source, said in [*WORDS.items(), ("".join(line.text for line in picture.lines[1:4]), PARAGRAPH)]:
        for language, text in zip(LANGUAGES, said, strict=True):
            tier.translations[source.replace(" ", ""), language] = text
            tier.translations[source, language] = text  # the studio sees the spaces in the ink


async def _lettered(studio: Studio, tier, picture: drawn.Drawn, language: str):
    _teach(tier, picture)
    opened = decode(png(picture.image))
    order = Order(market(MARKETS[language]), brand=picture.brand)
    prepared = await studio.prepare(opened, [order], CONTEXT)
    tier.lines = []  # what the reader finds in the finished picture
    finished = await studio.letter(prepared, order, CONTEXT)
    return opened, finished


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("draw", drawn.PICTURES, ids=lambda draw: draw.__name__)
async def test_words_change_inside_their_regions_and_nothing_else_does(studio, tier, draw, language) -> None:
    opened, finished = await _lettered(studio, tier, draw(), language)
    assert finished.content is not None
    result = decode(finished.content)
    outside = np.ones(opened.shape, bool)
    blocks = finished.study.blocks
    areas = [blocks[item.index].frame.quad_of(item.area) for item in finished.placed]
    areas += [blocks[i].frame.quad_of(own_box(blocks[i], opened.shape)) for i in finished.removed]
    for quad in areas:
        frame = frame_of(quad)
        stamp = inside(frame, frame.box_of(quad).grown(0.01), shape_of(opened.rgb))
        outside[stamp.window()] &= ~stamp.mask
    if finished.prepared.spots is not None:
        outside &= ~finished.prepared.spots  # badges that a rule has emptied
    assert np.array_equal(result.rgb[outside], opened.rgb[outside])
    assert finished.checks.pixels_changed_outside_regions == 0
    assert finished.checks.overflowing_regions == 0
    assert finished.checks.overlapping_regions == 0
    assert finished.checks.min_font_px >= 11 or not finished.placed
    placed = {item.index for item in finished.placed}
    assert placed == {i for i, intent in enumerate(finished.intents) if intent.action is Action.TRANSLATE}, (
        finished.reasons
    )


@pytest.mark.parametrize("draw", drawn.PICTURES, ids=lambda draw: draw.__name__)
async def test_the_old_lettering_is_gone_and_the_ground_under_it_is_back(studio, tier, draw) -> None:
    picture = draw()
    _teach(tier, picture)
    prepared = await studio.prepare(
        decode(png(picture.image)), [Order(market("ES"), brand=picture.brand)], CONTEXT
    )
    found = prepared.study
    old = np.zeros(picture.pixels.shape[:2], bool)
    for i in prepared.changeable:
        for part in found.blocks[i].letterings:
            part.stamp.cover(old)
    truth = picture.clean_pixels[old].astype(int)
    error = np.abs(prepared.erased[old].astype(int) - truth).max(axis=1)
    contrast = np.abs(picture.pixels[old].astype(int) - truth).max(axis=1)
    assert np.median(error) <= 0.25 * np.median(contrast)


async def test_a_picture_is_read_and_erased_once_for_all_markets(studio, tier) -> None:
    picture = drawn.price_badge()
    _teach(tier, picture)
    orders = [Order(market(code)) for code in ("ES", "KR")]
    prepared = await studio.prepare(decode(png(picture.image)), orders, CONTEXT)
    for order in orders:
        await studio.letter(prepared, order, CONTEXT)
    assert len(tier.called("erase")) == 1
    assert len(tier.called("read_image_text")) == 3  # once to know it, once to check each result


async def test_text_that_no_engine_can_say_stays_and_is_reported(studio, tier) -> None:
    picture = drawn.feature_row()
    _teach(tier, picture)
    del tier.translations["防水", "es"]
    opened = decode(png(picture.image))
    prepared = await studio.prepare(opened, [SPAIN], CONTEXT)
    finished = await studio.letter(prepared, SPAIN, CONTEXT)
    result = decode(finished.content).rgb
    kept = next(block for block in finished.study.blocks if block.text == "防水")
    stamp = inside(kept.frame, kept.core, opened.shape)
    assert np.array_equal(result[stamp.window()], opened.rgb[stamp.window()])
    assert any("防水" in reason and "stays" in reason for reason in finished.reasons)


async def test_source_words_read_again_in_the_result_are_counted_and_reported(studio, tier) -> None:
    picture = drawn.paragraph()  # changed nearly everywhere, so that it is read whole again
    _teach(tier, picture)
    prepared = await studio.prepare(decode(png(picture.image)), [SPAIN], CONTEXT)
    finished = await studio.letter(prepared, SPAIN, CONTEXT)  # it reads the same again
    assert finished.checks.residual_source_chars == sum(
        len(han_in(block.text)) for block in finished.study.blocks
    )
    assert any("source characters" in reason for reason in finished.reasons)


async def test_a_picture_without_text_passes_unchanged(studio, tier) -> None:
    picture = drawn.price_badge()
    opened = decode(png(picture.clean))
    prepared = await studio.prepare(opened, [SPAIN], CONTEXT)
    finished = await studio.letter(prepared, SPAIN, CONTEXT)
    assert finished.content is None
    assert finished.reasons == ()
    assert tier.called("erase") == []


async def test_lettering_removed_by_wish_leaves_its_ground_and_no_words(studio, tier) -> None:
    picture = drawn.label_on_product()
    _teach(tier, picture)
    opened = decode(png(picture.image))
    order = replace(SPAIN, brand="花间集", wishes=Wishes(remove=frozenset({Kind.ON_PRODUCT})))
    prepared = await studio.prepare(opened, [order], CONTEXT)
    tier.lines = []
    finished = await studio.letter(prepared, order, CONTEXT)
    gone = {finished.study.blocks[i].text for i in finished.removed}
    assert gone == {"玫瑰保湿乳液", "净含量200ml"}
    assert not gone & {request.text for call in tier.called("translate") for request in call.arguments[0]}
    result = decode(finished.content).rgb
    for i in finished.removed:
        for part in finished.study.blocks[i].letterings:
            ink = (part.stamp.window(), part.stamp.mask)
            off = np.abs(result[ink[0]][ink[1]].astype(int) - picture.clean_pixels[ink[0]][ink[1]])
            assert np.median(off) <= 3
    assert finished.checks.pixels_changed_outside_regions == 0


async def test_the_brand_and_the_product_are_said_only_by_wish(studio, tier) -> None:
    picture = drawn.label_on_product()
    _teach(tier, picture)
    tier.translations["玫瑰保湿乳液", "es"] = "Loción de rosas"
    order = replace(SPAIN, brand="花间集", wishes=Wishes(translate=frozenset({Kind.ON_PRODUCT})))
    prepared = await studio.prepare(decode(png(picture.image)), [SPAIN, order], CONTEXT)
    for wanted, said in ((SPAIN, False), (order, True)):
        finished = await studio.letter(prepared, wanted, CONTEXT)
        texts = {" ".join(item.setting.lines) for item in finished.placed}
        assert ("Loción de rosas" in texts) is said


async def test_words_too_long_are_asked_for_again_shorter(studio, tier) -> None:
    picture = drawn.size_chart()
    _teach(tier, picture)
    tier.translations["胸围", "de"] = "Brustumfangsangabeninformationen"
    prepared = await studio.prepare(decode(png(picture.image)), [Order(market("DE"))], CONTEXT)
    await studio.letter(prepared, Order(market("DE")), CONTEXT)
    _, second = tier.called("translate")
    (asked,) = second.arguments
    assert [request.text for request in asked] == ["胸围"]
    assert asked[0].constraints.max_chars < len("Brustumfangsangabeninformationen")


async def test_lettering_on_transparent_ground_leaves_it_transparent(studio, tier) -> None:
    face = drawn.font(48)
    image = Image.new("RGBA", (500, 160), (0, 0, 0, 0))
    ImageDraw.Draw(image).text((60, 40), "新品上市", font=face, fill=(200, 20, 30, 255))
    box = ImageDraw.Draw(image).textbbox((60, 40), "新品上市", font=face)
    a, b, c, d = box[0] - 4, box[1] - 4, box[2] + 4, box[3] + 4
    tier.lines = [TextLine(((a, b), (c, b), (c, d), (a, d)), "新品上市", 0.99)]
    tier.translations["新品上市", "es"] = "Novedad"
    opened = decode(png(image))
    prepared = await studio.prepare(opened, [SPAIN], CONTEXT)
    finished = await studio.letter(prepared, SPAIN, CONTEXT)
    result = decode(finished.content)
    corner = result.alpha[:20]
    assert corner.max() == 0
    solid = result.rgb[result.alpha == 255]
    assert len(solid) > 200
    assert np.abs(np.median(solid, axis=0) - (200, 20, 30)).max() < 12
    assert 0.02 < (result.alpha > 128).mean() < 0.2


@pytest.mark.parametrize(
    ("quality", "subsampling", "orientation"), [(70, 2, 1), (92, 0, 1), (85, 2, 6), (85, 1, 3)]
)
async def test_a_jpegs_untouched_blocks_stay_bit_for_bit(
    studio, tier, quality, subsampling, orientation
) -> None:
    picture = drawn.rotated_outlined()
    _teach(tier, picture)
    turn = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}[orientation]
    stored = picture.image.transpose(turn) if turn is not None else picture.image
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=quality, subsampling=subsampling, exif=exif.tobytes())
    opened = decode(out.getvalue())
    assert opened.shape == (600, 800)
    prepared = await studio.prepare(opened, [SPAIN], CONTEXT)
    tier.lines = []
    finished = await studio.letter(prepared, SPAIN, CONTEXT)
    assert finished.checks.pixels_changed_outside_regions == 0
    written = Image.open(io.BytesIO(finished.content))
    assert (written.format, written.size, written.getexif()[0x0112]) == ("JPEG", stored.size, orientation)
    result = decode(finished.content)
    differs = (result.rgb != opened.rgb).any(axis=2)
    assert 0.01 < differs.mean() < 0.45  # the areas' blocks, not the whole picture
    corner = (slice(0, 60), slice(0, 60))
    assert not differs[corner].any()


async def test_a_jpeg_whose_blocks_cannot_be_read_keeps_the_plain_encoding() -> None:
    blocks = JpegBlocks()
    everything = np.ones((8, 8), bool)
    assert await blocks.splice(b"no jpeg", b"encoded", everything) == b"encoded"
    assert await blocks.splice(b"no jpeg either", b"encoded", everything) == b"encoded"
    await blocks.close()


async def test_what_a_rule_cuts_is_not_said_and_what_it_drops_is_gone(studio, tier) -> None:
    picture = drawn.price_badge()
    _teach(tier, picture)
    opened = decode(png(picture.image))
    prepared = await studio.prepare(opened, [SPAIN], CONTEXT)
    tier.lines = []
    finished = await studio.letter(prepared, SPAIN, CONTEXT)
    asked = {request.text for call in tier.called("translate") for request in call.arguments[0]}
    assert "新品上市" in asked
    assert not any("特惠" in text or "到手价" in text for text in asked)
    said = {" ".join(item.setting.lines) for item in finished.placed}
    assert "Novedad" in said
    assert {finished.study.blocks[i].text for i in finished.removed} == {"到手价", "¥199"}
    assert any("限时特惠" in why and "promotion.deal" in why for why in finished.reasons)
    assert any("¥199" in why and "price.yuan" in why for why in finished.reasons)
    assert finished.checks.pixels_changed_outside_regions == 0


async def test_with_rates_a_price_stands_in_the_markets_money(studio, tier) -> None:
    picture = drawn.price_badge()
    _teach(tier, picture)
    order = replace(SPAIN, on=date(2026, 11, 26), rates=RATES)
    prepared = await studio.prepare(decode(png(picture.image)), [order], CONTEXT)
    tier.lines = []
    finished = await studio.letter(prepared, order, CONTEXT)
    said = {" ".join(item.setting.lines) for item in finished.placed}
    assert "25,27 €" in said
    assert any("¥199" in why and "25,27 €" in why and "0.127" in why for why in finished.reasons)


async def test_a_price_beside_words_stands_behind_them(studio, tier) -> None:
    face = drawn.font(48)
    image = Image.new("RGB", (700, 160), (250, 250, 250))
    ImageDraw.Draw(image).text((60, 40), "保温杯¥199", font=face, fill=(200, 20, 30))
    a, b, c, d = ImageDraw.Draw(image).textbbox((60, 40), "保温杯¥199", font=face)
    tier.lines = [TextLine(((a, b), (c, b), (c, d), (a, d)), "保温杯¥199", 0.99)]
    tier.translations["保温杯", "es"] = "Termo"
    order = replace(SPAIN, on=date(2026, 11, 26), rates=RATES)
    prepared = await studio.prepare(decode(png(image)), [order], CONTEXT)
    tier.lines = []
    finished = await studio.letter(prepared, order, CONTEXT)
    assert [" ".join(item.setting.lines) for item in finished.placed] == ["Termo 25,27 €"]


async def test_a_main_picture_for_a_channel_that_wants_no_lettering_has_none(studio, tier) -> None:
    picture = drawn.feature_row()
    _teach(tier, picture)
    order = replace(SPAIN, channels=("amazon",), role=Role.MAIN)
    prepared = await studio.prepare(decode(png(picture.image)), [order], CONTEXT)
    tier.lines = []
    finished = await studio.letter(prepared, order, CONTEXT)
    assert finished.placed == ()
    assert len(finished.removed) == len(finished.study.blocks)
    assert tier.called("translate") == [] or not any(c.arguments[0] for c in tier.called("translate"))


async def test_old_lettering_never_stays_where_a_rule_took_words_of_it(studio, tier) -> None:
    picture = drawn.price_badge()
    _teach(tier, picture)
    del tier.translations["新品上市", "es"]
    prepared = await studio.prepare(decode(png(picture.image)), [SPAIN], CONTEXT)
    tier.lines = []
    finished = await studio.letter(prepared, SPAIN, CONTEXT)
    assert "新品上市 限时特惠" in {finished.study.blocks[i].text for i in finished.removed}
    assert any("promotion.deal" in why and "all of it goes" in why for why in finished.reasons)
