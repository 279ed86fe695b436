from __future__ import annotations

import drawn_pictures as drawn
import numpy as np
from fake_gallery import png
from PIL import ImageDraw

from argosy_commerce.markets import market
from argosy_inference import CallContext, TextLine
from image_studio.domain.orders import Order
from image_studio.domain.pictures import decode

CONTEXT = CallContext("m-1", 30.0)
SPAIN = Order(market("ES"))
GROUND, BADGE = (250, 244, 230), (222, 24, 38)


def _offer(*, icon: bool = False, below: str = "¥199") -> drawn.Drawn:
    """A price on a round badge that stands free."""
    picture = drawn.begin("offer", drawn.graded((600, 600), GROUND, (245, 236, 220)))
    for image in (picture.image, picture.clean):
        on = ImageDraw.Draw(image)
        on.ellipse((330, 330, 550, 550), fill=BADGE)
        if icon:
            on.rectangle((410, 490, 470, 530), fill=(255, 255, 255))
    picture.letter((440, 395), "到手价", drawn.font(38), (255, 255, 255), anchor="mm")
    picture.letter((440, 455), below, drawn.font(48), (255, 235, 59), anchor="mm", kind="NUMBER")
    picture.letter((200, 120), "大容量保温杯", drawn.font(46), (120, 20, 30), anchor="mm")
    return picture


async def _lettered(studio, tier, picture: drawn.Drawn):
    tier.lines = [TextLine(line.quad, line.text, line.confidence) for line in picture.lines]
    tier.translations["大容量保温杯", "es"] = "Termo grande"
    tier.translations["保温24小时", "es"] = "24 h"
    prepared = await studio.prepare(decode(png(picture.image)), [SPAIN], CONTEXT)
    tier.lines = []
    finished = await studio.letter(prepared, SPAIN, CONTEXT)
    return finished, decode(finished.content).rgb


def _is_badge(pixels: np.ndarray) -> bool:
    """Whether the badge's own red stands where no letters were."""
    return bool(np.abs(pixels[345:355, 420:460].astype(int) - BADGE).max() <= 8)


async def test_a_badge_whose_words_may_not_travel_goes_with_them(studio, tier) -> None:
    finished, pixels = await _lettered(studio, tier, _offer())
    assert not _is_badge(pixels)
    assert np.abs(pixels[330:550, 330:550].astype(int) - (248, 240, 225)).max() <= 14
    assert finished.checks.pixels_changed_outside_regions == 0
    assert {finished.study.blocks[i].text for i in finished.removed} == {"到手价", "¥199"}


async def test_a_badge_that_says_something_else_or_holds_a_picture_stays(studio, tier) -> None:
    _, pixels = await _lettered(studio, tier, _offer(below="保温24小时"))
    assert _is_badge(pixels)
    _, pixels = await _lettered(studio, tier, _offer(icon=True))
    assert _is_badge(pixels)
