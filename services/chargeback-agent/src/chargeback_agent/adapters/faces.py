"""Where the fonts of PDFs are: for names and words that Helvetica's own characters do not cover."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from chargeback_agent.domain.letter.faces import Faces

SYSTEM_DIRS: Final = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path(".cache/fonts"))
_REGULAR: Final = ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf")
_BOLD: Final = ("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf")
_SCRIPTS: Final = (
    "Arabic", "Thai", "Hebrew", "Devanagari", "Bengali", "Tamil", "Telugu", "Gujarati", "Gurmukhi", "Kannada",
    "Malayalam", "Sinhala", "Khmer", "Lao", "Myanmar", "Georgian", "Armenian", "Ethiopic", "Symbols2",
)  # fmt: skip
_EAST_ASIAN: Final = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")
_FALLBACKS: Final = (_EAST_ASIAN[0], *(f"NotoSans{script}-Regular.ttf" for script in _SCRIPTS))


def find_faces(directories: Iterable[Path]) -> Faces:
    """The faces below these folders; a letter that needs a missing one is marked, and named."""
    found: dict[str, Path] = {}
    for directory in directories:
        if directory.is_dir():
            for path in sorted(directory.rglob("*.tt[fc]")):
                found.setdefault(path.name, path)
    for regular, bold in zip(_REGULAR, _BOLD, strict=True):
        if regular in found and bold in found:
            fallbacks = tuple(found[name] for name in _FALLBACKS if name in found)
            # Without the collection's: 10 ms and 3 kB more for the bold of one name.
            bolds = {
                path: found[name]
                for path in fallbacks
                if (name := path.name.replace("-Regular.ttf", "-Bold.ttf")) != path.name and name in found
            }
            regulars, heavy = (found.get(name) for name in _EAST_ASIAN)
            east_asian = (regulars, heavy) if regulars and heavy else None
            return Faces(found[regular], found[bold], fallbacks, bolds, east_asian)
    return Faces()
