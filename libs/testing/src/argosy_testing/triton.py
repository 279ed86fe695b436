"""A Triton that does what a test says: the real protocol over a real gRPC connection."""

# ruff: noqa: ANN401 — tritonclient's protobuf messages carry no types

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from tritonclient.grpc import service_pb2, service_pb2_grpc

SCRIPTED_ENGINE = {"name": "scripted", "model": "none", "revision": "7", "profile": "test"}
Behaviour = Callable[[Any, Any], Awaitable[Any]]
_TYPES = {"float32": "FP32", "uint8": "UINT8", "object": "BYTES"}


def response(outputs: Mapping[str, Any], engine: bool = True) -> Any:
    """A `ModelInferResponse`; texts are given as lists of str, numbers as arrays."""
    message = service_pb2.ModelInferResponse()
    extra = {"engine": [json.dumps(SCRIPTED_ENGINE)]} if engine else {}
    for name, value in {**outputs, **extra}.items():
        tensor = message.outputs.add(name=name)
        if isinstance(value, list):
            encoded = [text.encode() for text in value]
            tensor.datatype = "BYTES"
            tensor.shape.append(len(encoded))
            raw = b"".join(len(e).to_bytes(4, "little") + e for e in encoded)
        else:
            tensor.datatype = _TYPES[value.dtype.name]
            tensor.shape.extend(value.shape)
            raw = value.tobytes()
        message.raw_output_contents.append(raw)
    return message


def vectors(request: Any) -> Any:
    """What a `text_embedder` answers to a request."""
    rows = request.inputs[0].shape[0]
    unit = np.zeros((rows, 4), np.float32)
    unit[:, 0] = 1.0
    return response({"vector": unit, "timing": np.array([[0.002, 3.0]] * rows, np.float32)})


@dataclass
class FakeTriton(service_pb2_grpc.GRPCInferenceServiceServicer):  # type: ignore[misc] # untyped base
    """Answers `infer` with `behaviour`, `stream` with `streaming`; remembers what came."""

    behaviour: Behaviour | None = None
    streaming: Callable[[Any, Any], AsyncIterator[Any]] | None = None
    requests: list[Any] = field(default_factory=list)
    metadata: list[dict[str, str]] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    cancelled: int = 0
    address: str = ""

    async def ModelInfer(self, request: Any, context: Any) -> Any:  # noqa: N802 — Triton's name
        self.requests.append(request)
        self.metadata.append(dict(context.invocation_metadata()))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            if self.behaviour is None:
                raise RuntimeError("the test did not say how to answer: set `behaviour`")
            return await self.behaviour(request, context)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.under_way -= 1

    async def ModelStreamInfer(self, request_iterator: Any, context: Any) -> Any:  # noqa: N802
        async for request in request_iterator:
            self.requests.append(request)
            self.metadata.append(dict(context.invocation_metadata()))
            if self.streaming is None:
                raise RuntimeError("the test did not say how to answer: set `streaming`")
            try:
                async for piece in self.streaming(request, context):
                    yield piece
            except asyncio.CancelledError:
                self.cancelled += 1
                raise

    async def ModelConfig(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802 — Triton's name
        answer = service_pb2.ModelConfigResponse()
        answer.config.name = request.name
        answer.config.backend = "vllm"
        answer.config.parameters["engine_model"].string_value = "Qwen/Qwen3-VL"
        return answer


def texts_of(request: Any, name: str) -> list[str]:
    """The texts of a request's BYTES input."""
    index = [tensor.name for tensor in request.inputs].index(name)
    raw, texts = request.raw_input_contents[index], []
    while raw:
        size = int.from_bytes(raw[:4], "little")
        texts.append(raw[4 : 4 + size].decode())
        raw = raw[4 + size :]
    return texts


def array_of(request: Any, name: str) -> Any:
    """A request's UINT8 input."""
    index = [tensor.name for tensor in request.inputs].index(name)
    shape = list(request.inputs[index].shape)
    return np.frombuffer(request.raw_input_contents[index], np.uint8).reshape(shape)
