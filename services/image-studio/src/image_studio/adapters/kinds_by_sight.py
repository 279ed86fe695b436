"""The tier's text_generator, with eyes, asked what the lettering of a picture is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any, cast

from PIL import Image

from argosy_eventing.threads import in_thread
from argosy_inference import CallContext, EngineIdentity, Sampling, TierClient, TierError
from image_studio.domain.geometry import Pixels, Quad
from image_studio.domain.intents.wording import Engine
from image_studio.domain.kinds.sight import MOST_ANSWERED, Sight, answers_in, numbered, question

_TOKENS_A_BOX = 12


async def seen_kinds(
    tier: TierClient, picture: Pixels, quads: Sequence[Quad], context: CallContext
) -> tuple[dict[int, Sight], Engine | None]:
    """What a model that sees says of each quad, by index, and who answered; one call for all.

    A model that is missing, busy or fails says nothing: its answer is one sign of several, and no
    picture waits for it.
    """
    if not quads:
        return {}, None
    content = await in_thread(_shown, picture, quads)
    if content is None:
        return {}, None
    sampling = Sampling(max_tokens=_TOKENS_A_BOX * len(quads) + 16)
    try:
        text, engine = await _answer(tier, question(len(quads)), sampling, content, context)
    except TierError:
        return {}, None
    seen = {number - 1: sight for number, sight in answers_in(text, len(quads)).items()}
    return seen, engine


def _shown(picture: Pixels, quads: Sequence[Quad]) -> bytes | None:
    canvas = numbered(picture, quads)
    if canvas is None:
        return None
    out = io.BytesIO()
    Image.fromarray(canvas).save(out, "JPEG", quality=90)
    return out.getvalue()


async def _answer(
    tier: TierClient, prompt: str, sampling: Sampling, image: bytes, context: CallContext
) -> tuple[str, Engine | None]:
    pieces: list[str] = []
    written = 0
    who: EngineIdentity | None = None
    # A generator in fact; leaving it early (a model that never stops) ends the work in the tier.
    stream = cast("Any", tier.generate(prompt, sampling, image=image, context=context))
    async with aclosing(stream):
        async for piece in stream:
            pieces.append(piece.text)
            who = piece.engine
            written += len(piece.text)
            if written >= MOST_ANSWERED:
                break
    engine = Engine(who.name, who.model, who.revision, who.profile) if who is not None else None
    return "".join(pieces)[:MOST_ANSWERED], engine
