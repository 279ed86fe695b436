"""A small drawing board: shaded shapes, shadows, and lettering as shops in China put it on pictures."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from argosy_local.layout import Layout

Point = tuple[float, float]
Color = tuple[int, int, int]

OVERSAMPLING = 2
SYSTEM_FOLDERS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/noto-cjk"))


class FontMissing(RuntimeError):
    """The catalogue is lettered in Noto CJK, and it is not there."""


@functools.cache
def font(size: int, *, heavy: bool = True, serif: bool = False) -> ImageFont.FreeTypeFont:
    """Noto Sans (or Serif) CJK SC of a pixel size: the one that the set-up unpacked, else the system's.

    Raises:
        FontMissing: it is in neither place.
    """
    name = f"Noto{'Serif' if serif else 'Sans'}CJK-{'Bold' if heavy else 'Regular'}.ttc"
    folders = (*Layout.find().font_directories, *SYSTEM_FOLDERS)
    for folder in folders:
        for path in (folder / name, *folder.glob(f"**/{name}")):
            if path.is_file():
                return ImageFont.truetype(str(path), size, index=2)
    raise FontMissing(f"{name} is in none of {', '.join(map(str, folders))}; run `make setup`")


class Canvas:
    """A picture being drawn. Coordinates are pixels of the finished picture."""

    def __init__(self, width: int, height: int, top: Color, bottom: Color, *, seed: int = 7) -> None:
        self.width, self.height = width, height
        self._random = np.random.default_rng(seed)
        rows = np.linspace(0, 1, height * OVERSAMPLING)[:, None, None]
        ground = np.array(top)[None, None] * (1 - rows) + np.array(bottom)[None, None] * rows
        ground = np.broadcast_to(ground, (height * OVERSAMPLING, width * OVERSAMPLING, 3))
        self.image = Image.fromarray(ground.astype(np.uint8))
        self._flat: Image.Image | None = None

    def _mask(self) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        if self._flat is not None:
            raise RuntimeError("draw the product first: lettering stands on the finished pixels")
        mask = Image.new("L", self.image.size, 0)
        return mask, ImageDraw.Draw(mask)

    def _paste(self, mask: Image.Image, top: Color, bottom: Color, grain: float) -> None:
        box = mask.getbbox()
        if box is None:
            return
        x0, y0, x1, y1 = box
        rows = np.linspace(0, 1, y1 - y0)[:, None, None]
        columns = np.cos(np.linspace(-1.2, 1.2, x1 - x0))[None, :, None]
        fill = np.array(top)[None, None] * (1 - rows) + np.array(bottom)[None, None] * rows
        fill = fill * (0.78 + 0.22 * columns)
        if grain:
            fill = fill + self._random.normal(0, grain, fill.shape[:2])[:, :, None]
        patch = Image.fromarray(np.clip(fill, 0, 255).astype(np.uint8))
        self.image.paste(patch, (x0, y0), mask.crop(box))

    def shape(
        self, points: Sequence[Point], top: Color, bottom: Color, *, grain: float = 2.0, round_px: float = 6
    ) -> None:
        """A soft-edged, shaded polygon."""
        mask, draw = self._mask()
        draw.polygon([(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points], fill=255)
        if round_px:
            blurred = mask.filter(ImageFilter.GaussianBlur(round_px * OVERSAMPLING / 2))
            mask = blurred.point(lambda value: 0 if value < 96 else 255 if value > 160 else (value - 96) * 4)
        self._paste(mask, top, bottom, grain)

    def ellipse(
        self, box: tuple[float, float, float, float], top: Color, bottom: Color, *, grain: float = 1.5
    ) -> None:
        """A shaded ellipse in (left, top, right, bottom)."""
        mask, draw = self._mask()
        draw.ellipse([value * OVERSAMPLING for value in box], fill=255)
        self._paste(mask, top, bottom, grain)

    def rounded(
        self,
        box: tuple[float, float, float, float],
        radius: float,
        top: Color,
        bottom: Color,
        *,
        grain: float = 0,
    ) -> None:
        """A rounded rectangle."""
        mask, draw = self._mask()
        x0, y0, x1, y1 = (value * OVERSAMPLING for value in box)
        draw.rounded_rectangle((x0, y0, x1, y1), radius * OVERSAMPLING, fill=255)
        self._paste(mask, top, bottom, grain)

    def shadow(
        self, box: tuple[float, float, float, float], strength: float = 0.35, blur: float = 18
    ) -> None:
        """A soft shadow on the ground."""
        mask, draw = self._mask()
        draw.ellipse([value * OVERSAMPLING for value in box], fill=int(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * OVERSAMPLING))
        self.image.paste(Image.new("RGB", self.image.size, (30, 30, 36)), (0, 0), mask)

    def strokes(self, lines: Sequence[Sequence[Point]], color: Color, width: float) -> None:
        """Seams, cables, edges."""
        draw = ImageDraw.Draw(self.image)
        for line in lines:
            draw.line(
                [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in line],
                color,
                int(width * OVERSAMPLING),
                "curve",
            )

    def foliage(
        self, box: tuple[float, float, float, float], palette: Sequence[Color], count: int = 260
    ) -> None:
        """Busy ground: many blurred leaves, as in a photograph taken outdoors."""
        layer = self.image.copy()
        draw = ImageDraw.Draw(layer)
        x0, y0, x1, y1 = (value * OVERSAMPLING for value in box)
        for _ in range(count):
            x, y = self._random.uniform(x0, x1), self._random.uniform(y0, y1)
            w, h = self._random.uniform(12, 60, 2)
            color = palette[int(self._random.integers(len(palette)))]
            draw.ellipse([x - w, y - h, x + w, y + h], fill=color)
        mask, mask_draw = self._mask()
        mask_draw.rectangle((x0, y0, x1, y1), fill=255)
        self.image.paste(layer.filter(ImageFilter.GaussianBlur(7)), (0, 0), mask)

    # --- lettering: drawn on the finished pixels, as a shop's picture editor does ---------------

    def _finished(self) -> Image.Image:
        if self._flat is None:
            self._flat = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        return self._flat

    def text(
        self,
        at: Point,
        text: str,
        size: int,
        color: Color,
        *,
        anchor: str = "la",
        heavy: bool = True,
        serif: bool = False,
        outline: Color | None = None,
        outline_px: int = 0,
        angle: float = 0,
        opacity: float = 1.0,
        drop: bool = False,
    ) -> None:
        """One line of lettering; `angle` in degrees counter-clockwise about the anchor point."""
        picture = self._finished()
        mask = Image.new("L", picture.size, 0)
        edge = Image.new("L", picture.size, 0)
        face = font(size, heavy=heavy, serif=serif)
        ImageDraw.Draw(mask).text(at, text, fill=255, font=face, anchor=anchor)
        if outline is not None:
            ImageDraw.Draw(edge).text(at, text, fill=255, font=face, anchor=anchor, stroke_width=outline_px)
        if angle:
            mask = mask.rotate(angle, Image.Resampling.BICUBIC, center=at)
            edge = edge.rotate(angle, Image.Resampling.BICUBIC, center=at)
        if drop:
            soft = (
                ImageChops.offset(mask, 2, 3)
                .filter(ImageFilter.GaussianBlur(3))
                .point(lambda value: value * 0.6)
            )
            picture.paste(Image.new("RGB", picture.size, (0, 0, 0)), (0, 0), soft)
        if outline is not None:
            picture.paste(Image.new("RGB", picture.size, outline), (0, 0), edge)
        if opacity < 1:
            mask = mask.point(lambda value: value * opacity)
        picture.paste(Image.new("RGB", picture.size, color), (0, 0), mask)

    def printed(
        self, at: Point, text: str, size: int, color: Color, *, bend: float = 6, angle: float = 0
    ) -> None:
        """Lettering printed on the product: it follows the cloth, and the cloth's grain shows through."""
        picture = self._finished()
        mask = Image.new("L", picture.size, 0)
        ImageDraw.Draw(mask).text(at, text, fill=235, font=font(size), anchor="mm")
        if angle:
            mask = mask.rotate(angle, Image.Resampling.BICUBIC, center=at)
        values = np.asarray(mask)
        columns = np.arange(values.shape[1])
        shift = (bend * np.sin((columns - at[0]) / max(size, 1) * 0.9)).round().astype(int)
        rows = (np.arange(values.shape[0])[:, None] + shift[None, :]).clip(0, values.shape[0] - 1)
        bent = values[rows, columns[None, :]].astype(float)
        bent *= self._random.uniform(0.72, 1.0, bent.shape)
        soft = Image.fromarray(bent.astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.7))
        picture.paste(Image.new("RGB", picture.size, color), (0, 0), soft)

    def panel(self, box: tuple[float, float, float, float], color: Color, *, radius: float = 0) -> None:
        """A flat panel for lettering to stand on."""
        ImageDraw.Draw(self._finished()).rounded_rectangle(box, radius, fill=color)

    def disc(self, center: Point, radius: float, color: Color, *, ring: Color | None = None) -> None:
        """A round badge."""
        x, y = center
        draw = ImageDraw.Draw(self._finished())
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=color)
        if ring is not None:
            inner = radius - 6
            draw.ellipse([x - inner, y - inner, x + inner, y + inner], outline=ring, width=2)

    def table(
        self,
        at: Point,
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        height: int,
        ink: Color,
        head: Color,
    ) -> None:
        """A ruled table, its first row on colour."""
        draw = ImageDraw.Draw(self._finished())
        x0, y = at
        for index, row in enumerate(rows):
            x = x0
            for cell, width in zip(row, widths, strict=True):
                fill = head if index == 0 else (255, 255, 255) if index % 2 else (246, 246, 248)
                draw.rectangle((x, y, x + width, y + height), fill=fill, outline=(190, 190, 196))
                face = font(int(height * 0.42), heavy=index == 0)
                color = (255, 255, 255) if index == 0 else ink
                draw.text((x + width / 2, y + height / 2), cell, fill=color, font=face, anchor="mm")
                x += width
            y += height

    def save(self, path: Path, *, quality: int = 92) -> None:
        """Write a JPEG or PNG, by the name's ending."""
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = self._finished()
        if path.suffix == ".png":
            picture.save(path)
        else:
            picture.save(path, quality=quality, subsampling=0)
