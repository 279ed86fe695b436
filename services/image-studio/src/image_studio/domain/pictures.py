"""Picture files: in as bytes, out as bytes of the same size, format, profile and orientation."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, JpegImagePlugin, UnidentifiedImageError

from image_studio.domain.geometry import Mask, Pixels

# 800 x 20,000 is the longest detail picture shops take; a header may claim far more than it holds.
MAX_PIXELS: Final = 36_000_000
MAX_SIDE: Final = 30_000
_FORMATS: Final = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
}
# EXIF orientation -> the transposition that undoes exif_transpose.
_ORIENTATION_TAG: Final = 0x0112
_TURN_BACK: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


class UnusablePicture(Exception):
    """The bytes are no picture that can be lettered; the message says why and what to send.

    ``code`` names the rule: ``not_a_picture``, ``too_large``, ``animated``, ``colour_mode``, ``broken``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """A decoded picture, upright as a viewer shows it.

    ``rgb`` is ``uint8[height, width, 3]`` in the file's own colour profile; ``alpha`` is
    ``uint8[height, width]`` or None. ``keep`` carries what the encoder needs to write alike.
    """

    rgb: Pixels
    alpha: NDArray[np.uint8] | None
    format: str
    keep: dict[str, Any] = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        return _FORMATS[self.format]

    @property
    def shape(self) -> tuple[int, int]:
        return self.rgb.shape[0], self.rgb.shape[1]

    @property
    def shown(self) -> Pixels:
        """The picture as seen on white, for reading."""
        if self.alpha is None:
            return self.rgb
        share = self.alpha[..., None].astype(np.float32) / 255.0
        return np.asarray((self.rgb * share + 255.0 * (1.0 - share)).round(), np.uint8)


def decode(content: bytes) -> Picture:
    """Read a picture file.

    Raises:
        UnusablePicture: not a JPEG, PNG, WebP, GIF or BMP; too large; animated; broken; in a
            colour mode (CMYK, 16 bits) that cannot be written back unchanged.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=list(_FORMATS))
    except UnidentifiedImageError:
        raise UnusablePicture("not_a_picture", "not a JPEG, PNG, WebP, GIF or BMP picture") from None
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise UnusablePicture("broken", f"the picture's header cannot be read: {error}") from None
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise UnusablePicture(
            "too_large",
            f"{width} x {height} pixels are too many: at most {MAX_PIXELS // 1_000_000} million, "
            f"and {MAX_SIDE} to a side",
        )
    if getattr(image, "n_frames", 1) > 1:
        raise UnusablePicture("animated", "an animated picture cannot be lettered: send one frame")
    if image.mode not in {"RGB", "RGBA", "L", "LA", "P", "PA", "1"}:
        raise UnusablePicture("colour_mode", f"colour mode {image.mode} cannot be kept: send RGB with 8 bits")
    format_name = str(image.format)
    try:
        keep = _kept_for_writing(image)
        # In place: of a long picture every copy is 64 megabytes.
        ImageOps.exif_transpose(image, in_place=True)
        image.load()
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, EOFError) as error:
        raise UnusablePicture("broken", f"the picture is broken: {error}") from None
    seen_through = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    if seen_through:
        rgba = np.asarray(image.convert("RGBA"))
        alpha = np.ascontiguousarray(rgba[..., 3])
        return Picture(np.ascontiguousarray(rgba[..., :3]), alpha, format_name, keep, content)
    plain = image if image.mode == "RGB" else image.convert("RGB")
    return Picture(np.array(plain), None, format_name, keep, content)


def encode(picture: Picture, rgb: Pixels, alpha: NDArray[np.uint8] | None) -> bytes:
    """Write pixels as the picture they came from was written."""
    planes = rgb if alpha is None else np.dstack([rgb, alpha])
    image = Image.fromarray(planes)
    mode, options = picture.keep["mode"], dict(picture.keep["options"])
    if mode in {"L", "1", "LA"}:
        image = image.convert("LA" if alpha is not None else "L")
    back = _TURN_BACK.get(picture.keep["orientation"])
    if back is not None:
        image = image.transpose(back)
    if picture.format == "GIF":
        image = image.convert("RGB").quantize(256) if alpha is None else image.quantize(256)
    out = io.BytesIO()
    image.save(out, picture.format, **options)
    return out.getvalue()


def pixels_changed(before: Picture, rgb: Pixels, alpha: NDArray[np.uint8] | None) -> Mask:
    """Which pixels differ from the picture as it came: ``bool[height, width]``."""
    differs = before.rgb != rgb
    # Three times as fast as any(axis=2), which looks at each three by themselves.
    changed = differs[..., 0] | differs[..., 1] | differs[..., 2]
    if before.alpha is not None and alpha is not None:
        changed |= before.alpha != alpha
    return np.asarray(changed)


def as_stored(picture: Picture, mask: Mask) -> Mask:
    """A mask of the upright picture, turned as the file stores its pixels."""
    back = _TURN_BACK.get(picture.keep["orientation"])
    if back is None:
        return mask
    turned = Image.fromarray((mask * 255).astype(np.uint8)).transpose(back)
    return np.asarray(turned) > 127


def coded_together(picture: Picture, mask: Mask) -> Mask:
    """The pixels that a file's coding ties to those of a mask: a JPEG's blocks change as a whole,
    and halved colours reach two pixels into the next block."""
    if picture.format != "JPEG":
        return mask
    side = 8 if picture.keep["options"].get("subsampling") == 0 else 16
    stored = as_stored(picture, mask)
    height, width = stored.shape
    grid = np.zeros((-(-height // side) * side, -(-width // side) * side), bool)
    grid[:height, :width] = stored
    blocks = grid.reshape(grid.shape[0] // side, side, grid.shape[1] // side, side).any(axis=(1, 3))
    tied = np.kron(blocks, np.ones((side, side), bool))[:height, :width]
    tied = cv2.dilate(tied.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    back = _TURN_BACK.get(picture.keep["orientation"])
    if back is None:
        return np.asarray(tied)
    # The transposition that undoes the other: quarter turns are each other's, the rest their own.
    forth = {
        Image.Transpose.ROTATE_90: Image.Transpose.ROTATE_270,
        Image.Transpose.ROTATE_270: Image.Transpose.ROTATE_90,
    }.get(back, back)
    return np.asarray(Image.fromarray((tied * 255).astype(np.uint8)).transpose(forth)) > 127


def _kept_for_writing(image: Image.Image) -> dict[str, Any]:
    options: dict[str, Any] = {}
    exif = image.getexif()
    orientation = exif.get(_ORIENTATION_TAG, 1)
    if image.info.get("icc_profile"):
        options["icc_profile"] = image.info["icc_profile"]
    if image.info.get("exif"):
        options["exif"] = image.info["exif"]
    if image.info.get("dpi") and image.format in {"JPEG", "PNG", "BMP"}:
        options["dpi"] = image.info["dpi"]
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        # With the same tables, blocks that were not touched come out as they went in.
        options["qtables"] = image.quantization
        options["subsampling"] = JpegImagePlugin.get_sampling(image)
        options["progressive"] = bool(image.info.get("progressive"))
        options["optimize"] = True
    elif image.format == "WEBP":
        # "quality" is of the search: 75 and more find 0.2 % and take half as long again.
        options |= {"lossless": True, "method": 2, "quality": 50, "exact": True}
    elif image.format == "PNG":
        options["compress_level"] = 3  # a third of the usual level's time, files 5 % larger
    return {"mode": image.mode, "orientation": orientation, "options": options}
