"""A picture is opened upright on white, with what its file says of its ground; letters can be taken out."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from argosy_pictures.lettering import without_quads
from argosy_pictures.opening import decoded, opened


def saved(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def test_a_transparent_ground_becomes_white_and_is_told_as_alpha() -> None:
    image = Image.new("RGBA", (200, 100), (10, 20, 30, 0))
    image.paste((200, 30, 40, 255), (50, 25, 150, 75))
    picture = opened(saved(image), 100)
    assert picture.sent == (200, 100)
    assert picture.pixels.shape == (50, 100, 3)
    assert picture.alpha is not None
    assert picture.alpha.shape == (50, 100)
    assert (picture.alpha[2, 2], picture.alpha[25, 50]) == (0, 255)
    assert picture.pixels[2, 2].tolist() == [255, 255, 255]
    assert picture.pixels[25, 50].tolist() == [200, 30, 40]


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_an_opaque_picture_says_nothing_of_its_ground(mode: str) -> None:
    data = saved(Image.new("RGB", (60, 40), "navy").convert(mode), "JPEG")
    picture = opened(data)
    assert picture.alpha is None
    pixels, sent = decoded(data)
    assert sent == (60, 40)
    assert (pixels == picture.pixels).all()


def test_letters_are_taken_out_of_an_outline_and_the_outline_given_stays() -> None:
    alpha = np.full((40, 60), 255, np.uint8)
    rest = without_quads(
        alpha, [((10.2, 10), (30, 10), (30, 20), (10, 20)), ((-50, -50), (-9, -50), (-9, -9), (-50, -9))]
    )
    assert rest[15, 20] == 0
    assert rest[25, 20] == 255
    assert alpha.min() == 255
