"""The tier's models as the studio asks them, in the studio's own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from argosy_commerce.terms import OwnWords
from argosy_inference import (
    CallContext,
    Constraints,
    EngineIdentity,
    TermConstraint,
    TierClient,
    Translation,
    TranslationRequest,
)
from argosy_telemetry import names, tracer
from image_studio.domain.geometry import Pixels
from image_studio.domain.intents.wording import Engine, Wording
from image_studio.domain.lettering import Line


async def read_lines(tier: TierClient, picture: Pixels, context: CallContext) -> tuple[list[Line], Engine]:
    """The lines of text in a picture, and who read them.

    Raises:
        TierError: as `argosy_inference` does.
    """
    with tracer().start_as_current_span(names.SPAN_IMAGE_READ) as span:
        read = await tier.read_image_text(np.ascontiguousarray(picture), context=context)
        span.set_attribute(names.ATTR_REGION_COUNT, len(read.lines))
    lines = []
    for line in read.lines:
        a, b, c, d = ((float(x), float(y)) for x, y in line.quad)
        lines.append(Line((a, b, c, d), line.text, float(line.confidence)))
    return lines, _engine(read.engine)


async def erase(
    tier: TierClient, picture: Pixels, mask: NDArray[np.uint8], context: CallContext
) -> tuple[Pixels, Engine]:
    """The picture without what the mask covers (255 = wholly), and who filled it in.

    Raises:
        TierError: as `argosy_inference` does.
    """
    with tracer().start_as_current_span(names.SPAN_IMAGE_ERASE):
        gone = await tier.erase(np.ascontiguousarray(picture), mask, context=context)
    # That nothing else changes is promised here, whichever engine erased.
    return np.where((mask > 0)[..., None], gone.image, picture), _engine(gone.engine)


async def word_texts(
    tier: TierClient,
    texts: Mapping[int, str],
    *,
    source: str,
    target: str,
    keep: Sequence[str],
    own_words: Callable[[str], OwnWords],
    limits: Mapping[int, int],
    context: CallContext,
) -> dict[int, Wording]:
    """Texts said in another language (BCP 47), all in one call. ``limits`` are in characters;
    ``own_words`` tells what the merchant's glossary wants of a text.

    Raises:
        TierError: as `argosy_inference` does.
    """
    if not texts:
        return {}
    requests = [
        TranslationRequest(text, source, target, "banner", _constraints(own_words(text), keep, limits.get(i)))
        for i, text in texts.items()
    ]
    answers = await tier.translate(requests, context=context)
    return {i: _wording(answer) for i, answer in zip(texts, answers, strict=True)}


def _constraints(own: OwnWords, keep: Sequence[str], max_chars: int | None) -> Constraints:
    terms = tuple(TermConstraint(*pair) for pair in own.terms)
    return Constraints(terms, tuple(dict.fromkeys((*keep, *own.keep))), max_chars)


def _wording(said: Translation) -> Wording:
    left_over = tuple(span.text for span in said.left_over)
    return Wording(said.text.strip(), said.coverage, left_over, _engine(said.engine))


def _engine(identity: EngineIdentity) -> Engine:
    return Engine(identity.name, identity.model, identity.revision, identity.profile)
