"""`TritonPythonModel` of `text_generator`, with the tensors and habits of Triton's vLLM backend.

github.com/triton-inference-server/vllm_backend, src/utils/request.py: with `stream` each response
holds the new text only; without, one response holds everything; the prompt stands in front unless
`exclude_input_in_output` is true (when streaming it never does). So a client of one is a client
of the other, and a GPU deployment may put the vLLM backend in this model's place. One output is
added, `engine`; where it is missing a client reads the model's configuration instead.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, cast

import numpy as np

from argosy_engines import triton_tensors as tensors
from argosy_engines.contracts import GenerationRequest, TextGenerator
from argosy_engines.errors import InvalidInput
from argosy_engines.sampling import read_sampling_parameters
from argosy_engines.triton_adapter import build_for_triton, triton_error

Asked = tuple[GenerationRequest, bool, bool]
"""The request, whether to stream, whether the prompt stands in front of the answer."""


class GeneratorModel:
    """`text_generator`: decoupled, cancellable between tokens, as many at once as the engine takes."""

    model = "text_generator"
    engine: TextGenerator

    def initialize(self, args: Mapping[str, str]) -> None:
        """Build the engine that the profile names. An error here fails the load, with its text."""
        self._pb = importlib.import_module("triton_python_backend_utils")
        self.engine = cast("TextGenerator", build_for_triton("text_generator", args))
        self._engine_text = tensors.engine_json(self.engine.identity)
        if said := getattr(self.engine, "decoding", ""):
            self._pb.Logger.log_info(f"{self.model}: {said}")
        at_once = getattr(self.engine, "at_once", 1)
        self._threads = ThreadPoolExecutor(at_once, "answer") if at_once > 1 else None
        self._places = threading.Semaphore(at_once)

    def execute(self, requests: Sequence[Any]) -> None:
        """Answer each request through its response sender."""
        for request in requests:
            sender = request.get_response_sender()
            with self._failing(sender):
                asked = self._read(request)
                if self._threads is None:
                    self._answer(asked, sender)
                    continue
                # What finds no place waits here, and what comes after it in Triton's own queue.
                self._places.acquire()
                self._threads.submit(self._answer_beside, asked, sender)

    @contextmanager
    def _failing(self, sender: Any) -> Iterator[None]:  # noqa: ANN401 — Triton's
        """An error belongs to the sender's request only."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 — said to the caller
            failure = triton_error(self._pb, self.model, error)
            response = self._pb.InferenceResponse([], failure)
            sender.send(response, flags=self._pb.TRITONSERVER_RESPONSE_COMPLETE_FINAL)

    def _answer_beside(self, asked: Asked, sender: Any) -> None:  # noqa: ANN401 — Triton's
        try:
            with self._failing(sender):
                self._answer(asked, sender)
        finally:
            self._places.release()

    def _answer(self, asked: Asked, sender: Any) -> None:  # noqa: ANN401 — Triton's
        generation, stream, echo = asked
        pieces = self.engine.generate(generation, sender.is_cancelled)
        if not stream:
            text = "".join(pieces)
            self._send(sender, (generation.prompt if echo else "") + text, last=True)
            return
        # The FINAL flag travels on the last text: the asyncio client never sees an empty one.
        held: str | None = None
        for piece in pieces:
            if held is not None:
                self._send(sender, held, last=False)
            held = piece
        self._send(sender, held or "", last=True)

    def _send(self, sender: Any, text: str, *, last: bool) -> None:  # noqa: ANN401 — Triton's
        response = self._pb.InferenceResponse(
            [
                self._pb.Tensor("text_output", tensors.strings([text])),
                self._pb.Tensor("engine", tensors.strings([self._engine_text])),
            ]
        )
        flags = self._pb.TRITONSERVER_RESPONSE_COMPLETE_FINAL if last else 0
        sender.send(response, flags=flags)

    def _read(self, request: Any) -> Asked:  # noqa: ANN401 — Triton's
        """The request, whether to stream, whether the prompt stands in front of the answer."""
        prompts = tensors.texts("text_input", self._required(request), longest=tensors.MAX_PROMPT_CHARS)
        if len(prompts) != 1 or not prompts[0]:
            raise InvalidInput("text_input: needs one text that is not empty")
        stream = self._flag(request, "stream") or False
        exclude = self._flag(request, "exclude_input_in_output")
        if stream and exclude is False:
            raise InvalidInput("exclude_input_in_output: must not be false when streaming")
        sampling = self._optional(request, "sampling_parameters")
        images = self._optional(request, "image")
        generation = GenerationRequest(
            prompt=prompts[0],
            sampling=read_sampling_parameters(
                None if sampling is None else tensors.texts("sampling_parameters", sampling)[0]
            ),
            images=() if images is None else tensors.prompt_images(images),
        )
        return generation, stream, not stream and not exclude

    def _required(self, request: Any) -> Any:  # noqa: ANN401 — Triton's
        tensor = self._optional(request, "text_input")
        if tensor is None:
            raise InvalidInput("text_input: missing")
        return tensor

    def _optional(self, request: Any, name: str) -> Any:  # noqa: ANN401 — Triton's
        tensor = self._pb.get_input_tensor_by_name(request, name)
        if tensor is None:
            return None
        array = tensor.as_numpy()
        return array if array.size else None

    def _flag(self, request: Any, name: str) -> bool | None:  # noqa: ANN401 — Triton's
        array = self._optional(request, name)
        return None if array is None else bool(np.asarray(array).reshape(-1)[0])

    def finalize(self) -> None:
        """Let the answers in hand end; the process ends with them."""
        if self._threads is not None:
            self._threads.shutdown()
