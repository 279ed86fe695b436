"""Where the new words of a picture go, and in which size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from image_studio.domain.blocks import Align, Block, alignment
from image_studio.domain.geometry import Box, Frame, Pixels, Shape, inside, shape_of
from image_studio.domain.looks import Look, looks_of
from image_studio.domain.marks import code_area
from image_studio.domain.room import Ground
from image_studio.domain.study import Study
from image_studio.domain.territory import between, fair_room, own_box, trimmed
from image_studio.domain.typeset import Setting, Style, Typesetter, anchored

# The smallest em a shopper can read on a phone, where a picture of 800 px is shown 375 pt wide.
_READABLE_PX: Final = 11.0
_READABLE_SHARE: Final = 0.0135
_GOOD: Final = 0.8  # of the size aimed at
_A_CODE: Final = np.iinfo(np.int16).max
_TOO_SMALL: Final = 0.5  # of the old size: worth asking for shorter words
_ONE_SIZE: Final = 0.68  # blocks of one look share a size unless one would pull the rest below this


@dataclass(frozen=True)
class Placed:
    """A block with its new words set, in a frame. ``area`` holds the old ink and the new; nothing outside
    the areas of a picture changes. An ``index`` that no block has is lettering where there was none."""

    index: int
    frame: Frame
    setting: Setting
    area: Box
    color: tuple[int, int, int]
    outline: tuple[int, int, int] | None
    shadow: tuple[int, int, int] | None


@dataclass(frozen=True)
class Layout:
    placed: tuple[Placed, ...]
    too_long: tuple[int, ...]  # block indexes whose words have no place
    cramped: tuple[tuple[int, int], ...]  # block index, letters that would fit at a good size


def lay_out(
    erased: Pixels,
    study: Study,
    texts: Mapping[int, Sequence[str]],
    language: str,
    typesetter: Typesetter,
) -> Layout:
    """Set the new texts of some blocks.

    Args:
        erased: the picture without the old lettering of those blocks.
        study: the picture's blocks.
        texts: new words by block index; where there are several, each takes less room than the one
            before, and the first that is not much smaller than the old lettering is set.
        language: BCP 47 tag of the words.
        typesetter: measures with the installed fonts.
    """
    shape = shape_of(erased)
    masked = {i: own_box(block, shape) for i, block in enumerate(study.blocks)}
    cores = {i: trimmed(i, masked, study) for i in masked}
    owners = _owners(study, {i: core.grown(1.5) for i, core in cores.items()}, shape)
    looks = looks_of(study.blocks, study.alike)
    rooms, styles = {}, {}
    for i in texts:
        block = study.blocks[i]
        blocked = (owners >= 0) & (owners != i)
        ground = Ground(erased, block.frame, cores[i], blocked, block.em_px, _inks(block))
        aside = ground.sideways()
        align = alignment(i, study.blocks, aside, shape[1])
        wide = anchored(fair_room(i, aside, cores, study, texts), cores[i], align)
        rooms[i] = (wide, fair_room(i, ground.up_and_down(wide), cores, study, texts))
        styles[i] = _style(block, align, language, looks[i])
    floor = max(_READABLE_PX, _READABLE_SHARE * min(shape))

    tries: dict[int, tuple[Setting, Box]] = {}
    too_long: list[int] = []
    for i in sorted(texts, key=lambda i: (-study.blocks[i].em_px, i)):
        block = study.blocks[i]
        largest = typesetter.largest_size(block.em_px, language)
        smallest = max(1, round(min(floor, block.em_px)))
        found = _best_of(texts[i], styles[i], rooms[i], cores[i], largest, smallest, typesetter)
        if found is None:
            too_long.append(i)
        else:
            tries[i] = found
    _share_sizes(tries, study, cores, typesetter)
    _share_right_edges(tries, study, cores, typesetter)

    placed, cramped = [], []
    claimed = _owners(study, cores, shape)
    for i in sorted(tries, key=lambda i: (-study.blocks[i].em_px, i)):
        setting, room = tries[i]
        found_again = _clear_of_others(i, setting, room, study, cores, masked[i], claimed, typesetter, floor)
        if found_again is None:
            too_long.append(i)
            continue
        setting, area = found_again
        block = study.blocks[i]
        stamp = inside(block.frame, setting.box, shape)
        claimed[stamp.window()][stamp.mask] = i
        ink = block.ink
        shadow = ink.shadow.color if ink.shadow is not None else None
        placed.append(Placed(i, block.frame, setting, area, ink.color, ink.outline, shadow))
        if setting.size_px < _TOO_SMALL * block.em_px:
            letters = sum(len(line) for line in setting.lines)
            cramped.append((i, max(3, int(letters * setting.size_px / (0.75 * block.em_px)))))
    return Layout(tuple(placed), tuple(sorted(too_long)), tuple(cramped))


def _owners(study: Study, boxes: Mapping[int, Box], shape: Shape) -> NDArray[np.int16]:
    """Whose each pixel is: ``int16[height, width]``, a block's index, a code's or -1."""
    owners = np.full(shape, -1, np.int16)
    for i, block in enumerate(study.blocks):
        stamp = inside(block.frame, boxes[i], shape)
        owners[stamp.window()][stamp.mask] = i
    owners[code_area(study.marks, shape)] = _A_CODE
    return owners


def _inks(block: Block) -> list[tuple[int, int, int]]:
    """The colours by which a block's letters are seen."""
    ink = block.ink
    shadow = ink.shadow.color if ink.shadow is not None else None
    return [colour for colour in (ink.color, ink.outline, shadow) if colour is not None]


def _style(block: Block, align: Align, language: str, look: Look) -> Style:
    ink = block.ink
    outline_em = ink.outline_px / block.em_px if ink.outline is not None else 0.0
    shadow_em = (ink.shadow.dx_em, ink.shadow.dy_em) if ink.shadow is not None else (0.0, 0.0)
    return Style(
        language,
        family=look.family,
        bold=look.bold,
        align=align,
        outline_em=outline_em,
        shadow_em=shadow_em,
    )


def _best_of(
    texts: Sequence[str],
    style: Style,
    rooms: tuple[Box, Box],
    core: Box,
    largest: int,
    smallest: int,
    typesetter: Typesetter,
) -> tuple[Setting, Box] | None:
    """The first of several texts that fits at a good size in one row more than the old lettering's,
    else the one that comes out largest."""
    best: tuple[Setting, Box] | None = None
    for text in texts:
        found = _best(text, style, rooms, core, largest, smallest, typesetter)
        if found is not None and found[0].size_px >= _GOOD * largest:
            return found
        if found is not None and (best is None or found[0].size_px > best[0].size_px):
            best = found
    return best


def _best(
    text: str,
    style: Style,
    rooms: tuple[Box, Box],
    core: Box,
    largest: int,
    smallest: int,
    typesetter: Typesetter,
) -> tuple[Setting, Box] | None:
    """The setting to prefer: in the row of the old lettering if it is nearly as large there."""
    wide, tall = rooms
    first = typesetter.fit(text, style, wide, core, largest, smallest)
    if first is not None and first.size_px >= _GOOD * largest:
        return first, wide
    second = typesetter.fit(text, style, tall, core, largest, smallest)
    if second is not None and (first is None or second.size_px > 1.12 * first.size_px):
        return second, tall
    return (first, wide) if first is not None else None


def _share_sizes(
    tries: dict[int, tuple[Setting, Box]],
    study: Study,
    cores: Mapping[int, Box],
    typesetter: Typesetter,
) -> None:
    for group in study.alike:
        members = [i for i in group if i in tries]
        if len(members) < 2:
            continue
        sizes = sorted(tries[i][0].size_px for i in members)
        usual = sizes[len(sizes) // 2]
        shared = min(size for size in sizes if size >= _ONE_SIZE * usual)
        for i in members:
            setting, room = tries[i]
            if setting.size_px > shared:
                smaller = typesetter.fit(
                    " ".join(setting.lines)
                    if setting.style.language not in {"ja", "zh"}
                    else "".join(setting.lines),
                    setting.style,
                    room,
                    cores[i],
                    shared,
                    shared,
                ) or typesetter.resized(setting, shared, room, cores[i])
                if smaller is not None:
                    tries[i] = (smaller, room)


def _share_right_edges(
    tries: dict[int, tuple[Setting, Box]],
    study: Study,
    cores: Mapping[int, Box],
    typesetter: Typesetter,
) -> None:
    """A left-aligned column, written right to left, lines up at its right edge."""
    columns: dict[int, list[int]] = {}
    for i in sorted(tries, key=lambda i: cores[i].top):
        style = tries[i][0].style
        if not style.right_to_left or style.align is not Align.START:
            continue
        lead = next(
            (
                k
                for k, members in columns.items()
                if study.blocks[k].frame == study.blocks[i].frame
                and abs(cores[k].left - cores[i].left) < 0.6 * study.blocks[i].em_px
                and cores[i].top - cores[members[-1]].bottom < 4 * study.blocks[i].em_px
            ),
            i,
        )
        columns.setdefault(lead, []).append(i)
    for column in columns.values():
        edge = max(max(tries[i][0].box.right, cores[i].right) for i in column)
        for i in column:
            setting, room = tries[i]
            anchor = replace(cores[i], right=min(edge, room.right))
            moved = typesetter.resized(setting, setting.size_px, room, anchor)
            if moved is not None:
                tries[i] = (moved, room)


def _clear_of_others(
    i: int,
    setting: Setting,
    room: Box,
    study: Study,
    cores: Mapping[int, Box],
    masked: Box,
    claimed: NDArray[np.int16],
    typesetter: Typesetter,
    floor: float,
) -> tuple[Setting, Box] | None:
    """The setting and its area, shrunk towards the core until it meets no other block's area."""
    block, shape = study.blocks[i], shape_of(claimed)
    for attempt in range(5):
        stamp = inside(block.frame, setting.box, shape)
        under = claimed[stamp.window()][stamp.mask]
        met = under[(under >= 0) & (under != i)]
        if not met.size:
            area = setting.box.grown(1).united(masked).outward()
            if block.frame.level:
                area = area.crossed(Box(0, 0, shape[1], shape[0]))
            return setting, area
        share = 1.0 - (attempt + 1) / 4
        room = between(cores[i], room, max(0.0, share))
        text = (
            "".join(setting.lines) if setting.style.language[:2] in {"ja", "zh"} else " ".join(setting.lines)
        )
        smaller = typesetter.fit(
            text,
            setting.style,
            room,
            cores[i],
            setting.size_px,
            max(1, round(min(floor, block.em_px))),
        )
        if smaller is None:
            return None
        setting = smaller
    return None
