"""Streaming: pieces, cancellation, retry before the first piece only, vLLM's missing identity."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import grpc
import pytest
from tritonclient.grpc import service_pb2

from argosy_inference import (
    CallContext,
    Sampling,
    Tier,
    TierDeadlineExceeded,
    TierModelMissing,
    TierRejected,
    TierSettings,
    TierUnavailable,
)
from argosy_testing.triton import FakeTriton, response, texts_of


def piece(text: str, engine: bool = True) -> Any:
    return service_pb2.ModelStreamInferResponse(infer_response=response({"text_output": [text]}, engine))


async def two_pieces(request: Any, context: Any) -> AsyncIterator[Any]:
    yield piece("你好")
    yield piece(", world")


async def collect(tier: Tier, context: CallContext, **options: Any) -> list[str]:
    return [p.text async for p in tier.generate("hi", Sampling(**options), context=context)]


async def test_pieces_arrive_in_order_with_vllms_tensors_on_the_wire(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    triton.streaming = two_pieces
    assert await collect(tier, context, max_tokens=9, stop=("\n",), seed=3) == ["你好", ", world"]
    sent = triton.requests[0]
    assert texts_of(sent, "text_input") == ["hi"]
    assert json.loads(texts_of(sent, "sampling_parameters")[0]) == {
        "max_tokens": 9,
        "temperature": 0.0,
        "top_p": 1.0,
        "stop": ["\n"],
        "seed": 3,
    }
    assert triton.metadata[0]["triton_grpc_error"] == "true"


async def test_leaving_the_loop_cancels_the_generation_in_the_tier(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    async def endless(request: Any, context: Any) -> AsyncIterator[Any]:
        while True:
            yield piece("x")
            await asyncio.sleep(0.01)

    triton.streaming = endless
    async with aclosing(tier.generate("hi", Sampling(), context=context)) as pieces:  # type: ignore[type-var]
        async for _ in pieces:
            break
    for _ in range(100):
        if triton.cancelled:
            break
        await asyncio.sleep(0.01)
    assert triton.cancelled == 1


async def test_a_full_tier_is_asked_again_before_the_first_piece(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    async def full_once(request: Any, context: Any) -> AsyncIterator[Any]:
        if len(triton.requests) == 1:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "full")
        if len(triton.requests) == 2:
            yield service_pb2.ModelStreamInferResponse(error_message="Exceeds maximum queue size")
            return
        yield piece("ok")

    triton.streaming = full_once
    assert await collect(tier, context) == ["ok"]
    assert len(triton.requests) == 3


async def test_nothing_is_repeated_after_the_first_piece(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    async def breaks(request: Any, context: Any) -> AsyncIterator[Any]:
        yield piece("half")
        await context.abort(grpc.StatusCode.UNAVAILABLE, "gone")

    triton.streaming = breaks
    heard = []
    pieces = tier.generate("hi", Sampling(), context=context)
    heard.append((await anext(pieces)).text)
    with pytest.raises(TierUnavailable):
        await anext(pieces)
    assert heard == ["half"]
    assert len(triton.requests) == 1


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Request for unknown model: 'text_generator' is not found", TierModelMissing),
        ("[request id: 1] unexpected shape for input 'text_input'", TierRejected),
        ("Stub process 'text_generator_0_0' is not healthy.", TierUnavailable),
    ],
)
async def test_a_refusal_that_is_bare_text_gets_its_name_too(
    tier: Tier, triton: FakeTriton, context: CallContext, text: str, named: type[Exception]
) -> None:
    async def refuse(request: Any, context: Any) -> AsyncIterator[Any]:
        yield service_pb2.ModelStreamInferResponse(error_message=text)

    triton.streaming = refuse
    with pytest.raises(named):
        await collect(tier, context)


async def test_the_deadline_ends_a_stream_that_drags_on(tier: Tier, triton: FakeTriton) -> None:
    async def endless(request: Any, context: Any) -> AsyncIterator[Any]:
        while True:
            yield piece("x")
            await asyncio.sleep(0.02)

    triton.streaming = endless
    with pytest.raises(TierDeadlineExceeded):
        await collect(tier, CallContext("m-7", deadline_s=0.2))


async def test_a_backend_that_does_not_say_who_it_is_is_known_by_its_configuration(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    async def anonymous(request: Any, context: Any) -> AsyncIterator[Any]:
        yield piece("x", engine=False)

    triton.streaming = anonymous
    pieces = [p async for p in tier.generate("hi", Sampling(), context=context)]
    assert (pieces[0].engine.name, pieces[0].engine.model) == ("vllm", "Qwen/Qwen3-VL")


async def test_pictures_travel_in_base64(tier: Tier, triton: FakeTriton, context: CallContext) -> None:
    triton.streaming = two_pieces
    images = [b"\x89PNG", b"\xff\xd8"]
    async for _ in tier.generate("hi", Sampling(), image=images, context=context):
        pass
    assert texts_of(triton.requests[0], "image") == ["iVBORw==", "/9g="]


async def test_without_time_for_retries_a_full_tier_is_asked_once(
    triton: FakeTriton, context: CallContext
) -> None:
    async def full(request: Any, context: Any) -> AsyncIterator[Any]:
        yield service_pb2.ModelStreamInferResponse(error_message="Exceeds maximum queue size")

    triton.streaming = full
    async with Tier(TierSettings(triton.address, retry_for_s=0.0)) as tier:
        with pytest.raises(TierUnavailable):
            await collect(tier, context)
    assert len(triton.requests) == 1
