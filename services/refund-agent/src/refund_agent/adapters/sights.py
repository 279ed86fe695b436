"""The tier's text_generator, with eyes, asked a fixed list of questions about a picture (decision 0069)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any, Final, Protocol, cast

from PIL import Image

from argosy_eventing.threads import in_thread
from argosy_inference import CallContext, Sampling, TierClient, TierError
from argosy_pictures.looks import Pixels
from argosy_pictures.pixels import shrunk
from refund_agent.domain.evidence.sight import MOST_ANSWERED, Asked, Seen, answers_in, question

_SIDE: Final = 1_024


class Sight(Protocol):
    """A model that sees."""

    async def look(
        self, picture: Pixels, listing: Pixels | None, asked: Sequence[Asked], context: CallContext
    ) -> Seen:
        """Its answers; none where it is missing, busy or fails: no request waits for it."""
        ...


class SightByTier:
    """Asks the tier's generator; one call a picture."""

    def __init__(self, tier: TierClient) -> None:
        self._tier = tier

    async def look(
        self, picture: Pixels, listing: Pixels | None, asked: Sequence[Asked], context: CallContext
    ) -> Seen:
        """As `Sight`."""
        if not asked:
            return {}
        images = [await in_thread(_encoded, one) for one in (picture, listing) if one is not None]
        try:
            said = await self._answer(question(asked), images, context)
        except TierError:
            return {}
        return answers_in(said, asked)

    async def _answer(self, prompt: str, images: list[bytes], context: CallContext) -> str:
        pieces: list[str] = []
        written = 0
        # A generator in fact; leaving it early (a model that never stops) ends the work in the tier.
        stream = cast(
            "Any", self._tier.generate(prompt, Sampling(max_tokens=96), image=images, context=context)
        )
        async with aclosing(stream):
            async for piece in stream:
                pieces.append(piece.text)
                written += len(piece.text)
                if written >= MOST_ANSWERED:
                    break
        return "".join(pieces)[:MOST_ANSWERED]


def _encoded(pixels: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(shrunk(pixels, _SIDE)[0]).save(out, "JPEG", quality=90)
    return out.getvalue()
