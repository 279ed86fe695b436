"""Where the new words of a picture go, and in which size."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from image_studio.domain.blocks.alignment import alignment
from image_studio.domain.blocks.block import Align, Block, Rule
from image_studio.domain.blocks.cell_looks import ink_of_cells, levelled
from image_studio.domain.blocks.tables import cell_in, members_of
from image_studio.domain.geometry import Box, Frame, Pixels, Shape, shape_of
from image_studio.domain.lettering import is_number
from image_studio.domain.marks.marks import code_area
from image_studio.domain.setting.courses import Course, Spot, Try, fit, set_alike, upright_spots
from image_studio.domain.setting.looks import Look, looks_of
from image_studio.domain.setting.room import Ground, Known
from image_studio.domain.setting.rules_beside import between_rules, room_for_rules, rules_around
from image_studio.domain.setting.sharing import share_right_edges, share_sizes, text_of
from image_studio.domain.setting.style import Setting, Style, anchored
from image_studio.domain.setting.territory import (
    anchor,
    between,
    fair_room,
    ink_box,
    own_box,
    standing,
    trimmed,
)
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.study import Study
from image_studio.domain.warps import inside

# The smallest em a shopper can read on a phone, where a picture of 800 px is shown 375 pt wide.
_READABLE_PX: Final = 11.0
_READABLE_SHARE: Final = 0.0135
_A_CODE: Final = np.iinfo(np.int16).max
_TOO_SMALL: Final = 0.5  # of the old size: worth asking for shorter words
_TOO_SMALL_IN_TABLE: Final = 0.72  # cells stand beside others that keep their size
_OFF_PANEL: Final = 0.08  # em between new words and their panel's edge
_OFF_PANEL_ASIDE: Final = 0.22  # a pill's ends are round


@dataclass(frozen=True)
class Placed:
    """A block with its new words set, in a frame that may be turned from the block's own. ``area`` holds
    the old ink and the new; nothing outside the areas of a picture changes. An ``index`` that no block
    has is lettering where there was none. ``rules`` are drawn beside the words."""

    index: int
    frame: Frame
    setting: Setting
    area: Box
    color: tuple[int, int, int]
    outline: tuple[int, int, int] | None
    shadow: tuple[int, int, int] | None
    rules: tuple[Rule, ...] = ()
    gradient: tuple[tuple[int, int, int], tuple[int, int, int]] | None = None  # from top to bottom of a line


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
    gone: Collection[int] = (),
    known: Known | None = None,
) -> Layout:
    """Set the new texts of some blocks.

    Args:
        erased: the picture without the old lettering of those blocks.
        study: the picture's blocks.
        texts: new words by block index; where there are several, each takes less room than the one
            before, and the first that is not much smaller than the old lettering is set.
        language: BCP 47 tag of the words.
        typesetter: measures with the installed fonts.
        gone: indexes of the blocks that are erased without new words; their ground is free.
        known: rooms found when the same picture was laid out before; new ones are added.
    """
    shape = shape_of(erased)
    masked = {i: own_box(block, shape) for i, block in enumerate(study.blocks)}
    own = {i: trimmed(i, masked, study) for i in masked}
    cores = {i: standing(study.blocks[i], box) for i, box in own.items()}
    own = {i: box for i, box in own.items() if i not in gone}
    styles, spots = _places(erased, study, texts, language, cores, own, gone, {} if known is None else known)
    floor = max(_READABLE_PX, _READABLE_SHARE * min(shape))

    tries: dict[int, Try] = {}
    ems = _ems_of_tables(study)
    largest = {
        i: typesetter.largest_size(ems.get(i, study.blocks[i].em_px), styles[i].language) for i in texts
    }
    smallest = {i: max(1, round(min(floor, study.blocks[i].em_px))) for i in texts}
    for group in study.alike:
        words = {i: texts[i] for i in group if i in texts}
        tries |= set_alike(words, spots, styles, largest, smallest, typesetter)
    too_long = [i for i in texts if i not in tries]
    share_sizes(tries, study, typesetter)
    share_right_edges(tries, study, typesetter)

    in_tables, inks = members_of(study.tables), ink_of_cells(study.tables, study.blocks)
    placed, cramped = [], []
    claimed = _owners(study, own, shape)
    for i in sorted(tries, key=lambda i: (-study.blocks[i].em_px, i)):
        found_again = _clear_of_others(i, tries[i], study, masked[i], claimed, typesetter, floor)
        if found_again is None:
            too_long.append(i)
            continue
        setting, area = found_again
        block, frame = study.blocks[i], tries[i].frame
        stamp = inside(frame, setting.box if not block.rules else area, shape)
        claimed[stamp.window()][stamp.mask] = i
        ink = inks.get(i, block.ink)
        shadow = ink.shadow.color if ink.shadow is not None else None
        rules = rules_around(block, setting.box, area)
        gradient = ink.gradient if ink is block.ink else None
        placed.append(Placed(i, frame, setting, area, ink.color, ink.outline, shadow, rules, gradient))
        if setting.size_px < (_TOO_SMALL_IN_TABLE if i in in_tables else _TOO_SMALL) * block.em_px:
            letters = sum(len(line) for line in setting.lines)
            cramped.append((i, max(3, int(letters * setting.size_px / (0.75 * block.em_px)))))
    return Layout(tuple(placed), tuple(sorted(too_long)), tuple(cramped))


def _owners(study: Study, boxes: Mapping[int, Box], shape: Shape) -> NDArray[np.int16]:
    """Whose each pixel is: ``int16[height, width]``, a block's index, a code's or -1."""
    owners = np.full(shape, -1, np.int16)
    for i, box in boxes.items():
        stamp = inside(study.blocks[i].frame, box, shape)
        owners[stamp.window()][stamp.mask] = i
    # Boxes turned differently overlap; ink is its block's own all the same.
    for i in boxes:
        for part in study.blocks[i].letterings:
            owners[part.stamp.window()][part.stamp.mask] = i
    owners[code_area(study.marks, shape)] = _A_CODE
    return owners


def _places(
    erased: Pixels,
    study: Study,
    texts: Mapping[int, Sequence[str]],
    language: str,
    cores: Mapping[int, Box],
    own: Mapping[int, Box],
    gone: Collection[int],
    known: Known,
) -> tuple[dict[int, Style], dict[int, Mapping[Course, Sequence[Spot]]]]:
    """By block: the words' style, and the places where they may go."""
    shape = shape_of(erased)
    owners = _owners(study, {i: box.grown(1.5) for i, box in own.items()}, shape)
    looks = looks_of(study.blocks, study.alike)
    styles: dict[int, Style] = {}
    spots: dict[int, Mapping[Course, Sequence[Spot]]] = {}
    in_tables = members_of(study.tables)
    anchors = {i: anchor(study.blocks[i], core) for i, core in cores.items()}
    anchors = levelled(anchors, study.tables, study.blocks)
    for i in texts:
        block = study.blocks[i]
        cell = cell_in(study.tables, i, block.em_px)
        look = partial(
            Ground,
            erased,
            owners=owners,
            own=i,
            em=block.em_px,
            inks=_inks(block),
            gone=tuple(gone),
            known=known,
        )
        fair = partial(_fair_room, i, cores=cores, study=study, texts=texts)
        ground = look(block.frame, cores[i])
        aside = ground.sideways()
        if block.ink.clear and block.ink.panel is None and aside.width < cores[i].width + block.em_px:
            # A panel's edge close above or below the letters does not end the ground that they stand on.
            closer = look(block.frame, ink_box(block).crossed(cores[i]))
            if closer.sideways().width > aside.width:
                ground, aside = closer, closer.sideways().united(cores[i])
        align = alignment(i, study.blocks, aside, shape[1], apart=in_tables) if cell is None else cell.align
        align = Align.CENTER if block.rules else align
        # Figures run from left to right, and are as tall as the old ones, in every script.
        tongue = "en" if is_number(texts[i][0]) else language
        styles[i] = _style(block, align, tongue, looks[i])
        if block.upright:
            level = (fair(aside), fair(ground.up_and_down(aside)))
            spots[i] = upright_spots(block.frame, cores[i], level, look, fair, language)
            continue
        wide = anchored(fair(aside), anchors[i], align)
        # One line runs along an arc; a second one would have to run inside it.
        rooms: tuple[Box, ...] = (wide,) if block.frame.bend else (wide, fair(ground.up_and_down(wide)))
        if cell is not None:
            rooms = tuple(cell.of(room, cores[i]) for room in rooms)
        rooms = tuple(between_rules(room, block, cores[i]) for room in rooms)
        spots[i] = {Course.LEVEL: [Spot(block.frame, anchors[i], rooms, align)]}
    return styles, spots


def _fair_room(i: int, room: Box, cores: Mapping[int, Box], study: Study, texts: Mapping[int, object]) -> Box:
    """What a block's neighbours leave of a room, within its own pill or tag where it has one."""
    block = study.blocks[i]
    panel = block.ink.panel
    if panel is None or len(block.letterings) > 1:
        return fair_room(i, room, cores, study, texts)
    held = panel.grown(-_OFF_PANEL_ASIDE * block.em_px, -_OFF_PANEL * block.em_px).united(block.ink.box)
    return fair_room(i, room.united(held), cores, study, texts).crossed(held)


def _ems_of_tables(study: Study) -> dict[int, float]:
    """The em of a table's cells: figures are too few strokes to be measured one by one."""
    return {
        i: float(np.median([study.blocks[j].em_px for j in group]))
        for table in study.tables
        for group in table.looks
        for i in group
    }


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


def _clear_of_others(
    i: int,
    tried: Try,
    study: Study,
    masked: Box,
    claimed: NDArray[np.int16],
    typesetter: Typesetter,
    floor: float,
) -> tuple[Setting, Box] | None:
    """The setting and its area, shrunk towards the core until it meets no other block's area."""
    block, shape = study.blocks[i], shape_of(claimed)
    setting, room = tried.setting, tried.room
    for attempt in range(5):
        if not _meets(i, tried.frame, setting.box.grown(room_for_rules(block, whole=False), 0), claimed):
            whole = setting.box.grown(room_for_rules(block, whole=True), 0)
            kept = whole.left >= 0 and whole.right <= shape[1] and not _meets(i, tried.frame, whole, claimed)
            aside = room_for_rules(block, whole=kept)
            drawn, old = setting.box.grown(1 + aside, 1), masked
            if tried.frame != block.frame:
                old = tried.frame.box_of(block.frame.quad_of(masked))
            area = drawn.united(old).outward()
            if tried.frame.level:
                area = area.crossed(Box(0, 0, shape[1], shape[0]))
            return setting, area
        share = 1.0 - (attempt + 1) / 4
        room = between(tried.core, room, max(0.0, share))
        smaller = fit(
            typesetter,
            text_of(setting),
            setting.style,
            room,
            tried.core,
            setting.size_px,
            max(1, round(min(floor, block.em_px))),
        )
        if smaller is None:
            return None
        setting = smaller
    return None


def _meets(i: int, frame: Frame, box: Box, claimed: NDArray[np.int16]) -> bool:
    """Whether a box takes pixels of another block."""
    stamp = inside(frame, box, shape_of(claimed))
    under = claimed[stamp.window()][stamp.mask]
    return bool(((under >= 0) & (under != i)).any())
