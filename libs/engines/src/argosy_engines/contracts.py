"""What each model of the tier promises, whatever engine runs behind it.

One `Protocol` per model, and frozen values going in and out. Images are `numpy` arrays of
`uint8`, shape `[height, width, 3]`, RGB. Every engine is single-threaded, is called by one thread
at a time (but see `TextGenerator`), raises `errors.InvalidInput` for the caller's mistakes and
carries its `identity`.

Engines are made by a class method that the registry calls:

    class MyTranslator:
        @classmethod
        def from_spec(cls, spec: EngineSpec) -> "MyTranslator": ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""`[height, width, 3]`, RGB."""
Mask = npt.NDArray[np.uint8]
"""`[height, width]`, 255 = erase, 0 = keep."""
Alpha = npt.NDArray[np.uint8]
"""`[height, width]`, 255 = the product, 0 = not it."""
Vectors = npt.NDArray[np.float32]
"""`[count, dimensions]`, each row of unit length."""

ModelName = Literal[
    "translator", "image_text_reader", "image_eraser", "image_segmenter", "image_tagger", "text_embedder",
    "text_generator",
]  # fmt: skip
Register = Literal["title", "bullet", "sentence", "reply", "banner"]
EmbeddingKind = Literal["query", "passage"]


@dataclass(frozen=True, slots=True)
class EngineIdentity:
    """Who answered. Carried by every result and by every event published from it."""

    name: str
    """The engine, e.g. `term-driven`, `rapidocr`, `transformers-seq2seq`."""
    model: str
    """The weights or data, e.g. `argosy-terms`, `facebook/nllb-200-distilled-600M`."""
    revision: str
    """Of the weights: a commit, a version or a digest; never empty."""
    profile: str
    """The profile the tier runs: `embedded`, `cpu`, `gpu` or an operator's own."""


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """One model's entry in a profile file, after reading (see `registry`)."""

    model: ModelName
    profile: str
    engine: str
    """`package.module:Class`."""
    weights: str | None = None
    """A local directory or file, a hub id, or None for an engine that ships its own."""
    revision: str | None = None
    """A hub revision; for local weights what the operator wants to see in `EngineIdentity`."""
    max_batch: int = 1
    device: str = "cpu"
    dtype: str = "float32"
    options: Mapping[str, Any] = field(default_factory=dict)
    """Engine-specific settings; an engine refuses keys that it does not know."""

    def identity(self, name: str, *, model: str, revision: str) -> EngineIdentity:
        """The identity of an engine made from this entry; the entry's own revision wins."""
        return EngineIdentity(name, model, self.revision or revision, self.profile)


@runtime_checkable
class Engine(Protocol):
    """What all engines share."""

    @property
    def identity(self) -> EngineIdentity: ...


# --- translator -------------------------------------------------------------------------------


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
    """The longest translation that is of use, in characters (code points)."""
    category: str | None = None
    """Concept id of what the product is; engines without the term base do without it."""


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """One text to translate. Languages are BCP 47."""

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
    """A translation and how much of its source it carries."""

    text: str
    coverage: float
    """Share of the source's characters that the translation carries, 0..1."""
    left_over: tuple[LeftOver, ...] = ()


class Translator(Engine, Protocol):
    """Texts in, texts out, in the same order; one bad request does not spoil a batch."""

    def translate(self, requests: Sequence[TranslationRequest]) -> Sequence[Translation | Exception]:
        """Answer each request in its place: a `Translation`, or the `InvalidInput` it deserves."""
        ...


# --- image_text_reader ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text in an image."""

    quad: npt.NDArray[np.float32]
    """`[4, 2]` x, y in pixels, clockwise from the top left corner as the text is read."""
    text: str
    confidence: float
    """0..1."""


class ImageTextReader(Engine, Protocol):
    """Finds and reads the lines of text in an image, top to bottom; () where there is none."""

    def read(self, image: Image) -> tuple[TextLine, ...]: ...


# --- image_eraser -----------------------------------------------------------------------------


class ImageEraser(Engine, Protocol):
    """Replaces what the mask covers by what may lie behind it.

    Pixels where `mask == 0` come back bit-identical; the size never changes. The adapter has
    checked that image and mask agree in size.
    """

    def erase(self, image: Image, mask: Mask) -> Image: ...


# --- image_segmenter --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Matte:
    """Which pixels show the product, and how sure that is."""

    alpha: Alpha
    """The image's size."""
    certainty: float
    """0..1: below 0.5 the outline is a guess, and nothing measured inside it is to be trusted. 0 = nothing
    found."""


class ImageSegmenter(Engine, Protocol):
    """Tells the product from its background.

    `hint`, the image's size, is what the file itself says, such as a PNG's alpha; an opaque one says nothing.
    The adapter has checked that both agree in size.
    """

    def segment(self, image: Image, hint: Alpha | None) -> Matte: ...


# --- image_tagger -----------------------------------------------------------------------------

Candidates = Mapping[str, Mapping[str, str]]
"""By attribute (`attribute.colour`) the values to choose from: concept id (`colour.navy`) to words (`navy
blue`)."""
Basis = Literal["pixels", "texture", "model"]
UnseenReason = Literal[
    "not_measured", "sheen", "see_through", "several", "family", "motif", "no_reference", "maybe_skin",
    "no_product",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TagScore:
    """How well a candidate fits what the picture shows."""

    attribute: str
    value: str
    score: float
    """0..1. Values of one attribute do not add up to 1: a product may show several."""
    rests_on: Basis
    """`pixels`: the product's own colours; `texture`: how they are laid out; `model`: a network's word."""
    share: float | None = None
    """For colours that were measured: of the product's pixels, how many show it."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """What was asked and cannot be told from the picture by this engine; without a value: none of the
    attribute's."""

    attribute: str
    value: str | None
    reason: UnseenReason


@dataclass(frozen=True, slots=True)
class ShapeFacts:
    """What can be measured of a product's outline."""

    aspect: float
    """Width by height of the upright box around it."""
    elongation: float
    """Longer by shorter side of the narrowest box around it, at whatever angle; 1 or more."""
    parts: int
    """Separate things, those below a twentieth of the largest aside."""
    covers: float
    """Share of the picture, 0..1."""
    is_cut_off: bool
    """It goes on beyond the frame: then the other figures are of what is seen."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """What a picture says of the candidates."""

    scores: tuple[TagScore, ...]
    """The best first within each attribute; candidates with a score of nought are left out."""
    unseen: tuple[Unseen, ...]
    shape: ShapeFacts | None
    """None where no product was found."""
    certainty: float
    """Of the outline that it rests on; already counted in the scores."""
    shows_person: bool
    """Somebody wears or holds it: what else he wears may be counted with it."""


class ImageTagger(Engine, Protocol):
    """Says which candidates a picture shows.

    `matte`, the image's size, is where the product is; without one the engine finds it. The adapter has
    checked sizes.
    """

    def tag(self, image: Image, matte: Alpha | None, candidates: Candidates) -> Tagging: ...


# --- text_embedder ----------------------------------------------------------------------------


class TextEmbedder(Engine, Protocol):
    """Texts to unit vectors."""

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str], kinds: Sequence[EmbeddingKind]) -> Vectors:
        """`[len(texts), dimensions]`; an empty text is `InvalidInput`."""
        ...


# --- text_generator ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SamplingParameters:
    """The part of vLLM's `SamplingParams` that every engine honours; same names and meaning.

    Read from JSON by `sampling.read_sampling_parameters`.
    """

    max_tokens: int = 16
    min_tokens: int = 0
    temperature: float = 1.0
    """0 = greedy."""
    top_p: float = 1.0
    top_k: int = 0
    """0 or -1 = all tokens."""
    min_p: float = 0.0
    repetition_penalty: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    stop: tuple[str, ...] = ()
    include_stop_str_in_output: bool = False
    ignore_eos: bool = False
    skip_special_tokens: bool = True
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """One prompt. `prompt` is what vLLM's backend takes in `text_input`."""

    prompt: str
    sampling: SamplingParameters = SamplingParameters()
    images: tuple[Image, ...] = ()


class TextGenerator(Engine, Protocol):
    """Writes on from a prompt.

    One that writes several answers at once says how many in `at_once`, and is then called by as many threads;
    one without it is called by one at a time. What it says in `decoding` goes to the tier's log when it is
    loaded.
    """

    def generate(self, request: GenerationRequest, is_cancelled: Callable[[], bool]) -> Iterator[str]:
        """Yield pieces of new text (never the prompt) as they come; joined, they are the answer.

        `is_cancelled` is asked at least once a token; when it says True the generator returns.
        Bad input raises `InvalidInput` before the first piece. The adapter adds the prompt, joins
        the pieces for callers that do not stream, and speaks Triton.
        """
        ...
