"""Chinese faces by style, looked up by file name, with Noto where a style is not installed.

`ARGOSY_QUALITY_FONTS` (joined as in PATH) names folders searched before the system's and the cache's.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_ROOT = Path(__file__).resolve().parents[4]
_SYSTEM = (_ROOT / ".cache" / "fonts", Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))

_WANTED: dict[str, tuple[str, ...]] = {
    "sans": ("NotoSansCJK-Regular.ttc",),
    "medium": ("NotoSansCJK-Medium.ttc", "NotoSansCJK-Bold.ttc"),
    "bold": ("NotoSansCJK-Bold.ttc",),
    "light": ("NotoSansCJK-Light.ttc", "wqy-microhei.ttc", "NotoSansCJK-Regular.ttc"),
    "hei": ("wqy-microhei.ttc", "NotoSansCJK-Regular.ttc"),
    "heavy": ("NotoSansCJK-Black.ttc", "NotoSansCJK-Bold.ttc"),
    "serif": ("NotoSerifCJK-SemiBold.ttc", "NotoSerifCJK-Bold.ttc"),
    "song": ("NotoSerifCJK-Regular.ttc",),
    "songheavy": ("NotoSerifCJK-Black.ttc", "NotoSerifCJK-Bold.ttc"),
    "brush": ("LXGWWenKai-Bold.ttf", "ukai.ttc", "NotoSerifCJK-Bold.ttc"),
    "kai": ("ukai.ttc", "LXGWWenKai-Regular.ttf", "NotoSerifCJK-Regular.ttc"),
    "slanted": ("SmileySans-Oblique.ttf", "NotoSansCJK-Bold.ttc"),
    # No rounded face for simplified characters is packaged: a regular one with round-joined strokes serves.
    "rounded": ("NotoSansCJK-Medium.ttc", "NotoSansCJK-Regular.ttc"),
}
"""File names per style, the best first."""

_SHOWN: dict[str, str] = {
    "NotoSansCJK-Black.ttc": "heavy",
    "LXGWWenKai-Bold.ttf": "brush",
    "LXGWWenKai-Regular.ttf": "brush",
    "ukai.ttc": "brush",
}
_SIMPLIFIED = 2
"""The face of simplified characters inside Noto's collections."""


@dataclass(frozen=True)
class Face:
    """A file that draws a style; `shown` is the style a reader sees: sans, serif, rounded, brush, heavy."""

    path: str
    index: int
    shown: str
    round_join: bool

    @property
    def name(self) -> str:
        """The file's name, for the truth."""
        return Path(self.path).name

    def at(self, px: int) -> ImageFont.FreeTypeFont:
        """The face at `px` pixels an em."""
        return _sized(self.path, self.index, px)


@lru_cache(maxsize=512)
def _sized(path: str, index: int, px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, px, index=index)


@lru_cache(maxsize=1)
def _files() -> dict[str, str]:
    folders = [Path(one) for one in os.environ.get("ARGOSY_QUALITY_FONTS", "").split(os.pathsep) if one]
    found: dict[str, str] = {}
    for folder in (*folders, *_SYSTEM):
        if folder.is_dir():
            for path in sorted(folder.rglob("*.[to]t[fc]")):
                found.setdefault(path.name, str(path))
    return found


@lru_cache(maxsize=4096)
def _draws(path: str, index: int, letter: str) -> bool:
    font = _sized(path, index, 24)
    missing = font.getmask("\U0010fffd")
    drawn = font.getmask(letter)
    return letter.isspace() or drawn.size != missing.size or bytes(drawn) != bytes(missing)


def face_for(style: str, text: str) -> Face:
    """The best installed face of `style` that has every letter of `text`.

    Raises:
        FileNotFoundError: no face is installed that draws the text; `fonts-noto-cjk` has them all.
    """
    files = _files()
    for name in (*_WANTED[style], "NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"):
        path = files.get(name)
        if path is None:
            continue
        index = _SIMPLIFIED if name.startswith("Noto") else 0
        if all(_draws(path, index, letter) for letter in set(text)):
            serif = "serif" if name.startswith("NotoSerif") else "sans"
            shown = "rounded" if style == "rounded" else _SHOWN.get(name, serif)
            if shown == "serif" and "Black" in name:
                shown = "heavy"
            return Face(path, index, shown, style == "rounded")
    raise FileNotFoundError(f"no installed face draws {text!r} in {style}: install fonts-noto-cjk")
