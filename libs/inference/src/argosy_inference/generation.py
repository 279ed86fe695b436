"""Streaming from `text_generator`, our own engine or Triton's vLLM backend."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any

import grpc
import numpy as np
from opentelemetry.trace import Span

from argosy_inference import codec
from argosy_inference.calls import Calls, Deadline, Pauses, WireError, error_of
from argosy_inference.codec import Answer, Array
from argosy_inference.measures import CallMeasure, Charge, trace_metadata
from argosy_inference.values import CallContext, EngineIdentity, GeneratedText, Sampling

MODEL = "text_generator"
# Makes Triton (2.49 and later) end a stream with a gRPC status instead of a bare error text.
_STRICT = ("triton_grpc_error", "true")


def generation_inputs(prompt: str, sampling: Sampling, images: Sequence[bytes]) -> dict[str, Array]:
    """The tensors of Triton's vLLM backend."""
    inputs = {
        "text_input": codec.strings([prompt], (1,)),
        "stream": np.array([True]),
        "exclude_input_in_output": np.array([True]),
        "sampling_parameters": codec.strings([_sampling_json(sampling)], (1,)),
    }
    if images:
        encoded = [base64.b64encode(data).decode("ascii") for data in images]
        inputs["image"] = codec.strings(encoded, (len(encoded),))
    return inputs


def _sampling_json(sampling: Sampling) -> str:
    given: dict[str, Any] = {
        "max_tokens": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        **({"stop": list(sampling.stop)} if sampling.stop else {}),
        **({"seed": sampling.seed} if sampling.seed is not None else {}),
        **sampling.extra,
    }
    return json.dumps(given)


class Generation:
    """Generates over the shared calls; remembers who answers for backends that do not say."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._configured: EngineIdentity | None = None

    async def stream(
        self, prompt: str, sampling: Sampling, images: Sequence[bytes], context: CallContext
    ) -> AsyncIterator[GeneratedText]:
        """Pieces as they come. Leaving the loop early cancels the generation in the tier.

        Before the first piece a full tier is asked again; after it nothing is repeated.
        """
        inputs = generation_inputs(prompt, sampling, images)
        written = 0
        async with self._calls.measured(MODEL, 1, context) as measure:
            deadline = Deadline(MODEL, context)
            started = time.perf_counter()
            first: float | None = None
            try:
                async with (
                    self._calls.slot(MODEL, deadline, measure),
                    aclosing(self._pieces(inputs, deadline, measure)) as pieces,
                ):
                    async for piece in pieces:
                        if first is None:
                            first = time.perf_counter()
                            measure.first_text(first - started)
                            measure.answered_by(piece.engine)
                        written += len(piece.text)
                        yield piece
            finally:
                if first is not None:
                    measure.generated(time.perf_counter() - first)
                    measure.charged(Charge(len(prompt) + written, "character", 1))

    async def _pieces(
        self, inputs: dict[str, Array], deadline: Deadline, measure: CallMeasure
    ) -> AsyncGenerator[GeneratedText, None]:
        pauses = Pauses(self._calls.settings)
        while True:
            pauses.attempt += 1
            begun = False
            try:
                with measure.attempt(pauses.attempt) as span:
                    async with aclosing(self._attempt(inputs, deadline, span)) as pieces:
                        async for piece in pieces:
                            begun = True
                            self._calls.served.add(MODEL)
                            yield piece
            except WireError as error:
                if begun:
                    raise error_of(MODEL, error.code, error.detail) from error
                await self._calls.rest_or_raise(error, pauses, deadline, measure)
            else:
                return

    async def _attempt(
        self, inputs: dict[str, Array], deadline: Deadline, span: Span
    ) -> AsyncGenerator[GeneratedText, None]:
        message = codec.request(MODEL, uuid.uuid4().hex, inputs)
        call = self._calls.channel.stub(MODEL).ModelStreamInfer(
            _once(message), timeout=deadline.left(), metadata=(_STRICT, *trace_metadata(span))
        )
        try:
            async for response in call:
                if response.error_message:
                    raise WireError(MODEL, _code_of(response.error_message), response.error_message)
                answer = Answer(MODEL, response.infer_response)
                if not answer.has("text_output"):
                    continue  # the empty FINAL response
                text = "".join(answer.texts("text_output"))
                if text:
                    yield GeneratedText(text, await self._engine(answer, deadline))
        except grpc.aio.AioRpcError as error:
            raise WireError.of(MODEL, error, span) from error
        finally:
            call.cancel()  # does nothing to a finished call; stops an unfinished one in the tier

    async def _engine(self, answer: Answer, deadline: Deadline) -> EngineIdentity:
        """Who answers: the answer says so, or (vLLM) the model's configuration does."""
        if answer.has("engine"):
            return answer.engine()
        if self._configured is None:
            from tritonclient.grpc import service_pb2  # noqa: PLC0415 — only for this backend

            response = await self._calls.channel.stub(MODEL).ModelConfig(
                service_pb2.ModelConfigRequest(name=MODEL), timeout=deadline.left()
            )
            config = response.config
            said = {key: config.parameters[key].string_value for key in config.parameters}
            self._configured = EngineIdentity(
                name=said.get("engine_name") or config.backend or "unknown",
                model=said.get("engine_model") or "unknown",
                revision=said.get("engine_revision") or "unknown",
                profile=said.get("engine_profile") or "unknown",
            )
        return self._configured


def _code_of(text: str) -> grpc.StatusCode:
    """What Triton refuses before a request reaches a model comes as bare text on a stream, strict or
    not (seen with 2.51)."""
    if "unknown model" in text:
        return grpc.StatusCode.NOT_FOUND
    if "maximum queue size" in text:
        return grpc.StatusCode.UNAVAILABLE
    if "unexpected shape" in text or "unexpected datatype" in text:
        return grpc.StatusCode.INVALID_ARGUMENT
    return grpc.StatusCode.INTERNAL


async def _once(message: object) -> AsyncIterator[object]:
    yield message
