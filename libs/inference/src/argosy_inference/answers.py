"""Whole answers of the tier's text_generator: several to one prompt, each with a bound."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, cast

from argosy_inference.errors import TierError, TierFailed, TierModelMissing, TierRejected
from argosy_inference.values import CallContext, EngineIdentity, Sampling, TierClient
from argosy_telemetry import logger

_LOG = logger("argosy_inference.answers")
_NOBODY = EngineIdentity("text_generator", "unknown", "unknown", "unknown")


@dataclass(frozen=True, slots=True)
class Answers:
    """Whole answers, in the order of their seeds, and who wrote them."""

    texts: tuple[str, ...]
    engine: EngineIdentity


@dataclass(slots=True)
class Writer:
    """Asks a tier's generator for texts that a service can do without; one a process.

    It remembers that a tier without a generator was reported.
    """

    tier: TierClient
    count: int
    """Answers to one prompt."""
    temperature: float
    max_tokens: int
    """Of one answer."""
    deadline_s: float
    """For all answers to one prompt."""
    longest: int
    """Characters of an answer, after which it is given up: a model may never stop."""
    _said_missing: bool = field(default=False, init=False)

    async def answers(self, prompt: str, merchant_id: str) -> Answers | None:
        """Answers to a prompt; None where there is no generator, or it cannot answer this prompt.

        Raises:
            TierUnavailable, TierDeadlineExceeded: the same prompt may be answered later.
        """
        try:
            return await self._asked(prompt, CallContext(merchant_id, self.deadline_s))
        except TierModelMissing as error:
            if not self._said_missing:
                self._said_missing = True
                _LOG.warning(
                    "texts were to be written and the tier serves no text_generator", error=error.said
                )
        except (TierRejected, TierFailed) as error:
            _LOG.warning("the generator could not answer; what rules wrote stands", error=error.said)
        return None

    async def _asked(self, prompt: str, context: CallContext) -> Answers:
        """Asked `count` times at once, each with a seed of its own; answers that fail are left out.

        Raises:
            TierError: the first failure, where every answer failed.
        """
        samplings = [
            Sampling(self.max_tokens, self.temperature, 0.95, seed=seed) for seed in range(self.count)
        ]
        done = await asyncio.gather(
            *(self._answer(prompt, sampling, context) for sampling in samplings), return_exceptions=True
        )
        for found in done:
            if isinstance(found, BaseException) and not isinstance(found, TierError):
                raise found
        answers = [found for found in done if not isinstance(found, BaseException)]
        if not answers:
            raise next(found for found in done if isinstance(found, TierError))
        engines = [engine for _, engine in answers if engine is not None]
        return Answers(tuple(text for text, _ in answers), engines[0]) if engines else Answers((), _NOBODY)

    async def _answer(
        self, prompt: str, sampling: Sampling, context: CallContext
    ) -> tuple[str, EngineIdentity | None]:
        pieces: list[str] = []
        written = 0
        engine: EngineIdentity | None = None
        # A generator in fact; leaving it early ends the work in the tier.
        stream = cast("Any", self.tier.generate(prompt, sampling, context=context))
        async with aclosing(stream):
            async for piece in stream:
                pieces.append(piece.text)
                engine = piece.engine
                written += len(piece.text)
                if written >= self.longest:
                    break
        return "".join(pieces)[: self.longest], engine
