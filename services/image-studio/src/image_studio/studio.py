"""One picture, all its markets: read once, erased once, then lettered for each market in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from argosy_commerce.markets import Market
from argosy_inference import (
    CallContext,
    Constraints,
    EngineIdentity,
    TierClient,
    Translation,
    TranslationRequest,
)
from image_studio.domain import checks
from image_studio.domain.finish import restored, with_transparency
from image_studio.domain.geometry import Pixels
from image_studio.domain.layout import Layout, Placed, contrast_under, lay_out, paint
from image_studio.domain.lettering import Line, han_in
from image_studio.domain.pictures import Picture, encode, pixels_changed
from image_studio.domain.reasons import reasons_for
from image_studio.domain.runs import missing_glyphs
from image_studio.domain.study import Study, erase_mask, study
from image_studio.domain.typeset import Typesetter
from image_studio.domain.wording import Wording, sayable

_FAINT: Final = 14.0  # Lab distance of lettering and ground below which words cannot be read


@dataclass(frozen=True)
class Finished:
    """A picture lettered for one market. ``content`` is None where nothing changed."""

    content: bytes | None
    study: Study
    wordings: Mapping[int, Wording]
    placed: tuple[Placed, ...]
    checks: checks.Checks
    reasons: tuple[str, ...]
    engines: tuple[EngineIdentity, ...]


@dataclass(frozen=True)
class Prepared:
    """What all markets of a picture share."""

    picture: Picture
    study: Study
    erased: Pixels
    engines: tuple[EngineIdentity, ...]


class Studio:
    """Letters pictures with the tier's reader, translator and eraser."""

    def __init__(self, tier: TierClient, typesetter: Typesetter, *, min_coverage: float) -> None:
        self._tier = tier
        self._typesetter = typesetter
        self._min_coverage = min_coverage

    async def prepare(self, picture: Picture, brand: str, context: CallContext) -> Prepared:
        """Read, study and erase a picture.

        Raises:
            TierError: as the tier's client says.
        """
        shown = picture.shown
        read = await self._tier.read_image_text(shown, context=context)
        found = await asyncio.to_thread(study, shown, _lines(read.lines), brand)
        changing = [found.blocks[i] for i in found.translatable()]
        if not changing:
            return Prepared(picture, found, shown, (read.engine,))
        mask = await asyncio.to_thread(erase_mask, changing, picture.shape)
        gone = await self._tier.erase(shown, mask, context=context)
        # The promise that nothing else changes is kept here, whichever engine erased.
        erased = np.where((mask > 0)[..., None], gone.image, shown)
        return Prepared(picture, found, erased, (read.engine, gone.engine))

    async def letter(
        self, prepared: Prepared, market: Market, source: str, brand: str, context: CallContext
    ) -> Finished:
        """Letter a prepared picture for a market.

        Raises:
            TierError: as the tier's client says.
        """
        language = market.language.tag
        found = prepared.study
        wanted = found.translatable()
        wordings = await self._word(found, wanted, source, language, brand, {}, context)
        layout = await asyncio.to_thread(self._lay_out, prepared, wordings, language)
        if layout.cramped or layout.too_long:
            wordings, layout = await self._shortened(
                prepared, wordings, layout, source, language, brand, context
            )
        finished, pixels = await asyncio.to_thread(
            self._finish, prepared, wordings, layout, language
        )
        if pixels is None:
            return finished
        again = await self._tier.read_image_text(pixels, context=context)
        return self._checked(finished, _lines(again.lines), language, wanted)

    async def _word(
        self,
        found: Study,
        indexes: Sequence[int],
        source: str,
        language: str,
        brand: str,
        limits: Mapping[int, int],
        context: CallContext,
    ) -> dict[int, Wording]:
        """The blocks' words in a language, one call for all."""
        if not indexes:
            return {}
        keep = (brand,) if brand else ()
        requests = [
            TranslationRequest(
                found.blocks[i].text,
                source,
                language,
                "banner",
                Constraints(keep=keep, max_chars=limits.get(i)),
            )
            for i in indexes
        ]
        said = await self._tier.translate(requests, context=context)
        return {i: self._wording(t, language) for i, t in zip(indexes, said, strict=True)}

    def _wording(self, said: Translation, language: str) -> Wording:
        wording = Wording(
            said.text.strip(), said.coverage, tuple(span.text for span in said.left_over), said.engine
        )
        return sayable(wording, language, self._min_coverage)

    async def _shortened(
        self,
        prepared: Prepared,
        wordings: dict[int, Wording],
        layout: Layout,
        source: str,
        language: str,
        brand: str,
        context: CallContext,
    ) -> tuple[dict[int, Wording], Layout]:
        """Ask for shorter words where they are cramped, and take them where they help."""
        limits = dict(layout.cramped)
        for i in layout.too_long:
            limits[i] = max(3, len(wordings[i].text) // 2)
        shorter = await self._word(
            prepared.study, sorted(limits), source, language, brand, limits, context
        )
        better = dict(wordings)
        for i, wording in shorter.items():
            if wording.usable and len(wording.text) < len(wordings[i].text):
                better[i] = wording
        if better != wordings:
            layout = await asyncio.to_thread(self._lay_out, prepared, better, language)
        return better, layout

    def _lay_out(
        self, prepared: Prepared, wordings: Mapping[int, Wording], language: str
    ) -> Layout:
        texts = {i: wording.text for i, wording in wordings.items() if wording.usable}
        base = self._base(prepared, texts)
        return lay_out(base, prepared.study, texts, language, self._typesetter)

    def _base(self, prepared: Prepared, changed: Mapping[int, object]) -> Pixels:
        kept = [
            prepared.study.blocks[i] for i in prepared.study.translatable() if i not in changed
        ]
        return restored(prepared.picture.shown, prepared.erased, kept)

    def _finish(
        self, prepared: Prepared, wordings: Mapping[int, Wording], layout: Layout, language: str
    ) -> tuple[Finished, Pixels | None]:
        found, picture, placed = prepared.study, prepared.picture, layout.placed
        engines = list(prepared.engines)
        engines += [w.engine for w in wordings.values() if w.engine not in engines][:1]
        reasons = reasons_for(found, wordings, layout)
        none = checks.Checks(0, 0, 0, 0, 0.0)
        if not placed:
            return Finished(None, found, wordings, (), none, reasons, tuple(engines)), None
        base = self._base(prepared, {item.index: item for item in placed})
        painted, inks, cover = paint(base, found, placed, self._typesetter)
        rgb, alpha = with_transparency(picture, painted, found, placed, cover)
        areas = [found.blocks[item.index].frame.quad_of(item.area) for item in placed]
        counts = checks.Checks(
            residual_source_chars=0,
            overflowing_regions=len(checks.overflowing(found, placed, inks)),
            overlapping_regions=len(checks.overlapping(found, placed, inks, picture.shape)),
            pixels_changed_outside_regions=checks.changed_outside(
                pixels_changed(picture, rgb, alpha), areas
            ),
            min_font_px=float(min(item.setting.size_px for item in placed)),
        )
        more = list(reasons)
        for item in placed:
            block, text = found.blocks[item.index], " ".join(item.setting.lines)
            if contrast_under(base, item, found, cover > 0) < _FAINT:
                more.append(f"faint against its ground: “{text}”")
            lost = missing_glyphs(text, item.setting.faces, self._typesetter.fonts)
            if lost:
                more.append(f"no glyph for {' '.join(lost)} in “{text}” for “{block.text}”")
        content = encode(picture, rgb, alpha)
        finished = Finished(content, found, wordings, placed, counts, tuple(more), tuple(engines))
        return finished, replace(picture, rgb=rgb, alpha=alpha).shown

    def _checked(
        self, finished: Finished, again: Sequence[Line], language: str, wanted: Sequence[int]
    ) -> Finished:
        kept = [i for i in range(len(finished.study.blocks)) if i not in wanted]
        left = checks.residual(again, finished.study, kept, language)
        counts = replace(finished.checks, residual_source_chars=left)
        reasons = list(finished.reasons)
        failed = {
            "source characters can still be read": counts.residual_source_chars,
            "regions overflow": counts.overflowing_regions,
            "regions overlap": counts.overlapping_regions,
            "pixels changed outside the regions": counts.pixels_changed_outside_regions,
        }
        reasons += [f"{count} {what}" for what, count in failed.items() if count]
        return replace(finished, checks=counts, reasons=tuple(reasons))


def _lines(read: Sequence[object]) -> list[Line]:
    """The tier's lines as the domain's own."""
    result = []
    for line in read:
        quad, text, confidence = (getattr(line, name) for name in ("quad", "text", "confidence"))
        a, b, c, d = ((float(x), float(y)) for x, y in quad)
        result.append(Line((a, b, c, d), text, float(confidence)))
    return result


__all__ = ["Finished", "Prepared", "Studio", "han_in"]
