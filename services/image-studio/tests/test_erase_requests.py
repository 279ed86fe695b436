"""image.requested with an erase job: what goes, what stays, what is refused."""

from __future__ import annotations

import cv2
import drawn_marks
import drawn_pictures as drawn
import numpy as np
import pytest
from fake_gallery import png
from PIL import Image, ImageDraw
from test_requests import answers_of, requested

from argosy.picture.v1 import picture_pb2
from argosy_inference import TextLine
from image_studio.domain.pictures import decode

Erase = picture_pb2.EraseJob
Region = picture_pb2.Region


def _show(tier, shelf, picture: drawn.Drawn) -> drawn.Drawn:
    shelf.answers["https://cdn/a.png"] = [png(picture.image)]
    lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    tier.lines = []
    tier.readings.append(lines)
    return picture


async def _erased(deps, blobs, **job: object):
    (answer,) = await answers_of(requested((), erase=Erase(**job)), deps)
    assert answer.images, answer.rejected_input
    assert answer.checks.pixels_changed_outside_regions == 0
    return answer, decode(blobs.held[answer.images[0].blob.url]).rgb


def _gone(answer) -> set[str]:
    return {
        region.source_text.replace(" ", "") for region in answer.regions if region.action == Region.REMOVED
    }


async def test_text_over_the_picture_goes_and_what_the_product_says_stays(deps, tier, shelf, blobs) -> None:
    picture = _show(tier, shelf, drawn.label_on_product())
    answer, result = await _erased(deps, blobs, classes=[Erase.TEXT], brand="花间集")
    assert _gone(answer) == {"深层补水温和不刺激"}
    assert np.array_equal(result[300:], picture.pixels[300:])
    assert np.abs(result[:150].astype(int) - picture.clean_pixels[:150]).max() <= 24
    assert answer.market == ""


async def test_what_the_product_says_goes_when_it_is_asked_for_too(deps, tier, shelf, blobs) -> None:
    _show(tier, shelf, drawn.label_on_product())
    answer, _ = await _erased(deps, blobs, classes=[Erase.TEXT, Erase.LOGO], brand="花间集", on_product=True)
    assert _gone(answer) == {"深层补水温和不刺激", "花间集", "玫瑰保湿乳液", "净含量200ml"}


async def test_a_mark_goes_only_as_a_logo(deps, tier, shelf, blobs) -> None:
    _show(tier, shelf, drawn.slogan_over_photo())
    answer, _ = await _erased(deps, blobs, classes=[Erase.LOGO], brand="LUMO", on_product=True)
    assert _gone(answer) == {"LUMO"}


async def test_badges_go_whole_with_the_prices_on_them(deps, tier, shelf, blobs) -> None:
    picture = _show(tier, shelf, drawn.price_badge())
    answer, result = await _erased(deps, blobs, classes=[Erase.TEXT_BLOCK])
    assert "¥199" in _gone(answer)
    bare = drawn.graded((800, 800), (252, 240, 238), (246, 205, 200))
    drawn.bottle(bare, (130, 220, 360, 720), (210, 90, 100))
    badge = (slice(430, 680), slice(510, 760))
    assert np.abs(result[badge].astype(int) - np.asarray(bare)[badge]).max() <= 24
    bottle = (slice(230, 700), slice(140, 350))
    assert np.array_equal(result[bottle], picture.pixels[bottle])


async def test_a_badge_that_lies_on_the_product_loses_its_letters_only(deps, tier, shelf, blobs) -> None:
    ground = drawn.graded((800, 800), (248, 248, 250), (225, 228, 235))
    drawn.bottle(ground, (270, 140, 530, 740), (60, 110, 190))
    draw = ImageDraw.Draw(ground)
    draw.ellipse((440, 300, 640, 500), fill=(222, 24, 38))
    picture = drawn.begin("badge_on_product", ground)
    picture.letter((540, 400), "限时特惠", drawn.font(40), (255, 255, 255), anchor="mm")
    _show(tier, shelf, picture)
    answer, result = await _erased(deps, blobs, classes=[Erase.TEXT_BLOCK])
    assert _gone(answer) == {"限时特惠"}
    assert np.abs(result.astype(int) - picture.clean_pixels).max() <= 24
    assert any("only the letters" in reason for reason in answer.review_reasons)


async def test_lettering_goes_in_every_language(deps, tier, shelf, blobs) -> None:
    ground = Image.new("RGB", (700, 300), (240, 236, 228))
    picture = drawn.begin("latin", ground)
    picture.letter((40, 40), "NEW ARRIVAL", drawn.font(48), (30, 60, 120))
    picture.letter((40, 130), "keeps your drink cold for 24 hours", drawn.font(30), (30, 60, 120))
    picture.letter((40, 210), "夏の新作をどうぞ", drawn.font(34), (30, 60, 120))
    _show(tier, shelf, picture)
    answer, result = await _erased(deps, blobs, classes=[Erase.TEXT])
    assert len(_gone(answer)) == 3
    assert np.abs(result.astype(int) - picture.clean_pixels).max() <= 8
    assert any("may be a mark" in reason for reason in answer.review_reasons)


async def test_letters_that_can_still_be_read_are_counted_in_any_language(deps, tier, shelf, blobs) -> None:
    picture = drawn.begin("latin", Image.new("RGB", (700, 120), (240, 236, 228)))
    picture.letter((40, 40), "keeps your drink cold", drawn.font(40), (30, 60, 120))
    shelf.answers["https://cdn/a.png"] = [png(picture.image)]
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    answer, _ = await _erased(deps, blobs, classes=[Erase.TEXT])
    assert answer.checks.residual_source_chars == len("keepsyourdrinkcold")
    assert answer.needs_review


async def test_watermarks_are_lifted_and_lettering_stays(deps, tier, shelf, blobs) -> None:
    marked = drawn_marks.lattice()
    _show(tier, shelf, marked.picture)
    clean = [line for line in marked.picture.lines if marked.picture.kinds[line.text] != "WATERMARK"]
    tier.readings.append([TextLine(line.quad, line.text, line.confidence) for line in clean])
    answer, _ = await _erased(deps, blobs, classes=[Erase.WATERMARK])
    kinds = {region.kind for region in answer.regions if region.action == Region.REMOVED}
    assert kinds == {Region.WATERMARK}
    assert {region.action for region in answer.regions if region.kind == Region.TEXT} == {Region.KEPT}


async def test_a_mask_says_to_the_pixel_what_goes(deps, tier, shelf, blobs) -> None:
    picture = drawn.feature_row()
    shelf.answers["https://cdn/a.png"] = [png(picture.image)]
    mask = np.zeros((600, 900), np.uint8)
    cv2.circle(mask, (150, 250), 60, 255, -1)
    shelf.answers["https://cdn/mask.png"] = [png(Image.fromarray(mask))]
    answer, result = await _erased(deps, blobs, mask_url="https://cdn/mask.png")
    assert len(tier.called("read_image_text")) == 1, "only the result is read"
    assert np.array_equal(result[mask == 0], picture.pixels[mask == 0])
    assert np.abs(result[mask > 0].astype(int) - (250, 250, 248)).max() <= 8
    assert not answer.regions


@pytest.mark.parametrize(
    ("mask", "code"),
    [
        (Image.new("L", (90, 60), 255), "mask_of_another_size"),
        (Image.new("RGB", (900, 600), (255, 0, 0)), "mask_not_grey"),
        (Image.new("LA", (900, 600), (255, 120)), "mask_not_grey"),
        (Image.new("L", (900, 600), 255), "mask_too_large"),
    ],
)
async def test_a_mask_that_cannot_serve_is_refused_by_name(deps, tier, shelf, mask, code) -> None:
    _show(tier, shelf, drawn.feature_row())
    shelf.answers["https://cdn/mask.png"] = [png(mask)]
    (answer,) = await answers_of(requested((), erase=Erase(mask_url="https://cdn/mask.png")), deps)
    assert answer.rejected_input.code == code


async def test_a_picture_with_nothing_to_erase_passes_and_says_so(deps, tier, shelf, blobs) -> None:
    shelf.answers["https://cdn/a.png"] = [png(drawn.price_badge().clean)]
    answer, result = await _erased(deps, blobs, classes=[Erase.TEXT])
    assert np.array_equal(result, drawn.price_badge().clean_pixels)
    assert any("nothing" in reason for reason in answer.review_reasons)
