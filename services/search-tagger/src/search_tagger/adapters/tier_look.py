"""What the tier says of an opened picture: where the product is, what it shows, what is written on it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from argosy_inference import (
    Alpha,
    CallContext,
    Candidates,
    EngineIdentity,
    Image,
    ImageText,
    Matte,
    ShapeFacts,
    TextLine,
    TierClient,
    TierDeadlineExceeded,
    TierError,
    TierModelMissing,
    TierUnavailable,
)
from argosy_pictures.lettering import without_quads
from argosy_pictures.opening import Opened
from search_tagger.domain.joining.looked import LATER, Engine, LookedAt, ReadLine, Reason, Shape, Shown
from search_tagger.domain.rules import rules

_HALF = 127


async def look(
    tier: TierClient, ref: str, picture: Opened, candidates: Candidates, context: CallContext
) -> LookedAt:
    """What is not said, or not in time, is told as the reason; what is said counts all the same."""
    pixels = np.ascontiguousarray(picture.pixels)
    matte, read = await asyncio.gather(
        _outlined(tier, pixels, picture.alpha, context), _read(tier, pixels, context)
    )
    seen = LookedAt(ref)
    lines: tuple[TextLine, ...] = ()
    if isinstance(read, ImageText):
        lines = read.lines
        told = tuple(ReadLine(one.text, one.confidence) for one in lines)
        seen = replace(seen, lines=told, engines=(_engine(read.engine),))
    else:
        seen = replace(seen, reason=_reason_of(read))
    if not isinstance(matte, Matte):
        return _with_reason(seen, _reason_of(matte))
    seen = replace(seen, certainty=matte.certainty, engines=(_engine(matte.engine), *seen.engines))
    alpha = _product_of(matte, lines)
    if alpha is None or not any(candidates.values()):
        return seen
    try:
        tags = await tier.tag(pixels, candidates, alpha, context=context)
    except TierError as error:
        return _with_reason(seen, _reason_of(error))
    return replace(
        seen,
        # With a matte given the tagger takes it for certain: how sure it is counts here.
        shown=tuple(
            Shown(one.attribute, one.value, one.score * matte.certainty, one.rests_on, one.share)
            for one in tags.scores
        ),
        unseen=frozenset((one.attribute, one.value) for one in tags.unseen),
        shape=None if tags.shape is None else _shape(tags.shape),
        shows_person=tags.shows_person,
        engines=tuple(dict.fromkeys((*seen.engines, _engine(tags.engine)))),
    )


async def _outlined(
    tier: TierClient, pixels: Image, alpha: Alpha | None, context: CallContext
) -> Matte | TierError:
    try:
        hint = None if alpha is None else np.ascontiguousarray(alpha)
        return await tier.segment(pixels, hint, context=context)
    except TierError as error:
        return error


async def _read(tier: TierClient, pixels: Image, context: CallContext) -> ImageText | TierError:
    try:
        return await tier.read_image_text(pixels, context=context)
    except TierError as error:
        return error


def _product_of(matte: Matte, lines: Sequence[TextLine]) -> Alpha | None:
    """The product's pixels, where they are known: letters on a banner are none of it, though no ground.

    None: the outline is not trusted, or is hardly more than letters.
    """
    found = rules("pictures")
    if matte.certainty < found["trusted_outline"]:
        return None
    cut = found["letters"]
    quads = [
        line.quad
        for line in lines
        if line.confidence >= cut["sure"] and sum(map(str.isalnum, line.text)) >= cut["least"]
    ]
    if not quads:
        return matte.alpha
    rest = without_quads(matte.alpha, quads)
    marked = int((matte.alpha > _HALF).sum())
    return rest if int((rest > _HALF).sum()) >= cut["left"] * marked else None


def _with_reason(seen: LookedAt, reason: Reason) -> LookedAt:
    """The reason that may be another tomorrow stands before one that stays."""
    return seen if seen.reason in LATER or not reason else replace(seen, reason=reason)


def _shape(facts: ShapeFacts) -> Shape:
    return Shape(facts.aspect, facts.elongation, facts.parts, facts.covers, facts.is_cut_off)


def _engine(engine: EngineIdentity) -> Engine:
    return Engine(engine.name, engine.model, engine.revision, engine.profile)


def _reason_of(error: TierError) -> Reason:
    match error:
        case TierUnavailable():
            return "tier_down"
        case TierDeadlineExceeded():
            return "slow"
        case TierModelMissing():
            return ""  # this deployment does without
    return "not_measured"
