"""Fonts for lettering pictures in every market's script, and fribidi for right-to-left text.

The packages and files are those of image-studio's data/typefaces.yaml (a test holds the two together).
"""

from __future__ import annotations

import ctypes.util
import shutil

from libpython import unpack_debian
from progress import CACHE, Missing, run, say, step

PACKAGES = {
    "fonts-noto-core": (
        "NotoKufiArabic-Bold.ttf",
        "NotoNaskhArabic-Bold.ttf",
        "NotoNaskhArabic-Regular.ttf",
        "NotoSans-Bold.ttf",
        "NotoSans-Regular.ttf",
        "NotoSansArabic-Bold.ttf",
        "NotoSansArabic-Regular.ttf",
        "NotoSansThai-Bold.ttf",
        "NotoSansThai-Regular.ttf",
        "NotoSerif-Bold.ttf",
        "NotoSerif-BoldItalic.ttf",
        "NotoSerif-Italic.ttf",
        "NotoSerif-Regular.ttf",
        "NotoSerifThai-Bold.ttf",
        "NotoSerifThai-Regular.ttf",
    ),
    "fonts-noto-cjk": (
        "NotoSansCJK-Bold.ttc",
        "NotoSansCJK-Regular.ttc",
        "NotoSerifCJK-Bold.ttc",
        "NotoSerifCJK-Regular.ttc",
    ),
    "fonts-quicksand": ("Quicksand-Bold.ttf", "Quicksand-Medium.ttf"),
    "fonts-inter": ("Inter-Black.otf", "Inter-Thin.otf"),
    "fonts-kaushanscript": ("KaushanScript-Regular.otf",),
    "fonts-hosny-amiri": ("Amiri-Bold.ttf", "Amiri-Regular.ttf"),
    "fonts-woowa-bm": ("BMDOHYEON_ttf.ttf", "BMJUA_ttf.ttf", "BMYEONSUNG_ttf.ttf"),
    "fonts-motoya-l-maruberi": ("MTLmr3m.ttf",),
    "fonts-mplus": ("Mplus2-Black.otf",),
    "fonts-yusei-magic": ("YuseiMagic-Regular.ttf",),
    # Chinese in a brush's hand: nothing is set in it, the tests draw with it what has to be told from sans.
    "fonts-arphic-gkai00mp": ("gkai00mp.ttf",),
}
HOME = CACHE / "fonts"


def install() -> None:
    """Leave nothing to do where the system has the fonts; else unpack Debian's into .cache/fonts."""
    known = _known()
    wanted = [package for package, files in PACKAGES.items() if not known.issuperset(files)]
    if ctypes.util.find_library("fribidi") is None and not list(HOME.rglob("libfribidi.so*")):
        wanted.append("libfribidi0")
    if not wanted:
        say("  ready  fonts and fribidi")
        return
    stamp = HOME / ".stamp"
    stamp.unlink(missing_ok=True)  # the files themselves say what is to be done
    with step(f"{', '.join(wanted)} in .cache/fonts", stamp, wanted):
        if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
            raise Missing(f"install by the system's own means: {', '.join(wanted)}")
        unpack_debian(wanted, HOME)


def _known() -> set[str]:
    """Names of the font files that the system or an earlier set-up has."""
    names = {path.name for path in HOME.rglob("*.[to]t[fc]")}
    if shutil.which("fc-list") is not None:
        said = run(["fc-list", "--format", "%{file}\n"], remedy="Install fontconfig.")
        names |= {line.rsplit("/", 1)[-1] for line in said.splitlines()}
    return names
