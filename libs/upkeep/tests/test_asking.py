"""A real inference through each model: what is sent, and what each answer means."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from argosy_upkeep.asking import SENSIBLE_TEXTS, ModelDead, ModelFailed, TritonAdmin

MODELS = Path(__file__).parents[3] / "deploy/triton/models"

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
    """Answers over HTTP as Triton would; keeps what it was asked."""

    def __init__(self, config: Mapping[str, Any], status: int = 200, text: str = "{}") -> None:
        self._config = config
        self._answer = (status, text)
        self.asked: list[tuple[str, Any]] = []

    async def answer(self, request: web.Request) -> web.Response:
        if request.path.endswith("/config"):
            return web.json_response(dict(self._config))
        self.asked.append((request.path, await request.json() if request.can_read_body else None))
        status, text = self._answer
        return web.Response(status=status, text=text)

    @asynccontextmanager
    async def admin(self) -> AsyncIterator[TritonAdmin]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.answer)
        async with TestServer(app) as server:
            yield TritonAdmin(str(server.make_url("")))


async def test_a_batching_model_is_asked_with_a_batch_of_one_and_values_of_its_contract() -> None:
    triton = ScriptedTriton(TRANSLATOR)
    async with triton.admin() as admin:
        await admin.probe("translator")
    ((path, body),) = triton.asked
    assert path == "/v2/models/translator/infer"
    assert body["inputs"] == [
        {"name": "text", "shape": [1, 1], "datatype": "BYTES", "data": ["红色连衣裙"]},
        {"name": "target", "shape": [1, 1], "datatype": "BYTES", "data": ["es"]},
    ]


async def test_a_picture_model_is_asked_with_a_small_white_picture_and_an_empty_mask() -> None:
    triton = ScriptedTriton(ERASER)
    async with triton.admin() as admin:
        await admin.probe("image_eraser")
    image, mask = triton.asked[0][1]["inputs"]
    assert image["shape"] == [32, 32, 3]
    assert set(image["data"]) == {255}
    assert len(image["data"]) == 32 * 32 * 3
    assert mask["shape"] == [32, 32]
    assert set(mask["data"]) == {0}


async def test_a_decoupled_model_is_asked_through_the_generate_extension() -> None:
    triton = ScriptedTriton(GENERATOR, text='data: {"text_output":"Hi"}\n\n')
    async with triton.admin() as admin:
        await admin.probe("text_generator")
    ((path, body),) = triton.asked
    assert path == "/v2/models/text_generator/generate_stream"
    assert set(body) == {"text_input", "sampling_parameters"}


async def test_an_error_in_a_stream_is_a_failure_though_its_status_is_good() -> None:
    async with ScriptedTriton(GENERATOR, text='data: {"error":"no weights"}\n\n').admin() as admin:
        with pytest.raises(ModelFailed, match="no weights"):
            await admin.probe("text_generator")


async def test_a_dead_process_is_told_from_a_model_that_fails() -> None:
    dead = json.dumps({"error": "Stub process 'translator_0_0' is not healthy."})
    async with ScriptedTriton(TRANSLATOR, 500, dead).admin() as admin:
        with pytest.raises(ModelDead, match="translator"):
            await admin.probe("translator")
    bad = json.dumps({"error": "unexpected shape"})
    async with ScriptedTriton(TRANSLATOR, 400, bad).admin() as admin:
        with pytest.raises(ModelFailed, match="unexpected shape"):
            await admin.probe("translator")


async def test_an_answer_that_never_comes_is_a_failure() -> None:
    left = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        left.set()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        admin = TritonAdmin(f"http://127.0.0.1:{port}", timeout_s=0.1)
        with pytest.raises(ModelFailed, match="did not answer"):
            await admin.probe("translator")
        await left.wait()
    assert not await admin.live()


async def test_an_answer_that_is_not_json_is_shown_as_it_is() -> None:
    async with ScriptedTriton(TRANSLATOR, 502, "<html>bad gateway").admin() as admin:
        with pytest.raises(ModelFailed, match="bad gateway"):
            await admin.load("translator")


async def test_a_model_has_as_many_processes_as_its_groups_ask_for() -> None:
    groups = {"instance_group": [{"count": 2}, {"count": 3}]}
    async with ScriptedTriton(groups).admin() as admin:
        assert await admin.instances("text_embedder") == 5
    async with ScriptedTriton({}).admin() as admin:
        assert await admin.instances("text_embedder") == 1


def test_every_text_that_a_model_of_the_tier_takes_has_a_value_it_understands() -> None:
    """Made-up words where JSON is due would have the model called dead, and mended for ever."""
    for config in sorted(MODELS.glob("*/config.pbtxt")):
        inputs = config.read_text(encoding="utf-8").partition("output [")[0]
        given = "\n".join(line for line in inputs.splitlines() if "optional" not in line)
        for name in re.findall(r'name: "(\w+)" data_type: TYPE_STRING', given):
            assert name in SENSIBLE_TEXTS, f"{config.parent.name}: {name}"
