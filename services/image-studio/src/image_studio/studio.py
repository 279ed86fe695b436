"""One picture, all its markets: read once, erased once, then lettered for each market in turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from argosy_commerce.terms import TermBase
from argosy_inference import CallContext, TierClient
from argosy_telemetry import names, tracer
from image_studio.adapters.jpeg_blocks import JpegBlocks
from image_studio.adapters.kinds_by_sight import seen_kinds
from image_studio.adapters.models import erase, read_lines, word_texts
from image_studio.domain.clearing import clearing
from image_studio.domain.edits.edits import Edit, marks_again, removed_marks, spots_of
from image_studio.domain.edits.setting import set_edits
from image_studio.domain.geometry import Mask, Pixels
from image_studio.domain.intents.erasing import Erasure, Target, emptied_badges, erasure
from image_studio.domain.intents.intents import Action, Intent, intents_for, taken_out
from image_studio.domain.intents.wording import Engine, Wording, sayable
from image_studio.domain.kinds.kinds import Kind
from image_studio.domain.kinds.sight import to_ask_about, weighed_again
from image_studio.domain.lettering import Line
from image_studio.domain.marks.marks import left_by, reasons_about, removable, without_veils
from image_studio.domain.masks import together
from image_studio.domain.orders import Order, Wishes
from image_studio.domain.pictures import Picture
from image_studio.domain.reasons import reasons_for
from image_studio.domain.setting.layout import Layout, lay_out
from image_studio.domain.setting.typeset import Typesetter
from image_studio.domain.study import Study, read_again, restudy, study
from image_studio.finishing import Finished, Finisher, Job, Prepared
from image_studio.on_pixels import on_pixels


class Studio:
    """Letters pictures with the tier's reader, translator and eraser."""

    def __init__(
        self,
        tier: TierClient,
        typesetter: Typesetter,
        blocks: JpegBlocks,
        *,
        min_coverage: float,
        kinds_by_sight: bool = False,
        terms: TermBase | None = None,
    ) -> None:
        """``terms`` knows what the heads of size charts name; by default the built-in ones."""
        self._tier = tier
        self._terms = terms or TermBase.load()
        self._finisher = Finisher(tier, typesetter, blocks)
        self._typesetter = typesetter
        self._min_coverage = min_coverage
        self._kinds_by_sight = kinds_by_sight

    async def prepare(self, picture: Picture, orders: Sequence[Order], context: CallContext) -> Prepared:
        """Read, study and erase a picture for all its orders, which share product and picture.

        Raises:
            TierError: as the tier's client says.
        """
        shown = picture.shown
        lines, reader = await read_lines(self._tier, shown, context)
        brand = orders[0].brand if orders else ""
        found = await self._studied(shown, lines, brand, context)
        plain = Prepared(picture, found, (), shown, (reader,))
        plain = await self._unmarked(plain, orders, context)
        if self._kinds_by_sight:
            plain = await self._looked_at(plain, context)
        found = plain.study
        intents = [intents_for(found, order) for order in orders]
        changeable = {i for asked in intents for i, intent in enumerate(asked) if intent.changes}
        ruled_out = [_ruled_out(asked) for asked in intents]
        spots = await on_pixels(emptied_badges, plain.ground, found, ruled_out)
        return await self._cleared(replace(plain, changeable=tuple(sorted(changeable)), spots=spots), context)

    async def letter(self, prepared: Prepared, order: Order, context: CallContext) -> Finished:
        """Letter a prepared picture for one of its orders.

        Raises:
            TierError: as the tier's client says.
        """
        job = Job(prepared, order, intents_for(prepared.study, order), context)
        wordings = await self._word(job, job.with_action(Action.TRANSLATE), {})
        wordings |= {
            i: Wording(job.intents[i].text, 1.0, (), None, shorter=job.intents[i].shorter)
            for i in job.with_action(Action.WRITE)
        }
        with tracer().start_as_current_span(names.SPAN_IMAGE_LETTER):
            layout = await on_pixels(self._lay_out, job, wordings)
            if layout.cramped or layout.too_long:
                wordings, layout = await self._shortened(job, wordings, layout)
            unsaid = _may_not_stay(job.intents, wordings, layout)
            if unsaid:
                job = replace(
                    job, intents=tuple(unsaid.get(i, intent) for i, intent in enumerate(job.intents))
                )
                wordings = {i: wording for i, wording in wordings.items() if i not in unsaid}
                layout = await on_pixels(self._lay_out, job, wordings)
        reasons = reasons_for(prepared.study, job.intents, wordings, layout)
        reasons += reasons_about(prepared.study.marks, prepared.removed_marks)
        return await self._finisher.finish(job, wordings, layout.placed, reasons)

    async def letter_again(
        self, picture: Picture, order: Order, edits: Sequence[Edit], context: CallContext
    ) -> Finished:
        """Letter a picture from regions, edited or not, without reading it.

        Raises:
            TierError: as the tier's client says.
        """
        shown = picture.shown
        marks = await on_pixels(marks_again, shown, edits)
        gone = removed_marks(marks, edits)
        plain = Prepared(picture, Study((), (), (), (), marks), (), shown, ())
        plain = await self._without_marks(plain, gone, context)
        old = [edit for edit in edits if edit.is_block]
        unveiled = any(marks[i].veil is not None for i in gone)
        found = await on_pixels(
            restudy,
            plain.ground if unveiled else shown,
            [(edit.lines, edit.verdict) for edit in old],
            plain.standing_marks if unveiled else marks,
        )
        found = replace(found, marks=marks)
        asked = tuple(i for i, edit in enumerate(old) if edit.ground_asked or edit.intent.changes)
        ruled_out = _ruled_out([edit.intent for edit in old])
        emptied = await on_pixels(emptied_badges, plain.ground, found, [ruled_out])
        spots = together(spots_of(edits, marks, picture.shape), emptied)
        plain = replace(plain, study=found, changeable=asked, spots=spots)
        prepared = await self._cleared(plain, context)
        done = await on_pixels(set_edits, plain.ground, found, edits, order.language, self._typesetter)
        reasons = prepared.study.reasons + done.reasons + reasons_about(marks, gone)
        job = Job(prepared, order, tuple(edit.intent for edit in old), context)
        return await self._finisher.finish(job, {}, done.placed, reasons)

    async def erase(
        self,
        picture: Picture,
        order: Order,
        targets: Collection[Target],
        context: CallContext,
        *,
        on_product: bool,
        mask: Mask | None,
    ) -> Finished:
        """Take lettering, marks and panels out of a picture, and what a mask (``bool[height, width]``)
        covers. Without targets the picture is not read before.

        Raises:
            TierError: as the tier's client says.
        """
        shown = picture.shown
        lines: list[Line] = []
        engines: tuple[Engine, ...] = ()
        if targets:
            lines, reader = await read_lines(self._tier, shown, context)
            engines = (reader,)
        found = await self._studied(shown, lines, order.brand, context)
        plain = Prepared(picture, found, (), shown, engines)
        if Target.WATERMARK in targets:
            order = replace(order, wishes=Wishes(remove=frozenset({Kind.WATERMARK})))
            plain = await self._unmarked(plain, [order], context)
            found = plain.study
        done = Erasure((), None, ())
        if targets:
            done = await on_pixels(erasure, plain.ground, found, targets, on_product=on_product)
        spots = together(mask, done.spots)
        gone = tuple(i for i, intent in enumerate(done.intents) if intent.changes)
        prepared = await self._cleared(replace(plain, changeable=gone, spots=spots), context)
        reasons = prepared.study.reasons + done.reasons
        if targets and not gone and spots is None and not plain.removed_marks:
            reasons += ("nothing of the classes asked for was found",)
        job = Job(prepared, order, done.intents, context)
        return await self._finisher.finish(job, {}, (), reasons)

    async def _studied(
        self, picture: Pixels, lines: Sequence[Line], brand: str, context: CallContext
    ) -> Study:
        """The study of a picture, its doubtful lines read again."""
        found = await on_pixels(study, picture, lines, brand, self._terms)
        if not found.doubts:
            return found
        readings = [(await read_lines(self._tier, doubt.shown, context))[0] for doubt in found.doubts]
        better, reasons = read_again(lines, found, readings)
        found = await on_pixels(study, picture, better, brand, self._terms)
        return replace(found, reasons=found.reasons + reasons)

    async def _unmarked(self, prepared: Prepared, orders: Sequence[Order], context: CallContext) -> Prepared:
        """A picture without the marks that its orders want gone."""
        marks = prepared.study.marks
        gone = removable(marks, orders[0].wishes.remove) if orders else ()
        plain = await self._without_marks(prepared, gone, context)
        if not any(marks[i].veil is not None for i in gone):
            return plain
        # A veil hides lettering from the reader, and its colours from being measured.
        lines, _ = await read_lines(self._tier, plain.ground, context)
        leaving = [marks[i] for i in gone]
        read = left_by(lines, leaving)
        again = await self._studied(plain.ground, read, orders[0].brand, context)
        return replace(plain, study=replace(again, marks=marks))

    async def _without_marks(
        self, prepared: Prepared, gone: tuple[int, ...], context: CallContext
    ) -> Prepared:
        """A picture without some of its marks."""
        if not gone:
            return prepared
        leaving = [prepared.study.marks[i] for i in gone]
        unmarked, fill = await on_pixels(without_veils, prepared.ground, leaving)
        engines = prepared.engines
        if fill.any():
            unmarked, eraser = await erase(self._tier, unmarked, fill, context)
            engines = (*engines, eraser)
        return replace(prepared, erased=unmarked, engines=engines, unmarked=unmarked, removed_marks=gone)

    async def _looked_at(self, prepared: Prepared, context: CallContext) -> Prepared:
        """A picture whose blocks' kinds a model that sees was asked about too."""
        found = prepared.study
        asked = to_ask_about(found.blocks, found.verdicts)
        quads = [found.blocks[i].quad for i in asked]
        seen, engine = await seen_kinds(self._tier, prepared.ground, quads, context)
        verdicts = weighed_again(found.verdicts, {asked[k]: sight for k, sight in seen.items()})
        engines = prepared.engines if engine is None else (*prepared.engines, engine)
        return replace(prepared, study=replace(found, verdicts=verdicts), engines=engines)

    async def _cleared(self, prepared: Prepared, context: CallContext) -> Prepared:
        """A picture with the ground of its changeable blocks filled in."""
        spots = prepared.spots
        if not prepared.changeable and spots is None:
            return prepared
        mask, reasons = await on_pixels(
            clearing, prepared.ground, prepared.study, prepared.changeable, prepared.standing_marks, spots
        )
        erased, eraser = await erase(self._tier, prepared.ground, mask, context)
        known = replace(prepared.study, reasons=prepared.study.reasons + reasons)
        engines = tuple(dict.fromkeys((*prepared.engines, eraser)))
        return replace(prepared, study=known, erased=erased, engines=engines)

    async def _word(self, job: Job, indexes: Sequence[int], limits: Mapping[int, int]) -> dict[int, Wording]:
        """The blocks' words in the job's language, one call for all."""
        said = await word_texts(
            self._tier,
            {i: job.intents[i].text for i in indexes},
            source=job.order.source,
            target=job.order.language,
            keep=(job.order.brand,) if job.order.brand else (),
            own_words=job.own_words,
            limits={i: max(3, most - len(job.intents[i].beside)) for i, most in limits.items()},
            context=job.context,
        )
        return {
            i: sayable(w, job.order.market, self._min_coverage).with_beside(job.intents[i].beside)
            for i, w in said.items()
        }

    async def _shortened(
        self, job: Job, wordings: dict[int, Wording], layout: Layout
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
            layout = await on_pixels(self._lay_out, job, better)
        return better, layout

    def _lay_out(self, job: Job, wordings: Mapping[int, Wording]) -> Layout:
        texts = {i: (wording.text, *wording.shorter) for i, wording in wordings.items() if wording.usable}
        prepared, gone = job.prepared, job.with_action(Action.REMOVE)
        base = prepared.without({*texts, *gone})
        language = job.order.language
        return lay_out(base, prepared.study, texts, language, self._typesetter, gone, prepared.rooms)


def _ruled_out(intents: Sequence[Intent]) -> list[int]:
    """Indexes of the blocks that a rule takes out, with all their words."""
    return [i for i, intent in enumerate(intents) if intent.action is Action.REMOVE and intent.rule]


def _may_not_stay(
    intents: Sequence[Intent], wordings: Mapping[int, Wording], layout: Layout
) -> dict[int, Intent]:
    """What becomes of blocks of which a rule took words, and whose other words found none or no room."""
    return {
        i: taken_out(intents[i], wording.why_not or f"“{wording.text[:40]}” has no room")
        for i, wording in wordings.items()
        if not intents[i].may_stay and (not wording.usable or i in layout.too_long)
    }
