"""What buyers photograph: goods on a table, as a phone saves it; and what is done to pictures."""

from __future__ import annotations

import io
from datetime import datetime

import cv2
import numpy as np
from PIL import ExifTags, Image, PngImagePlugin

from argosy_testing.drawn_goods import SIDE, Product, cutout

WIDE, HIGH = 1600, 1200


def table(seed: int, wide: int = WIDE, high: int = HIGH) -> np.ndarray:
    """A surface: wood, cloth or a plain one. ``float32[high, wide, 3]``."""
    rng = np.random.default_rng(seed)
    tones = ((150, 112, 78), (188, 178, 164), (92, 84, 80), (208, 204, 198), (120, 132, 128))
    ground = np.full((high, wide, 3), tones[seed % len(tones)], np.float32)
    grain = cv2.GaussianBlur(
        rng.normal(0, 1, (high, wide)).astype(np.float32), (0, 0), 30, sigmaY=1.5 if seed % 2 else 30
    )
    ground *= 1 + (0.09 * grain / max(1e-6, float(np.abs(grain).max())))[..., None]
    if seed % 3 == 0:  # things that stand about
        for _ in range(4):
            x, y = (
                int(rng.uniform(0, wide)),
                int(rng.choice((rng.uniform(0, 0.14), rng.uniform(0.86, 1))) * high),
            )
            cv2.ellipse(
                ground,
                (x, y),
                (int(rng.uniform(60, 190)), int(rng.uniform(40, 110))),
                float(rng.uniform(0, 180)),
                0,
                360,
                rng.uniform(40, 220, 3).tolist(),
                -1,
            )
    return ground


def photograph(
    product: Product,
    seed: int,
    *,
    damage: str = "",
    light: float = 1.0,
    blur: float = 0.0,
    warmth: float | None = None,
) -> np.ndarray:
    """The product, photographed: turned, seen at an angle, lit. ``uint8[1200, 1600, 3]``."""
    rng = np.random.default_rng(5000 + seed)
    made = cutout(product)
    if damage:
        made = harmed(made, damage, seed)
    size = float(rng.uniform(0.62, 0.86)) * HIGH
    middle = np.array([WIDE * rng.uniform(0.42, 0.58), HIGH * rng.uniform(0.46, 0.54)])
    turn = float(rng.uniform(-0.3, 0.3))
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32) * size / 2
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corners = corners @ spin.T + middle + rng.uniform(-0.06, 0.06, (4, 2)) * size
    source = np.array([[0, 0], [SIDE, 0], [SIDE, SIDE], [0, SIDE]], np.float32)
    how = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    laid = cv2.warpPerspective(made, how, (WIDE, HIGH), flags=cv2.INTER_AREA)
    ground = table(seed)
    shade = cv2.GaussianBlur(np.roll(laid[..., 3], (22, 18), (0, 1)), (0, 0), 16)
    ground *= 1 - 0.4 * shade[..., None]
    picture = ground + (laid[..., :3] - ground) * laid[..., 3:]
    return developed(picture, seed, light=light, blur=blur, warmth=warmth)


def developed(
    picture: np.ndarray, seed: int, *, light: float = 1.0, blur: float = 0.0, warmth: float | None = None
) -> np.ndarray:
    """A scene through a phone's lens: falling light, a warm or cold lamp, noise."""
    rng = np.random.default_rng(9000 + seed)
    high, wide = picture.shape[:2]
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    fall = 1.04 - 0.22 * np.hypot((xs / wide - rng.uniform(0.3, 0.7)), (ys / high - rng.uniform(0.3, 0.7)))
    warm = float(rng.uniform(-0.09, 0.12)) if warmth is None else warmth
    picture = picture * fall[..., None] * np.array([1 + warm, 1.0, 1 - warm]) * light
    picture = cv2.GaussianBlur(picture, (0, 0), 0.8 + blur)
    return np.clip(picture + rng.normal(0, 2.5, picture.shape), 0, 255).astype(np.uint8)


def harmed(made: np.ndarray, kind: str, seed: int) -> np.ndarray:
    """The product with a crack, a stain, a tear or a dent."""
    rng = np.random.default_rng(300 + seed)
    made = made.copy()
    side = made.shape[0]
    inside = np.argwhere(cv2.erode((made[..., 3] > 0.9).astype(np.uint8), np.ones((61, 61), np.uint8)) > 0)
    y, x = (
        int(one)
        for one in (inside[int(rng.integers(len(inside)))] if len(inside) else (side // 2, side // 2))
    )
    skin, cover = made[..., :3].copy(), made[..., 3].copy()
    dark = [18.0, 15.0, 14.0] if skin[y, x].mean() > 60 else [205.0, 200.0, 190.0]
    match kind:
        case "crack":
            for _ in range(4):
                way, at = float(rng.uniform(0, 6.28)), np.array([x, y], np.float64)
                for _ in range(9):
                    way += float(rng.normal(0, 0.5))
                    to = at + np.array([np.cos(way), np.sin(way)]) * side * 0.03
                    cv2.line(skin, at.astype(int).tolist(), to.astype(int).tolist(), dark, 4, cv2.LINE_AA)
                    at = to
        case "stain":
            blot = np.zeros((side, side), np.float32)
            for _ in range(9):
                cv2.circle(
                    blot,
                    (x + int(rng.normal(0, 34)), y + int(rng.normal(0, 34))),
                    int(rng.uniform(18, 44)),
                    1.0,
                    -1,
                )
            blot = cv2.GaussianBlur(blot, (0, 0), 5)[..., None] * 0.8
            skin = skin * (1 - blot) + np.array([74, 48, 22]) * blot
        case "tear":
            shape = np.array([[x, y], [x + 120, y - 26], [x + 210, y + 8], [x + 110, y + 34]], np.int32)
            cv2.fillPoly(skin, [shape], dark)
        case _:
            raise ValueError(kind)
    return np.dstack([skin, cover]).astype(np.float32)


def jpeg(
    picture: np.ndarray,
    quality: int = 88,
    *,
    taken: datetime | None = None,
    zone: str = "",
    software: str = "",
    camera: bool = True,
) -> bytes:
    """As a phone saves it, with its EXIF."""
    exif = Image.Exif()
    if camera:
        exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Argo", "Phone 3"
    if software:
        exif[ExifTags.Base.Software] = software
    if taken:
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        inner[ExifTags.Base.DateTimeOriginal] = taken.strftime("%Y:%m:%d %H:%M:%S")
        if zone:
            inner[ExifTags.Base.OffsetTimeOriginal] = zone
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def png(picture: np.ndarray, **texts: str) -> bytes:
    """As PNG, with text chunks."""
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_text(name, text)
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG", pnginfo=info, compress_level=1)
    return out.getvalue()


def with_xmp(data: bytes, source_type: str) -> bytes:
    """A JPEG with an XMP packet that names its digital source type."""
    packet = (
        b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description "
        b"Iptc4xmpExt:DigitalSourceType='http://cv.iptc.org/newscodes/digitalsourcetype/"
        + source_type.encode()
        + b"'/>"
        b"</rdf:RDF></x:xmpmeta>"
    )
    return data[:2] + b"\xff\xe1" + (len(packet) + 2).to_bytes(2, "big") + packet + data[2:]


def reused(picture: np.ndarray, how: str) -> np.ndarray:  # noqa: PLR0911 — one return an outcome
    """The picture as somebody sends it again."""
    high, wide = picture.shape[:2]
    match how:
        case "recompressed":
            return np.asarray(Image.open(io.BytesIO(jpeg(picture, 45))))
        case "resized":
            return cv2.resize(picture, (wide // 2, high // 2), interpolation=cv2.INTER_AREA)
        case "cropped 2 %":
            return np.ascontiguousarray(picture[high // 50 : -high // 50, wide // 50 : -wide // 50])
        case "cropped 5 %":
            return np.ascontiguousarray(picture[high // 20 : -high // 20, wide // 20 : -wide // 20])
        case "cropped 10 %":
            return np.ascontiguousarray(picture[high // 10 : -high // 10, wide // 10 : -wide // 10])
        case "screenshot":
            page = np.full((2000, 1000, 3), 245, np.uint8)
            small = cv2.resize(picture, (1000, 1000 * high // wide), interpolation=cv2.INTER_AREA)
            page[600 : 600 + small.shape[0]] = small
            page[:90] = 40
            return page
        case "mirrored":
            return np.ascontiguousarray(picture[:, ::-1])
        case "turned":
            return np.ascontiguousarray(np.rot90(picture))
        case "re-lit":
            lit: np.ndarray = np.clip(picture.astype(np.float32) * 1.25 + 8, 0, 255).astype(np.uint8)
            return lit
        case "bordered":
            return cv2.copyMakeBorder(picture, 30, 30, 30, 30, cv2.BORDER_CONSTANT, value=(255, 255, 255))
        case _:
            raise ValueError(how)


REUSES = (
    "recompressed", "resized", "cropped 2 %", "cropped 5 %", "cropped 10 %", "mirrored", "turned", "re-lit",
    "bordered", "screenshot",
)  # fmt: skip


def spliced(genuine: np.ndarray, damaged: np.ndarray, quality: int = 90) -> np.ndarray:
    """A genuine JPEG into which a patch of another picture was set."""
    first = np.asarray(Image.open(io.BytesIO(jpeg(genuine, 75))))
    different = np.abs(first.astype(int) - damaged.astype(int)).max(axis=2) > 40
    patch = cv2.dilate(different.astype(np.uint8), np.ones((25, 25), np.uint8)).astype(bool)
    made = first.copy()
    made[patch] = damaged[patch]
    return np.asarray(Image.open(io.BytesIO(jpeg(made, quality))))
