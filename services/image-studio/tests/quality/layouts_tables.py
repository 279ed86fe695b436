"""Tables: sizes (ruled, striped, open, with a merged heading), parameters, ours against the others."""

from __future__ import annotations

from dataclasses import dataclass

from quality import shapes
from quality.lettering import Look
from quality.sheet import Box, Sheet
from quality.style import Spec, body, headline, is_dark, kind_of, logo, palette_of, show


def _heading(sheet: Sheet, spec: Spec) -> float:
    w, h = sheet.w, sheet.h
    dark = is_dark(sheet, (w * 0.1, h * 0.04, w * 0.9, h * 0.2))
    look = headline(spec, on_dark=dark)
    px = min(w, h) * spec.get("px", 0.06)
    box = sheet.say(spec["words"]["title"], w / 2, h * 0.12, px, look, anchor="ct", max_w=w * 0.8, gap=0.2)
    for sign in (-1, 1):
        edge = box[0] if sign < 0 else box[2]
        shapes.stroke(
            sheet,
            [
                (edge + sign * px * 0.5, (box[1] + box[3]) / 2),
                (edge + sign * px * 1.6, (box[1] + box[3]) / 2),
            ],
            2,
            look.colour,
        )
    return box[3] + px * 0.8


@dataclass(frozen=True)
class _Grid:
    """A table's rows of words in a box; a cell of "" in the first row belongs to its left neighbour's."""

    rows: list[list[str]]
    box: Box
    edges: list[float]
    heads: int
    style: str

    @property
    def high(self) -> float:
        """One row's height."""
        return (self.box[3] - self.box[1]) / len(self.rows)

    def span(self, row: int, column: int) -> tuple[float, float]:
        """From where to where a cell reaches, over the empty ones it is merged with."""
        last = column
        while row == 0 and self.heads == 2 and last + 1 < len(self.rows[0]) and self.rows[0][last + 1] == "":
            last += 1
        return self.edges[column], self.edges[last + 1]

    def tall(self, row: int, column: int) -> bool:
        """Whether a cell of the first row reaches down through the second."""
        return row == 0 and self.heads == 2 and self.rows[1][column] == ""


def _cells(
    sheet: Sheet, spec: Spec, rows: list[list[str]], box: Box, widths: list[float], *, top_row: bool
) -> None:
    """Draw the grid in its style and set the words."""
    edges = [box[0]]
    for one in widths:
        edges.append(edges[-1] + (box[2] - box[0]) * one / sum(widths))
    heads = (2 if "" in rows[0] else 1) if top_row else 0
    grid = _Grid(rows, box, edges, heads, spec.get("table", "ruled"))
    _fill(sheet, spec, grid)
    px = min(grid.high * 0.46, sheet.w * spec.get("cell_px", 0.03))
    paint = palette_of(spec)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if not cell:
                continue
            left, right = grid.span(number, column)
            middle = box[1] + grid.high * (number + (1.0 if grid.tall(number, column) else 0.5))
            colour = (255, 255, 255) if number < heads and grid.style != "open" else paint.ink
            if (
                grid.style == "open"
                and number >= heads
                and is_dark(sheet, (box[0], middle - 4, box[2], middle + 4))
            ):
                colour = (240, 240, 240)
            bold = number < heads or (column == 0 and not top_row)
            look = Look("bold" if bold else "sans", colour)
            room = right - left - px * 0.4
            sheet.write(
                cell, (left + right) / 2, middle, px, look, anchor="cm", kind=kind_of(cell), max_w=room
            )
    _rule(sheet, spec, grid)


def _fill(sheet: Sheet, spec: Spec, grid: _Grid) -> None:
    """The table's ground: its heading, its first column or every second row in colour."""
    paint, (x0, y0, x1, y1) = palette_of(spec), grid.box
    if grid.style != "open":
        shapes.panel(sheet, grid.box, (255, 255, 255))
    if grid.heads:
        fill = paint.pale if grid.style == "open" else paint.main
        shapes.panel(sheet, (x0, y0, x1, y0 + grid.high * grid.heads), fill)
    elif grid.style != "open":
        shapes.panel(sheet, (x0, y0, grid.edges[1], y1), paint.pale)
    if grid.style == "striped":
        for number in range(grid.heads + 1, len(grid.rows), 2):
            shapes.panel(sheet, (x0, y0 + grid.high * number, x1, y0 + grid.high * (number + 1)), paint.pale)


def _rule(sheet: Sheet, spec: Spec, grid: _Grid) -> None:
    """The table's lines, with gaps inside merged cells."""
    (x0, y0, x1, y1), wide = grid.box, max(1.0, sheet.w / 700)
    if grid.style == "open":
        for y in (y0 + grid.high * max(1, grid.heads), y1):
            shapes.stroke(sheet, [(x0, y), (x1, y)], 1.5, palette_of(spec).main)
    if grid.style != "ruled":
        return
    line = (176, 172, 168)
    for number in range(len(grid.rows) + 1):
        start = grid.edges[1] if number == 1 and grid.tall(0, 0) else x0
        shapes.stroke(sheet, [(start, y0 + grid.high * number), (x1, y0 + grid.high * number)], wide, line)
    for column, edge in enumerate(grid.edges):
        inside = grid.heads == 2 and column < len(grid.rows[0]) and grid.rows[0][column] == ""
        shapes.stroke(sheet, [(edge, y0 + grid.high if inside else y0), (edge, y1)], wide, line)


def _flat(texts: list[str | list[str]]) -> list[str]:
    return [line for text in texts for line in ([text] if isinstance(text, str) else text)]


def size_chart(sheet: Sheet, spec: Spec) -> None:
    """A table of sizes with its notes beneath."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    y = _heading(sheet, spec)
    rows, notes = words["rows"], words.get("notes", [])
    px = max(12, min(w, h) * spec.get("note_px", 0.024))
    foot = h * 0.96 - len(_flat(notes)) * px * 1.6
    beside = spec.get("product") and spec.get("beside", False)
    low = min(foot - px, y + len(rows) * h * 0.1)
    if beside:
        low = min(low, y + (foot - y) * 0.5)
        show(sheet, spec, (w * 0.2, low + h * 0.02, w * 0.8, foot - px), label=False)
    widths = spec.get("widths", [1.2, *[1.0] * (len(rows[-1]) - 1)])
    _cells(sheet, spec, rows, (w * 0.05, y, w * 0.95, low), widths, top_row=True)
    dark = is_dark(sheet, (w * 0.05, foot, w * 0.6, h * 0.96))
    at = foot if beside else low + px
    for number, (text, block) in enumerate(sheet.sentences(notes)):
        sheet.write(
            text, w * 0.05, at + number * px * 1.6, px, body(spec, on_dark=dark), block=block, max_w=w * 0.9
        )
    logo(sheet, spec)


def parameters(sheet: Sheet, spec: Spec) -> None:
    """What it is made of, how large, how heavy: names at the left, values at the right."""
    w, h, words = sheet.w, sheet.h, spec["words"]
    y = _heading(sheet, spec)
    rows = words["rows"]
    above = spec.get("above", False)
    if above:
        show(sheet, spec, (w * 0.2, y, w * 0.8, y + (h * 0.95 - y) * 0.42))
        box = (w * 0.06, y + (h * 0.95 - y) * 0.47, w * 0.94, h * 0.95)
    else:
        show(sheet, spec, (w * 0.64, y, w * 0.96, h * 0.93))
        box = (w * 0.05, y, w * 0.62, min(h * 0.94, y + len(rows) * h * 0.095))
    _cells(sheet, spec, rows, box, [0.8, *[1.5] * (len(rows[0]) - 1)], top_row=False)
    logo(sheet, spec)


def comparison(sheet: Sheet, spec: Spec) -> None:
    """The others' at the left and greyed, ours at the right and bright, reason by reason."""
    w, h, words, paint = sheet.w, sheet.h, spec["words"], palette_of(spec)
    unit = min(w, h)
    y = _heading(sheet, spec)
    low = h * 0.96
    middle = w / 2
    boxes = ((w * 0.04, y + h * 0.02, middle - w * 0.01, low), (middle + w * 0.01, y, w * 0.96, low))
    rows = words["rows"]
    for number, (box, fill, rim) in enumerate(
        zip(boxes, ((236, 236, 236), (255, 255, 255)), ((170, 170, 170), paint.main), strict=True)
    ):
        shapes.panel(sheet, box, fill, unit * 0.02, rim=(rim, unit * 0.006), shadow=5 if number else 0)
        x = (box[0] + box[2]) / 2
        head = unit * 0.09
        shapes.panel(sheet, (box[0], box[1], box[2], box[1] + head), rim, unit * 0.02)
        sheet.write(
            words["heads"][number],
            x,
            box[1] + head / 2,
            unit * 0.044,
            Look("bold"),
            anchor="cm",
            max_w=(box[2] - box[0]) * 0.86,
        )
        top = box[1] + head + unit * 0.02
        if spec.get("product"):
            high = (low - top) * 0.36
            tint = spec["tint"] if number else [int(0.3 * one + 90) for one in spec["tint"]]
            show(
                sheet,
                {**spec, "tint": tint},
                (box[0] + unit * 0.05, top, box[2] - unit * 0.05, top + high),
                label=number == 1,
            )
            top += high + unit * 0.04
        pitch = (low - top) / len(rows)
        for row, texts in enumerate(rows):
            cy = top + pitch * (row + 0.5)
            r = min(unit * 0.018, pitch * 0.3)
            left = box[0] + unit * 0.04
            if number:
                shapes.ellipse(sheet, (left, cy - r, left + 2 * r, cy + r), paint.main)
                shapes.stroke(
                    sheet,
                    [(left + r * 0.5, cy), (left + r * 0.9, cy + r * 0.45), (left + r * 1.5, cy - r * 0.4)],
                    r * 0.25,
                    (255, 255, 255),
                )
            else:
                shapes.ellipse(sheet, (left, cy - r, left + 2 * r, cy + r), (150, 150, 150))
                for a, b in ((-1, 1), (1, -1)):
                    shapes.stroke(
                        sheet,
                        [(left + r + a * r * 0.45, cy - r * 0.45), (left + r + b * r * 0.45, cy + r * 0.45)],
                        r * 0.25,
                        (255, 255, 255),
                    )
            look = Look("medium" if number else "sans", paint.ink if number else (110, 110, 110))
            px = min(unit * 0.034, pitch * 0.6)
            sheet.write(
                texts[number],
                left + r * 3.2,
                cy,
                px,
                look,
                anchor="lm",
                max_w=box[2] - left - r * 3.2 - unit * 0.02,
            )
    logo(sheet, spec)


LAYOUTS = {one.__name__: one for one in (size_chart, parameters, comparison)}
