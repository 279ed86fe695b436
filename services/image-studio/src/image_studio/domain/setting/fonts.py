"""The installed faces: where their files are, which characters they have, faces at a size."""

from __future__ import annotations

import ctypes
import ctypes.util
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]  # ships no types
from PIL import ImageFont, features

from image_studio.domain.setting.typefaces import Face, Family, Script, face_chain, typefaces

SYSTEM_DIRS: Final = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


class FontMissing(Exception):
    """A typeface or the shaping library is not installed; the message says what to install."""


@dataclass(frozen=True)
class Measures:
    """What a line needs to know of a face, in em as seen (the face's ``scale`` is in them).

    ``middle`` is how far above the baseline the middle of its plain letters lies (capitals, tooth
    letters, consonants, the CJK square); ``leading`` the least distance of baselines at which a
    tall letter does not touch a deep one.
    """

    middle: float
    leading: float


# Plain letters, and one tall and one deep, by script.
_PLAIN: Final[dict[Script, str]] = {
    "latin": "H",
    "cyrillic": "Н",
    "arabic": "س",
    "thai": "ก",
    "ko": "봄",
}
_TALL_DEEP: Final[dict[Script, str]] = {
    "latin": "Åp",
    "cyrillic": "Йр",
    "arabic": "شأخم",
    "thai": "ที่ญู",
    "ko": "봄",
}
_HAN: Final = "田"
_MEASURED_PX: Final = 256


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
        wanted = {face.file: face.package for face in self._faces_for(languages)}
        missing = sorted(wanted.keys() - self._files.keys())
        if missing:
            packages = sorted({wanted[file] for file in missing})
            raise FontMissing(
                f"font files not found: {', '.join(missing)}; searched "
                f"{', '.join(map(str, self._directories))}. Install {', '.join(packages)}, "
                "or name their directory in ARGOSY_FONT_DIRS."
            )

    def warm_up(self, languages: Iterable[str]) -> None:
        """Read which characters the languages' faces have, before the first picture waits for it.

        Raises:
            FontMissing: a face's file is not installed.
        """
        for face in set(self._faces_for(languages)):
            self._characters(face)

    def _faces_for(self, languages: Iterable[str]) -> Iterator[Face]:
        for language in languages:
            for family in Family:
                for bold in (False, True):
                    yield from self.chain(language, family, bold=bold)

    def chain(self, language: str, family: Family, *, bold: bool) -> tuple[Face, ...]:
        """The faces to try for a character, best first."""
        return face_chain(language, family, bold=bold)

    def named(self, name: str) -> Face | None:
        """The installed face that is published under a name."""
        found = (face for face in typefaces().faces() if face.name == name and face.file in self._files)
        return next(found, None)

    def has(self, face: Face, character: str) -> bool:
        known, code = self._characters(face), ord(character)
        return code < len(known) and known[code] == 1

    def sized(self, face: Face, size: int) -> ImageFont.FreeTypeFont:
        """A face at a size in pixels per em of the sans faces: as large as those look.

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
                str(self._path(face)),
                size * face.scale,
                index=face.index,
                layout_engine=ImageFont.Layout.RAQM,
            )
        return cache[face, size]

    def measures(self, face: Face, script: Script) -> Measures:
        """A face's measures in a script.

        Raises:
            FontMissing: the face's file is not installed.
        """
        return _measures_of(self._path(face), face.index, script, face.scale, face.pen_em)

    def _characters(self, face: Face) -> bytes:
        return _characters_of(self._path(face), face.index)

    def _path(self, face: Face) -> Path:
        try:
            return self._files[face.file]
        except KeyError:
            raise FontMissing(
                f"font file {face.file} ({face.name}) not found in "
                f"{', '.join(map(str, self._directories))}. Install {face.package}."
            ) from None


@lru_cache(maxsize=64)
def _characters_of(path: Path, index: int) -> bytes:
    """Which characters a face has, 1 or 0 by code point: a tenth of a set's memory."""
    if path.suffix == ".ttc":
        with TTCollection(str(path), lazy=True) as collection:
            return _mapped(collection.fonts[index])
    with TTFont(str(path), lazy=True) as font:
        return _mapped(font)


def _mapped(font: TTFont) -> bytes:
    # The glyphs' names, not used here, take longer to read than everything else.
    font.setGlyphOrder([""] * font["maxp"].numGlyphs)
    codes = list(font.getBestCmap())
    known = bytearray(max(codes, default=-1) + 1)
    for code in codes:
        known[code] = 1
    return bytes(known)


@lru_cache(maxsize=128)
def _measures_of(path: Path, index: int, script: Script, scale: float, pen_em: float) -> Measures:
    sized = ImageFont.truetype(str(path), _MEASURED_PX, index=index, layout_engine=ImageFont.Layout.RAQM)
    _, top, _, bottom = sized.getbbox(_PLAIN.get(script, _HAN), anchor="ls")
    _, highest, _, deepest = sized.getbbox(_TALL_DEEP.get(script, _HAN), anchor="ls")
    return Measures(
        middle=-(top + bottom) / 2 / _MEASURED_PX * scale,
        leading=(deepest - highest) / _MEASURED_PX * scale + 2 * pen_em,
    )


def _load_fribidi(directories: list[Path]) -> None:
    """Pillow opens libfribidi by name at run time; bring it in where it is not system-wide."""
    if features.check("fribidi") or ctypes.util.find_library("fribidi"):
        return
    for directory in directories:
        for path in sorted(directory.rglob("libfribidi.so*")) if directory.is_dir() else ():
            ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
            return
