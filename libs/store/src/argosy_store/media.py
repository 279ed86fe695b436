"""Media types that may be stored, their file extensions, and how their first bytes look."""

EXTENSIONS: dict[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/json": "json",
    "text/plain": "txt",
    "text/csv": "csv",
}
IMAGE_TYPES = frozenset(media_type for media_type in EXTENSIONS if media_type.startswith("image/"))
VIDEO_TYPES = frozenset(media_type for media_type in EXTENSIONS if media_type.startswith("video/"))

# Types that are a ZIP archive inside, or plain text, cannot be told from their first bytes.
_ZIPPED = frozenset(
    {"application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
)
_TEXTUAL = frozenset({"application/json", "text/plain", "text/csv"})


# Brands of MP4 files as phones, cameras and platforms write them, beside Apple's own "qt  ".
# Source: https://mp4ra.org/registered-types/brands
_MP4_BRANDS = (
    b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42",
    b"avc1", b"M4V ", b"MSNV", b"dash", b"3gp4", b"3gp5", b"3gp6",
)  # fmt: skip

# (offset, bytes) pairs that all have to be there. Sources: the formats' own specifications and
# https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern
_SIGNATURES: tuple[tuple[str, tuple[tuple[int, bytes], ...]], ...] = (
    ("image/jpeg", ((0, b"\xff\xd8\xff"),)),
    ("image/png", ((0, b"\x89PNG\r\n\x1a\n"),)),
    ("image/gif", ((0, b"GIF87a"),)),
    ("image/gif", ((0, b"GIF89a"),)),
    ("image/webp", ((0, b"RIFF"), (8, b"WEBPVP"))),
    ("image/bmp", ((0, b"BM"), (6, b"\x00\x00\x00\x00"))),  # the reserved words
    ("video/quicktime", ((4, b"ftypqt  "),)),
    *(("video/mp4", ((4, b"ftyp" + brand),)) for brand in _MP4_BRANDS),
    ("video/webm", ((0, b"\x1a\x45\xdf\xa3"),)),  # any Matroska: WebM is one with fewer codecs
    ("application/pdf", ((0, b"%PDF-"),)),
    ("application/zip", ((0, b"PK\x03\x04"),)),
)


def sniff(data: bytes) -> str | None:
    """The media type that the first bytes show, whatever a sender claims; None if it is none of ours."""
    for media_type, signature in _SIGNATURES:
        if all(data[offset : offset + len(mark)] == mark for offset, mark in signature):
            return media_type
    return None


def fits(data: bytes, media_type: str) -> bool:
    """Whether ``data`` can be of that media type, by its first bytes."""
    found = sniff(data)
    if media_type in _ZIPPED:
        return found == "application/zip"
    if media_type in _TEXTUAL:
        return found is None and b"\x00" not in data[:4096]
    return found == media_type
