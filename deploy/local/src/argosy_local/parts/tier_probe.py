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

import httpx

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

    def __init__(
        self,
        base_url: str,
        timeout_s: float = 30.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._base = base_url
        self._transport = transport
        self._timeout_s = timeout_s

    async def live(self) -> bool:
        try:
            async with self._client(2.0) as client:
                answer = await client.get("/v2/health/live")
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK

    async def index(self) -> dict[str, ModelRow]:
        async with self._client() as client:
            answer = await client.post("/v2/repository/index", json={})
        rows = _body(answer)
        return {
            row["name"]: ModelRow(row["name"], row.get("state", ""), row.get("reason", "")) for row in rows
        }

    async def load(self, model: str, timeout_s: float = 300.0) -> None:
        """Load a model; `ModelFailed` with the reason Triton gives."""
        await self._post(f"/v2/repository/models/{model}/load", {}, timeout_s)

    async def unload(self, model: str, timeout_s: float = 60.0) -> None:
        body = {"parameters": {"unload_dependents": False}}
        await self._post(f"/v2/repository/models/{model}/unload", body, timeout_s)

    async def probe(self, model: str) -> None:
        """One inference. `ModelDead` if its process is gone, `ModelFailed` for any other error."""
        async with self._client() as client:
            try:
                config = _body(await client.get(f"/v2/models/{model}/config"))
                if config.get("model_transaction_policy", {}).get("decoupled"):
                    await _stream(client, model, config)
                else:
                    body = {"inputs": [_tensor(spec, config) for spec in config["input"]]}
                    _body(await client.post(f"/v2/models/{model}/infer", json=body))
            except httpx.HTTPError as error:
                said = str(error) or type(error).__name__
                raise ModelFailed(f"model {model} did not answer: {said}") from error
            except ModelFailed as error:
                if _DEAD in str(error):
                    raise ModelDead(f"model {model}: {error}") from error
                raise ModelFailed(f"model {model}: {error}") from error

    async def _post(self, path: str, body: object, timeout_s: float) -> None:
        try:
            async with self._client(timeout_s) as client:
                answer = await client.post(path, json=body)
        except httpx.HTTPError as error:
            raise ModelFailed(f"{path}: {error or type(error).__name__}") from error
        _body(answer)

    def _client(self, timeout_s: float | None = None) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._base,
            timeout=timeout_s or self._timeout_s,
            trust_env=False,
            transport=self._transport,
        )


async def _stream(client: httpx.AsyncClient, model: str, config: Mapping[str, Any]) -> None:
    """A decoupled model is asked through the generate extension: named values, no shapes."""
    body = {
        spec["name"]: SENSIBLE_TEXTS.get(spec["name"], "probe")
        for spec in config["input"]
        if spec["data_type"] == "TYPE_STRING" and not spec.get("optional")
    }
    for spec in config["input"]:
        if spec["name"] == "sampling_parameters":
            body[spec["name"]] = SENSIBLE_TEXTS["sampling_parameters"]
    async with client.stream("POST", f"/v2/models/{model}/generate_stream", json=body) as answer:
        said = ""
        async for line in answer.aiter_lines():
            said = line.removeprefix("data:").strip() or said
            if "error" in said[:12]:
                raise ModelFailed(said[:500])
        if answer.status_code != httpx.codes.OK:
            raise ModelFailed(said[:500] or f"status {answer.status_code}")


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


def _body(answer: httpx.Response) -> Any:  # noqa: ANN401 — JSON of any shape
    """The JSON of a good answer; `ModelFailed` with Triton's words for any other."""
    if answer.status_code == httpx.codes.OK:
        return answer.json() if answer.content else {}
    try:
        said = answer.json().get("error", answer.text)
    except json.JSONDecodeError:
        said = answer.text
    raise ModelFailed(str(said)[:500] or f"status {answer.status_code}")
