"""Pictures with watermarks and codes, drawn, with the same pictures without them as the truth."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import drawn_pictures as drawn
import numpy as np
from PIL import Image, ImageDraw

from image_studio.domain.geometry import Pixels

Colour = tuple[int, int, int]


@dataclass
class Marked:
    """A picture with marks, and the same picture before they were laid over it."""

    picture: drawn.Drawn
    unmarked: Pixels

    @property
    def pixels(self) -> Pixels:
        return self.picture.pixels

    @property
    def under(self) -> np.ndarray:
        """``bool[height, width]``, the pixels that the marks changed visibly."""
        return np.abs(self.pixels.astype(int) - self.unmarked).max(axis=2) >= 3


def _bottle_on_photo(seed: int, base: Colour) -> drawn.Drawn:
    ground = drawn.photo_like((800, 800), seed, base=base)
    drawn.bottle(ground, (300, 220, 500, 720), (90, 140, 190))
    return drawn.begin("marked", ground)


def _lettered(d: drawn.Drawn) -> drawn.Drawn:
    d.letter(
        (400, 50),
        "夏日清凉 透气舒适",
        drawn.font(60),
        (255, 255, 255),
        anchor="ma",
        stroke=3,
        stroke_fill=(40, 70, 50),
    )
    d.letter((400, 760), "大容量保温杯", drawn.font(40), (60, 20, 20), anchor="mm")
    return d


def _marked(name: str, d: drawn.Drawn, lay: Callable[[drawn.Drawn], None]) -> Marked:
    before = d.pixels
    lay(d)
    d.name = name
    return Marked(d, before)


def lattice() -> Marked:
    """A shop's name again and again, turned, over everything."""

    def lay(d: drawn.Drawn) -> None:
        for row in range(4):
            for column in range(3):
                x, y = 130 + 260 * column + (60 if row % 2 else 0), 130 + 190 * row
                d.letter(
                    (x, y),
                    "优品小铺",
                    drawn.font(34),
                    (255, 255, 255, 85),
                    anchor="mm",
                    angle=-30,
                    kind="WATERMARK",
                )

    return _marked("lattice", _lettered(_bottle_on_photo(3, (120, 135, 110))), lay)


def across_the_middle() -> Marked:
    """One large faint name over the product and what is beside it."""

    def lay(d: drawn.Drawn) -> None:
        d.letter(
            (400, 460),
            "花间旗舰店",
            drawn.font(110),
            (255, 255, 255, 90),
            anchor="mm",
            angle=-35,
            kind="WATERMARK",
        )

    return _marked("across_the_middle", _lettered(_bottle_on_photo(5, (130, 110, 100))), lay)


def grey_on_white() -> Marked:
    """A faint dark name, level, on studio ground."""
    ground = drawn.graded((800, 800), (252, 252, 252), (225, 228, 232))
    drawn.bottle(ground, (270, 140, 530, 740), (225, 190, 150))
    d = drawn.begin("grey", ground)
    d.letter((400, 60), "深层补水 温和不刺激", drawn.font(48), (120, 60, 60), anchor="mm")

    def lay(d: drawn.Drawn) -> None:
        d.letter((400, 430), "盗图必究", drawn.font(90), (0, 0, 0, 45), anchor="mm", kind="WATERMARK")

    return _marked("grey_on_white", d, lay)


def latin_lattice() -> Marked:
    """An address, small, in rows."""

    def lay(d: drawn.Drawn) -> None:
        for row in range(5):
            for column in range(3):
                d.letter(
                    (140 + 260 * column, 140 + 140 * row),
                    "shop88.example",
                    drawn.font(28, bold=False),
                    (255, 255, 255, 110),
                    anchor="mm",
                    angle=-25,
                    kind="WATERMARK",
                )

    return _marked("latin_lattice", _bottle_on_photo(9, (100, 110, 125)), lay)


WATERMARKED: tuple[Callable[[], Marked], ...] = (lattice, across_the_middle, grey_on_white, latin_lattice)


def qr(
    side: int,
    *,
    dark: Colour = (0, 0, 0),
    light: Colour = (255, 255, 255),
    logo: Colour | None = None,
    text: str = "https://shop.example/item/12345",
) -> Image.Image:
    """A QR code with its quiet zone, ``side`` pixels wide."""
    modules = cv2.QRCodeEncoder.create().encode(text)  # with a rim of 2 modules
    modules = cv2.copyMakeBorder(modules, 2, 2, 2, 2, cv2.BORDER_CONSTANT, value=255)
    times = max(1, round(4 * side / modules.shape[0]))
    large = cv2.resize(modules, None, fx=times, fy=times, interpolation=cv2.INTER_NEAREST)
    share = np.asarray(Image.fromarray(large).resize((side, side), Image.Resampling.BOX), float) / 255
    code = Image.fromarray(
        (share[..., None] * np.array(light) + (1 - share[..., None]) * np.array(dark)).astype(np.uint8)
    )
    if logo is not None:
        ImageDraw.Draw(code).rounded_rectangle(
            (0.4 * side, 0.4 * side, 0.6 * side, 0.6 * side), side // 40, fill=logo
        )
    return code


def bars(width: int, height: int) -> Image.Image:
    """An EAN-13 bar code with its quiet zone: 6901234567892."""
    # The left-hand odd codes of the digits 0 to 9, and the parities of a first digit 6 (ISO/IEC 15420).
    odd = re.findall(
        r"\d+", "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011"
    )
    parities = "LGGGLL"

    def right(d: str) -> str:
        return "".join("1" if c == "0" else "0" for c in odd[int(d)])

    text = "6901234567892"
    bits = "101"
    for digit, kind in zip(text[1:7], parities, strict=True):
        bits += odd[int(digit)] if kind == "L" else right(digit)[::-1]
    bits += "01010" + "".join(right(d) for d in text[7:]) + "101"
    row = np.array([255] * 9 + [0 if b == "1" else 255 for b in bits] + [255] * 9, np.uint8)
    tall = np.repeat(row[None], 8, axis=0)
    return Image.fromarray(tall).resize((width, height), Image.Resampling.NEAREST).convert("RGB")


def with_code(
    ground: Callable[[], drawn.Drawn], code: Image.Image, at: tuple[int, int], turned: float = 0.0
) -> Marked:
    """A drawn picture with a code pasted at a corner point, turned clockwise about its middle."""
    d = ground()
    before = d.pixels
    layer = code.convert("RGBA").rotate(-turned, resample=Image.Resampling.BICUBIC, expand=True)
    d.image.paste(layer, at, layer)
    d.clean.paste(layer, at, layer)
    return Marked(d, before)
