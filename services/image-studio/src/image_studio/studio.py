"""One picture, all its markets: read once, erased once, then lettered for each market in turn."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from argosy_commerce.terms import OwnWords
from argosy_eventing.threads import in_thread
from argosy_inference import CallContext, TierClient
from argosy_telemetry import names, tracer
from image_studio.adapters.jpeg_blocks import JpegBlocks
from image_studio.adapters.models import erase, read_lines, word_texts
from image_studio.domain import checks
from image_studio.domain.finish import restored, with_transparency
from image_studio.domain.geometry import Mask, Pixels, Quad, Shape
from image_studio.domain.intents import Action, Intent, intents_for
from image_studio.domain.layout import Layout, Placed, lay_out
from image_studio.domain.lettering import Line, han_in
from image_studio.domain.orders import Order
from image_studio.domain.painting import contrast_under, paint
from image_studio.domain.pictures import (
    Picture,
    as_stored,
    coded_together,
    decode,
    encode,
    pixels_changed,
)
from image_studio.domain.reasons import reasons_for
from image_studio.domain.runs import missing_glyphs
from image_studio.domain.strips import strips_around
from image_studio.domain.study import Study, erase_mask, study
from image_studio.domain.territory import own_box
from image_studio.domain.typeset import Typesetter
from image_studio.domain.wording import Engine, Wording, sayable

_FAINT: Final = 20.0  # Lab distance of lettering and ground below which words cannot be read


@dataclass(frozen=True)
class Finished:
    """A picture lettered for one market. ``content`` is None where nothing changed."""

    content: bytes | None
    study: Study
    intents: tuple[Intent, ...]
    wordings: Mapping[int, Wording]
    placed: tuple[Placed, ...]
    checks: checks.Checks
    reasons: tuple[str, ...]
    engines: tuple[Engine, ...]

    @property
    def removed(self) -> tuple[int, ...]:
        """Indexes of the blocks that are gone without new words."""
        return _removed(self.intents)


@dataclass(frozen=True)
class Prepared:
    """What all markets of a picture share. ``erased`` is without any block that may change in one
    of them."""

    picture: Picture
    study: Study
    changeable: tuple[int, ...]
    erased: Pixels
    engines: tuple[Engine, ...]


@dataclass(frozen=True)
class _Drawn:
    """A picture encoded but not yet checked, and which pixels were drawn on; None if none were."""

    finished: Finished
    changed: Mask | None


@dataclass(frozen=True)
class _Job:
    """A prepared picture for one market."""

    prepared: Prepared
    order: Order
    intents: tuple[Intent, ...]
    context: CallContext

    def own_words(self, text: str) -> OwnWords:
        """What the merchant's glossary wants of a text."""
        return self.order.glossary.words_in(text, self.order.market.locale)


class Studio:
    """Letters pictures with the tier's reader, translator and eraser."""

    def __init__(
        self, tier: TierClient, typesetter: Typesetter, blocks: JpegBlocks, *, min_coverage: float
    ) -> None:
        self._tier = tier
        self._blocks = blocks
        self._typesetter = typesetter
        self._min_coverage = min_coverage

    async def prepare(self, picture: Picture, orders: Sequence[Order], context: CallContext) -> Prepared:
        """Read, study and erase a picture for all its orders, which share product and picture.

        Raises:
            TierError: as the tier's client says.
        """
        shown = picture.shown
        lines, reader = await read_lines(self._tier, shown, context)
        brand = orders[0].brand if orders else ""
        found = await in_thread(study, shown, lines, brand)
        changeable = tuple(
            sorted(
                {
                    i
                    for order in orders
                    for i, intent in enumerate(intents_for(found, order))
                    if intent.changes
                }
            )
        )
        if not changeable:
            return Prepared(picture, found, (), shown, (reader,))
        mask = await in_thread(erase_mask, [found.blocks[i] for i in changeable], picture.shape)
        erased, eraser = await erase(self._tier, shown, mask, context)
        return Prepared(picture, found, changeable, erased, (reader, eraser))

    async def letter(self, prepared: Prepared, order: Order, context: CallContext) -> Finished:
        """Letter a prepared picture for one of its orders.

        Raises:
            TierError: as the tier's client says.
        """
        job = _Job(prepared, order, intents_for(prepared.study, order), context)
        wordings = await self._word(job, _with_action(job.intents, Action.TRANSLATE), {})
        wordings |= {
            i: Wording(job.intents[i].text, 1.0, (), None) for i in _with_action(job.intents, Action.WRITE)
        }
        with tracer().start_as_current_span(names.SPAN_IMAGE_LETTER):
            layout = await in_thread(self._lay_out, job, wordings)
            if layout.cramped or layout.too_long:
                wordings, layout = await self._shortened(job, wordings, layout)
            drawn = await in_thread(self._draw, job, wordings, layout)
        finished = drawn.finished
        if drawn.changed is None or finished.content is None:
            return finished
        with tracer().start_as_current_span(names.SPAN_IMAGE_CHECK):
            picture = prepared.picture
            content = finished.content
            if picture.format == "JPEG":
                stored = as_stored(picture, drawn.changed)
                content = await self._blocks.splice(picture.content, content, stored)
            written = await in_thread(decode, content)
            areas = _areas(finished, picture.shape)
            strips = strips_around(areas, picture.shape[0])
            read, _ = await read_lines(self._tier, strips.cut(written.shown), context)
            again = strips.placed(read)
            finished = replace(finished, content=content)
            return await in_thread(
                _checked, finished, prepared, written, drawn.changed, again, order.language
            )

    async def _word(self, job: _Job, indexes: Sequence[int], limits: Mapping[int, int]) -> dict[int, Wording]:
        """The blocks' words in the job's language, one call for all."""
        said = await word_texts(
            self._tier,
            {i: job.intents[i].text for i in indexes},
            source=job.order.source,
            target=job.order.language,
            keep=(job.order.brand,) if job.order.brand else (),
            own_words=job.own_words,
            limits=limits,
            context=job.context,
        )
        return {i: sayable(w, job.order.language, self._min_coverage) for i, w in said.items()}

    async def _shortened(
        self, job: _Job, wordings: dict[int, Wording], layout: Layout
    ) -> tuple[dict[int, Wording], Layout]:
        """Ask for shorter words where they are cramped, and take them where they help."""
        limits = dict(layout.cramped)
        for i in layout.too_long:
            limits[i] = max(3, len(wordings[i].text) // 2)
        limits = {i: most for i, most in limits.items() if job.intents[i].action is Action.TRANSLATE}
        shorter = await self._word(job, sorted(limits), limits)
        better = wordings | {
            i: wording
            for i, wording in shorter.items()
            if wording.usable and len(wording.text) < len(wordings[i].text)
        }
        if better != wordings:
            layout = await in_thread(self._lay_out, job, better)
        return better, layout

    def _lay_out(self, job: _Job, wordings: Mapping[int, Wording]) -> Layout:
        texts = {i: wording.text for i, wording in wordings.items() if wording.usable}
        base = _base(job.prepared, {*texts, *_removed(job.intents)})
        return lay_out(base, job.prepared.study, texts, job.order.language, self._typesetter)

    def _draw(self, job: _Job, wordings: Mapping[int, Wording], layout: Layout) -> _Drawn:
        found, picture, placed = job.prepared.study, job.prepared.picture, layout.placed
        engines = list(job.prepared.engines)
        engines += dict.fromkeys(w.engine for w in wordings.values() if w.engine is not None)
        reasons = reasons_for(found, job.intents, wordings, layout)
        changed = sorted({item.index for item in placed}.union(_removed(job.intents)))
        if not changed:
            wanted = (i for i, intent in enumerate(job.intents) if intent.changes)
            left = sum(len(han_in(found.blocks[i].text)) for i in wanted)
            counts = checks.Checks(left, 0, 0, 0, 0.0)
            unchanged = Finished(None, found, job.intents, wordings, (), counts, reasons, tuple(engines))
            return _Drawn(unchanged, None)
        base = _base(job.prepared, changed)
        painted, inks, cover = paint(base, found, placed, self._typesetter)
        rgb, alpha = with_transparency(picture, painted, found, changed, placed, cover)
        counts = checks.Checks(
            residual_source_chars=0,
            overflowing_regions=len(checks.overflowing(found, placed, inks)),
            overlapping_regions=len(checks.overlapping(found, placed, inks, picture.shape)),
            pixels_changed_outside_regions=0,
            min_font_px=float(min((item.setting.size_px for item in placed), default=0)),
        )
        more = self._about_drawing(found, placed, base, cover > 0)
        content = encode(picture, rgb, alpha)
        finished = Finished(
            content, found, job.intents, wordings, placed, counts, reasons + more, tuple(engines)
        )
        return _Drawn(finished, pixels_changed(picture, rgb, alpha))

    def _about_drawing(
        self, found: Study, placed: Sequence[Placed], base: Pixels, cover: Mask
    ) -> tuple[str, ...]:
        """What is doubtful about lettering as it was drawn."""
        reasons: list[str] = []
        for item in placed:
            text = " ".join(item.setting.lines)
            if contrast_under(base, item, found, cover) < _FAINT:
                reasons.append(f"faint against its ground: “{text}”")
            lost = missing_glyphs(text, item.setting.faces, self._typesetter.fonts)
            if lost:
                reasons.append(f"no glyph for {' '.join(lost)} in “{text}”")
        return tuple(reasons)


def _base(prepared: Prepared, changed: Container[int]) -> Pixels:
    """The picture with the changing blocks' old lettering gone, and the others' in place."""
    kept = [prepared.study.blocks[i] for i in prepared.changeable if i not in changed]
    return restored(prepared.picture.shown, prepared.erased, kept)


def _with_action(intents: Sequence[Intent], action: Action) -> list[int]:
    return [i for i, intent in enumerate(intents) if intent.action is action]


def _removed(intents: Sequence[Intent]) -> tuple[int, ...]:
    return tuple(_with_action(intents, Action.REMOVE))


def _areas(finished: Finished, shape: Shape) -> list[Quad]:
    """The quads within which a finished picture may differ from the one that came."""
    blocks = finished.study.blocks
    placed = [blocks[item.index].frame.quad_of(item.area) for item in finished.placed]
    return placed + [blocks[i].frame.quad_of(own_box(blocks[i], shape)) for i in finished.removed]


def _checked(
    finished: Finished,
    prepared: Prepared,
    written: Picture,
    changed: Mask,
    again: Sequence[Line],
    language: str,
) -> Finished:
    """A finished picture with what was seen in the file as it was written."""
    found, picture = prepared.study, prepared.picture
    done = [item.index for item in finished.placed] + list(finished.removed)
    wanted = [i for i, intent in enumerate(finished.intents) if intent.changes]
    drawn_outside = checks.changed_outside(changed, _areas(finished, picture.shape))
    differs = pixels_changed(picture, written.rgb, written.alpha)
    coded_outside = int((differs & ~coded_together(picture, changed)).sum())
    counts = replace(
        finished.checks,
        residual_source_chars=checks.residual(again, found, wanted, done, language),
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
