"""`FakeTier`: the tier's calls without a tier, for the unit tests of services.

    tier = FakeTier()
    tier.translations["红色连衣裙", "es"] = "vestido rojo"
    tier.lines = [line("新品上市", (10, 10, 200, 50))]
    tier.fail("translate", TierUnavailable("translator", "full"))     # the next call only

What is not scripted behaves like an honest engine that knows nothing: a text that has no
translation is left over with coverage 0, an image has no text, erasing paints the mean colour, no product is
found in a picture and nothing can be told from it. Every call is remembered in `calls`.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from argosy_commerce import terms
from argosy_inference import (
    Alpha,
    CallContext,
    Candidates,
    EmbeddingKind,
    Embeddings,
    EngineIdentity,
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
    TierModelMissing,
    Translation,
    TranslationRequest,
    Unseen,
)

_PIECE: Final = 50
FAKE_ENGINE = EngineIdentity(name="fake", model="scripted", revision="1", profile="test")


@dataclass(frozen=True, slots=True)
class Call:
    """One remembered call: which method, with what, for whom."""

    method: str
    arguments: tuple[Any, ...]
    context: CallContext


@dataclass
class FakeTier:
    """A scripted `TierClient`."""

    translations: dict[tuple[str, str], str | Translation] = field(default_factory=dict)
    """(text, target language) -> the translation, complete; or a whole `Translation`."""
    lines: Sequence[TextLine] = ()
    """What every image carries, unless `readings` has something left."""
    readings: deque[Sequence[TextLine]] = field(default_factory=deque)
    """What the next images carry, one entry a call."""
    mattes: deque[Matte] = field(default_factory=deque)
    """What is found in the next pictures, one entry a call."""
    tagged: deque[Tags] = field(default_factory=deque)
    """What the next pictures say, one entry a call."""
    generated: Sequence[str] | None = None
    """The pieces that `generate` gives; None = the profile serves no generator."""
    dimensions: int = 8
    engine: EngineIdentity = FAKE_ENGINE
    calls: list[Call] = field(default_factory=list)
    _failures: defaultdict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))

    def fail(self, method: str, *errors: Exception) -> None:
        """The next calls of `method` raise these, one each."""
        self._failures[method].extend(errors)

    def called(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.calls if call.method == method]

    async def translate(
        self, requests: Sequence[TranslationRequest], *, context: CallContext
    ) -> list[Translation]:
        self._note("translate", context, tuple(requests))
        return [self._translation(request) for request in requests]

    async def read_image_text(self, image: Image, *, context: CallContext) -> ImageText:
        self._note("read_image_text", context, image)
        lines = self.readings.popleft() if self.readings else self.lines
        return ImageText(tuple(lines), self.engine)

    async def erase(self, image: Image, mask: Mask, *, context: CallContext) -> ErasedImage:
        self._note("erase", context, image, mask)
        erased = image.copy()
        if (mask == 0).any():
            erased[mask > 0] = image[mask == 0].mean(axis=0).astype(np.uint8)
        return ErasedImage(erased, self.engine)

    async def segment(self, image: Image, hint: Alpha | None = None, *, context: CallContext) -> Matte:
        self._note("segment", context, image, hint)
        if self.mattes:
            return self.mattes.popleft()
        return Matte(np.zeros(image.shape[:2], np.uint8), 0.0, self.engine)

    async def tag(
        self, image: Image, candidates: Candidates, matte: Alpha | None = None, *, context: CallContext
    ) -> Tags:
        self._note("tag", context, image, candidates, matte)
        if self.tagged:
            return self.tagged.popleft()
        unseen = tuple(Unseen(attribute, None, "not_measured") for attribute in candidates)
        return Tags((), unseen, None, 0.0, shows_person=False, engine=self.engine)

    async def embed(self, texts: Sequence[str], kind: EmbeddingKind, *, context: CallContext) -> Embeddings:
        """Vectors that depend on the text's letters alone, the same in every process."""
        self._note("embed", context, tuple(texts), kind)
        vectors = np.ones((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                vectors[row, ord(letter) % self.dimensions] += 1.0
        return Embeddings(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), self.engine)

    async def generate(
        self,
        prompt: str,
        sampling: Sampling,
        *,
        image: bytes | Sequence[bytes] | None = None,
        context: CallContext,
    ) -> AsyncIterator[GeneratedText]:
        self._note("generate", context, prompt, sampling, image)
        if self.generated is None:
            raise TierModelMissing("text_generator", "the tier's profile does not serve it")
        for piece in self.generated:
            yield GeneratedText(piece, self.engine)

    def _note(self, method: str, context: CallContext, *arguments: object) -> None:
        self.calls.append(Call(method, arguments, context))
        if self._failures[method]:
            raise self._failures[method].popleft()

    def _translation(self, request: TranslationRequest) -> Translation:
        known = self.translations.get((request.text, request.target))
        if isinstance(known, Translation):
            return known
        if known is not None:
            return Translation(known, 1.0, (), self.engine)
        span = LeftOver(request.text, 0, len(request.text))
        return Translation("", 0.0, (span,) if request.text else (), self.engine)


@dataclass
class WritingTier(FakeTier):
    """A tier with a generator: it answers by `answer_to`, in small pieces, and counts its streams' ends."""

    answers: Sequence[str] = ()
    """Given in turn, again from the first after the last."""
    asked: list[tuple[str, Sampling, CallContext]] = field(default_factory=list)
    closed: int = 0

    def answer_to(self, prompt: str) -> str:  # noqa: ARG002 — those that answer by it override this
        """The whole answer; the prompt stands in `asked` already."""
        return self.answers[(len(self.asked) - 1) % len(self.answers)]

    async def generate(
        self,
        prompt: str,
        sampling: Sampling,
        *,
        image: bytes | Sequence[bytes] | None = None,
        context: CallContext,
    ) -> AsyncIterator[GeneratedText]:
        self.asked.append((prompt, sampling, context))
        self._note("generate", context, prompt, sampling, image)
        answer = self.answer_to(prompt)
        try:
            for start in range(0, len(answer), _PIECE):
                yield GeneratedText(answer[start : start + _PIECE], self.engine)
        finally:
            self.closed += 1


def line(text: str, box: Iterable[float], confidence: float = 0.98) -> TextLine:
    """An upright line of text in the box (left, top, right, bottom)."""
    left, top, right, bottom = box
    quad = ((left, top), (right, top), (right, bottom), (left, bottom))
    return TextLine(quad, text, confidence)


@dataclass
class TermDrivenTier(FakeTier):
    """A tier whose translator answers as the embedded profile's does: by the term base, in this process."""

    async def translate(
        self, requests: Sequence[TranslationRequest], *, context: CallContext
    ) -> list[Translation]:
        self._note("translate", context, tuple(requests))
        return [self._by_terms(request) for request in requests]

    def _by_terms(self, request: TranslationRequest) -> Translation:
        asked = terms.Constraints(keep=request.constraints.keep)
        said = terms.translate(request.text, request.target, request.register, asked)
        left = tuple(LeftOver(span.text, span.start, span.end) for span in said.left_over)
        return Translation(said.text, said.coverage, left, self.engine)
