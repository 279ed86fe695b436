"""A real, small inference through each model, over Triton's HTTP interface (KServe v2).

Triton says that a model is ready when its process has died (every later call then fails), so the
only proof is a call. Inputs that the tier's contracts name get sensible values; any other model is
asked with values made from its own metadata.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

_SIDE = 32  # pixels; a free dimension of a tensor becomes this in a picture, 1 elsewhere
SENSIBLE_TEXTS: Mapping[str, str] = {
    "text": "红色连衣裙",
    "source": "zh-CN",
    "target": "es",
    "register": "title",
    "constraints": "{}",
    "kind": "query",
    "candidates": '{"attribute.colour": {"colour.white": "white"}}',
    "text_input": "Hello",
    "sampling_parameters": '{"max_tokens": 4, "temperature": 0}',
}
_OK = 200
_DEAD = "is not healthy"  # "Stub process 'translator_0_0' is not healthy."


class ModelDead(RuntimeError):
    """The model's process is gone; unloading and loading it brings it back."""


class ModelFailed(RuntimeError):
    """The model answers with an error, or not in time; the message has Triton's words."""


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One line of Triton's repository index."""

    name: str
    state: str
    reason: str


class TritonAdmin:
    """The HTTP side of one Triton server: index, load, unload, probe."""

    def __init__(self, base_url: str, timeout_s: float = 30.0) -> None:
        self._base = base_url
        self._timeout_s = timeout_s

    async def live(self) -> bool:
        try:
            async with self._client(2.0) as client, client.get("/v2/health/live") as answer:
                return answer.status == _OK
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def index(self) -> dict[str, ModelRow]:
        rows = await self._post("/v2/repository/index", {}, self._timeout_s)
        return {
            row["name"]: ModelRow(row["name"], row.get("state", ""), row.get("reason", "")) for row in rows
        }

    async def load(self, model: str, timeout_s: float = 300.0) -> None:
        """Load a model; `ModelFailed` with the reason Triton gives."""
        await self._post(f"/v2/repository/models/{model}/load", {}, timeout_s)

    async def unload(self, model: str, timeout_s: float = 60.0) -> None:
        body = {"parameters": {"unload_dependents": False}}
        await self._post(f"/v2/repository/models/{model}/unload", body, timeout_s)

    async def instances(self, model: str) -> int:
        """How many processes the model's configuration asks for."""
        groups = (await self._config(model)).get("instance_group", [])
        return max(1, sum(int(group.get("count", 1)) for group in groups))

    async def probe(self, model: str) -> None:
        """One inference. `ModelDead` if its process is gone, `ModelFailed` for any other error."""
        try:
            config = await self._config(model)
            if config.get("model_transaction_policy", {}).get("decoupled"):
                async with self._client() as client:
                    await _stream(client, model, config)
            else:
                body = {"inputs": [_tensor(spec, config) for spec in config["input"]]}
                await self._post(f"/v2/models/{model}/infer", body, self._timeout_s)
        except ModelFailed as error:
            if _DEAD in str(error):
                raise ModelDead(f"model {model}: {error}") from error
            raise ModelFailed(f"model {model}: {error}") from error

    async def _config(self, model: str) -> Any:  # noqa: ANN401 — JSON of any shape
        try:
            async with self._client() as client, client.get(f"/v2/models/{model}/config") as answer:
                return await _body(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ModelFailed(f"did not answer: {_said(error)}") from error

    async def _post(self, path: str, body: object, timeout_s: float) -> Any:  # noqa: ANN401 — JSON of any shape
        try:
            async with self._client(timeout_s) as client, client.post(path, json=body) as answer:
                return await _body(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ModelFailed(f"{path} did not answer: {_said(error)}") from error

    def _client(self, timeout_s: float | None = None) -> aiohttp.ClientSession:
        limit = aiohttp.ClientTimeout(total=timeout_s or self._timeout_s)
        return aiohttp.ClientSession(self._base, timeout=limit, trust_env=False)


async def _stream(client: aiohttp.ClientSession, model: str, config: Mapping[str, Any]) -> None:
    """A decoupled model is asked through the generate extension: named values, no shapes."""
    body = {
        spec["name"]: SENSIBLE_TEXTS.get(spec["name"], "probe")
        for spec in config["input"]
        if spec["data_type"] == "TYPE_STRING" and not spec.get("optional")
    }
    for spec in config["input"]:
        if spec["name"] == "sampling_parameters":
            body[spec["name"]] = SENSIBLE_TEXTS["sampling_parameters"]
    said = ""
    try:
        async with client.post(f"/v2/models/{model}/generate_stream", json=body) as answer:
            async for line in answer.content:
                said = line.decode("utf-8", "replace").removeprefix("data:").strip() or said
                if "error" in said[:12]:
                    raise ModelFailed(said[:500])
            if answer.status != _OK:
                raise ModelFailed(said[:500] or f"status {answer.status}")
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ModelFailed(f"did not answer: {_said(error)}") from error


def _tensor(spec: Mapping[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    """One input tensor in KServe's JSON form, filled from the model's own configuration."""
    dims = [int(size) for size in spec["dims"]]
    kind = spec["data_type"].removeprefix("TYPE_")
    picture = kind == "UINT8" and len(dims) >= 2
    shape = [size if size > 0 else (_SIDE if picture else 1) for size in dims]
    if config.get("max_batch_size", 0) > 0:
        shape = [1, *shape]
    count = 1
    for size in shape:
        count *= size
    if kind == "STRING":
        data: list[Any] = [SENSIBLE_TEXTS.get(spec["name"], "probe")] * count
        kind = "BYTES"
    elif kind == "BOOL":
        data = [False] * count
    else:
        # a white picture with an empty mask: the least work for the models that see
        data = [255 if picture and spec["name"] != "mask" else 0] * count
    return {"name": spec["name"], "shape": shape, "datatype": kind, "data": data}


async def _body(answer: aiohttp.ClientResponse) -> Any:  # noqa: ANN401 — JSON of any shape
    """The JSON of a good answer; `ModelFailed` with Triton's words for any other."""
    text = await answer.text()
    if answer.status == _OK:
        return json.loads(text) if text else {}
    try:
        said = json.loads(text).get("error", text)
    except (json.JSONDecodeError, AttributeError):
        said = text
    raise ModelFailed(str(said)[:500] or f"status {answer.status}")


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__
