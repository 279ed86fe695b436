"""A picture being drawn: a ground that shapes and products are blended into, and the lines set upon it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

import cv2
import numpy as np

from quality import lettering
from quality.lettering import Colour, Look, Patch
from quality.truth import Line, overlap

Box = tuple[float, float, float, float]
_ACROSS = {"l": 0.0, "c": 0.5, "r": 1.0}
_DOWN = {"t": 0.0, "m": 0.5, "b": 1.0}


class Setting(TypedDict, total=False):
    """What may be said of a line besides its words, place and size."""

    kind: str
    block: str
    anchor: str
    rotate: float
    vertical: bool
    max_w: float
    max_h: float


@dataclass
class Sheet:
    """The ground, (h, w, 3 or 4) uint8, its own source of chance, and the lines set so far."""

    ground: np.ndarray
    rng: np.random.Generator
    lines: list[Line] = field(default_factory=list)
    blocks: int = 0

    @property
    def w(self) -> int:
        """Width in pixels."""
        return int(self.ground.shape[1])

    @property
    def h(self) -> int:
        """Height in pixels."""
        return int(self.ground.shape[0])

    def pick(self, *choices: object) -> object:
        """One of the choices, by chance."""
        return choices[int(self.rng.integers(len(choices)))]

    def blend(self, mask: np.ndarray, colour: Colour | np.ndarray, at: tuple[int, int]) -> None:
        """Paint `colour` (one, or one a pixel) through `mask` (h, w; 0-1) put at (x, y)."""
        there, here = overlap(self.ground.shape, mask.shape, at)
        self._refuse_to_cover(mask, at)
        cover = mask[here].astype(np.float32)[..., None]
        paint = np.asarray(colour, np.float32)
        paint = paint[here] if paint.ndim == 3 else paint
        part = self.ground[there].astype(np.float32)
        part[..., :3] += (paint - part[..., :3]) * cover
        if part.shape[2] == 4:
            part[..., 3:] = np.maximum(part[..., 3:], cover * 255)
        self.ground[there] = np.clip(np.round(part), 0, 255).astype(np.uint8)

    def _refuse_to_cover(self, mask: np.ndarray, at: tuple[int, int]) -> None:
        """Lines lie above the ground whenever they were set: nothing solid may be painted over one later."""
        for line in self.lines:
            x0, y0, x1, y1 = (round(one) for one in box_of(line))
            rows, columns = (
                slice(max(0, y0 - at[1]), max(0, y1 - at[1])),
                slice(max(0, x0 - at[0]), max(0, x1 - at[0])),
            )
            part = mask[rows, columns]
            if part.size and float((part > 0.5).mean()) * part.size > 0.02 * (y1 - y0) * (x1 - x0):
                raise ValueError(f"{line.text!r} would be painted over: set it after what lies beneath it")

    def tone(self, box: Box) -> float:
        """How light the ground is there, 0-255."""
        x0, y0, x1, y1 = (max(0, round(one)) for one in box)
        return float(self.ground[y0:y1, x0:x1, :3].mean())

    def sentences(self, texts: list[str | list[str]]) -> Iterator[tuple[str, str]]:
        """Each line with its block: a string is a sentence, a list of strings one that wraps."""
        for text in texts:
            block = self.new_block()
            for line in [text] if isinstance(text, str) else text:
                yield line, block

    def new_block(self) -> str:
        """A name for the next sentence."""
        self.blocks += 1
        return f"b{self.blocks}"

    def write(self, text: str, x: float, y: float, px: float, look: Look, **setting: Unpack[Setting]) -> Line:
        """Set a line so that its letters' box has its anchor (l c r, t m b) at (x, y).

        Raises:
            ValueError: the letters would leave the picture.
        """
        anchor = setting.get("anchor", "lt")
        turn = setting.get("rotate", 0.0)
        upright = setting.get("vertical", False)
        size = max(9, round(px))
        patch = lettering.paint(text, size, look, upright=upright, fine=bool(turn))
        for _ in range(3):
            (left, top), _, (right, bottom), _ = patch.corners
            scale = 2 if turn else 1
            over = max(
                (right - left) / scale / setting.get("max_w", math.inf),
                (bottom - top) / scale / setting.get("max_h", math.inf),
            )
            if over <= 1 or size <= 9:
                break
            size = max(9, math.floor(size / over))
            patch = lettering.paint(text, size, look, upright=upright, fine=bool(turn))
        (left, top), _, (right, bottom), _ = patch.corners
        scale = 2 if turn else 1
        width, height = (right - left) / scale, (bottom - top) / scale
        x0 = x - _ACROSS[anchor[0]] * width
        y0 = y - _DOWN[anchor[1]] * height
        if turn:
            box = ((x0, y0), (x0 + width, y0), (x0 + width, y0 + height), (x0, y0 + height))
            cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            corners = tuple(
                (x + (a - x) * cos - (b - y) * sin, y + (a - x) * sin + (b - y) * cos) for a, b in box
            )
            patch, *at = lettering.moved(patch, corners)
            return self.put(text, patch, (at[0], at[1]), size, look, **setting)
        return self.put(text, patch, (round(x0 - left), round(y0 - top)), size, look, **setting)

    def put(
        self,
        text: str,
        patch: Patch,
        at: tuple[int, int],
        px: int,
        look: Look,
        *,
        bent: bool = False,
        **setting: Unpack[Setting],
    ) -> Line:
        """Set a painted line with its patch at (x, y)."""
        quad = tuple((a + at[0], b + at[1]) for a, b in patch.corners)
        for a, b in quad:
            if not (0 <= a <= self.w and 0 <= b <= self.h):
                raise ValueError(f"{text!r} leaves the picture {self.w}x{self.h}: {quad}")
        line = Line(
            text=text,
            quad=quad,
            kind=setting.get("kind", "TEXT"),
            block=setting.get("block") or self.new_block(),
            px=px,
            colour=look.colour,
            rotation=setting.get("rotate", 0.0),
            vertical=setting.get("vertical", False),
            style=patch.face.shown,
            face=patch.face.name,
            bent=bent,
            at=at,
            patch=patch,
        )
        self.lines.append(line)
        return line

    def say(
        self,
        texts: list[str],
        x: float,
        y: float,
        px: float,
        look: Look,
        *,
        gap: float = 0.35,
        **setting: Unpack[Setting],
    ) -> Box:
        """Set the lines of one sentence below each other, all at one size, and return their box."""
        setting.setdefault("block", self.new_block())
        size = px
        for text in texts:
            room = setting.get("max_w", math.inf)
            (left, _), (right, _), *_ = lettering.paint(text, max(9, round(size)), look).corners
            size = min(size, size * room / (right - left))
        anchor = setting.get("anchor", "lt")
        setting["anchor"] = anchor[0] + "t"
        boxes: list[Box] = []
        if anchor[1] == "m":
            y -= (len(texts) * (1 + gap) - gap) * size * 0.48
        for number, text in enumerate(texts):
            line = self.write(text, x, y + number * size * (1 + gap), size, look, **setting)
            boxes.append(box_of(line))
        return (
            min(one[0] for one in boxes),
            min(one[1] for one in boxes),
            max(one[2] for one in boxes),
            max(one[3] for one in boxes),
        )


def box_of(line: Line) -> Box:
    """The upright box around a line's quad: x0, y0, x1, y1."""
    xs, ys = [a for a, _ in line.quad], [b for _, b in line.quad]
    return min(xs), min(ys), max(xs), max(ys)


def set_code(sheet: Sheet, payload: str, box: Box) -> Line:
    """A QR code with its white rim, set as a line so that the picture without it is known too."""
    code = cv2.QRCodeEncoder.create().encode(payload)
    side = round(min(box[2] - box[0], box[3] - box[1]))
    drawn = cv2.resize(code, (side, side), interpolation=cv2.INTER_NEAREST)
    rgb = np.repeat(drawn[..., None], 3, axis=2).astype(np.float32)
    ink = (drawn < 128).astype(np.float32)
    ys, xs = np.flatnonzero(ink.max(axis=1)), np.flatnonzero(ink.max(axis=0))
    left, right, top, bottom = xs[0], xs[-1] + 1, ys[0], ys[-1] + 1
    corners = tuple(
        (float(a), float(b)) for a, b in ((left, top), (right, top), (right, bottom), (left, bottom))
    )
    patch = Patch(rgb, np.ones(ink.shape, np.float32), ink, corners, lettering.face_for("sans", "1"))
    look = Look("sans", (0, 0, 0))
    return sheet.put(payload, patch, (round(box[0]), round(box[1])), side, look, kind="CODE")
