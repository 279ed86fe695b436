"""A real inference through each model: what is sent, and what each answer means."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from argosy_local.layout import Layout
from argosy_local.parts.tier_probe import SENSIBLE_TEXTS, ModelDead, ModelFailed, TritonAdmin

TRANSLATOR = {
    "max_batch_size": 32,
    "input": [
        {"name": "text", "data_type": "TYPE_STRING", "dims": ["1"]},
        {"name": "target", "data_type": "TYPE_STRING", "dims": ["1"]},
    ],
}
ERASER = {
    "max_batch_size": 0,
    "input": [
        {"name": "image", "data_type": "TYPE_UINT8", "dims": ["-1", "-1", "3"]},
        {"name": "mask", "data_type": "TYPE_UINT8", "dims": ["-1", "-1"]},
    ],
}
GENERATOR = {
    "max_batch_size": 0,
    "model_transaction_policy": {"decoupled": True},
    "input": [
        {"name": "text_input", "data_type": "TYPE_STRING", "dims": ["1"]},
        {"name": "stream", "data_type": "TYPE_BOOL", "dims": ["1"], "optional": True},
        {"name": "sampling_parameters", "data_type": "TYPE_STRING", "dims": ["1"], "optional": True},
        {"name": "image", "data_type": "TYPE_STRING", "dims": ["-1"], "optional": True},
    ],
}


class ScriptedTriton:
    """Answers as Triton's HTTP side would; keeps what it was asked."""

    def __init__(self, config: Mapping[str, Any], answer: httpx.Response) -> None:
        self._config = config
        self._answer = answer
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/config"):
            return httpx.Response(200, json=dict(self._config))
        self.asked.append((request.url.path, json.loads(request.content)))
        return self._answer

    def admin(self) -> TritonAdmin:
        return TritonAdmin("http://triton", transport=httpx.MockTransport(self))


async def test_a_batching_model_is_asked_with_a_batch_of_one_and_values_of_its_contract() -> None:
    triton = ScriptedTriton(TRANSLATOR, httpx.Response(200, json={}))
    await triton.admin().probe("translator")
    ((path, body),) = triton.asked
    assert path == "/v2/models/translator/infer"
    assert body["inputs"] == [
        {"name": "text", "shape": [1, 1], "datatype": "BYTES", "data": ["红色连衣裙"]},
        {"name": "target", "shape": [1, 1], "datatype": "BYTES", "data": ["es"]},
    ]


async def test_a_picture_model_is_asked_with_a_small_white_picture_and_an_empty_mask() -> None:
    triton = ScriptedTriton(ERASER, httpx.Response(200, json={}))
    await triton.admin().probe("image_eraser")
    image, mask = triton.asked[0][1]["inputs"]
    assert image["shape"] == [32, 32, 3]
    assert set(image["data"]) == {255}
    assert len(image["data"]) == 32 * 32 * 3
    assert mask["shape"] == [32, 32]
    assert set(mask["data"]) == {0}


async def test_a_decoupled_model_is_asked_through_the_generate_extension() -> None:
    triton = ScriptedTriton(GENERATOR, httpx.Response(200, text='data: {"text_output":"Hi"}\n\n'))
    await triton.admin().probe("text_generator")
    ((path, body),) = triton.asked
    assert path == "/v2/models/text_generator/generate_stream"
    assert set(body) == {"text_input", "sampling_parameters"}


async def test_an_error_in_a_stream_is_a_failure_though_its_status_is_good() -> None:
    triton = ScriptedTriton(GENERATOR, httpx.Response(200, text='data: {"error":"no weights"}\n\n'))
    with pytest.raises(ModelFailed, match="no weights"):
        await triton.admin().probe("text_generator")


async def test_a_dead_process_is_told_from_a_model_that_fails() -> None:
    dead = httpx.Response(500, json={"error": "Stub process 'translator_0_0' is not healthy."})
    with pytest.raises(ModelDead, match="translator"):
        await ScriptedTriton(TRANSLATOR, dead).admin().probe("translator")
    bad = httpx.Response(400, json={"error": "unexpected shape"})
    with pytest.raises(ModelFailed, match="unexpected shape"):
        await ScriptedTriton(TRANSLATOR, bad).admin().probe("translator")


async def test_an_answer_that_never_comes_is_a_failure() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("timed out", request=request)

    admin = TritonAdmin("http://triton", transport=httpx.MockTransport(silent))
    with pytest.raises(ModelFailed, match="did not answer"):
        await admin.probe("translator")
    assert not await admin.live()


async def test_an_answer_that_is_not_json_is_shown_as_it_is() -> None:
    triton = ScriptedTriton(TRANSLATOR, httpx.Response(502, text="<html>bad gateway"))
    with pytest.raises(ModelFailed, match="bad gateway"):
        await triton.admin().load("translator")


def test_every_text_that_a_model_of_the_tier_takes_has_a_value_it_understands() -> None:
    """Made-up words where JSON is due would have the model called dead, and mended for ever."""
    for config in sorted(Layout.find().model_repository.glob("*/config.pbtxt")):
        inputs = config.read_text(encoding="utf-8").partition("output [")[0]
        given = "\n".join(line for line in inputs.splitlines() if "optional" not in line)
        for name in re.findall(r'name: "(\w+)" data_type: TYPE_STRING', given):
            assert name in SENSIBLE_TEXTS, f"{config.parent.name}: {name}"
