"""Fonts for lettering pictures in every market's script, and fribidi for right-to-left text."""

from __future__ import annotations

import ctypes.util
import shutil

from libpython import unpack_debian
from progress import CACHE, Missing, run, say, step

PACKAGES = {
    "fonts-noto-core": ("NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansThai-Regular.ttf"),
    "fonts-noto-cjk": ("NotoSansCJK-Regular.ttc",),
}
HOME = CACHE / "fonts"


def install() -> None:
    """Leave nothing to do where the system has the fonts; else unpack Debian's into .cache/fonts."""
    wanted = [package for package, files in PACKAGES.items() if not _on_system(files)]
    if ctypes.util.find_library("fribidi") is None:
        wanted.append("libfribidi0")
    if not wanted:
        say("  ready  fonts and fribidi (the system's)")
        return
    with step(f"{', '.join(wanted)} in .cache/fonts", HOME / ".stamp", wanted) as todo:
        if not todo:
            return
        if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
            raise Missing(f"install by the system's own means: {', '.join(wanted)}")
        unpack_debian(wanted, HOME)


def _on_system(files: tuple[str, ...]) -> bool:
    if shutil.which("fc-list") is None:
        return False
    known = run(["fc-list", "--format", "%{file}\n"], remedy="Install fontconfig.")
    return all(f"/{file}\n" in known for file in files)
