"""Finding known phrases in what carriers, buyers and shops write, in scripts with and without spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_MARKS: Final = re.compile(r"[\s_.,:;!()\[\]{}|/\\\"“”«»·•。、，：；！（）【】–—-]+")
_UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GAP: Final = r"\W(?:.{0,30}\W)?"


def plain(text: str, longest: int = 4_000) -> str:
    """Folded case and width, marks as single spaces; accents stay."""
    folded = unicodedata.normalize("NFKC", text[:longest]).replace("’", "'").casefold()
    folded = unicodedata.normalize("NFC", folded.replace("i̇", "i"))
    return _MARKS.sub(" ", folded).strip()


def bounded(phrase: str) -> str:
    """A phrase as a pattern: words end where letters end, but in scripts that put no spaces between them.

    ``~`` in it stands for up to thirty characters between two words.
    """
    parts = [re.escape(plain(part)) for part in phrase.split("~")]
    if unspaced(phrase):
        return ".{0,15}".join(parts)
    return rf"(?<!\w){_GAP.join(parts)}(?!\w)"


def unspaced(phrase: str) -> bool:
    """Whether it is of a script that puts no spaces between words."""
    return _UNSPACED.search(phrase) is not None


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases, the longest first."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return re.compile("|".join(bounded(phrase) for phrase in ordered) or r"(?!)")
