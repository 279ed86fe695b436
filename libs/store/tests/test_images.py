"""A picture is looked at before it is decoded, and a hostile one costs neither memory nor time."""

import io
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from argosy_store import ImageFault, ImageRejected, inspect_image, load_image

Picture = Callable[..., bytes]


def fault(data: bytes, **limits: int) -> ImageFault:
    with pytest.raises(ImageRejected) as raised:
        inspect_image(data, **limits)
    assert len(str(raised.value)) > 20
    return raised.value.fault


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("BMP", "image/bmp"),
    ],
)
def test_each_known_format_shows_its_facts(picture: Picture, form: str, media_type: str) -> None:
    facts = inspect_image(picture(form, (64, 48)))
    assert (facts.media_type, facts.width, facts.height) == (media_type, 64, 48)
    assert (facts.orientation, facts.animated, facts.has_alpha, facts.icc_profile) == (1, False, False, None)


@pytest.mark.parametrize("form", ["TIFF", "ICO", "PPM", "PCX"])
def test_formats_nobody_needs_are_not_opened(picture: Picture, form: str) -> None:
    assert fault(picture(form)) is ImageFault.UNKNOWN_FORMAT


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF",
        b"GIF",
        b"\x00" * 100,
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert fault(data) is ImageFault.UNKNOWN_FORMAT


def test_nothing_is_no_picture() -> None:
    assert fault(b"") is ImageFault.EMPTY


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_picture_that_breaks_off_is_broken(picture: Picture, form: str, share: float) -> None:
    whole = picture(form, (200, 160))
    assert fault(whole[: int(len(whole) * share)]) is ImageFault.BROKEN


def png_header(width: int, height: int, body: bytes = b"") -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(body))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "size", [(100_000, 100_000), (60_000, 1_000), (9_000, 5_000), (2**31 - 1, 1), (16_385, 1)]
)
def test_a_few_bytes_that_claim_a_huge_picture_are_refused_unread(size: tuple[int, int]) -> None:
    assert fault(png_header(*size)) is ImageFault.TOO_MANY_PIXELS


def test_a_picture_of_no_size_is_broken() -> None:
    assert fault(png_header(0, 10)) in (ImageFault.BROKEN, ImageFault.TOO_SMALL)


def test_a_compressed_comment_bomb_is_refused(picture: Picture) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 30_000_000, zip=True)
    assert fault(picture("PNG", pnginfo=info)) is ImageFault.BROKEN


def test_limits_are_the_callers(picture: Picture) -> None:
    data = picture("PNG", (64, 48))
    assert fault(data, max_pixels=64 * 48 - 1) is ImageFault.TOO_MANY_PIXELS
    assert fault(data, max_bytes=len(data) - 1) is ImageFault.TOO_MANY_BYTES
    assert fault(data, min_side=49) is ImageFault.TOO_SMALL
    assert inspect_image(data, max_pixels=64 * 48, max_bytes=len(data), min_side=48).height == 48


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_header_alone_can_be_asked_for(picture: Picture, form: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    whole = picture(form, (200, 160), exif=exif)
    facts = inspect_image(whole[: len(whole) * 2 // 3], decode=False)
    assert (facts.width, facts.height, facts.upright_size) == (200, 160, (160, 200))


def test_animation_alpha_orientation_and_profile_are_seen() -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    assert inspect_image(buffer.getvalue()).animated

    buffer = io.BytesIO()
    Image.new("RGBA", (8, 8), (1, 2, 3, 4)).save(buffer, "PNG")
    assert inspect_image(buffer.getvalue()).has_alpha

    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (8, 4)).save(buffer, "JPEG", exif=exif, icc_profile=profile)
    facts = inspect_image(buffer.getvalue())
    assert (facts.orientation, facts.upright_size) == (6, (4, 8))
    assert facts.icc_profile == profile


def test_a_loaded_picture_is_upright() -> None:
    image = Image.new("RGB", (40, 20), "white")
    image.paste((255, 0, 0), (0, 0, 20, 20))  # the left half is red
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    buffer = io.BytesIO()
    image.save(buffer, "PNG", exif=exif)
    upright, facts = load_image(buffer.getvalue())
    assert upright.size == facts.upright_size == (20, 40)
    assert upright.getpixel((10, 5)) == (255, 0, 0)  # the left half is on top now
    assert upright.getpixel((10, 35)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16", "CMYK"])
def test_every_mode_loads_as_rgb_or_rgba(mode: str) -> None:
    buffer = io.BytesIO()
    Image.new(mode, (8, 6)).save(buffer, "JPEG" if mode == "CMYK" else "PNG")
    loaded, facts = load_image(buffer.getvalue())
    assert loaded.mode == ("RGBA" if facts.has_alpha else "RGB")
    assert loaded.size == (8, 6)
    assert loaded.info.get("exif") is None


def test_colours_are_brought_to_srgb_and_a_broken_profile_is_passed_over() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    for profile in (b"not a profile", lab):
        buffer = io.BytesIO()
        Image.new("RGB", (8, 6), (200, 30, 30)).save(buffer, "PNG", icc_profile=profile)
        loaded, facts = load_image(buffer.getvalue())
        assert loaded.mode == "RGB"
        assert facts.icc_profile == profile


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_bytes_give_facts_or_a_named_fault(picture: Picture, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "BMP"]))
    whole = bytearray(picture(form, (24, 16)))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(12, len(whole) - 1))] = data.draw(st.integers(0, 255))
    facts = None
    with suppress(ImageRejected):  # any other error fails the test
        facts = inspect_image(bytes(whole))
    assert facts is None or facts.width * facts.height <= 40_000_000
