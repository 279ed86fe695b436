"""Typefaces: which families write which language, which characters they have, loaded faces.

All families are Noto (SIL Open Font License 1.1), as Debian's fonts-noto-core and fonts-noto-cjk
install them.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]  # ships no types
from PIL import ImageFont, features

SYSTEM_DIRS: Final = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


class FontMissing(Exception):
    """A typeface or the shaping library is not installed; the message says what to install."""


@dataclass(frozen=True)
class Face:
    """One face: a file, the face's index in a collection, and the name it is published under."""

    name: str
    file: str
    index: int = 0
    bold: bool = False


def _pair(name: str, stem: str, suffix: str = "ttf", index: int = 0) -> tuple[Face, Face]:
    return (
        Face(f"{name} Regular", f"{stem}-Regular.{suffix}", index, bold=False),
        Face(f"{name} Bold", f"{stem}-Bold.{suffix}", index, bold=True),
    )


# Order of the faces in Noto's CJK collections: JP, KR, SC, TC, HK.
_SANS: Final = {
    "latin": _pair("Noto Sans", "NotoSans"),
    "arabic": _pair("Noto Sans Arabic", "NotoSansArabic"),
    "thai": _pair("Noto Sans Thai", "NotoSansThai"),
    "ja": _pair("Noto Sans CJK JP", "NotoSansCJK", "ttc", 0),
    "ko": _pair("Noto Sans CJK KR", "NotoSansCJK", "ttc", 1),
    "zh-hans": _pair("Noto Sans CJK SC", "NotoSansCJK", "ttc", 2),
    "zh-hant": _pair("Noto Sans CJK TC", "NotoSansCJK", "ttc", 3),
}
_SERIF: Final = {
    "latin": _pair("Noto Serif", "NotoSerif"),
    "arabic": _pair("Noto Naskh Arabic", "NotoNaskhArabic"),
    "thai": _pair("Noto Serif Thai", "NotoSerifThai"),
    "ja": _pair("Noto Serif CJK JP", "NotoSerifCJK", "ttc", 0),
    "ko": _pair("Noto Serif CJK KR", "NotoSerifCJK", "ttc", 1),
    "zh-hans": _pair("Noto Serif CJK SC", "NotoSerifCJK", "ttc", 2),
    "zh-hant": _pair("Noto Serif CJK TC", "NotoSerifCJK", "ttc", 3),
}


def script_of(language: str) -> str:
    """The family group that writes a language (BCP 47)."""
    parts = language.lower().split("-")
    base = parts[0]
    if base == "zh":
        return "zh-hant" if {"hant", "tw", "hk", "mo"} & set(parts) else "zh-hans"
    if base in {"ar", "fa", "ur"}:
        return "arabic"
    return {"th": "thai", "ja": "ja", "ko": "ko"}.get(base, "latin")


def is_right_to_left(language: str) -> bool:
    return language.lower().split("-")[0] in {"ar", "fa", "ur", "he"}


class FontBook:
    """The installed faces. Sized faces are kept per thread: FreeType's are not shareable."""

    def __init__(self, directories: Iterable[Path] = SYSTEM_DIRS) -> None:
        self._directories = tuple(directories)
        self._files: dict[str, Path] = {}
        for directory in self._directories:
            if directory.is_dir():
                for path in sorted(directory.rglob("*.[to]t[fc]")):
                    self._files.setdefault(path.name, path)
        self._sized = threading.local()

    def check(self, languages: Iterable[str]) -> None:
        """Fail at the start, by name, if a face or the shaper is not there.

        Raises:
            FontMissing: naming the files, the directories searched and what to install.
        """
        _load_fribidi([*self._directories])
        if not features.check("raqm"):
            raise FontMissing(
                "Pillow cannot shape Arabic and Thai: libraqm or libfribidi is missing. "
                "Install libfribidi0, or put libfribidi.so.0 into a directory of ARGOSY_FONT_DIRS."
            )
        wanted = {
            face.file
            for language in languages
            for serif in (False, True)
            for bold in (False, True)
            for face in self.chain(language, serif=serif, bold=bold)
        }
        missing = sorted(wanted - self._files.keys())
        if missing:
            raise FontMissing(
                f"font files not found: {', '.join(missing)}; searched "
                f"{', '.join(map(str, self._directories))}. Install fonts-noto-core and "
                "fonts-noto-cjk, or name their directory in ARGOSY_FONT_DIRS."
            )

    def chain(self, language: str, *, serif: bool, bold: bool) -> tuple[Face, ...]:
        """The faces to try for a character, best first. Arabic's and Thai's have no Latin."""
        families = _SERIF if serif else _SANS
        order = dict.fromkeys((script_of(language), "latin", "zh-hans"))
        return tuple(families[key][int(bold)] for key in order)

    def has(self, face: Face, character: str) -> bool:
        return ord(character) in self._characters(face)

    def sized(self, face: Face, size: int) -> ImageFont.FreeTypeFont:
        """A face at a size in pixels per em.

        Raises:
            FontMissing: the face's file is not installed.
        """
        cache: dict[tuple[Face, int], ImageFont.FreeTypeFont] | None
        cache = getattr(self._sized, "faces", None)
        if cache is None:
            cache = self._sized.faces = {}
        if (face, size) not in cache:
            if len(cache) > 256:
                cache.clear()
            cache[face, size] = ImageFont.truetype(
                str(self._path(face)), size, index=face.index, layout_engine=ImageFont.Layout.RAQM
            )
        return cache[face, size]

    def _characters(self, face: Face) -> frozenset[int]:
        return _characters_of(self._path(face), face.index)

    def _path(self, face: Face) -> Path:
        try:
            return self._files[face.file]
        except KeyError:
            raise FontMissing(
                f"font file {face.file} ({face.name}) not found in {', '.join(map(str, self._directories))}"
            ) from None


@lru_cache(maxsize=64)
def _characters_of(path: Path, index: int) -> frozenset[int]:
    if path.suffix == ".ttc":
        with TTCollection(str(path), lazy=True) as collection:
            return frozenset(collection.fonts[index].getBestCmap())
    with TTFont(str(path), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _load_fribidi(directories: list[Path]) -> None:
    """Pillow opens libfribidi by name at run time; bring it in where it is not system-wide."""
    if features.check("fribidi") or ctypes.util.find_library("fribidi"):
        return
    for directory in directories:
        for path in sorted(directory.rglob("libfribidi.so*")) if directory.is_dir() else ():
            ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
            return
