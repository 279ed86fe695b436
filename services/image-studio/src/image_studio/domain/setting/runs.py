"""A line of text as runs: pieces of one face and one direction, in the order they are seen.

Pillow shapes one run with one face. Arabic faces have no Latin letters and Thai ones no figures,
so a line such as "500 ml" inside Arabic is several runs. The order on screen follows the Unicode
bidirectional algorithm (UAX #9) for one paragraph level, which is all that a picture's line needs:
numbers and Latin words run left to right inside right-to-left text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from image_studio.domain.setting.fonts import FontBook
from image_studio.domain.setting.typefaces import Face

_STRONG_RIGHT = {"R", "AL"}
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


@dataclass(frozen=True)
class Run:
    text: str
    face: Face
    right_to_left: bool


def missing_glyphs(text: str, chain: tuple[Face, ...], fonts: FontBook) -> list[str]:
    """Characters that no face of the chain can draw."""
    return sorted({c for c in text if not c.isspace() and not _face_for(c, chain, fonts)[1]})


def visual_runs(text: str, chain: tuple[Face, ...], fonts: FontBook, *, right_to_left: bool) -> list[Run]:
    """Split a line into runs from left to right as they are drawn."""
    directions = _directions(text, right_to_left)
    pieces: list[tuple[str, bool]] = []
    for character, leftwards in zip(text, directions, strict=True):
        if pieces and pieces[-1][1] == leftwards:
            pieces[-1] = (pieces[-1][0] + character, leftwards)
        else:
            pieces.append((character, leftwards))
    if right_to_left:
        pieces.reverse()
    # "50%" and "24" of one line are of one face, also where the first has figures and no percent sign.
    plain = _whole("".join(c for c in text if c.isascii() and not c.isspace()), chain, fonts)
    runs: list[Run] = []
    for piece, leftwards in pieces:
        by_face = _by_face(piece, chain, fonts, plain)
        for face, part in reversed(by_face) if leftwards else by_face:
            shown = part
            shaped = leftwards and (
                face == chain[0] or any(unicodedata.bidirectional(c) in _STRONG_RIGHT for c in part)
            )
            if leftwards and not shaped:
                # A face without Arabic is set left to right: punctuation is turned by hand.
                shown = part[::-1].translate(_MIRRORED)
            runs.append(Run(shown, face, shaped))
    return runs


def _directions(text: str, right_to_left: bool) -> list[bool]:
    """For every character, whether it runs right to left."""
    kinds = [unicodedata.bidirectional(c) for c in text]
    if not right_to_left and not any(k in _STRONG_RIGHT for k in kinds):
        return [False] * len(text)
    resolved: list[bool | None] = [None] * len(text)
    for i, kind in enumerate(kinds):
        if kind in _STRONG_RIGHT:
            resolved[i] = True
        elif kind in {"L", "EN", "AN"}:
            resolved[i] = False
    for i, kind in enumerate(kinds):
        # W4-W5: a separator between two figures, and signs touching a figure, belong to it.
        if (kind in {"ES", "CS"} and _is_number(kinds, i - 1) and _is_number(kinds, i + 1)) or (
            kind == "ET" and (_touches_number(kinds, i, -1) or _touches_number(kinds, i, 1))
        ):
            resolved[i] = False
        elif kind == "NSM":
            resolved[i] = resolved[i - 1] if i else right_to_left
    i = 0
    while i < len(text):
        if resolved[i] is not None:
            i += 1
            continue
        end = i
        while end < len(text) and resolved[end] is None:
            end += 1
        before = _strong(kinds, i - 1, right_to_left)
        after = _strong(kinds, end, right_to_left)
        for k in range(i, end):  # N1, N2
            resolved[k] = before if before == after else right_to_left
        i = end
    return [bool(r) for r in resolved]


def _strong(kinds: list[str], i: int, paragraph: bool) -> bool:
    """The direction a neutral sees at a neighbour; figures count as right-to-left there (N1)."""
    if not 0 <= i < len(kinds):
        return paragraph
    if kinds[i] == "L":
        return False
    if kinds[i] in {"EN", "AN", "ET"}:
        return paragraph and not _after_latin(kinds, i)
    return True


def _after_latin(kinds: list[str], i: int) -> bool:
    """W7: a figure after Latin letters is part of the Latin."""
    for kind in reversed(kinds[:i]):
        if kind == "L":
            return True
        if kind in _STRONG_RIGHT:
            return False
    return False


def _is_number(kinds: list[str], i: int) -> bool:
    return 0 <= i < len(kinds) and kinds[i] in {"EN", "AN"}


def _touches_number(kinds: list[str], i: int, step: int) -> bool:
    while 0 <= i < len(kinds) and kinds[i] == "ET":
        i += step
    return _is_number(kinds, i)


def _by_face(
    text: str, chain: tuple[Face, ...], fonts: FontBook, plain: Face | None
) -> list[tuple[Face, str]]:
    """Pieces of one face. A word that one face can write whole is not written in two.

    ``plain`` writes what is ASCII, if it is given.
    """
    parts: list[tuple[Face, str]] = []
    for word in re.findall(r"\s+|\S+", text):
        whole = plain if word.isascii() else _whole(word, chain, fonts)
        for character in word:
            joined = character.isspace() or unicodedata.combining(character) or character in "\u200d\u200c"
            if joined and parts:
                face = parts[-1][0]
            elif plain and character.isascii():
                face = whole or plain
            else:
                face = whole or _face_for(character, chain, fonts)[0]
            if parts and parts[-1][0] == face:
                parts[-1] = (face, parts[-1][1] + character)
            else:
                parts.append((face, character))
    return parts


def _whole(text: str, chain: tuple[Face, ...], fonts: FontBook) -> Face | None:
    """The first face that has every character of a text."""
    return next((face for face in chain if all(fonts.has(face, c) for c in text)), None)


def _face_for(character: str, chain: tuple[Face, ...], fonts: FontBook) -> tuple[Face, bool]:
    for face in chain:
        if fonts.has(face, character):
            return face, True
    return chain[0], False
