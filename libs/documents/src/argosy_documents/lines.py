"""Lines of text by their places in a picture, as a person would read them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from argosy_inference import TextLine


def rows_of(lines: Sequence[TextLine]) -> str:
    """Pieces of text by their places in a picture as lines; what stands apart side by side are cells."""
    boxes = [_box(line) for line in lines if line.text.strip()]
    rows: list[list[tuple[float, float, float, float, str]]] = []
    for box in sorted(boxes, key=lambda box: (box[1] + box[3]) / 2):
        middle = (box[1] + box[3]) / 2
        row = rows[-1] if rows else None
        if (
            row
            and row[0][1] <= middle <= row[0][3]
            and abs(middle - (row[0][1] + row[0][3]) / 2) < 0.5 * (box[3] - box[1])
        ):
            row.append(box)
        else:
            rows.append([box])
    written = []
    for row in rows:
        row.sort()
        text = row[0][4]
        for before, box in pairwise(row):
            text += ("\t" if box[0] - before[2] > 0.9 * (box[3] - box[1]) else " ") + box[4]
        written.append(text)
    return "\n".join(written)


def _box(line: TextLine) -> tuple[float, float, float, float, str]:
    xs, ys = [x for x, _ in line.quad], [y for _, y in line.quad]
    return min(xs), min(ys), max(xs), max(ys), " ".join(line.text.split())


def sureness(lines: Sequence[TextLine]) -> float:
    """How surely a picture's letters were read, 0..1: the mean of its lines, weighted by their length.

    Raises ZeroDivisionError for no lines.
    """
    weights = [max(1, len(line.text)) for line in lines]
    return round(sum(w * line.confidence for w, line in zip(weights, lines, strict=True)) / sum(weights), 3)
