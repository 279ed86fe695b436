"""The tier's text_generator as this service asks it: several answers to one prompt, bounded."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, cast

from argosy_inference import CallContext, EngineIdentity, Sampling, TierClient, TierError
from listing_localizer.domain.listing import Engine
from listing_localizer.domain.rewriting.candidates import MAX_ANSWER


@dataclass(frozen=True, slots=True)
class Answers:
    """Whole answers, in the order of their seeds, and who wrote them."""

    texts: tuple[str, ...]
    engine: Engine


async def write_answers(
    tier: TierClient, prompt: str, *, count: int, temperature: float, max_tokens: int, context: CallContext
) -> Answers:
    """Ask `count` times at once, each with a seed of its own; answers that fail are left out.

    Raises:
        TierError: the first failure, where every answer failed (as `argosy_inference` names them).
    """
    samplings = [Sampling(max_tokens, temperature, 0.95, seed=seed) for seed in range(count)]
    done = await asyncio.gather(
        *(_answer(tier, prompt, sampling, context) for sampling in samplings), return_exceptions=True
    )
    for found in done:
        if isinstance(found, BaseException) and not isinstance(found, TierError):
            raise found
    answers = [found for found in done if not isinstance(found, BaseException)]
    if not answers:
        raise next(found for found in done if isinstance(found, TierError))
    engines = [engine for _, engine in answers if engine is not None]
    if not engines:
        return Answers((), Engine("text_generator", "unknown", "unknown", "unknown"))
    first = engines[0]
    return Answers(
        tuple(text for text, _ in answers),
        Engine(first.name, first.model, first.revision, first.profile),
    )


async def _answer(
    tier: TierClient, prompt: str, sampling: Sampling, context: CallContext
) -> tuple[str, EngineIdentity | None]:
    pieces: list[str] = []
    written = 0
    engine: EngineIdentity | None = None
    # A generator in fact; leaving it early (a model that never stops) ends the work in the tier.
    stream = cast("Any", tier.generate(prompt, sampling, context=context))
    async with aclosing(stream):
        async for piece in stream:
            pieces.append(piece.text)
            engine = piece.engine
            written += len(piece.text)
            if written >= MAX_ANSWER:
                break
    return "".join(pieces)[:MAX_ANSWER], engine
