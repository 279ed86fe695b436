"""Which way new words run where the old lettering ran from top to bottom.

Japanese and Chinese stay upright. Short Korean may be stacked. Everything else is set level if the
free ground beside the column lets it stand nearly as large, else turned along the column: clockwise
where a script runs from left to right, the other way where it runs from right to left, so that
both are read from top to bottom.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from image_studio.domain.blocks.block import Align
from image_studio.domain.geometry import Box, Frame
from image_studio.domain.setting.room import Ground
from image_studio.domain.setting.stacking import can_stack, draw_columns, fit_columns, place_columns
from image_studio.domain.setting.style import Drawing, Setting, Style
from image_studio.domain.setting.typefaces import is_right_to_left, script_of
from image_studio.domain.setting.typeset import Typesetter

_LEVEL_ENOUGH: Final = 0.55  # of the old size: level words are easier to read than turned ones
_STACK_ENOUGH: Final = 0.8  # of the old size, for Korean
_MOST_STACKED: Final = 10  # hangul syllables; longer texts are set level where that is as large
_GOOD: Final = 0.8  # of the old size: no other place or words are looked for
_WORTH_MOVING: Final = 1.12
_WORTH_TURNING: Final = 1.15


class Course(Enum):
    LEVEL = "level"
    STACKED = "stacked"
    TURNED = "turned"


@dataclass(frozen=True)
class Spot:
    """A place for words: its axes, where the old lettering stood there, the free ground, and how
    words are aligned in it.

    ``rooms`` go from the one to prefer to the larger one.
    """

    frame: Frame
    core: Box
    rooms: tuple[Box, ...]
    align: Align


@dataclass(frozen=True)
class Try:
    """Words set at a spot; ``room`` is the one of its rooms that holds them."""

    setting: Setting
    room: Box
    core: Box
    frame: Frame


def fit(
    typesetter: Typesetter, text: str, style: Style, room: Box, core: Box, largest: int, smallest: int
) -> Setting | None:
    """:meth:`Typesetter.fit` for whichever way a style runs."""
    if style.upright:
        return fit_columns(typesetter.fonts, text, style, room, core, largest, smallest)
    return typesetter.fit(text, style, room, core, largest, smallest)


def resized(typesetter: Typesetter, setting: Setting, size_px: int, room: Box, core: Box) -> Setting | None:
    """:meth:`Typesetter.resized` for whichever way a style runs."""
    if not setting.style.upright:
        return typesetter.resized(setting, size_px, room, core)
    lines = list(setting.lines)
    return place_columns(typesetter.fonts, lines, setting.style, setting.faces, size_px, room, core)


def draw(typesetter: Typesetter, setting: Setting, area: Box) -> Drawing:
    """:meth:`Typesetter.draw` for whichever way a style runs."""
    if setting.style.upright:
        return draw_columns(typesetter.fonts, setting, area)
    return typesetter.draw(setting, area)


def turning(language: str) -> float:
    """Degrees by which a language's level lines are turned to be read from top to bottom."""
    return -90.0 if is_right_to_left(language) else 90.0


def turned_box(box: Box, degrees: float) -> Box:
    """A box in axes turned by 90 or -90 degrees about the same origin."""
    if degrees > 0:
        return Box(box.top, -box.right, box.bottom, -box.left)
    return Box(-box.bottom, box.left, -box.top, box.right)


def upright_spots(
    frame: Frame,
    core: Box,
    level: tuple[Box, ...],
    ground: Callable[[Frame, Box], Ground],
    fair: Callable[[Box], Box],
    language: str,
) -> dict[Course, list[Spot]]:
    """The places for an upright block's words.

    Args:
        frame: the block's frame.
        core: where the old lettering stood in it.
        level: the rooms of level words.
        ground: looks at the ground around a box in a frame.
        fair: what a room is without the neighbours' part, in the block's frame.
        language: BCP 47 tag of the words.
    """
    degrees = turning(language)
    turned, along = frame.turned(degrees), turned_box(core, degrees)
    around = ground(turned, along)
    ahead = around.sideways()
    upright = [fair(turned_box(room, -degrees)) for room in (ahead, around.up_and_down(ahead))]
    half = replace(core, bottom=core.center[1])
    beside = _side(level[0].left, core.left, core.right, level[0].right, core.width)
    above = _side(upright[0].top, core.top, core.bottom, upright[0].bottom, core.width)
    lying = tuple(turned_box(room, degrees) for room in upright)
    lengthwise = _side(lying[0].left, along.left, along.right, lying[0].right, core.width)
    return {
        Course.LEVEL: [Spot(frame, core, level, beside), Spot(frame, half, level[:1], beside)],
        # New columns begin at the old one's top, unless it stood in the middle of its ground.
        Course.STACKED: [Spot(frame, core, tuple(upright), above if above is Align.CENTER else Align.START)],
        Course.TURNED: [Spot(turned, along, lying, lengthwise)],
    }


def _side(free_from: float, start: float, end: float, free_to: float, em: float) -> Align:
    """At which side of its free ground lettering stands: words stay at the side where a column stood."""
    before, after = start - free_from, free_to - end
    if abs(before - after) < 0.35 * (before + after) + 0.3 * em:
        return Align.CENTER
    return Align.END if before > after else Align.START


def set_alike(
    texts: Mapping[int, Sequence[str]],
    spots: Mapping[int, Mapping[Course, Sequence[Spot]]],
    styles: Mapping[int, Style],
    largest: Mapping[int, int],
    smallest: Mapping[int, int],
    typesetter: Typesetter,
) -> dict[int, Try]:
    """Set the words of blocks that look alike, all of them in one course.

    Blocks without a place at a readable size are left out.
    """
    if not texts:
        return {}
    tried = {
        course: {
            i: found
            for i in texts
            if (
                found := _best_of(
                    texts[i],
                    _styled(styles[i], course),
                    spots[i][course],
                    largest[i],
                    smallest[i],
                    typesetter,
                )
            )
        }
        for course in Course
        if all(course in spots[i] for i in texts)
    }

    def share(course: Course) -> float:
        found = tried.get(course, {})
        return min((found[i].setting.size_px / largest[i] if i in found else 0.0 for i in texts), default=0)

    chosen = Course.LEVEL
    if len(tried) > 1:
        language = next(iter(styles.values())).language
        chosen = _preferred(language, max(len(said[0]) for said in texts.values()), share)
    result = dict(tried.get(chosen, {}))
    for others in tried.values():  # a block that has no place in the common course may have one
        for i, one in others.items():
            result.setdefault(i, one)
    return result


def _preferred(language: str, letters: int, share: Callable[[Course], float]) -> Course:
    level, stacked, turned = share(Course.LEVEL), share(Course.STACKED), share(Course.TURNED)
    script = script_of(language)
    if can_stack(language) and script != "ko" and stacked > 0.3:
        return Course.STACKED
    short = letters <= _MOST_STACKED or level < _STACK_ENOUGH * stacked
    if script == "ko" and short and stacked >= _STACK_ENOUGH:
        return Course.STACKED
    if level >= _LEVEL_ENOUGH:
        return Course.LEVEL
    if can_stack(language) and stacked > level * _WORTH_TURNING:
        return Course.STACKED
    return Course.TURNED if turned > level * _WORTH_TURNING else Course.LEVEL


def _best_of(
    texts: Sequence[str],
    style: Style,
    spots: Sequence[Spot],
    largest: int,
    smallest: int,
    typesetter: Typesetter,
) -> Try | None:
    """The first of several texts, each shorter than the one before, that comes out large enough, else
    the one that comes out largest."""
    best: Try | None = None
    for text in texts:
        found = _best(text, style, spots, largest, smallest, typesetter)
        if found is not None and (best is None or found.setting.size_px > best.setting.size_px):
            best = found
        if best is not None and best.setting.size_px >= _GOOD * largest:
            return best
    return best


def _best(
    text: str, style: Style, spots: Sequence[Spot], largest: int, smallest: int, typesetter: Typesetter
) -> Try | None:
    best: Try | None = None
    for spot in spots:
        aligned = replace(style, align=spot.align)
        for room in spot.rooms:
            setting = fit(typesetter, text, aligned, room, spot.core, largest, smallest)
            # What comes later is farther from where the old lettering stood.
            if setting is not None and (
                best is None or setting.size_px > _WORTH_MOVING * best.setting.size_px
            ):
                best = Try(setting, room, spot.core, spot.frame)
            if best is not None and best.setting.size_px >= _GOOD * largest:
                return best
    return best


def _styled(style: Style, course: Course) -> Style:
    if course is Course.STACKED:
        return replace(style, upright=True)
    if course is Course.TURNED:
        dx, dy = style.shadow_em
        # The shadow falls where it fell in the picture, whichever way the letters are turned.
        shadow = (dy, -dx) if turning(style.language) > 0 else (-dy, dx)
        return replace(style, shadow_em=shadow)
    return style
