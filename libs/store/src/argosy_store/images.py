"""Looking at a picture that somebody sent, before anything else in the house touches it.

A picture is hostile until shown otherwise: a few kilobytes may claim a billion pixels, a format's
decoder may be one nobody needs, the last rows may be missing. ``inspect_image`` reads the header with
Pillow, checks it, and only then decodes, so that memory stays within ``max_pixels``.
"""

import io
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageCms, ImageOps

from argosy_store.errors import StoreError
from argosy_store.media import sniff

# What Chinese and Western platforms take for listings; formats with large or rare decoders stay out.
FORMATS: dict[str, str] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
}
MAX_PIXELS = 40_000_000
"""A 40-megapixel picture: 120 MB as RGB."""
MAX_BYTES = 36 * 1024 * 1024
MAX_SIDE = 16_384
_ORIENTATION = 0x0112  # EXIF 2.32, 4.6.4


class ImageFault(StrEnum):
    """Why a picture cannot serve."""

    EMPTY = "empty"
    TOO_MANY_BYTES = "too_many_bytes"
    UNKNOWN_FORMAT = "unknown_format"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    BROKEN = "broken"


class ImageRejected(StoreError):
    """A picture that cannot serve; ``fault`` says which rule it broke, the message what to do."""

    def __init__(self, fault: ImageFault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What a picture is. ``width`` and ``height`` are pixels as stored, before ``orientation`` (EXIF, 1 to 8,
    1 = upright) is applied; ``upright_size`` is what a viewer shows.
    """

    media_type: str
    width: int
    height: int
    mode: str
    orientation: int
    animated: bool
    has_alpha: bool
    icc_profile: bytes | None

    @property
    def upright_size(self) -> tuple[int, int]:
        """(width, height) as seen: orientations 5 to 8 lie on their side."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)


def inspect_image(
    data: bytes,
    *,
    max_pixels: int = MAX_PIXELS,
    max_bytes: int = MAX_BYTES,
    min_side: int = 1,
    decode: bool = True,
) -> ImageFacts:
    """The facts of a picture that is whole and within limits. Raises ImageRejected.

    With ``decode`` every pixel of the first frame is decoded, which is what finds truncated files. It takes
    8 (JPEG) to 35 ms (WebP) a megapixel, so call it in a thread (``asyncio.to_thread``).
    """
    with _open(data, max_pixels=max_pixels, max_bytes=max_bytes, min_side=min_side) as image:
        return _facts(image, decode=decode)


def load_image(
    data: bytes, *, max_pixels: int = MAX_PIXELS, max_bytes: int = MAX_BYTES, min_side: int = 1
) -> tuple[Image.Image, ImageFacts]:
    """The first frame upright, in sRGB, as RGB (or RGBA where there is transparency), and its facts.

    Raises ImageRejected. The returned picture keeps no metadata.
    """
    with _open(data, max_pixels=max_pixels, max_bytes=max_bytes, min_side=min_side) as image:
        facts = _facts(image, decode=True)
        try:
            upright = ImageOps.exif_transpose(image)
            return _in_srgb(upright, facts), facts
        except (OSError, ValueError, SyntaxError, MemoryError) as error:
            raise _broken(error) from error


def _open(data: bytes, *, max_pixels: int, max_bytes: int, min_side: int) -> Image.Image:
    if not data:
        raise ImageRejected(ImageFault.EMPTY, "the picture has no bytes; send it again")
    if len(data) > max_bytes:
        raise ImageRejected(
            ImageFault.TOO_MANY_BYTES,
            f"the picture has {len(data)} bytes; the limit is {max_bytes}; save it smaller",
        )
    if sniff(data) not in FORMATS.values():
        raise ImageRejected(
            ImageFault.UNKNOWN_FORMAT, f"not a picture this shop reads; send one of {', '.join(FORMATS)}"
        )
    try:
        image = Image.open(io.BytesIO(data), formats=list(FORMATS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRejected(
            ImageFault.TOO_MANY_PIXELS, f"the picture claims too many pixels; the limit is {max_pixels}"
        ) from error
    except Exception as error:
        raise _broken(error) from error
    width, height = image.size
    if width * height > max_pixels or max(width, height) > MAX_SIDE:
        image.close()
        raise ImageRejected(
            ImageFault.TOO_MANY_PIXELS,
            f"the picture is {width}x{height}; the limits are {max_pixels} pixels and {MAX_SIDE} a side",
        )
    if min(width, height) < min_side:
        image.close()
        raise ImageRejected(
            ImageFault.TOO_SMALL, f"the picture is {width}x{height}; each side needs {min_side} pixels"
        )
    return image


def _facts(image: Image.Image, *, decode: bool) -> ImageFacts:
    try:
        if decode:
            image.load()
        orientation = _orientation(image, decoded=decode)
        icc_profile = image.info.get("icc_profile")
        return ImageFacts(
            # A phone's multi-picture JPEG opens as MPO: its first picture is the JPEG.
            media_type=FORMATS.get(image.format or "", "image/jpeg"),
            width=image.width,
            height=image.height,
            mode=image.mode,
            orientation=orientation,
            animated=image.format != "MPO" and bool(getattr(image, "is_animated", False)),
            has_alpha=image.has_transparency_data,
            icc_profile=icc_profile if isinstance(icc_profile, bytes) and icc_profile else None,
        )
    except Exception as error:
        # Pillow's decoders raise what their parser stumbled over: OSError, SyntaxError, ValueError,
        # struct.error, EOFError, IndexError ... All mean the same: the file is not whole.
        raise _broken(error) from error


def _orientation(image: Image.Image, *, decoded: bool) -> int:
    """EXIF orientation, 1 where there is none. Pillow's own getexif() decodes a whole PNG to look for it."""
    exif = image.getexif() if decoded else Image.Exif()
    if not decoded:
        exif.load(image.info.get("exif") or b"")
    found = exif.get(_ORIENTATION, 1)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _in_srgb(image: Image.Image, facts: ImageFacts) -> Image.Image:
    mode = "RGBA" if facts.has_alpha else "RGB"
    if facts.icc_profile is None:
        return image.convert(mode)
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(facts.icc_profile))
        source = image if image.mode in ("RGB", "RGBA", "CMYK", "L") else image.convert(mode)
        target = mode if source.mode == "RGBA" else "RGB"
        converted = ImageCms.profileToProfile(
            source, profile, ImageCms.createProfile("sRGB"), outputMode=target
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert(mode)  # a broken profile: the pixels are all there is to go by
    return (image if converted is None else converted).convert(mode)


def _broken(error: BaseException) -> ImageRejected:
    return ImageRejected(
        ImageFault.BROKEN, f"the picture cannot be decoded ({type(error).__name__}); save it again and resend"
    )
