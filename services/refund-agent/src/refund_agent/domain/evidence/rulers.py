"""A thing's length by a ruler or tape that lies beside it, where its figures can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from argosy_commerce.spotting import plain
from argosy_pictures.looks import Look
from argosy_pictures.showing import Result
from argosy_pictures.subject import subject_of
from refund_agent.domain.checks import Check
from refund_agent.domain.evidence.files import EvidenceFile
from refund_agent.domain.evidence.ordered import OrderedLine

_FEWEST: Final = 4
_SAME: Final = 0.06
_OTHER: Final = 0.15
_EVEN: Final = 0.06
"""Of a step by which figures may stand off their places."""
_FIGURE: Final = re.compile(r"\d{1,3}")
_UNIT: Final = re.compile(r"(?<![a-z])(cm|mm|in|inch|inches|zoll|厘米|毫米|英寸|センチ)(?![a-z])")
_MILLIMETRES: Final = {"cm": 10.0, "mm": 1.0, "in": 25.4, "inch": 25.4, "inches": 25.4, "zoll": 25.4,
                       "厘米": 10.0, "毫米": 1.0, "英寸": 25.4, "センチ": 10.0}  # fmt: skip
_PROMISED: Final = re.compile(
    r"(?<![\d.,])(\d{1,4}(?:[.,]\d{1,2})?) ?(mm|cm|m|in|inch|inches|\"|厘米|毫米|英寸)(?![a-z0-9²³])"
)
_TIMES: Final = re.compile(
    r"(?<![\d.,])((?:\d{1,4}(?:[.,]\d{1,2})? ?[x×*] ?){1,2}\d{1,4}(?:[.,]\d{1,2})?) ?"
    r"(mm|cm|m|in|inch|inches|\"|厘米|毫米|英寸)(?![a-z0-9²³])"
)
_TO_MM: Final = {"m": 1000.0, '"': 25.4, **_MILLIMETRES}


@dataclass(frozen=True, slots=True, eq=False)
class Ruler:
    """Figures in a row. ``zero``, ``step``: where 0 lies and the way from one unit to the next, in pixels."""

    zero: npt.NDArray[np.float64]
    step: npt.NDArray[np.float64]
    figures: int
    millimetres: float | None
    """Of one unit; None where no unit can be read."""


def size_measured(file: EvidenceFile, lines: Sequence[OrderedLine]) -> Check:
    """Against the measures that title and variant promise. Weak: where a thing ends is a guess."""
    promised = [one for line in lines for one in promised_in(line.words)] if len(lines) == 1 else []
    if not promised:
        return _told(file, "cannot_tell", "the order promises no measure")
    for look in file.looks:
        ruler = ruler_in(look)
        if ruler is None:
            continue
        if ruler.millimetres is None:
            return _told(file, "cannot_tell", "a ruler is in it, and its unit cannot be read")
        if (length := measured(look, ruler)) is None:
            return _told(
                file, "cannot_tell", "a ruler is in it, and where the thing ends beside it cannot be told"
            )
        return _judged(file, length, promised)
    return _told(file, "cannot_tell", "no ruler whose figures can be read is in it")


def _judged(file: EvidenceFile, length: float, promised: Sequence[float]) -> Check:
    nearest = min(promised, key=lambda one: abs(one - length))
    off = abs(nearest - length) / nearest
    said = f"by the ruler in it the thing is about {length / 10:.1f} cm long; {nearest / 10:g} cm is promised"
    if off <= _SAME:
        return _told(file, "passed", said, length)
    return _told(file, "failed" if off >= _OTHER else "cannot_tell", said, length)


def promised_in(text: str) -> tuple[float, ...]:
    """Lengths in a text, in millimetres: ``30 cm``, ``12 x 8 cm``."""
    low = text.lower().replace("×", "x").replace("''", '"')
    found = []
    for match in _TIMES.finditer(low):
        found += [_number(part) * _TO_MM[match[2]] for part in re.split(r"[x×*]", match[1])]
    rest = _TIMES.sub(" ", low)
    found += [_number(match[1]) * _TO_MM[match[2]] for match in _PROMISED.finditer(rest)]
    return tuple(dict.fromkeys(round(one, 2) for one in found if one >= 10))


def ruler_in(look: Look) -> Ruler | None:
    """Figures that count upwards in even steps along a straight line; None without them."""
    figures = list(_figures(look))
    best: Ruler | None = None
    for (one, a), (two, b) in combinations(figures[:40], 2):
        if a == b:
            continue
        step = (two - one) / (b - a)
        reach = float(np.linalg.norm(step))
        if reach < 4:
            continue
        zero = one - a * step
        on_it = [
            (place, value)
            for place, value in figures
            if np.linalg.norm(place - (zero + value * step)) <= max(2.0, _EVEN * reach * 3)
        ]
        values = {value for _, value in on_it}
        if len(values) >= _FEWEST and (best is None or len(values) > best.figures):
            best = _fitted(on_it, look)
    return best


def _fitted(on_it: Sequence[tuple[npt.NDArray[np.float64], int]], look: Look) -> Ruler:
    values = np.array([[1.0, value] for _, value in on_it])
    places = np.array([place for place, _ in on_it])
    (zero, step), *_ = np.linalg.lstsq(values, places, rcond=None)
    units = {match[1] for line in look.lines for match in _UNIT.finditer(plain(line.text))}
    sizes = {_MILLIMETRES[unit] for unit in units}
    return Ruler(zero, step, len({value for _, value in on_it}), sizes.pop() if len(sizes) == 1 else None)


def _figures(look: Look) -> Iterator[tuple[npt.NDArray[np.float64], int]]:
    """Figures and their middles; a reader may give a row of them as one line, evenly spread along its box."""
    for line in look.lines:
        parts = line.text.split()
        if not parts or not all(_FIGURE.fullmatch(part) for part in parts):
            continue
        corners = np.array(line.quad, np.float64)
        left, right = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
        if len(parts) == 1:
            yield corners.mean(axis=0), int(parts[0])
            continue
        # Half a figure from either end, as the box ends with the figures.
        ends = [0.5 * len(parts[0]), 0.5 * len(parts[-1])]
        whole = sum(map(len, parts)) + (len(parts) - 1) * 2.0
        for at, part in enumerate(parts):
            share = (ends[0] + at * (whole - sum(ends)) / (len(parts) - 1)) / whole
            yield left + (right - left) * share, int(part)


def measured(look: Look, ruler: Ruler) -> float | None:
    """The thing's length along the ruler, in millimetres; None where it cannot be told."""
    subject = subject_of(look.pixels)
    reach = float(np.linalg.norm(ruler.step))
    if ruler.millimetres is None or not subject.sure:
        return None
    way = ruler.step / reach
    across = np.array([-way[1], way[0]])
    ys, xs = np.nonzero(_without_ruler(subject.mask, subject.scale, ruler, look))
    if len(xs) < 200:
        return None
    places = np.stack([xs, ys], axis=1) * subject.scale - ruler.zero
    along, aside = places @ way, places @ across
    thick = np.ptp(aside)
    ends = np.quantile(along, [0.004, 0.996])
    length = float(ends[1] - ends[0]) / reach * ruler.millimetres
    # A thing far from the ruler is nearer to the lens or farther than it: its length would be a guess.
    return length if thick > 0 and float(np.abs(aside).min()) < 1.2 * float(ends[1] - ends[0]) else None


def _without_ruler(
    mask: npt.NDArray[np.bool_], scale: float, ruler: Ruler, look: Look
) -> npt.NDArray[np.bool_]:
    """The mask less the parts that hold the ruler's figures."""
    count, labels = cv2.connectedComponents(mask.astype(np.uint8))
    kept = mask.copy()
    for place, value in _figures(look):
        if np.linalg.norm(place - (ruler.zero + value * ruler.step)) > 0.3 * np.linalg.norm(ruler.step):
            continue
        x, y = (
            int(np.clip(one, 0, limit - 1))
            for one, limit in zip(place / scale, mask.shape[::-1], strict=True)
        )
        around = labels[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3]
        for label in range(1, count):
            if (around == label).any():
                kept[labels == label] = False
    return kept


def _number(written: str) -> float:
    return float(written.strip().replace(",", "."))


def _told(file: EvidenceFile, result: Result, finding: str, score: float | None = None) -> Check:
    return Check(file.ref, "size_measured", result, finding, True, None if score is None else round(score, 1))
