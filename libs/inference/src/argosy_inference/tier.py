"""`Tier`: the one way services reach models."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, replace
from types import TracebackType
from typing import Self

import numpy as np

from argosy_inference import codec
from argosy_inference.calls import Calls
from argosy_inference.channel import TierChannel
from argosy_inference.codec import Answer, Array
from argosy_inference.errors import TierFailed, TierRejected
from argosy_inference.generation import Generation
from argosy_inference.measures import Charge
from argosy_inference.settings import TierSettings
from argosy_inference.tagging import tags_of
from argosy_inference.values import (
    Alpha,
    CallContext,
    Candidates,
    EmbeddingKind,
    Embeddings,
    ErasedImage,
    GeneratedText,
    Image,
    ImageText,
    LeftOver,
    Mask,
    Matte,
    Sampling,
    Tags,
    TextLine,
    Translation,
    TranslationRequest,
)

TRANSLATOR_BATCH = 32
EMBEDDER_BATCH = 64


class Tier:
    """Typed calls to the inference tier; one for a process, closed at its end.

        async with Tier(TierSettings.from_environment()) as tier:
            read = await tier.read_image_text(image, context=CallContext("m-7", deadline_s=30))

    Every call raises the errors of `argosy_inference.errors` and nothing else, and is safe to
    cancel. Calls beyond a model's slots wait; the deadline counts that too.
    """

    def __init__(self, settings: TierSettings) -> None:
        self._calls = Calls(settings, TierChannel(settings))
        self._generation = Generation(self._calls)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the channel; calls in flight end with `TierUnavailable`."""
        await self._calls.channel.close()

    async def translate(
        self, requests: Sequence[TranslationRequest], *, context: CallContext
    ) -> list[Translation]:
        """Translations in the order of `requests`. One bad request is `TierRejected` for all of
        its batch of 32."""
        translations: list[Translation] = []
        end = time.monotonic() + context.deadline_s
        for start in range(0, len(requests), TRANSLATOR_BATCH):
            batch = requests[start : start + TRANSLATOR_BATCH]
            columns: dict[str, list[str]] = {
                "text": [request.text for request in batch],
                "source": [request.source for request in batch],
                "target": [request.target for request in batch],
                "register": [request.register for request in batch],
                "constraints": [_constraints(request) for request in batch],
            }
            inputs = {name: codec.strings(c, (len(batch), 1)) for name, c in columns.items()}
            charge = Charge(sum(map(len, columns["text"])), "character", len(batch))
            answer = await self._calls.infer("translator", inputs, charge, _left(context, end))
            translations += _translations(answer, len(batch))
        return translations

    async def read_image_text(self, image: Image, *, context: CallContext) -> ImageText:
        """The lines of text in an RGB image `[height, width, 3]`."""
        _check_image("image_text_reader", image)
        answer = await self._calls.infer("image_text_reader", {"image": image}, _pixels(image), context)
        quads, confidences = answer.array("quads"), answer.array("confidences")
        texts = answer.texts("texts")
        if quads.shape != (len(texts), 4, 2) or confidences.shape != (len(texts),):
            raise TierFailed("image_text_reader", "quads, texts and confidences differ in length")
        lines = tuple(
            TextLine(tuple((x, y) for x, y in quad), text, confidence)
            for quad, text, confidence in zip(quads.tolist(), texts, confidences.tolist(), strict=True)
        )
        return ImageText(lines, answer.engine())

    async def erase(self, image: Image, mask: Mask, *, context: CallContext) -> ErasedImage:
        """The image with what `mask` covers filled in; the rest is checked to be bit-identical."""
        _check_image("image_eraser", image)
        _check_plane("image_eraser", "mask", mask, image)
        inputs: dict[str, Array] = {"image": image, "mask": mask}
        answer = await self._calls.infer("image_eraser", inputs, _pixels(image), context)
        erased = answer.array("erased")
        if erased.shape != image.shape or erased.dtype != np.uint8:
            raise TierFailed("image_eraser", f"answered {erased.dtype} {list(erased.shape)}")
        if _changed_outside(image, erased, mask):
            raise TierFailed("image_eraser", "changed pixels outside the mask")
        return ErasedImage(erased, answer.engine())

    async def segment(self, image: Image, hint: Alpha | None = None, *, context: CallContext) -> Matte:
        """Which pixels show the product. `hint`: what the file itself says, such as a PNG's alpha."""
        _check_image("image_segmenter", image)
        inputs: dict[str, Array] = {"image": image}
        if hint is not None:
            _check_plane("image_segmenter", "hint", hint, image)
            inputs["hint"] = hint
        answer = await self._calls.infer("image_segmenter", inputs, _pixels(image), context)
        alpha, certainty = answer.array("matte"), answer.array("certainty")
        if alpha.shape != image.shape[:2] or alpha.dtype != np.uint8 or certainty.shape != (1,):
            raise TierFailed("image_segmenter", f"answered {alpha.dtype} {list(alpha.shape)}")
        return Matte(alpha, float(certainty[0]), answer.engine())

    async def tag(
        self, image: Image, candidates: Candidates, matte: Alpha | None = None, *, context: CallContext
    ) -> Tags:
        """Which candidates the picture shows, and what the engine cannot tell. Without a matte it looks for
        the product itself; with one it takes it for certain, so that the matte's own certainty is the
        caller's to count."""
        _check_image("image_tagger", image)
        inputs: dict[str, Array] = {
            "image": image,
            "candidates": codec.strings([json.dumps(candidates, ensure_ascii=False)], (1,)),
        }
        if matte is not None:
            _check_plane("image_tagger", "matte", matte, image)
            inputs["matte"] = matte
        answer = await self._calls.infer("image_tagger", inputs, _pixels(image), context)
        return tags_of(answer, candidates)

    async def embed(self, texts: Sequence[str], kind: EmbeddingKind, *, context: CallContext) -> Embeddings:
        """One unit vector per text; at least one text, none of them blank."""
        if not texts:
            raise TierRejected("text_embedder", "text: needs at least one")
        parts: list[Array] = []
        end = time.monotonic() + context.deadline_s
        for start in range(0, len(texts), EMBEDDER_BATCH):
            batch = texts[start : start + EMBEDDER_BATCH]
            inputs = {
                "text": codec.strings(batch, (len(batch), 1)),
                "kind": codec.strings([kind] * len(batch), (len(batch), 1)),
            }
            charge = Charge(sum(map(len, batch)), "character", len(batch))
            answer = await self._calls.infer("text_embedder", inputs, charge, _left(context, end))
            vectors = answer.array("vector")
            if vectors.ndim != 2 or len(vectors) != len(batch):
                raise TierFailed("text_embedder", f"answered shape {list(vectors.shape)}")
            parts.append(vectors)
            engine = answer.engine()
        return Embeddings(np.concatenate(parts), engine)

    def generate(
        self,
        prompt: str,
        sampling: Sampling,
        *,
        image: bytes | Sequence[bytes] | None = None,
        context: CallContext,
    ) -> AsyncIterator[GeneratedText]:
        """Text in pieces as it is written; `image` is one or more encoded pictures (JPEG, PNG).

        Close the iterator (`contextlib.aclosing`) or leave it to cancel the generation. Raises
        `TierModelMissing` where the profile serves no generator.
        """
        images = [image] if isinstance(image, bytes) else list(image or ())
        return self._generation.stream(prompt, sampling, images, context)


def _constraints(request: TranslationRequest) -> str:
    """The tier's JSON; a category only where there is one, so that a tier that knows none serves the rest."""
    given = asdict(request.constraints)
    if given["category"] is None:
        del given["category"]
    return json.dumps(given)


def _left(context: CallContext, end: float) -> CallContext:
    """The same context with the time that is left: several batches share one deadline."""
    return replace(context, deadline_s=end - time.monotonic())


def _check_image(model: str, image: Image) -> None:
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or image.size == 0:
        raise TierRejected(
            model, f"image: needs uint8 [height, width, 3], not {image.dtype} {list(image.shape)}"
        )


def _check_plane(model: str, name: str, plane: Mask | Alpha, image: Image) -> None:
    if plane.dtype != np.uint8 or plane.shape != image.shape[:2]:
        raise TierRejected(
            model, f"{name}: needs uint8 {list(image.shape[:2])}, not {plane.dtype} {list(plane.shape)}"
        )


def _changed_outside(image: Image, erased: Image, mask: Mask) -> bool:
    """Whether any pixel differs where the mask is 0 (channel by channel: ten times the speed)."""
    outside = mask == 0
    return any(bool(((image[..., c] != erased[..., c]) & outside).any()) for c in range(3))


def _pixels(image: Image) -> Charge:
    return Charge(image.shape[0] * image.shape[1], "pixel", 1)


def _translations(answer: Answer, count: int) -> list[Translation]:
    engine = answer.engine()
    texts, spans = answer.texts("translation"), answer.texts("left_over")
    coverages = answer.array("coverage").reshape(-1).tolist()
    if not len(texts) == len(spans) == len(coverages) == count:
        raise TierFailed("translator", f"answered {len(texts)} texts for {count}")
    try:
        return [
            Translation(text, coverage, tuple(LeftOver(**s) for s in json.loads(raw)), engine)
            for text, coverage, raw in zip(texts, coverages, spans, strict=True)
        ]
    except (ValueError, TypeError) as error:
        raise TierFailed("translator", f"output 'left_over' cannot be read: {error}") from error
