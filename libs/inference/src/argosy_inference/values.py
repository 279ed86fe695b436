"""What goes into and comes out of the tier, typed.

Images are `uint8` arrays `[height, width, 3]`, RGB; masks `[height, width]`, 255 = erase; alphas `[height,
width]`, 255 = the product.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]
Alpha = npt.NDArray[np.uint8]
Candidates = Mapping[str, Mapping[str, str]]
"""By attribute (`attribute.colour`) the values to choose from: concept id (`colour.navy`) to words (`navy
blue`)."""
Register = Literal["title", "bullet", "sentence", "reply", "banner"]
EmbeddingKind = Literal["query", "passage"]


@dataclass(frozen=True, slots=True)
class CallContext:
    """For whom a call is made, and how long the caller can wait for it."""

    merchant_id: str
    """Whose cost it is."""
    deadline_s: float
    """Seconds from now until the answer is of no use, waiting and retries included."""


@dataclass(frozen=True, slots=True)
class EngineIdentity:
    """Who answered; goes into every published event."""

    name: str
    model: str
    revision: str
    profile: str


@dataclass(frozen=True, slots=True)
class TermConstraint:
    """`source` found in the text must be said as `target`."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a translation must respect."""

    terms: tuple[TermConstraint, ...] = ()
    keep: tuple[str, ...] = ()
    """Words that survive letter for letter: brands, models."""
    max_chars: int | None = None
    category: str | None = None
    """Concept id of what the product is, where known: it settles words that mean several things."""


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """One text to translate; languages are BCP 47."""

    text: str
    source: str
    target: str
    register: Register
    constraints: Constraints = Constraints()


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A span of the source, `text == source[start:end]`, that the translation does not carry."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation, the share of the source it carries (0..1), and what it leaves over."""

    text: str
    coverage: float
    left_over: tuple[LeftOver, ...]
    engine: EngineIdentity


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text in an image."""

    quad: tuple[tuple[float, float], ...]
    """Four (x, y) in pixels, clockwise from the top left as the text is read."""
    text: str
    confidence: float
    """0..1"""


@dataclass(frozen=True, slots=True)
class ImageText:
    """The lines of an image, top to bottom; none if it carries no text."""

    lines: tuple[TextLine, ...]
    engine: EngineIdentity


@dataclass(frozen=True, slots=True, eq=False)
class ErasedImage:
    """The image with what the mask covered gone; other pixels bit-identical."""

    image: Image
    engine: EngineIdentity


@dataclass(frozen=True, slots=True, eq=False)
class Matte:
    """Which pixels show the product, and how sure that is."""

    alpha: Alpha
    certainty: float
    """0..1: below 0.5 the outline is a guess, and nothing measured inside it is to be trusted. 0 = nothing
    found."""
    engine: EngineIdentity


@dataclass(frozen=True, slots=True)
class TagScore:
    """How well a candidate fits what the picture shows."""

    attribute: str
    value: str
    score: float
    """0..1; the values of one attribute do not add up to 1."""
    rests_on: str
    """`pixels`, `texture` or `model`."""
    share: float | None
    """For colours that were measured: of the product's pixels, how many show it."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """What this engine cannot tell from the picture, and why; without a value: nothing of the attribute."""

    attribute: str
    value: str | None
    reason: str
    """`not_measured`, `sheen`, `see_through`, `several`, `family`, `motif`, `no_reference`, `maybe_skin`,
    `no_product`."""


@dataclass(frozen=True, slots=True)
class ShapeFacts:
    """What can be measured of a product's outline."""

    aspect: float
    """Width by height."""
    elongation: float
    """Longer by shorter side of the narrowest box around it."""
    parts: int
    """Separate things."""
    covers: float
    """Share of the picture."""
    is_cut_off: bool
    """It goes on beyond the frame."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a picture says of the candidates: the best first within each attribute."""

    scores: tuple[TagScore, ...]
    unseen: tuple[Unseen, ...]
    shape: ShapeFacts | None
    certainty: float
    """Of the outline it rests on, 1 where a matte was given; already counted in the scores."""
    shows_person: bool
    engine: EngineIdentity


@dataclass(frozen=True, slots=True, eq=False)
class Embeddings:
    """One unit vector per text, `[texts, dimensions]`."""

    vectors: npt.NDArray[np.float32]
    engine: EngineIdentity


@dataclass(frozen=True, slots=True)
class GeneratedText:
    """The next piece of a generated text."""

    text: str
    engine: EngineIdentity


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to generate; names and meaning are vLLM's. `extra` passes further ones through."""

    max_tokens: int = 256
    temperature: float = 0.0
    """0 = the likeliest token each time."""
    top_p: float = 1.0
    stop: tuple[str, ...] = ()
    seed: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class TierClient(Protocol):
    """The calls that services make. `Tier` makes them for real, `FakeTier` in tests."""

    async def translate(
        self, requests: Sequence[TranslationRequest], *, context: CallContext
    ) -> list[Translation]: ...

    async def read_image_text(self, image: Image, *, context: CallContext) -> ImageText: ...

    async def erase(self, image: Image, mask: Mask, *, context: CallContext) -> ErasedImage: ...

    async def segment(self, image: Image, hint: Alpha | None = None, *, context: CallContext) -> Matte: ...

    async def tag(
        self, image: Image, candidates: Candidates, matte: Alpha | None = None, *, context: CallContext
    ) -> Tags: ...

    async def embed(
        self, texts: Sequence[str], kind: EmbeddingKind, *, context: CallContext
    ) -> Embeddings: ...

    def generate(
        self,
        prompt: str,
        sampling: Sampling,
        *,
        image: bytes | Sequence[bytes] | None = None,
        context: CallContext,
    ) -> AsyncIterator[GeneratedText]: ...
