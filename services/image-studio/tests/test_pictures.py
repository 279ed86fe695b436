from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from image_studio.domain.pictures import UnusablePicture, decode, encode, pixels_changed


def _file(image: Image.Image, format_name: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_name, **options)
    return out.getvalue()


def _noise(mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> Image.Image:
    shape = (size[1], size[0], len(mode)) if len(mode) > 1 else (size[1], size[0])
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, shape).astype(np.uint8), mode)


@pytest.mark.parametrize("format_name", ["PNG", "WEBP", "BMP"])
def test_a_lossless_picture_written_again_has_the_same_pixels_and_format(format_name: str) -> None:
    content = _file(_noise(), format_name, **({"lossless": True} if format_name == "WEBP" else {}))
    picture = decode(content)
    again = decode(encode(picture, picture.rgb, picture.alpha))
    assert again.format == format_name
    assert not pixels_changed(picture, again.rgb, again.alpha).any()


def test_a_jpeg_keeps_its_tables_and_hardly_changes() -> None:
    smooth = np.add.outer(np.arange(64) * 2, np.arange(96)).astype(np.uint8)
    content = _file(
        Image.fromarray(np.dstack([smooth, smooth // 2, smooth])), "JPEG", quality=83, subsampling=0
    )
    picture = decode(content)
    written = encode(picture, picture.rgb, None)
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(written))
    assert after.quantization == before.quantization
    off = np.abs(np.asarray(before, np.int16) - np.asarray(after, np.int16))
    assert off.max() <= 3
    assert off.mean() < 0.2


def test_orientation_and_profile_survive_and_the_picture_is_worked_on_upright() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to view
    content = _file(_noise(size=(40, 20)), "PNG", icc_profile=profile, exif=exif.tobytes())
    picture = decode(content)
    assert picture.shape == (40, 20)
    written = Image.open(io.BytesIO(encode(picture, picture.rgb, None)))
    assert written.size == (40, 20)
    assert written.getexif()[0x0112] == 6
    assert written.info["icc_profile"] == profile
    assert np.array_equal(np.asarray(written), np.asarray(Image.open(io.BytesIO(content))))


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparency_survives(mode: str) -> None:
    picture = decode(_file(_noise("RGBA").convert(mode), "PNG"))
    assert picture.alpha is not None
    again = decode(encode(picture, picture.rgb, picture.alpha))
    assert np.array_equal(again.alpha, picture.alpha)
    assert np.array_equal(again.rgb, picture.rgb)


def test_a_grey_picture_stays_grey() -> None:
    picture = decode(_file(_noise("L"), "PNG"))
    assert Image.open(io.BytesIO(encode(picture, picture.rgb, None))).mode == "L"


def test_a_header_that_claims_a_bomb_is_refused_before_it_is_unpacked() -> None:
    header = b"\x00\x00\xff\xff" + b"\x00\x00\xff\xff" + b"\x08\x02\x00\x00\x00"
    chunk = b"IHDR" + header
    png = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0d" + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    with pytest.raises(UnusablePicture, match="pixels"):
        decode(png + b"\x00\x00\x00\x00IEND\xaeB`\x82")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a JPEG"),
        (_file(_noise(size=(300, 300)), "PNG")[:3000], "broken"),
        (_file(_noise(), "TIFF"), "not a JPEG"),
        (_file(_noise("CMYK"), "JPEG"), "CMYK"),
    ],
)
def test_what_cannot_be_lettered_is_refused_with_a_reason(content: bytes, said: str) -> None:
    with pytest.raises(UnusablePicture, match=said):
        decode(content)


def test_an_animated_picture_is_refused() -> None:
    out = io.BytesIO()
    _noise().save(out, "GIF", save_all=True, append_images=[_noise().transpose(Image.Transpose.ROTATE_180)])
    with pytest.raises(UnusablePicture, match="animated"):
        decode(out.getvalue())
