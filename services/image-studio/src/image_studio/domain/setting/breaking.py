"""Where a line may break, by language, and how bad each break is."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import budoux

from argosy_commerce.channels import function_words

# A unit that must not start or end a line alone travels with its neighbour.
_NO_START = "、。，．,.!?！？:：;；)）]】」』》〉’”％%…ー々ゃゅょっャュョッぁぃぅぇぉァィゥェォ؟،؛"
_NO_END = "（(［[【「『《〈‘“¿¡"
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_FIGURE = re.compile(r"[\d.,:×x/+~–-]*\d[\d.,:×x/+~–-]*$")

# What a break costs, in em of line width: so much wider may the widest line be without it.
_TIMES: Final = frozenset("×x*")  # 30 × 20 × 45 cm is one measure
_AFTER_FIGURE: Final = 1.6  # "1 / gratis" parts a count from its thing
_AFTER_FUNCTION_WORD: Final = 0.7  # "für / Kinder"
_AT_HYPHEN: Final = 0.5
_IN_BRACKETS: Final = 1.8  # "(16.9 fl / oz)"
# Japanese: between characters of one phrase, where the script changes and where it does not.
_IN_A_PHRASE: Final = 0.8
_IN_A_WORD: Final = 3.5
_SCRIPTS = tuple(re.compile(f"[{span}]") for span in ("\u3041-\u309f", "\u30a0-\u30ff", "\u3400-\u9fff"))


class Piece(NamedTuple):
    """A piece between two possible breaks.

    ``spaced``: a space stands before it where it does not start a line; ``cost``: what a break
    before it costs, in em.
    """

    text: str
    spaced: bool
    cost: float = 0.0


def pieces_of(text: str, language: str) -> list[Piece]:
    """The pieces between which a line may break.

    Latin, Cyrillic, Arabic and Korean break at spaces (Korean banners keep a word together);
    Japanese and Chinese between phrases, and where they must between characters except around
    punctuation (JIS X 4051's line-start and line-end rules); Thai between dictionary words.
    """
    base = language.lower().split("-")[0]
    splitter: Callable[[str], list[tuple[str, float]]] = {
        "th": _thai_words,
        "ja": _phrases,
        "zh": _phrases,
    }.get(base, _hyphened)
    pieces: list[Piece] = []
    for word in text.split():
        for i, (piece, cost) in enumerate(splitter(word)):
            pieces.append(Piece(piece, i == 0 and bool(pieces), cost))
    loose = function_words(base)
    return _with_costs(_numbers_with_units(pieces, loose), loose)


def joined(pieces: list[Piece]) -> str:
    """The text of some pieces as one line."""
    return "".join((" " if piece.spaced and i else "") + piece.text for i, piece in enumerate(pieces))


def _numbers_with_units(pieces: list[Piece], loose: frozenset[str]) -> list[Piece]:
    """Keep "24 h" and "500 ml" together: a figure is not parted from a short word after it, unless
    that is one of the language's function words: "1 y" may break."""
    kept: list[Piece] = []
    for piece in pieces:
        if (
            kept
            and piece.spaced
            and _FIGURE.fullmatch(kept[-1].text)
            and re.fullmatch(r"[^\W\d]{1,3}[²³]?|[%°℃]\w?", piece.text)
            and piece.text.lower() not in loose
        ):
            kept[-1] = kept[-1]._replace(text=f"{kept[-1].text}\u00a0{piece.text}")
        else:
            kept.append(piece)
    return kept


def _with_costs(pieces: list[Piece], loose: frozenset[str]) -> list[Piece]:
    depth = 0
    for i, (before, piece) in enumerate(pairwise(pieces), 1):
        depth += _depth_of(before.text)
        cost = max(piece.cost, _IN_BRACKETS if depth > 0 else 0.0)
        if _FIGURE.fullmatch(before.text) or before.text in _TIMES:
            cost = max(cost, _AFTER_FIGURE)
        elif piece.spaced and before.text.lower() in loose:
            cost = max(cost, _AFTER_FUNCTION_WORD)
        pieces[i] = piece._replace(cost=cost)
    return pieces


def _depth_of(text: str) -> int:
    return sum((c in "(（") - (c in ")）") for c in text)


def _hyphened(word: str) -> list[tuple[str, float]]:
    """A compound may break after its hyphen: Bestseller-|Empfehlung, not T-|Shirt."""
    parts = [part for part in re.split(r"(?<=[^\W\d_]{3}-)(?=[^\W\d_]{3})", word) if part]
    return [(part, _AT_HYPHEN if i else 0.0) for i, part in enumerate(parts)]


def _phrases(word: str) -> list[tuple[str, float]]:
    """Japanese (and Chinese) phrases, and within them the characters that may start a line."""
    found: list[tuple[str, float]] = []
    for phrase in _japanese_parser().parse(word):
        for i, piece in enumerate(_cjk_pieces(phrase)):
            if found and (piece[0] in _NO_START or found[-1][0][-1] in _NO_END):
                found[-1] = (found[-1][0] + piece, found[-1][1])
            else:
                found.append((piece, _cost_between(found[-1][0][-1], piece[0]) if i else 0.0))
    return found


def _cost_between(before: str, after: str) -> float:
    one_script = any(script.match(before) and script.match(after) for script in _SCRIPTS)
    return _IN_A_WORD if one_script else _IN_A_PHRASE


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


def _thai_words(word: str) -> list[tuple[str, float]]:
    if not re.search(r"[\u0e00-\u0e7f]", word):
        return [(word, 0.0)]
    pieces: list[str] = []
    for piece in _thai_segmenter()(word):
        if pieces and (piece[0] in _NO_START or pieces[-1][-1] in _NO_END):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return [(piece, 0.0) for piece in pieces]


@lru_cache(maxsize=1)
def _japanese_parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


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
    if any(language.lower().startswith("ja") for language in languages):
        _japanese_parser()
