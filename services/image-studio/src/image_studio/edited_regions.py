"""Regions as a request carries them, checked: everything in them is somebody's input."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from argosy.picture.v1 import picture_pb2
from image_studio.domain.blocks.block import Align
from image_studio.domain.edits.edits import Color, Edit
from image_studio.domain.geometry import Box, Quad, Shape
from image_studio.domain.intents.intents import Action
from image_studio.domain.kinds.kinds import Kind, Verdict
from image_studio.domain.lettering import Line
from image_studio.domain.study import is_sized, stands_in
from image_studio.events import ALIGNS, KINDS
from image_studio.ordering import Malformed

MAX_REGIONS: Final = 400
MAX_LINES: Final = 400
MAX_TEXT: Final = 400
_MAX_BREAKS: Final = 20
_LONGEST_ID: Final = 60
_LONGEST_NAME: Final = 100
_MOST_SAID: Final = 300
_FARTHEST: Final = 1e7  # no picture is that large, and what is farther makes numbers overflow
_LINES_OVER_PICTURE: Final = 1.5  # lines' areas over the picture's: lettering hardly overlaps
_ROOMS_OVER_PICTURE: Final = 4.0
_HALF_TURN: Final = 180.0
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_NBSP: Final = "\u00a0"
_KINDS: Final = {value: kind for kind, value in KINDS.items()}
_ALIGNS: Final = {value: align for align, value in ALIGNS.items()}

_Region = picture_pb2.Region


def edits_of(regions: Sequence[_Region]) -> list[Edit]:
    """The regions of a request.

    What can be mended is, and noted; the picture's size is not known yet (:func:`check_against`).

    Raises:
        Malformed: too many regions, lines or characters; an id twice; a corner that is no place.
    """
    if len(regions) > MAX_REGIONS:
        raise Malformed("too_many_regions", f"{len(regions)} regions; at most {MAX_REGIONS}")
    lines = sum(len(region.source_lines) for region in regions)
    if lines > MAX_LINES:
        raise Malformed("too_many_lines", f"{lines} source_lines; at most {MAX_LINES}")
    given = [region.id for region in regions if region.id]
    twice = next((id_ for id_ in given if given.count(id_) > 1), "")
    if twice:
        raise Malformed("region_twice", f"two regions have the id {_named(twice)}")
    free = (f"r{i}" for i in range(1, 2 * MAX_REGIONS + 2) if f"r{i}" not in set(given))
    return [_edit(region, region.id or next(free)) for region in regions]


def check_against(edits: Sequence[Edit], shape: Shape) -> None:
    """Whether regions can be of a picture of a shape (height, width).

    Raises:
        Malformed: source lines lie outside the picture, or cover more than there is of it.
    """
    height, width = shape
    covered = rooms = 0.0
    for edit in edits:
        for line in edit.lines:
            x, y = np.array(line.quad).mean(axis=0)
            if not stands_in(line, shape):
                raise Malformed(
                    "regions_of_another_picture",
                    f"region {edit.id} has a source line at {x:.0f}, {y:.0f}; the picture has {width} x "
                    f"{height} pixels: send the regions with the picture that they were found in",
                )
            covered += _area(line.quad)
        if edit.quad is not None and edit.action is not Action.KEEP:
            rooms += _area(edit.quad)
    if covered > _LINES_OVER_PICTURE * height * width or rooms > _ROOMS_OVER_PICTURE * height * width:
        raise Malformed(
            "regions_of_another_picture",
            f"the regions cover more than the picture's {width} x {height} pixels several times over",
        )


def _edit(region: _Region, id_: str) -> Edit:
    if len(id_) > _LONGEST_ID or any(unicodedata.category(c)[0] == "C" for c in id_):
        raise Malformed("bad_region", f"a region's id is no name of at most {_LONGEST_ID} characters")
    if len(region.text) > MAX_TEXT:
        raise Malformed("bad_region", f"{id_}: text has {len(region.text)} characters; at most {MAX_TEXT}")
    notes: list[str] = []
    lines = tuple(_line(line, id_) for line in region.source_lines)
    quad = _quad(region.quad, id_) if region.quad else None
    text = _text(region.text, notes)
    action = _action(region, text)
    if region.kind == _Region.CODE and action is Action.WRITE:
        action = Action.KEEP
        notes.append("a code takes no words: it stays")
    if action is Action.WRITE and quad is None and not lines:
        raise Malformed("bad_region", f"{id_}: new lettering has no quad to say where it goes")
    if action is Action.REMOVE and quad is None and not lines:
        raise Malformed("bad_region", f"{id_}: there is nothing to remove without source_lines or a quad")
    numbers = (
        region.font_size_px,
        region.rotation,
        region.bend_radius_px,
        region.outline_px,
        region.shadow_dx_px,
        region.shadow_dy_px,
        region.confidence,
        region.kind_confidence,
    )
    _finite(numbers, id_)
    if region.font_size_px < 0 or region.outline_px < 0:
        raise Malformed("bad_region", f"{id_}: font_size_px and outline_px are not negative")
    direction = {_Region.LEFT_TO_RIGHT: False, _Region.RIGHT_TO_LEFT: True}.get(region.direction)
    if not region.font and not direction:
        direction = None  # that of the original's words, which says nothing of new ones
    confidence = min(1.0, max(0.0, region.kind_confidence))
    verdict = Verdict(_KINDS.get(region.kind, Kind.TEXT), confidence, _one_line(region.why))
    return Edit(
        id=id_,
        verdict=verdict,
        lines=lines,
        action=action,
        text=text,
        quad=quad,
        ink_box=_ink_box(region, id_),
        font=_one_line(region.font)[:_LONGEST_NAME],
        more_fonts=tuple(name[:_LONGEST_NAME] for name in region.more_fonts[:8]),
        size_px=region.font_size_px,
        color=_color(region.color, "color", notes),
        outline=_color(region.outline_color, "outline_color", notes),
        outline_px=region.outline_px,
        shadow=_color(region.shadow_color, "shadow_color", notes),
        shadow_px=(region.shadow_dx_px, region.shadow_dy_px),
        align=_ALIGNS.get(region.align, Align.START),
        leftwards=direction,
        upright=region.direction == _Region.TOP_TO_BOTTOM,
        bend=region.bend_radius_px,
        turn_deg=region.rotation if abs(region.rotation) <= _HALF_TURN else region.rotation % 360,
        ground_asked=region.ground_asked,
        rule=_one_line(region.rule)[:_LONGEST_NAME],
        notes=tuple(notes),
    )


def _action(region: _Region, text: str) -> Action:
    if region.action == _Region.REMOVED:
        return Action.REMOVE
    if region.action == _Region.TRANSLATED:
        # An editor's empty text field means that nothing is to stand there.
        return Action.WRITE if text else Action.REMOVE
    return Action.KEEP


def _line(line: picture_pb2.SourceLine, id_: str) -> Line:
    if len(line.text) > MAX_TEXT:
        raise Malformed("bad_region", f"{id_}: a source line has more than {MAX_TEXT} characters")
    _finite((line.confidence,), id_)
    found = Line(_quad(line.quad, id_), line.text, min(1.0, max(0.0, line.confidence)))
    if not is_sized(found) or not found.text.strip():
        raise Malformed("bad_region", f"{id_}: a source line has no text, or no room for any")
    return found


def _quad(points: Sequence[picture_pb2.Point], id_: str) -> Quad:
    if len(points) != 4:
        raise Malformed("bad_region", f"{id_}: a quad has four corners, not {len(points)}")
    _finite([value for point in points for value in (point.x, point.y)], id_)
    a, b, c, d = ((point.x, point.y) for point in points)
    return (a, b, c, d)


def _ink_box(region: _Region, id_: str) -> Box | None:
    if not region.HasField("ink_box"):
        return None
    box = region.ink_box
    sides = (box.left, box.top, box.right, box.bottom)
    _finite(sides, id_)
    return Box(*sides)


def _finite(numbers: Iterable[float], id_: str) -> None:
    if any(not math.isfinite(number) or abs(number) > _FARTHEST for number in numbers):
        raise Malformed("bad_region", f"{id_}: a number is no number, or beyond any picture")


def _color(said: str, field: str, notes: list[str]) -> Color | None:
    if not said:
        return None
    if not _HEX.fullmatch(said):
        notes.append(f"{field} is not #rrggbb: left out")
        return None
    return int(said[1:3], 16), int(said[3:5], 16), int(said[5:7], 16)


def _text(said: str, notes: list[str]) -> str:
    """The lines of a text, without what no reader sees."""
    lines = []
    hidden = False
    for line in said.replace("\r\n", "\n").split("\n"):
        kept = []
        for character in line:
            if character == _NBSP or not (character.isspace() or unicodedata.category(character)[0] == "C"):
                kept.append(character)
            elif character.isspace():
                kept.append(" ")
            else:
                hidden = True
        lines.append(" ".join(part for part in "".join(kept).split(" ") if part))
    if hidden:
        notes.append("control characters were taken out of its text")
    lines = [line for line in lines if line]
    if len(lines) > _MAX_BREAKS:
        notes.append(f"of its {len(lines)} lines the last ones are joined")
        lines = [*lines[: _MAX_BREAKS - 1], " ".join(lines[_MAX_BREAKS - 1 :])]
    return "\n".join(lines)


def _one_line(said: str) -> str:
    shown = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in said[:_MOST_SAID])
    return " ".join(shown.split())


def _named(id_: str) -> str:
    return repr(_one_line(id_)[:_LONGEST_ID])


def _area(quad: Quad) -> float:
    """The area of the upright rectangle around a quad."""
    return float(np.prod(np.ptp(np.array(quad), axis=0)))
