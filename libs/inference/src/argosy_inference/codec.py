"""Between arrays and Triton's `ModelInferRequest` and `ModelInferResponse`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from tritonclient.grpc import service_pb2
from tritonclient.utils import deserialize_bytes_tensor

from argosy_inference.errors import TierFailed
from argosy_inference.values import EngineIdentity

Array = npt.NDArray[Any]
_TRITON_TYPES = {"uint8": "UINT8", "bool": "BOOL", "float32": "FP32", "object": "BYTES"}
_NUMPY_TYPES: Mapping[str, Any] = {
    "UINT8": np.uint8,
    "FP32": np.float32,
    "BOOL": np.bool_,
    "INT64": np.int64,
}


def strings(values: Sequence[str], shape: tuple[int, ...]) -> Array:
    """Texts as a BYTES tensor; lone surrogates, which are no text, become question marks."""
    encoded = [value.encode("utf-8", "replace") for value in values]
    return np.array(encoded, dtype=np.object_).reshape(shape)


def request(model: str, request_id: str, inputs: Mapping[str, Array]) -> Any:  # noqa: ANN401 — a protobuf message without types
    """A `ModelInferRequest` for all outputs of `model`."""
    message = service_pb2.ModelInferRequest(model_name=model, id=request_id)
    for name, array in inputs.items():
        tensor = message.inputs.add()
        tensor.name = name
        tensor.datatype = _TRITON_TYPES[array.dtype.name]
        tensor.shape.extend(array.shape)
        message.raw_input_contents.append(_raw(array))
    return message


def _raw(array: Array) -> bytes:
    if array.dtype != np.object_:
        return np.ascontiguousarray(array).tobytes()
    # Triton's BYTES: a 4-byte little-endian length before each element.
    return b"".join(len(v).to_bytes(4, "little") + v for v in array.reshape(-1).tolist())


@lru_cache(maxsize=64)
def _engine_identity(text: str) -> EngineIdentity:
    """The same few texts come with every answer."""
    return EngineIdentity(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Answer:
    """The tensors of one response, read when asked for."""

    model: str
    message: Any

    def array(self, name: str) -> Array:
        """A numeric output in its shape. Raises `TierFailed` if it is missing or malformed."""
        index, tensor = self._find(name)
        try:
            raw = self.message.raw_output_contents[index]
            return np.frombuffer(raw, _NUMPY_TYPES[tensor.datatype]).reshape(list(tensor.shape))
        except (IndexError, KeyError, ValueError) as error:
            raise self._broken(name, error) from error

    def texts(self, name: str) -> list[str]:
        """A BYTES output, flattened. Raises `TierFailed` if it is missing or malformed."""
        index, _ = self._find(name)
        try:
            elements = deserialize_bytes_tensor(self.message.raw_output_contents[index])
            return [element.decode("utf-8") for element in elements.tolist()]
        except (IndexError, ValueError) as error:  # UnicodeDecodeError is a ValueError
            raise self._broken(name, error) from error

    def has(self, name: str) -> bool:
        return any(tensor.name == name for tensor in self.message.outputs)

    def engine(self) -> EngineIdentity:
        """The `engine` output: one JSON object (of the first row, where there are several)."""
        try:
            return _engine_identity(self.texts("engine")[0])
        except (ValueError, TypeError, IndexError) as error:
            raise self._broken("engine", error) from error

    def timing(self) -> tuple[float, int] | None:
        """Seconds the engine computed for the batch, and the requests in it; None if not said."""
        if not self.has("timing"):
            return None
        seconds, count = self.array("timing").reshape(-1)[:2].tolist()
        return float(seconds), max(1, int(count))

    def _find(self, name: str) -> tuple[int, Any]:
        for index, tensor in enumerate(self.message.outputs):
            if tensor.name == name:
                return index, tensor
        raise TierFailed(self.model, f"the answer has no output {name!r}")

    def _broken(self, name: str, error: Exception) -> TierFailed:
        return TierFailed(self.model, f"output {name!r} cannot be read: {error}")
