"""Edited regions set where and how they say.

What a region says is exact where it can be: the same lines at the same size stand where they stood,
pixel for pixel. What does not fit is shrunk, and said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from image_studio.domain.blocks.block import Align, Block
from image_studio.domain.edits.edits import Color, Edit, indexed
from image_studio.domain.edits.places import held, place_of, within
from image_studio.domain.geometry import Box, Frame, Pixels, shape_of
from image_studio.domain.intents.intents import Action
from image_studio.domain.setting.courses import fit, resized
from image_studio.domain.setting.fonts import FontBook
from image_studio.domain.setting.layout import Placed
from image_studio.domain.setting.looks import Look, looks_of
from image_studio.domain.setting.rules_beside import rules_around
from image_studio.domain.setting.stacking import can_stack
from image_studio.domain.setting.style import Setting, Style
from image_studio.domain.setting.typefaces import Face, Family, is_right_to_left
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.study import Study

_READABLE_PX: Final = 11.0
_LEAST_PX: Final = 4
_MOST_OUTLINE_EM: Final = 0.25
_MOST_SHADOW_EM: Final = 0.5
_REFERENCE_PX: Final = 64
_EVERYWHERE: Final = Box(-1e6, -1e6, 1e6, 1e6)


@dataclass(frozen=True)
class EditsSet:
    """Edits laid out: what is placed, and what a person should know. ``placed`` has the index of a block,
    or one beyond them for lettering where there was none."""

    placed: tuple[Placed, ...]
    reasons: tuple[str, ...]


def set_edits(
    picture: Pixels, study: Study, edits: Sequence[Edit], language: str, typesetter: Typesetter
) -> EditsSet:
    """Set the words of all edits that have some.

    Args:
        picture: ``uint8[height, width, 3]``, as it came.
        study: the blocks of the edits that have lines, in the edits' order.
        edits: with ids that differ.
        language: BCP 47 tag of the words.
        typesetter: measures with the installed fonts.
    """
    placed: list[Placed] = []
    reasons: list[str] = []
    indexes = indexed(edits)
    for edit in edits:
        reasons += (f"{edit.id}: {note}" for note in edit.notes)
        if edit.action is not Action.WRITE:
            continue
        index = indexes[edit.id]
        block = study.blocks[index] if edit.is_block else None
        desk = _Desk(edit, block, picture, language, typesetter)
        item = desk.set(index)
        if item is not None:
            placed.append(item)
        reasons += (f"{edit.id}: {note}" for note in desk.notes)

    def before(item: Placed) -> tuple[float, int]:
        # As the layout draws them: the largest of the old letterings first.
        em = study.blocks[item.index].em_px if item.index < len(study.blocks) else 0.0
        return -em, item.index

    return EditsSet(tuple(sorted(placed, key=before)), tuple(reasons))


class _Desk:
    """One edit being set."""

    def __init__(
        self, edit: Edit, block: Block | None, picture: Pixels, language: str, typesetter: Typesetter
    ) -> None:
        self.notes: list[str] = []
        self._edit, self._block, self._picture = edit, block, picture
        self._language, self._typesetter = language, typesetter

    def set(self, index: int) -> Placed | None:
        edit, shape = self._edit, shape_of(self._picture)
        place = place_of(edit, self._block, shape)
        frame, area, ink = place.frame, place.area, place.ink
        room = within(frame, area, shape)
        if room is None:
            self.notes.append("its place lies outside the picture" + self._stays())
            return None
        inside_picture = held(frame, area, room)
        if not inside_picture:
            self.notes.append("its place reached out of the picture")
        size = self._size(room)
        chain, look = self._chain()
        style = self._style(size, look)
        lines = edit.text.split("\n")
        setting = None
        if ink is not None and within(frame, ink, shape) == ink:
            setting = self._as_it_stood(lines, style, chain, size, ink)
        core = ink.crossed(room) if ink is not None else room
        core = core if core.width > 0 and core.height > 0 else room
        if setting is None:
            setting = self._fitted(lines, style, chain, size, room, core)
        if setting is None:
            self.notes.append(f"{_quoted(edit.text)} has no room" + self._stays())
            return None
        if setting.size_px < size:
            self.notes.append(f"{_quoted(edit.text)} is set in {setting.size_px} px to fit, not {size} px")
        if setting.size_px < _READABLE_PX:
            self.notes.append(f"{setting.size_px} px is smaller than shoppers can read")
        color, area = self._color(room, frame), area if inside_picture else room
        rules = rules_around(self._block, setting.box, area) if self._block is not None else ()
        ink_before = self._block.ink if self._block is not None else None
        graded = ink_before is not None and color == ink_before.color  # another colour is wished for as it is
        gradient = ink_before.gradient if ink_before is not None and graded else None
        return Placed(index, frame, setting, area, color, edit.outline, edit.shadow, rules, gradient)

    def _stays(self) -> str:
        return ": the old lettering stays" if self._block is not None else ": left out"

    def _size(self, room: Box) -> int:
        edit = self._edit
        size = edit.size_px or (self._block.em_px if self._block is not None else 0.6 * room.height)
        # No letter is larger than its room; a request may say anything.
        return max(_LEAST_PX, round(min(size, 2.0 * room.height)))

    def _chain(self) -> tuple[tuple[Face, ...], Look]:
        """The faces to set in, first the one that was asked for, and their look."""
        edit, fonts = self._edit, self._typesetter.fonts
        first = fonts.named(edit.font)
        look = Look(Family.SANS, bold=False)
        if edit.font:
            look = _look_of(edit, self._language, fonts)
        elif self._block is not None:
            look = looks_of([self._block], [[0]])[0]
        usual = fonts.chain(self._language, look.family, bold=look.bold)
        if first is None:
            if edit.font:
                self.notes.append(f"no font {_quoted(edit.font)}: set in {usual[0].name}")
            return usual, look
        more = (face for name in edit.more_fonts if (face := fonts.named(name)) is not None)
        return tuple(dict.fromkeys((first, *more, *usual))), look

    def _style(self, size: int, look: Look) -> Style:
        edit = self._edit
        outline = edit.outline_px / size if edit.outline is not None else 0.0
        if outline > _MOST_OUTLINE_EM:
            outline = _MOST_OUTLINE_EM
            self.notes.append(f"its outline is drawn {round(outline * size, 1)} px wide, the most there is")
        dx, dy = (shift / size if edit.shadow is not None else 0.0 for shift in edit.shadow_px)
        if max(abs(dx), abs(dy)) > _MOST_SHADOW_EM:
            dx, dy = (max(-_MOST_SHADOW_EM, min(_MOST_SHADOW_EM, shift)) for shift in (dx, dy))
            self.notes.append("its shadow is drawn nearer")
        leftwards = edit.leftwards
        if leftwards is is_right_to_left(self._language):
            leftwards = None
        style = Style(
            self._language,
            family=look.family,
            bold=look.bold,
            align=edit.align,
            outline_em=outline,
            shadow_em=(dx, dy),
            upright=self._upright(),
            leftwards=leftwards,
        )
        if style.right_to_left and not style.upright and style.align is not Align.CENTER:
            # Lines that run leftwards start at the right.
            return replace(style, align=Align.END)
        return style

    def _upright(self) -> bool:
        if self._edit.upright and not can_stack(self._language):
            self.notes.append("its language is not written from top to bottom: set level")
            return False
        return self._edit.upright

    def _as_it_stood(
        self, lines: Sequence[str], style: Style, chain: tuple[Face, ...], size: int, ink: Box
    ) -> Setting | None:
        """The lines in the box where they stood, if they fill it as they did."""
        found = self._measured(lines, style, chain, size, ink)
        if found is None or found.height != ink.height or not 0 <= found.width - ink.width < 1.01:
            return None
        return Setting(tuple(lines), size, style, ink, chain)

    def _fitted(
        self,
        lines: Sequence[str],
        style: Style,
        chain: tuple[Face, ...],
        size: int,
        room: Box,
        core: Box,
    ) -> Setting | None:
        least = max(_LEAST_PX, round(min(_READABLE_PX, size)))
        found = self._with_lines(lines, style, chain, size, least, room, core)
        if found is not None and (len(lines) > 1 or found.size_px == size):
            return found
        # Lines that the region breaks itself are broken otherwise only where they do not fit at all.
        text = " ".join(lines)
        broken = fit(self._typesetter, text, style, room, core, size, least)
        if broken is None or (found is not None and broken.size_px <= found.size_px):
            return found
        return self._with_lines(broken.lines, style, chain, size, least, room, core) or found

    def _with_lines(
        self,
        lines: Sequence[str],
        style: Style,
        chain: tuple[Face, ...],
        largest: int,
        least: int,
        room: Box,
        core: Box,
    ) -> Setting | None:
        """The lines as they are broken, in the largest size that their room has."""
        shown = self._measured(lines, style, chain, _REFERENCE_PX, core)
        if shown is None:
            return None
        scale = min(room.width / shown.width, room.height / shown.height)
        likely = min(largest, math.ceil(scale * _REFERENCE_PX) + 2)
        draft = Setting(tuple(lines), likely, style, core, chain)
        for size in range(likely, max(least, int(0.8 * likely)) - 1, -1):
            found = resized(self._typesetter, draft, size, room, core)
            if found is not None:
                return found
        return None

    def _measured(
        self, lines: Sequence[str], style: Style, chain: tuple[Face, ...], size: int, core: Box
    ) -> Box | None:
        draft = Setting(tuple(lines), size, style, core, chain)
        found = resized(self._typesetter, draft, size, _EVERYWHERE, core)
        return found.box if found is not None and found.box.width > 0 and found.box.height > 0 else None

    def _color(self, room: Box, frame: Frame) -> Color:
        if self._edit.color is not None:
            return self._edit.color
        if self._block is not None:
            return self._block.ink.color
        x, y = np.array(frame.quad_of(room)).mean(axis=0)
        height, width = shape_of(self._picture)
        ground = self._picture[
            max(0, int(y) - 8) : min(height, int(y) + 8), max(0, int(x) - 8) : min(width, int(x) + 8)
        ]
        dark = ground.size > 0 and float(ground.mean()) < 127
        return (245, 245, 245) if dark else (20, 20, 20)


def _look_of(edit: Edit, language: str, fonts: FontBook) -> Look:
    """The look that a font has in a language, by its name where nothing else is known of it."""
    looks = [Look(family, bold) for family in Family for bold in (False, True)]
    named = (edit.font, *edit.more_fonts)

    def alike(look: Look) -> tuple[bool, bool]:
        faces = [face.name for face in fonts.chain(language, look.family, bold=look.bold)]
        return faces[0] == edit.font, tuple(faces) == named

    best = max(looks, key=alike)
    if alike(best)[0]:
        return best
    said = edit.font.lower()
    bold = any(word in said for word in ("bold", "black", "heavy"))
    signs = {
        Family.SANS: ("sans", "gothic"),
        Family.SERIF: ("serif", "naskh", "song", "ming", "times", "mincho"),
        Family.ROUNDED: ("round", "maru"),
        Family.BRUSH: ("brush", "script", "kai", "hand"),
    }
    family = next((kind for kind, words in signs.items() if any(w in said for w in words)), Family.SANS)
    return Look(family, bold)


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())[:60]}”"
