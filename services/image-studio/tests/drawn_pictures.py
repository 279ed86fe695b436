"""Pictures drawn in the style of merchants' own, with the truth about their lettering known."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from installed_fonts import font_file
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from image_studio.domain.geometry import Pixels, Quad
from image_studio.domain.lettering import Line

_SIMPLIFIED = 2  # the face of Simplified Chinese in the collection


def font(size: int, *, bold: bool = True, serif: bool = False) -> ImageFont.FreeTypeFont:
    name = f"Noto{'Serif' if serif else 'Sans'}CJK-{'Bold' if bold else 'Regular'}.ttc"
    return ImageFont.truetype(str(font_file(name)), size, index=_SIMPLIFIED)


@dataclass
class Drawn:
    """A picture, the same picture without its lettering, and what stands where."""

    name: str
    image: Image.Image
    clean: Image.Image
    brand: str = ""
    lines: list[Line] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def pixels(self) -> Pixels:
        return np.asarray(self.image.convert("RGB"))

    @property
    def clean_pixels(self) -> Pixels:
        return np.asarray(self.clean.convert("RGB"))

    def letter(
        self,
        xy: tuple[float, float],
        text: str,
        face: ImageFont.FreeTypeFont,
        fill: tuple[int, ...],
        *,
        kind: str = "TEXT",
        anchor: str = "la",
        stroke: int = 0,
        stroke_fill: tuple[int, int, int] | None = None,
        angle: float = 0.0,
        shadow: tuple[int, int, int] | None = None,
        blur: float = 0.0,
    ) -> None:
        """Set one line; ``angle`` turns it clockwise about its middle."""
        layer = Image.new("RGBA", self.image.size, (0, 0, 0, 0))
        draw = ImageDraw.Draw(layer)
        if shadow:
            draw.text((xy[0] + 3, xy[1] + 3), text, font=face, fill=(*shadow, 255), anchor=anchor)
        draw.text(
            xy,
            text,
            font=face,
            fill=fill if len(fill) == 4 else (*fill, 255),
            anchor=anchor,
            stroke_width=stroke,
            stroke_fill=stroke_fill,
        )
        left, top, right, bottom = draw.textbbox(xy, text, font=face, anchor=anchor)
        # Readers' rectangles stand off the ink by a few pixels.
        off = 0.07 * (bottom - top)
        corners = np.array(
            [
                (left - off, top - off),
                (right + off, top - off),
                (right + off, bottom + off),
                (left - off, bottom + off),
            ]
        )
        if angle:
            middle = ((left + right) / 2, (top + bottom) / 2)
            layer = layer.rotate(-angle, resample=Image.Resampling.BICUBIC, center=middle)
            turn = math.radians(angle)
            rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
            corners = (corners - middle) @ rotation.T + middle
        if blur:
            layer = layer.filter(ImageFilter.GaussianBlur(blur))
        base = self.image.convert("RGBA")
        self.image = Image.alpha_composite(base, layer).convert(self.image.mode)
        a, b, c, d = ((float(x), float(y)) for x, y in corners)
        quad: Quad = (a, b, c, d)
        self.lines.append(Line(quad, text.replace(" ", ""), 0.98))
        self.kinds[text] = kind
        self.kinds[text.replace(" ", "")] = kind


def begin(name: str, ground: Image.Image, brand: str = "") -> Drawn:
    return Drawn(name, ground.copy(), ground.copy(), brand)


def graded(size: tuple[int, int], top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Image.Image:
    share = np.linspace(0, 1, size[1])[:, None, None]
    rows = np.array(top) * (1 - share) + np.array(bottom) * share
    return Image.fromarray(np.broadcast_to(rows, (size[1], size[0], 3)).round().astype(np.uint8))


def photo_like(size: tuple[int, int], seed: int, *, base: tuple[int, int, int]) -> Image.Image:
    """Soft blobs of light with fine grain, as an out-of-focus photograph has."""
    random = np.random.default_rng(seed)
    coarse = random.normal(0, 1, (size[1] // 90 + 3, size[0] // 90 + 3, 1)).astype(np.float32)
    tint = random.normal(0, 1, (size[1] // 160 + 3, size[0] // 160 + 3, 3)).astype(np.float32)
    middle = random.normal(0, 1, (size[1] // 14 + 2, size[0] // 14 + 2, 1)).astype(np.float32)

    def spread(grid: np.ndarray, sigma: float) -> np.ndarray:
        large = cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC)
        return cv2.GaussianBlur(large, (0, 0), sigma).reshape(size[1], size[0], -1)

    light = 34 * spread(coarse, 12) + 16 * spread(tint, 25) + 9 * spread(middle, 2)
    grain = random.normal(0, 2.0, (size[1], size[0], 1))
    return Image.fromarray(np.clip(np.array(base) + light + grain, 0, 255).astype(np.uint8))


def bottle(image: Image.Image, box: tuple[int, int, int, int], color: tuple[int, int, int]) -> None:
    """A product: a shaded bottle with a cap."""
    left, top, right, bottom = box
    width = right - left
    shade = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(shade)
    for x in range(left, right):
        t = (x - left) / width
        light = 0.72 + 0.45 * math.exp(-(((t - 0.35) / 0.22) ** 2)) - 0.18 * max(0, t - 0.7)
        tone = tuple(min(255, int(c * light)) for c in color)
        draw.line([(x, top), (x, bottom)], fill=(*tone, 255))
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle(
        (left, top + width // 3, right, bottom), radius=width // 5, fill=255
    )
    ImageDraw.Draw(mask).rectangle((left + width // 3, top, right - width // 3, top + width // 2), fill=255)
    image.paste(shade.convert("RGB"), (0, 0), mask)


def slogan_over_photo() -> Drawn:
    ground = photo_like((800, 800), 3, base=(150, 165, 140))
    bottle(ground, (300, 250, 500, 720), (90, 140, 190))
    d = begin("slogan_over_photo", ground, brand="LUMO")
    d.letter(
        (400, 50),
        "夏日清凉 透气舒适",
        font(64),
        (255, 255, 255),
        anchor="ma",
        stroke=3,
        stroke_fill=(40, 70, 50),
    )
    d.letter((400, 150), "户外运动必备水壶", font(38, bold=False), (255, 255, 255), anchor="ma")
    d.letter((400, 480), "LUMO", font(44), (240, 245, 250), anchor="mm", kind="BRAND")
    d.letter((400, 560), "保温杯", font(26, bold=False), (235, 240, 250), anchor="mm", kind="ON_PRODUCT")
    return d


def price_badge() -> Drawn:
    ground = graded((800, 800), (252, 240, 238), (246, 205, 200))
    bottle(ground, (130, 220, 360, 720), (210, 90, 100))
    draw = ImageDraw.Draw(ground)
    draw.ellipse((520, 440, 750, 670), fill=(222, 24, 38))
    draw.rounded_rectangle((60, 60, 470, 150), radius=20, fill=(222, 24, 38))
    d = begin("price_badge", ground)
    d.letter((265, 105), "新品上市 限时特惠", font(44), (255, 244, 200), anchor="mm")
    d.letter((635, 510), "到手价", font(40), (255, 255, 255), anchor="mm")
    d.letter((635, 590), "¥199", font(72), (255, 235, 59), anchor="mm", kind="NUMBER")
    d.letter((480, 220), "大容量保温杯", font(46), (120, 20, 30))
    d.letter((480, 290), "24小时长效保温", font(30, bold=False), (90, 60, 60))
    d.letter((480, 335), "304不锈钢内胆", font(30, bold=False), (90, 60, 60))
    return d


def feature_row() -> Drawn:
    ground = Image.new("RGB", (900, 600), (250, 250, 248))
    draw = ImageDraw.Draw(ground)
    draw.rectangle((0, 0, 900, 120), fill=(34, 64, 98))
    for x in (150, 350, 550, 750):
        draw.ellipse((x - 50, 200, x + 50, 300), outline=(34, 64, 98), width=4)
        draw.line((x - 20, 265, x, 230, x + 20, 265), fill=(34, 64, 98), width=4)
    d = begin("feature_row", ground)
    d.letter((450, 60), "四大优势 值得信赖", font(52), (255, 255, 255), anchor="mm")
    for x, word in zip((150, 350, 550, 750), ("透气", "防水", "耐磨", "轻便"), strict=True):
        d.letter((x, 340), word, font(34), (34, 64, 98), anchor="mm")
    for x, word in zip((150, 350, 550, 750), ("网面设计", "防泼水面料", "橡胶大底", "仅重180g"), strict=True):
        d.letter((x, 390), word, font(22, bold=False), (110, 110, 110), anchor="mm")
    d.letter((450, 540), "图片仅供参考,请以实物为准", font(15, bold=False), (150, 150, 150), anchor="mm")
    return d


def rotated_outlined() -> Drawn:
    ground = graded((800, 600), (30, 120, 200), (120, 200, 240))
    ImageDraw.Draw(ground).ellipse((80, 200, 420, 560), fill=(250, 210, 80))
    d = begin("rotated_outlined", ground)
    d.letter(
        (520, 150),
        "爆款推荐",
        font(70),
        (255, 230, 0),
        anchor="mm",
        stroke=5,
        stroke_fill=(200, 20, 20),
        angle=-12,
    )
    d.letter((250, 380), "买一送一", font(60), (180, 20, 30), anchor="mm", angle=8)
    d.letter((560, 520), "全国包邮", font(40), (255, 255, 255), anchor="mm", shadow=(20, 60, 110))
    return d


def size_chart() -> Drawn:
    ground = Image.new("RGB", (800, 520), (255, 255, 255))
    draw = ImageDraw.Draw(ground)
    for i in range(6):
        draw.line((40, 120 + 60 * i, 760, 120 + 60 * i), fill=(90, 90, 90), width=2)
    for i in range(5):
        draw.line((40 + 180 * i, 120, 40 + 180 * i, 420), fill=(90, 90, 90), width=2)
    draw.rectangle((41, 121, 759, 179), fill=(235, 235, 240))
    for i in range(1, 4):
        draw.line((40 + 180 * i, 120, 40 + 180 * i, 180), fill=(90, 90, 90), width=2)
    d = begin("size_chart", ground)
    d.letter((400, 60), "尺码表", font(46), (30, 30, 30), anchor="mm")
    rows = [
        ("尺码", "胸围", "衣长", "肩宽"),
        ("S", "92", "66", "41"),
        ("M", "96", "68", "42"),
        ("L", "100", "70", "43"),
        ("XL", "104", "72", "44"),
    ]
    for r, row in enumerate(rows):
        for c, word in enumerate(row):
            d.letter(
                (130 + 180 * c, 150 + 60 * r),
                word,
                font(26, bold=r == 0),
                (30, 30, 30),
                anchor="mm",
                kind="TEXT" if r == 0 else "NUMBER",
            )
    d.letter((40, 450), "单位:厘米 手工测量误差1-3cm属正常范围", font(20, bold=False), (90, 90, 90))
    return d


def busy_ground() -> Drawn:
    random = np.random.default_rng(11)
    ground = photo_like((800, 600), 5, base=(120, 110, 100))
    draw = ImageDraw.Draw(ground)
    for _ in range(90):
        x, y, r = random.integers(0, 800), random.integers(0, 600), random.integers(6, 40)
        tone = tuple(
            int(v) for v in np.array((110, 96, 80)) + random.integers(-70, 90) + random.integers(-18, 18, 3)
        )
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tone)
    ground = ground.filter(ImageFilter.GaussianBlur(2.0))
    d = begin("busy_ground", ground)
    d.letter((60, 60), "纯棉面料", font(72), (255, 255, 255))
    d.letter((60, 160), "亲肤透气不起球", font(44), (255, 255, 255))
    d.letter((740, 540), "四季可穿", font(40), (255, 220, 0), anchor="ra", stroke=2, stroke_fill=(0, 0, 0))
    return d


def label_on_product() -> Drawn:
    ground = graded((800, 800), (248, 248, 250), (225, 228, 235))
    bottle(ground, (270, 140, 530, 740), (245, 225, 190))
    ImageDraw.Draw(ground).rectangle((285, 380, 515, 620), fill=(250, 248, 240))
    d = begin("label_on_product", ground, brand="花间集")
    d.letter((400, 420), "花间集", font(44, serif=True), (120, 80, 40), anchor="mm", kind="BRAND")
    d.letter((400, 480), "玫瑰保湿乳液", font(28, bold=False), (110, 80, 50), anchor="mm", kind="ON_PRODUCT")
    d.letter((400, 540), "净含量 200ml", font(20, bold=False), (110, 80, 50), anchor="mm", kind="ON_PRODUCT")
    d.letter((400, 70), "深层补水 温和不刺激", font(48, serif=True), (120, 60, 60), anchor="mm")
    return d


def paragraph() -> Drawn:
    ground = Image.new("RGB", (750, 500), (244, 239, 230))
    ImageDraw.Draw(ground).rounded_rectangle((40, 40, 710, 460), radius=24, fill=(255, 253, 248))
    d = begin("paragraph", ground)
    d.letter((80, 80), "产品介绍", font(40), (60, 40, 20))
    for i, row in enumerate(
        (
            "精选优质长绒棉,触感柔软亲肤,透气吸汗",
            "不闷热,立体剪裁修饰身形,适合春夏秋",
            "三季穿着,可机洗不变形。",
        )
    ):
        d.letter((80, 160 + 44 * i), row, font(30, bold=False), (90, 80, 70))
    d.letter((80, 360), "温馨提示:深浅色请分开洗涤", font(24, bold=False), (180, 60, 40))
    return d


PALE, RICH = (255, 246, 190), (246, 150, 30)


def graded_heading() -> Drawn:
    """Letters whose fill turns from ``PALE`` above to ``RICH`` below."""
    picture = begin("graded_heading", Image.new("RGB", (900, 240), (40, 92, 190)))
    picture.letter((60, 70), "四大优势值得信赖", font(88), (255, 0, 0))
    clean = picture.clean_pixels
    share = ((picture.pixels.astype(np.float32) - clean)[..., :1] / (255.0 - 40)).clip(0, 1)
    rows = np.flatnonzero(share.max(axis=(1, 2)) > 0.3)
    way = ((np.arange(len(clean)) - rows[0]) / np.ptp(rows)).clip(0, 1)[:, None, None]
    fill = np.array(PALE) * (1 - way) + np.array(RICH) * way
    picture.image = Image.fromarray(np.rint(clean * (1 - share) + fill * share).astype(np.uint8))
    return picture


PICTURES: tuple[Callable[[], Drawn], ...] = (
    slogan_over_photo,
    price_badge,
    feature_row,
    rotated_outlined,
    size_chart,
    busy_ground,
    label_on_product,
    paragraph,
    graded_heading,
)
