"""Where a line may break, by language."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import lru_cache

from argosy_commerce.channels import function_words

# A unit that must not start or end a line alone travels with its neighbour.
_NO_START = "、。，．,.!?！？:：;；)）]】」』》〉’”％%…ー々ๆ؟،؛"
_NO_END = "(（[【「『《〈‘“¿¡"
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def pieces_of(text: str, language: str) -> list[tuple[str, bool]]:
    """The pieces between which a line may break, and whether a space stands before each.

    Latin, Cyrillic, Arabic and Korean break at spaces (Korean banners keep a word together);
    Japanese and Chinese between characters except around punctuation (JIS X 4051's line-start
    and line-end rules); Thai between dictionary words, never inside one.
    """
    base = language.lower().split("-")[0]
    splitter: Callable[[str], list[str]] = {
        "th": _thai_words,
        "ja": _cjk_pieces,
        "zh": _cjk_pieces,
    }.get(base, _hyphened)
    pieces: list[tuple[str, bool]] = []
    for word in text.split():
        for i, piece in enumerate(splitter(word)):
            pieces.append((piece, i == 0 and bool(pieces)))
    return _numbers_with_units(pieces, function_words(base))


def joined(pieces: list[tuple[str, bool]]) -> str:
    """The text of some pieces as one line."""
    return "".join((" " if spaced and i else "") + text for i, (text, spaced) in enumerate(pieces))


def _numbers_with_units(pieces: list[tuple[str, bool]], loose: frozenset[str]) -> list[tuple[str, bool]]:
    """Keep "24 h" and "500 ml" together: a figure is not parted from a short word after it, unless
    that is one of the language's function words: "1 y" may break."""
    kept: list[tuple[str, bool]] = []
    for text, spaced in pieces:
        if (
            kept
            and spaced
            and re.fullmatch(r"[\d.,×x/+~–-]+", kept[-1][0])
            and re.fullmatch(r"[^\W\d]{1,3}[²³]?|[%°℃]\w?", text)
            and text.lower() not in loose
        ):
            kept[-1] = (f"{kept[-1][0]}\u00a0{text}", kept[-1][1])
        else:
            kept.append((text, spaced))
    return kept


def _hyphened(word: str) -> list[str]:
    """A compound may break after its hyphen: Bestseller-|Empfehlung, not T-|Shirt."""
    return [part for part in re.split(r"(?<=[^\W\d_]{3}-)(?=[^\W\d_]{3})", word) if part]


def _cjk_pieces(word: str) -> list[str]:
    pieces: list[str] = []
    for character in word:
        if pieces and (
            character in _NO_START
            or pieces[-1][-1] in _NO_END
            or not (_CJK.match(character) or _CJK.match(pieces[-1][-1]))
        ):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _thai_words(word: str) -> list[str]:
    if not re.search(r"[\u0e00-\u0e7f]", word):
        return [word]
    pieces: list[str] = []
    for piece in _thai_segmenter()(word):
        if pieces and (piece[0] in _NO_START or pieces[-1][-1] in _NO_END):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


@lru_cache(maxsize=1)
def _thai_segmenter() -> Callable[[str], list[str]]:
    # Its dictionary takes over a second to load: only where Thai is written.
    # Otherwise it makes a folder for downloads in the user's home.
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    from pythainlp.tokenize import newmm  # noqa: PLC0415 — loaded with the first Thai line

    def segment(word: str) -> list[str]:
        return [str(piece) for piece in newmm.segment(word)]

    return segment


def warm_up(languages: list[str]) -> None:
    """Load what the languages need, before the first picture waits for it."""
    if any(language.lower().startswith("th") for language in languages):
        _thai_segmenter()("ไทย")
