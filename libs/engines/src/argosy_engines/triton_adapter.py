"""`TritonPythonModel` of every model: engines know nothing of Triton, models nothing of engines.

A model's `model.py` names one of the classes below. Only Triton's stub process can import
`triton_python_backend_utils`, so that happens when a model starts.

Each answer carries `engine` (JSON of `EngineIdentity`) and `timing` FP32 `[seconds, requests]`:
how long the engine computed for the batch this request was in, and how many requests that batch
held. Triton 2.51 gives a caller neither (response parameters came with 2.55).
"""

from __future__ import annotations

import importlib
import os
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import numpy as np
import numpy.typing as npt

from argosy_engines import triton_tensors as tensors
from argosy_engines.contracts import (
    EmbeddingKind,
    Engine,
    ImageEraser,
    ImageSegmenter,
    ImageTagger,
    ImageTextReader,
    ModelName,
    TextEmbedder,
    TranslationRequest,
    Translator,
)
from argosy_engines.errors import EngineError, InvalidInput
from argosy_engines.registry import DEFAULT_PROFILE, build

Arrays = dict[str, npt.NDArray[Any]]
E = TypeVar("E", bound=Engine)


class TritonModel(ABC, Generic[E]):
    """What all models share: start, errors, one response per request whatever happens."""

    model: ModelName
    inputs: tuple[str, ...]
    optional: tuple[str, ...] = ()
    """Inputs that a request may leave out; `read` then finds no such name."""
    engine: E

    def initialize(self, args: Mapping[str, str]) -> None:
        """Build the engine that the profile names. An error here fails the load, with its text."""
        self._pb = importlib.import_module("triton_python_backend_utils")
        self.engine = cast("E", build_for_triton(self.model, args))
        self._engine_text = tensors.engine_json(self.engine.identity)

    def execute(self, requests: Sequence[Any]) -> list[Any]:
        """One response per request, in order."""
        read = [self._read(request) for request in requests]
        good = [item for item in read if not isinstance(item, Exception)]
        started = time.perf_counter()
        try:
            answers = iter(self.answer(good) if good else [])
        except Exception as error:  # noqa: BLE001 — an engine's fault must not kill the process
            answers = iter([error] * len(good))
        timing = (time.perf_counter() - started, float(len(good)))
        outcomes = [item if isinstance(item, Exception) else next(answers) for item in read]
        return [self._response(outcome, timing) for outcome in outcomes]

    def _read(self, request: Any) -> Any:  # noqa: ANN401 — Triton's own object; anything readable
        try:
            arrays = {name: self._array(request, name) for name in (*self.inputs, *self.optional)}
            return self.read({name: array for name, array in arrays.items() if array is not None})
        except Exception as error:  # noqa: BLE001 — belongs to this request only
            return error

    def _array(self, request: Any, name: str) -> npt.NDArray[Any] | None:  # noqa: ANN401 — Triton's
        tensor = self._pb.get_input_tensor_by_name(request, name)
        if tensor is None and name not in self.optional:
            raise InvalidInput(f"{name}: missing")
        return None if tensor is None else cast("npt.NDArray[Any]", tensor.as_numpy())

    def _response(self, outcome: Arrays | Exception, timing: tuple[float, float]) -> Any:  # noqa: ANN401 — Triton's
        if isinstance(outcome, Exception):
            return self._pb.InferenceResponse([], triton_error(self._pb, self.model, outcome))
        arrays = {**outcome, **self.common(outcome, timing)}
        return self._pb.InferenceResponse([self._pb.Tensor(n, a) for n, a in arrays.items()])

    def common(self, outcome: Arrays, timing: tuple[float, float]) -> Arrays:  # noqa: ARG002 — for batched models
        """`engine` and `timing`."""
        return {"engine": tensors.strings([self._engine_text]), "timing": np.array(timing, np.float32)}

    @abstractmethod
    def read(self, arrays: Arrays) -> Any:  # noqa: ANN401 — whatever `answer` takes
        """A request's tensors as a value; raises `InvalidInput`."""

    @abstractmethod
    def answer(self, items: Sequence[Any]) -> Sequence[Arrays | Exception]:
        """One answer per item: output tensors, or the error this item deserves."""

    def finalize(self) -> None:
        """Nothing to give back: the process ends."""


class BatchedModel(TritonModel[E], Generic[E]):
    """A model with `max_batch_size`: each request's tensors are `[batch, 1]`."""

    def common(self, outcome: Arrays, timing: tuple[float, float]) -> Arrays:
        rows = len(next(iter(outcome.values())))
        return {
            "engine": tensors.strings([self._engine_text] * rows, (rows, 1)),
            "timing": np.array([timing] * rows, np.float32),
        }


class TranslatorModel(BatchedModel[Translator]):
    """`translator`."""

    model = "translator"
    inputs = ("text", "source", "target", "register", "constraints")

    def read(self, arrays: Arrays) -> list[TranslationRequest]:
        longest = {"constraints": 200_000}
        columns = [
            tensors.texts(name, arrays[name], longest=longest.get(name, tensors.MAX_TEXT_CHARS))
            for name in self.inputs
        ]
        return [
            TranslationRequest(
                text=text,
                source=tensors.language("source", source),
                target=tensors.language("target", target),
                register=tensors.register(register),
                constraints=tensors.constraints(constraints),
            )
            for text, source, target, register, constraints in zip(*columns, strict=True)
        ]

    def answer(self, items: Sequence[list[TranslationRequest]]) -> list[Arrays | Exception]:
        flat = iter(self.engine.translate([request for item in items for request in item]))
        return [self._tensors([next(flat) for _ in item]) for item in items]

    @staticmethod
    def _tensors(rows: Sequence[Any]) -> Arrays | Exception:
        for row in rows:
            if isinstance(row, Exception):
                return row
        shape = (len(rows), 1)
        return {
            "translation": tensors.strings([row.text for row in rows], shape),
            "coverage": np.array([[row.coverage] for row in rows], np.float32),
            "left_over": tensors.strings([tensors.left_over_json(row.left_over) for row in rows], shape),
        }


class EmbedderModel(BatchedModel[TextEmbedder]):
    """`text_embedder`."""

    model = "text_embedder"
    inputs = ("text", "kind")

    def read(self, arrays: Arrays) -> tuple[list[str], list[EmbeddingKind]]:
        read = tensors.texts("text", arrays["text"])
        for i, text in enumerate(read):
            if not text.strip():
                raise InvalidInput(f"text[{i}]: nothing to embed (empty or blank)")
        kinds = [tensors.embedding_kind(kind) for kind in tensors.texts("kind", arrays["kind"])]
        return read, kinds

    def answer(self, items: Sequence[tuple[list[str], list[EmbeddingKind]]]) -> list[Arrays | Exception]:
        try:
            return [{"vector": rows} for rows in self._vectors(items)]
        except InvalidInput:
            # One of them is at fault: ask one by one, so that only that one hears of it.
            return [self._alone(item) for item in items]

    def _vectors(self, items: Sequence[tuple[list[str], list[EmbeddingKind]]]) -> list[Any]:
        every = [text for read, _ in items for text in read]
        kinds = [kind for _, kinds in items for kind in kinds]
        vectors = self.engine.embed(every, kinds)
        ends = np.cumsum([len(read) for read, _ in items])[:-1]
        return list(np.split(vectors, ends))

    def _alone(self, item: tuple[list[str], list[EmbeddingKind]]) -> Arrays | Exception:
        try:
            return {"vector": self.engine.embed(*item)}
        except InvalidInput as error:
            return error


class TextReaderModel(TritonModel[ImageTextReader]):
    """`image_text_reader`."""

    model = "image_text_reader"
    inputs = ("image",)

    def read(self, arrays: Arrays) -> Any:  # noqa: ANN401 — an Image
        return tensors.image(arrays["image"])

    def answer(self, items: Sequence[Any]) -> list[Arrays | Exception]:
        return [tensors.lines_tensors(self.engine.read(image)) for image in items]


class EraserModel(TritonModel[ImageEraser]):
    """`image_eraser`."""

    model = "image_eraser"
    inputs = ("image", "mask")

    def read(self, arrays: Arrays) -> Any:  # noqa: ANN401 — an Image and a Mask
        image = tensors.image(arrays["image"])
        return image, tensors.mask(arrays["mask"], image)

    def answer(self, items: Sequence[Any]) -> list[Arrays | Exception]:
        return [{"erased": self.engine.erase(image, mask)} for image, mask in items]


class SegmenterModel(TritonModel[ImageSegmenter]):
    """`image_segmenter`."""

    model = "image_segmenter"
    inputs = ("image",)
    optional = ("hint",)

    def read(self, arrays: Arrays) -> Any:  # noqa: ANN401 — an Image and a hint
        image = tensors.image(arrays["image"])
        return image, tensors.alpha("hint", arrays.get("hint"), image)

    def answer(self, items: Sequence[Any]) -> list[Arrays | Exception]:
        mattes = [self.engine.segment(image, hint) for image, hint in items]
        return [{"matte": one.alpha, "certainty": np.array([one.certainty], np.float32)} for one in mattes]


class TaggerModel(TritonModel[ImageTagger]):
    """`image_tagger`."""

    model = "image_tagger"
    inputs = ("image", "candidates")
    optional = ("matte",)

    def read(self, arrays: Arrays) -> Any:  # noqa: ANN401 — an Image, a matte, candidates
        image = tensors.image(arrays["image"])
        matte = tensors.alpha("matte", arrays.get("matte"), image)
        return image, matte, tensors.candidates(arrays["candidates"])

    def answer(self, items: Sequence[Any]) -> list[Arrays | Exception]:
        return [{"tags": tensors.strings([tensors.tags_json(self.engine.tag(*item))])} for item in items]


def build_for_triton(model: ModelName, args: Mapping[str, str]) -> Engine:
    """The engine for a model of the repository at `args["model_repository"]`.

    ARGOSY_PROFILE names the profile; profiles lie beside the repository unless
    ARGOSY_PROFILE_DIR says otherwise.
    """
    profile = os.environ.get("ARGOSY_PROFILE") or DEFAULT_PROFILE
    configured = os.environ.get("ARGOSY_PROFILE_DIR")
    beside = Path(args["model_repository"]).resolve().parent.parent / "profiles"
    return build(model, profile, Path(configured) if configured else beside)


def triton_error(pb: Any, model: str, error: Exception) -> Any:  # noqa: ANN401 — Triton's module
    """A refusal as INVALID_ARGUMENT; anything else as INTERNAL, logged, naming its kind."""
    if isinstance(error, InvalidInput):
        return pb.TritonError(f"{model}: {error}", pb.TritonError.INVALID_ARG)
    pb.Logger.log_error(f"{model}: {type(error).__name__}: {error}")
    detail = str(error) if isinstance(error, EngineError) else "see the tier's log"
    return pb.TritonError(f"{model}: {type(error).__name__} ({detail})", pb.TritonError.INTERNAL)
