"""Set a text into a box: the largest size that fits, broken evenly, drawn glyph by glyph."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from image_studio.domain.blocks.block import Align
from image_studio.domain.geometry import Box
from image_studio.domain.setting.breaking import Piece, joined, pieces_of
from image_studio.domain.setting.fonts import FontBook
from image_studio.domain.setting.runs import Run, visual_runs
from image_studio.domain.setting.style import Drawing, Setting, Style, anchored, outline_width, shadow_shift
from image_studio.domain.setting.typefaces import Face, script_of

# Baseline to baseline, in em: Thai stacks vowels and tone marks, Arabic has deep descenders. A face
# that reaches farther gets more.
_LEADING: Final = {"thai": 1.42, "arabic": 1.38, "latin": 1.18, "cyrillic": 1.18}
_CJK_LEADING: Final = 1.25
# Arabic letters are small on their em; a Han em is set as this many of the script's own.
_SIZE_FOR_HAN: Final = {"arabic": 1.08, "thai": 1.04}
REFERENCE: Final = 64  # px; the size at which pieces are measured before they are broken into lines
_MOST_LINES: Final = 8
_REMEMBERED: Final = 4096  # extents, of some 200 bytes


@dataclass(frozen=True)
class _Extent:
    """A line's ink around its origin on the baseline, y down."""

    left: float
    top: float
    right: float
    bottom: float
    advance: float


class Typesetter:
    """Measures and draws with one book of fonts."""

    def __init__(self, fonts: FontBook) -> None:
        self.fonts = fonts
        # The same words are tried in several rooms and sizes, and most of them again for the next picture.
        self._extent_of = lru_cache(_REMEMBERED)(self._measured)

    def largest_size(self, em_px: float, language: str) -> int:
        """The size that looks as large as Han lettering of ``em_px``."""
        return max(1, math.floor(em_px * _SIZE_FOR_HAN.get(script_of(language), 1.0) + 0.25))

    def fit(
        self, text: str, style: Style, room: Box, core: Box, largest: int, smallest: int
    ) -> Setting | None:
        """The largest setting of a text within a room, or None below the smallest size.

        Args:
            text: the words, in reading order.
            style: face, weight, alignment.
            room: where ink may go, in the block's frame.
            core: where the old lettering stood; the new one is placed by it.
            largest: size in pixels per em not to exceed.
            smallest: size in pixels per em not to go below.
        """
        pieces = pieces_of(text, style.language)
        if not pieces:
            return None
        room = anchored(room, core, style.align)
        chain = self.fonts.chain(style.language, style.family, bold=style.bold)
        widths, space = self._widths(pieces, style, chain)
        best: tuple[float, list[str]] | None = None
        leading = self._leading(style)
        for count in range(1, min(_MOST_LINES, len(pieces)) + 1):
            cuts, widest, judged = even_lines(pieces, widths, space, count)
            by_height = room.height / (leading * (count - 1) + 0.85)
            size, worthy = (
                min(float(largest), room.width * REFERENCE / max(width, 1e-6), by_height)
                for width in (widest, judged)
            )
            # A line more must be worth it: a little larger, and much larger from the third on.
            worth = 1.08 if count <= 2 else 1.3
            if best is None or worthy > best[0] * worth:
                best = (size, [joined(pieces[a:b]) for a, b in cuts])
        assert best is not None  # noqa: S101 — the loop ran: there is at least one piece
        for size_px in range(math.ceil(best[0]), smallest - 1, -1):
            if size_px > largest:
                continue
            setting = self._place(best[1], style, chain, size_px, room, core)
            if setting is not None:
                return setting
        return None

    def resized(self, setting: Setting, size_px: int, room: Box, core: Box) -> Setting | None:
        """The same lines at a smaller size, placed again."""
        room = anchored(room, core, setting.style.align)
        return self._place(list(setting.lines), setting.style, setting.faces, size_px, room, core)

    def draw(self, setting: Setting, area: Box) -> Drawing:
        """Draw a setting on layers of ``uint8[area.height, area.width]``.

        ``area`` has whole-pixel sides and holds the setting's box.
        """
        size = (round(area.width), round(area.height))
        fill, edge = Image.new("L", size, 0), Image.new("L", size, 0)
        on_fill, on_edge = ImageDraw.Draw(fill), ImageDraw.Draw(edge)
        stroke = setting.outline_px
        for line, x, y in self._positions(setting):
            pen = x - area.left
            for run in self._runs(line, setting.style, setting.faces):
                face = self.fonts.sized(run.face, setting.size_px)
                direction = "rtl" if run.right_to_left else "ltr"
                where = (pen, y - area.top)
                round_pen = run.face.pen_em * setting.size_px
                on_fill.text(
                    where,
                    run.text,
                    font=face,
                    fill=255,
                    anchor="ls",
                    direction=direction,
                    stroke_width=round_pen,
                    stroke_fill=255 if round_pen else None,
                    language=setting.style.language,
                )
                if stroke:
                    on_edge.text(
                        where,
                        run.text,
                        font=face,
                        fill=255,
                        anchor="ls",
                        direction=direction,
                        stroke_width=stroke + round_pen,
                        language=setting.style.language,
                    )
                pen += face.getlength(run.text, direction=direction, language=setting.style.language)
        shadow = Image.new("L", size, 0)
        if setting.shadow_px != (0, 0):
            shadow.paste(edge if stroke else fill, setting.shadow_px)
        return Drawing(np.asarray(fill), np.asarray(edge), np.asarray(shadow))

    def _place(
        self,
        lines: list[str],
        style: Style,
        chain: tuple[Face, ...],
        size_px: int,
        room: Box,
        core: Box,
    ) -> Setting | None:
        extents = [self._extent(line, style, chain, size_px) for line in lines]
        width = max(e.right - e.left for e in extents)
        height = extents[-1].bottom - extents[0].top + self.pitch(style, size_px) * (len(lines) - 1)
        if width > room.width or height > room.height:
            return None
        align = style.align
        if align is Align.CENTER:
            left = core.center[0] - width / 2
        elif align is Align.END or (style.right_to_left and width <= core.width):
            left = core.right - width
        else:
            left = core.left
        left = min(max(left, room.left), room.right - width)
        # The visual middle of the letters goes to the middle of the old ones, so that words in one
        # row stand on one line whether or not they have descenders.
        middle = self.fonts.measures(chain[0], script_of(style.language)).middle * size_px
        baseline = core.center[1] + middle - self.pitch(style, size_px) * (len(lines) - 1) / 2
        top = min(max(round(baseline) + extents[0].top, room.top), room.bottom - height)
        box = Box(
            math.floor(left),
            math.floor(top),
            math.floor(left) + math.ceil(width),
            math.floor(top) + math.ceil(height),
        )
        box = replace(box, right=min(box.right, math.ceil(room.right)))
        return Setting(tuple(lines), size_px, style, box, chain)

    def _positions(self, setting: Setting) -> list[tuple[str, float, float]]:
        """Every line with the x of its pen and the y of its baseline."""
        style = setting.style
        extents = [self._extent(line, style, setting.faces, setting.size_px) for line in setting.lines]
        result = []
        baseline = setting.box.top - extents[0].top
        for line, extent in zip(setting.lines, extents, strict=True):
            slack = setting.box.width - (extent.right - extent.left)
            if style.align is Align.CENTER:
                offset = slack / 2
            else:
                offset = slack if style.right_to_left or style.align is Align.END else 0.0
            result.append((line, math.floor(setting.box.left + offset) - extent.left, baseline))
            baseline += self.pitch(style, setting.size_px)
        return result

    def _extent(self, line: str, style: Style, chain: tuple[Face, ...], size_px: int) -> _Extent:
        return self._extent_of(line, replace(style, align=Align.START), chain, size_px)

    def _measured(self, line: str, style: Style, chain: tuple[Face, ...], size_px: int) -> _Extent:
        pen, left, top, right, bottom = 0.0, math.inf, math.inf, -math.inf, -math.inf
        stroke = outline_width(style, size_px)
        for run in self._runs(line, style, chain):
            face = self.fonts.sized(run.face, size_px)
            direction = "rtl" if run.right_to_left else "ltr"
            x0, y0, x1, y1 = face.getbbox(
                run.text,
                direction=direction,
                language=style.language,
                anchor="ls",
                stroke_width=stroke + run.face.pen_em * size_px,
            )
            left, right = min(left, pen + x0), max(right, pen + x1)
            top, bottom = min(top, y0), max(bottom, y1)
            pen += face.getlength(run.text, direction=direction, language=style.language)
        dx, dy = shadow_shift(style, size_px)
        left, right = left + min(0, dx), right + max(0, dx)
        top, bottom = top + min(0, dy), bottom + max(0, dy)
        # getbbox rounds to whole pixels and a fractional pen may spill over by one.
        return _Extent(
            math.floor(left) - 1, math.floor(top) - 1, math.ceil(right) + 1, math.ceil(bottom) + 1, pen
        )

    def _runs(self, line: str, style: Style, chain: tuple[Face, ...]) -> list[Run]:
        return visual_runs(line, chain, self.fonts, right_to_left=style.right_to_left)

    def _widths(
        self, pieces: list[Piece], style: Style, chain: tuple[Face, ...]
    ) -> tuple[list[float], float]:
        """Advance widths of the pieces and of a space at the reference size."""
        widths = []
        for piece in pieces:
            extent = self._extent(piece.text, style, chain, REFERENCE)
            widths.append(max(extent.advance, extent.right - extent.left - 2))
        return widths, float(self.fonts.sized(chain[0], REFERENCE).getlength(" "))

    def _leading(self, style: Style) -> float:
        script = script_of(style.language)
        first = self.fonts.chain(style.language, style.family, bold=style.bold)[0]
        return max(_LEADING.get(script, _CJK_LEADING), self.fonts.measures(first, script).leading)

    def pitch(self, style: Style, size_px: int) -> int:
        return max(1, round(self._leading(style) * size_px))


def even_lines(
    pieces: list[Piece], widths: list[float], space: float, count: int
) -> tuple[list[tuple[int, int]], float, float]:
    """Cut pieces into ``count`` lines so that the widest line is as narrow as can be; a bad break
    counts as so much more width.

    Returns:
        The spans of pieces; the widest line's width; the same with the cost of the breaks.
    """
    total = len(pieces)
    ends = np.cumsum([0.0, *(w + (space if p.spaced else 0.0) for w, p in zip(widths, pieces, strict=True))])
    starts = ends[:-1] + [space if piece.spaced else 0.0 for piece in pieces]
    bad = np.array([piece.cost * REFERENCE for piece in pieces])

    # By piece: width of the widest line so far, and what its breaks cost. The pair with the least
    # sum is kept, which is not always the best one in the end, and always a good one.
    widest, costs = np.maximum(ends - starts[0], 0.0), np.zeros(total + 1)
    cuts: list[list[int]] = [[0] * (total + 1)]
    for _ in range(1, count):
        rows, prices, places = np.full(total + 1, math.inf), np.zeros(total + 1), [0] * (total + 1)
        for b in range(2, total + 1):
            wide, cost = np.maximum(widest[1:b], ends[b] - starts[1:b]), costs[1:b] + bad[1:b]
            both = wide + cost
            # Of two ways as good, the one with the shorter first lines.
            at = int(np.argmax(both <= both.min() + 1e-9))
            rows[b], prices[b], places[b] = wide[at], cost[at], at + 1
        widest, costs = rows, prices
        cuts.append(places)
    spans: list[tuple[int, int]] = []
    end = total
    for row in reversed(cuts):
        spans.append((row[end], end))
        end = row[end]
    return spans[::-1], float(widest[total]), float(widest[total] + costs[total])
