"""Which lettering is a watermark: laid faintly over the picture, turned, again and again.

As in ``kinds`` no single sign tells it, and the weights are log-odds set by hand on drawn pictures.
The strongest sign is measured: the picture shows through a watermark's strokes (``veils``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Lettering
from image_studio.domain.blocks.measuring import measure_lines
from image_studio.domain.geometry import Box, Pixels, Quad, frame_of
from image_studio.domain.kinds.kinds import Kind, Verdict
from image_studio.domain.kinds.subject import Standing, Subject
from image_studio.domain.lettering import Line, folded, han_in, is_number
from image_studio.domain.marks.copies import unread_copies
from image_studio.domain.marks.marks import Mark
from image_studio.domain.marks.veils import Blend, Look, Veil, look_of, measure_veil, strokes

# What merchants write over their pictures to say whose they are.
_OWNERS_WORDS: Final = re.compile(
    r"盗图|盗用|必究|版权|原创|实拍|水印|旗舰店|专卖店|专营店|企业店|店铺|小店|小铺|工厂店|www\.|https?:|\.(?:com|cn|net)\b|@|©",
    re.IGNORECASE,
)
_PRIOR: Final = -3.0
_FAINT: Final = 35.0  # Lab distance of ink and ground; lettering meant to be read has more
_TURNED_DEG: Final = 8.0
_AGAIN: Final = 3  # copies
_SAME_WORDS: Final = 0.7  # of difflib's ratio: a reader does not read every copy alike
_MOST_GROUPS: Final = 8  # of copies, when somebody else says what is one
_MODELS: Final = 16  # copies that are measured together


def find_watermarks(
    picture: Pixels, letterings: Sequence[Lettering], subject: Subject
) -> tuple[tuple[Mark, ...], frozenset[int]]:
    """The watermarks of a picture, and the indexes of the lines that are part of them.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        letterings: the lines read, measured.
        subject: where the product is.
    """
    marks: list[Mark] = []
    taken: set[int] = set()
    for group in _copies(letterings):
        members = [letterings[i] for i in group]
        if not _suspicious(members):
            continue
        seen = _measured(picture, members)
        verdict = _judged(members, seen, [subject.standing(part.frame, part.box) for part in members])
        if verdict is None:
            continue
        taken.update(group)
        marks += _marks(picture, members, seen, verdict)
    return tuple(marks), frozenset(taken)


def watermarks_again(picture: Pixels, known: Sequence[tuple[Line, Verdict]]) -> tuple[Mark, ...]:
    """The watermarks of a picture that an earlier look found, measured again; copies that were not read
    are looked for again.

    Args:
        picture: ``uint8[height, width, 3]`` RGB.
        known: the lines read, from the top down, and the verdicts on them.
    """
    letterings = measure_lines(picture, [line for line, _ in known])
    marks: list[Mark] = []
    for n, group in enumerate(_copies(letterings)):
        members, verdict = [letterings[i] for i in group], known[group[0]][1]
        if n < _MOST_GROUPS:
            marks += _marks(picture, members, _measured(picture, members), verdict)
        else:
            marks += (Mark(part.line.quad, verdict, part.line.text, part.line) for part in members)
    return tuple(marks)


@dataclass(frozen=True)
class _Seen:
    """A group of copies as measured."""

    look: Look
    veils: tuple[Veil | None, ...]

    @property
    def blend(self) -> Blend | None:
        """The blend that the copies share, or that of the first that could be measured."""
        return self.look.blend or next((veil.blend for veil in self.veils if veil is not None), None)


def _measured(picture: Pixels, members: Sequence[Lettering]) -> _Seen:
    em = float(np.median([_em(part) for part in members]))
    look = look_of(picture, [part.line.quad for part in members[:_MODELS]], em)
    return _Seen(look, tuple(measure_veil(picture, part.line.quad, look) for part in members))


def _em(part: Lettering) -> float:
    """The size of faint letters, of which only the reader's rectangle is known."""
    letters = part.line.text.replace(" ", "")
    if letters and len(han_in(letters)) == len(letters):
        return min(0.85 * part.box.height, part.box.width / len(letters))
    return 0.7 * part.box.height


def _copies(letterings: Sequence[Lettering]) -> list[list[int]]:
    """Lines of the same words, turned alike and of one size; most groups have one member."""
    groups: list[list[int]] = []
    for i, part in enumerate(letterings):
        if is_number(part.line.text):
            continue
        for group in groups:
            lead = letterings[group[0]]
            larger, smaller = max(lead.box.height, part.box.height), min(lead.box.height, part.box.height)
            if (
                abs(lead.frame.angle - part.frame.angle) < 6
                and larger < 1.4 * smaller
                and _same_words(lead.line.text, part.line.text)
            ):
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def _same_words(a: str, b: str) -> bool:
    first, second = folded(a), folded(b)
    return first == second or SequenceMatcher(None, first, second).ratio() >= _SAME_WORDS


def _suspicious(members: Sequence[Lettering]) -> bool:
    """Whether lettering is worth measuring as a veil, which takes longer than measuring its ink."""
    lead = members[0]
    faint = not lead.ink.clear or lead.ink.contrast < _FAINT
    return (
        len(members) >= _AGAIN
        or faint
        or abs(lead.frame.angle) >= _TURNED_DEG
        or bool(_OWNERS_WORDS.search(lead.line.text))
    )


def _judged(members: Sequence[Lettering], seen: _Seen, standings: Sequence[Standing]) -> Verdict | None:
    """The verdict on a group, or None if it is no watermark."""
    if seen.blend is None:
        return None
    signs = [*_blend_signs(seen.blend), *_form_signs(members), *_place_signs(members, standings)]
    odds = _PRIOR + sum(weight for _, weight in signs)
    if odds <= 0:
        return None
    why = "; ".join(name for name, weight in signs if weight > 0)
    return Verdict(Kind.WATERMARK, 1.0 / (1.0 + math.exp(-odds)), why)


def _blend_signs(blend: Blend) -> list[tuple[str, float]]:
    if blend.follows is None:
        if blend.opacity < 0.35:
            return [("faint", 1.2)]
        return [("covers its ground", -2.0)] if blend.opacity > 0.65 else []
    if blend.follows >= 0.45 and blend.opacity < 0.7:
        signs = [("the picture shows through it", 3.6)]
        return [*signs, ("faint", 0.8)] if blend.opacity < 0.45 else signs
    return [("covers its ground", -3.5)] if blend.follows < 0.25 else []


def _form_signs(members: Sequence[Lettering]) -> list[tuple[str, float]]:
    signs: list[tuple[str, float]] = []
    turned = 12 <= abs(members[0].frame.angle) <= 75
    if turned:
        signs.append(("turned", 1.2))
    if len(members) >= _AGAIN:
        signs.append((f"the same words {len(members)} times", 2.5 if turned else 1.0))
    if _OWNERS_WORDS.search(members[0].line.text):
        signs.append(("says whose picture it is", 1.5))
    return signs


def _place_signs(members: Sequence[Lettering], standings: Sequence[Standing]) -> list[tuple[str, float]]:
    if len(members) > 1:
        return []
    standing = standings[0]
    if standing.on_panel:
        return [("stands on a panel of its own", -1.5)]
    if standing.on_product is None:
        return []
    if standing.on_product > 0.9:
        return [("may be printed on the product", -2.0)]
    return [("lies across the product's edge", 1.0)] if 0.15 < standing.on_product < 0.85 else []


def _marks(picture: Pixels, members: Sequence[Lettering], seen: _Seen, verdict: Verdict) -> list[Mark]:
    text = max((part.line for part in members), key=lambda line: line.confidence).text
    marks = [
        _mark(part.line.quad, verdict, text, part.line, veil)
        for part, veil in zip(members, seen.veils, strict=True)
    ]
    look = seen.look
    if look.cover is None or look.outline is None:
        return marks
    quads = [part.line.quad for part in members]
    for quad in unread_copies(picture, quads, look.cover, look.outline, look.em_px, light=look.light):
        veil = measure_veil(picture, quad, look)
        if veil is not None:
            marks.append(_mark(quad, verdict, text, None, veil))
    return marks


def _mark(quad: Quad, verdict: Verdict, text: str, line: Line | None, veil: Veil | None) -> Mark:
    if veil is None:
        return Mark(quad, verdict, text, line)
    frame = frame_of(quad)
    ys, xs = np.nonzero(strokes(veil))
    box = frame.box_of(quad)
    if len(ys):
        points = frame.to_frame(np.stack([xs + veil.left + 0.5, ys + veil.top + 0.5], axis=-1))
        low, high = points.min(axis=0), points.max(axis=0)
        box = box.united(Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))).grown(1.5)
    return Mark(frame.quad_of(box), verdict, text, line, veil)
