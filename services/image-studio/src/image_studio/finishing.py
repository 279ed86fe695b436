"""From a laid-out picture to its file, and a look at what the file shows."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import cv2
import numpy as np

from argosy_commerce.terms import OwnWords
from argosy_inference import CallContext, TierClient
from argosy_telemetry import names, tracer
from image_studio.adapters.jpeg_blocks import JpegBlocks
from image_studio.adapters.models import read_lines
from image_studio.domain.geometry import Box, Frame, Mask, Pixels, Quad, Shape
from image_studio.domain.intents.intents import Action, Intent
from image_studio.domain.intents.wording import Engine, Wording
from image_studio.domain.lettering import Line, han_in
from image_studio.domain.marks.marks import Mark
from image_studio.domain.orders import Order
from image_studio.domain.output import checks
from image_studio.domain.output.finish import gone_mask, restored, with_transparency
from image_studio.domain.output.painting import contrast_under, paint
from image_studio.domain.output.strips import strips_around
from image_studio.domain.pictures import (
    Picture,
    as_stored,
    coded_together,
    decode,
    encode,
    pixels_changed,
)
from image_studio.domain.setting.layout import Placed
from image_studio.domain.setting.room import Known
from image_studio.domain.setting.runs import missing_glyphs
from image_studio.domain.setting.territory import own_box
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.study import Study
from image_studio.on_pixels import on_pixels

_FAINT: Final = 20.0  # Lab distance of lettering and ground below which words cannot be read


@dataclass(frozen=True)
class Prepared:
    """What all markets of a picture share. ``erased`` is without any block that may change in one
    of them, and without ``spots``: ``bool[height, width]``, what is to go whatever stands there;
    ``unmarked`` is the picture without the marks that are to go, None if none are. ``rooms`` are those that
    any market has found on it."""

    picture: Picture
    study: Study
    changeable: tuple[int, ...]
    erased: Pixels
    engines: tuple[Engine, ...]
    spots: Mask | None = None
    unmarked: Pixels | None = None
    removed_marks: tuple[int, ...] = ()
    rooms: Known = field(default_factory=dict, init=False, repr=False)

    @property
    def ground(self) -> Pixels:
        """The picture that lettering is measured on, erased from and set on."""
        return self.picture.shown if self.unmarked is None else self.unmarked

    @property
    def standing_marks(self) -> list[Mark]:
        """The marks that stay in the picture."""
        return [mark for i, mark in enumerate(self.study.marks) if i not in self.removed_marks]

    @cached_property
    def spot_quads(self) -> list[Quad]:
        """The rectangles around the parts of ``spots``."""
        if self.spots is None:
            return []
        _, _, boxes, _ = cv2.connectedComponentsWithStats(self.spots.astype(np.uint8), connectivity=8)
        return [
            Frame().quad_of(Box(left, top, left + wide, top + tall))
            for left, top, wide, tall, _ in boxes[1:].astype(float).tolist()
        ]

    def without(self, changed: Container[int]) -> Pixels:
        """The picture with some blocks' old lettering gone, and the others' in place."""
        kept = [self.study.blocks[i] for i in self.changeable if i not in changed]
        return restored(self.ground, self.erased, kept, self.spots)


@dataclass(frozen=True)
class Job:
    """A prepared picture for one market."""

    prepared: Prepared
    order: Order
    intents: tuple[Intent, ...]
    context: CallContext

    def with_action(self, action: Action) -> tuple[int, ...]:
        """Indexes of the blocks that have it as their intent."""
        return tuple(i for i, intent in enumerate(self.intents) if intent.action is action)

    def own_words(self, text: str) -> OwnWords:
        """What the merchant's glossary wants of a text."""
        return self.order.glossary.words_in(text, self.order.market.locale)


@dataclass(frozen=True)
class Finished:
    """A picture lettered for one market. ``content`` is None where nothing changed; ``removed`` are
    the indexes of the blocks that are gone without new words."""

    content: bytes | None
    prepared: Prepared
    intents: tuple[Intent, ...]
    wordings: Mapping[int, Wording]
    placed: tuple[Placed, ...]
    removed: tuple[int, ...]
    checks: checks.Checks
    reasons: tuple[str, ...]
    engines: tuple[Engine, ...]

    @property
    def study(self) -> Study:
        return self.prepared.study


class Finisher:
    """Draws what was laid out, writes the file as the picture came, and looks at it."""

    def __init__(self, tier: TierClient, typesetter: Typesetter, blocks: JpegBlocks) -> None:
        self._tier = tier
        self._typesetter = typesetter
        self._blocks = blocks

    async def finish(
        self,
        job: Job,
        wordings: Mapping[int, Wording],
        placed: tuple[Placed, ...],
        reasons: tuple[str, ...],
    ) -> Finished:
        """The finished picture. ``reasons`` are those known before it was drawn.

        Raises:
            TierError: as the tier's client says.
        """
        with tracer().start_as_current_span(names.SPAN_IMAGE_LETTER):
            finished, changed = await on_pixels(self._drawn, job, wordings, placed, reasons)
        if changed is None or finished.content is None:
            return finished
        with tracer().start_as_current_span(names.SPAN_IMAGE_CHECK):
            picture, content = job.prepared.picture, finished.content
            if picture.format == "JPEG":
                stored = as_stored(picture, changed)
                content = await self._blocks.splice(picture.content, content, stored)
            written = await on_pixels(decode, content)
            strips = strips_around(_areas(finished, picture.shape), picture.shape[0])
            read, _ = await read_lines(self._tier, strips.cut(written.shown), job.context)
            again = strips.placed(read)
            finished = replace(finished, content=content)
            return await on_pixels(_checked, finished, written, changed, again, job.order.language)

    def _drawn(
        self,
        job: Job,
        wordings: Mapping[int, Wording],
        placed: tuple[Placed, ...],
        reasons: tuple[str, ...],
    ) -> tuple[Finished, Mask | None]:
        """A picture encoded but not yet checked, and which pixels were drawn on; None if none were."""
        prepared, intents = job.prepared, job.intents
        found, picture = prepared.study, prepared.picture
        removed = job.with_action(Action.REMOVE)
        used = dict.fromkeys(w.engine for w in wordings.values() if w.engine is not None)
        engines = (*prepared.engines, *used)
        changed = sorted({item.index for item in placed}.union(removed))
        if not changed and not prepared.removed_marks and prepared.spots is None:
            wanted = (i for i, intent in enumerate(intents) if intent.changes)
            left = sum(len(han_in(found.blocks[i].text)) for i in wanted)
            counts = checks.Checks(left, 0, 0, 0, 0.0)
            return Finished(None, prepared, intents, wordings, (), (), counts, reasons, engines), None
        base = prepared.without(changed)
        painted, inks, cover = paint(base, placed, self._typesetter)
        unveiled = None
        if prepared.removed_marks:
            unveiled = (prepared.ground != picture.shown).any(axis=2)
        rgb, alpha = painted, None
        if picture.alpha is not None:
            gone = gone_mask(found, changed, picture.shape, prepared.spots)
            rgb, alpha = with_transparency(picture, painted, gone, placed, cover, unveiled)
        counts = checks.Checks(
            residual_source_chars=0,
            overflowing_regions=len(checks.overflowing(placed, inks)),
            overlapping_regions=len(checks.overlapping(found, placed, removed, inks, picture.shape)),
            pixels_changed_outside_regions=0,
            min_font_px=float(min((item.setting.size_px for item in placed), default=0)),
        )
        reasons += self._about_drawing(placed, base, cover > 0)
        content = encode(picture, rgb, alpha)
        finished = Finished(content, prepared, intents, wordings, placed, removed, counts, reasons, engines)
        return finished, pixels_changed(picture, rgb, alpha)

    def _about_drawing(self, placed: Sequence[Placed], base: Pixels, cover: Mask) -> tuple[str, ...]:
        """What is doubtful about lettering as it was drawn."""
        reasons: list[str] = []
        for item in placed:
            text = " ".join(item.setting.lines)
            if contrast_under(base, item, cover) < _FAINT:
                reasons.append(f"faint against its ground: “{text}”")
            lost = missing_glyphs(text, item.setting.faces, self._typesetter.fonts)
            if lost:
                reasons.append(f"no glyph for {' '.join(lost)} in “{text}”")
        return tuple(reasons)


def _areas(finished: Finished, shape: Shape) -> list[Quad]:
    """The quads within which a finished picture may differ from the one that came."""
    blocks = finished.study.blocks
    areas = [item.frame.quad_of(item.area) for item in finished.placed]
    areas += [finished.study.marks[i].quad for i in finished.prepared.removed_marks]
    areas += finished.prepared.spot_quads
    return areas + [blocks[i].frame.quad_of(own_box(blocks[i], shape)) for i in _gone(finished)]


def _gone(finished: Finished) -> list[int]:
    """Indexes of the blocks whose old lettering is gone."""
    placed = (item.index for item in finished.placed if item.index < len(finished.study.blocks))
    return sorted({*placed, *finished.removed})


def _checked(
    finished: Finished, written: Picture, changed: Mask, again: Sequence[Line], language: str
) -> Finished:
    """A finished picture with what was seen in the file as it was written."""
    found, picture = finished.study, finished.prepared.picture
    wanted = [i for i, intent in enumerate(finished.intents) if intent.changes]
    drawn_outside = checks.changed_outside(changed, _areas(finished, picture.shape))
    differs = pixels_changed(picture, written.rgb, written.alpha)
    coded_outside = int((differs & ~coded_together(picture, changed)).sum())
    counts = replace(
        finished.checks,
        residual_source_chars=checks.residual(
            again,
            found,
            wanted,
            _gone(finished),
            finished.removed,
            finished.placed,
            finished.prepared.spots,
            language,
        ),
        pixels_changed_outside_regions=drawn_outside + coded_outside,
    )
    failed = {
        "source characters can still be read": counts.residual_source_chars,
        "regions overflow": counts.overflowing_regions,
        "regions overlap": counts.overlapping_regions,
        "pixels changed outside the regions": counts.pixels_changed_outside_regions,
    }
    reasons = tuple(f"{count} {what}" for what, count in failed.items() if count)
    return replace(finished, checks=counts, reasons=finished.reasons + reasons)
