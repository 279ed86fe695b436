"""What new words of one look share: their size, and the right edge of a column written leftwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from image_studio.domain.blocks.block import Align
from image_studio.domain.setting.courses import Try, fit, resized
from image_studio.domain.setting.style import Setting
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.study import Study

_ONE_SIZE: Final = 0.68  # unless one would pull the rest below this


def share_sizes(tries: dict[int, Try], study: Study, typesetter: Typesetter) -> None:
    """Blocks of one look are set in one size."""
    for group in study.alike:
        members = [i for i in group if i in tries]
        if len(members) < 2:
            continue
        sizes = sorted(tries[i].setting.size_px for i in members)
        usual = sizes[len(sizes) // 2]
        shared = min(size for size in sizes if size >= _ONE_SIZE * usual)
        for i in members:
            setting, room, core = tries[i].setting, tries[i].room, tries[i].core
            if setting.size_px > shared:
                text = text_of(setting)
                smaller = fit(typesetter, text, setting.style, room, core, shared, shared) or resized(
                    typesetter, setting, shared, room, core
                )
                if smaller is not None:
                    tries[i] = replace(tries[i], setting=smaller)


def share_right_edges(tries: dict[int, Try], study: Study, typesetter: Typesetter) -> None:
    """A left-aligned column, written right to left, lines up at its right edge."""
    columns: dict[int, list[int]] = {}
    cores = {i: tried.core for i, tried in tries.items()}
    for i in sorted(tries, key=lambda i: cores[i].top):
        style = tries[i].setting.style
        turned = tries[i].frame != study.blocks[i].frame
        if not style.right_to_left or style.align is not Align.START or turned:
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
        edge = max(max(tries[i].setting.box.right, cores[i].right) for i in column)
        for i in column:
            setting, room = tries[i].setting, tries[i].room
            anchor = replace(cores[i], right=min(edge, room.right))
            moved = typesetter.resized(setting, setting.size_px, room, anchor)
            if moved is not None:
                tries[i] = replace(tries[i], setting=moved)


def text_of(setting: Setting) -> str:
    """A setting's words as they were before they were broken into lines."""
    return ("" if setting.style.language[:2] in {"ja", "zh"} else " ").join(setting.lines)
