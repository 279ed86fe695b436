"""Deadlines, slots, retries and the names of errors, against a scripted Triton."""

from __future__ import annotations

import asyncio
import tempfile
import time
from typing import Any

import grpc
import numpy as np
import pytest
from tritonclient.grpc import service_pb2_grpc

from argosy_inference import (
    CallContext,
    Constraints,
    Tier,
    TierDeadlineExceeded,
    TierFailed,
    TierModelMissing,
    TierRejected,
    TierSettings,
    TierUnavailable,
    TranslationRequest,
)
from argosy_testing.triton import FakeTriton, response, vectors

FULL = (grpc.StatusCode.UNAVAILABLE, "[request id: 1] Exceeds maximum queue size")


def failing(*statuses: tuple[grpc.StatusCode, str]) -> Any:
    """Fails with each status in turn, then answers."""
    left = list(statuses)

    async def behaviour(request: Any, context: Any) -> Any:
        if left:
            await context.abort(*left.pop(0))
        return vectors(request)

    return behaviour


async def embed(tier: Tier, context: CallContext) -> Any:
    return await tier.embed(["a"], "query", context=context)


async def test_a_full_queue_is_asked_again_until_it_answers(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    triton.behaviour = failing(FULL, FULL, FULL)
    answer = await embed(tier, context)
    assert answer.engine.name == "scripted"
    assert len(triton.requests) == 4


async def test_a_tier_that_stays_full_is_unavailable_after_the_retry_budget(
    triton: FakeTriton, context: CallContext
) -> None:
    triton.behaviour = failing(*[FULL] * 1000)
    settings = TierSettings(triton.address, retry_for_s=0.3, first_pause_s=0.01, longest_pause_s=0.05)
    async with Tier(settings) as tier:
        started = time.monotonic()
        with pytest.raises(TierUnavailable, match=r"maximum queue size.*after \d+ attempts"):
            await embed(tier, context)
    assert 0.1 < time.monotonic() - started < 1.0


@pytest.mark.parametrize(
    ("code", "text", "named"),
    [
        (grpc.StatusCode.INVALID_ARGUMENT, "text[0]: not UTF-8", TierRejected),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, "larger than max", TierRejected),
        (grpc.StatusCode.NOT_FOUND, "Request for unknown model: 'x' is not found", TierModelMissing),
        (
            grpc.StatusCode.NOT_FOUND,
            "Request for unknown model: 'x' has no available versions",
            TierUnavailable,
        ),
        (grpc.StatusCode.INTERNAL, "Stub process 'text_embedder_0_0' is not healthy.", TierUnavailable),
        (grpc.StatusCode.INTERNAL, "text_embedder: RuntimeError", TierFailed),
        (grpc.StatusCode.UNIMPLEMENTED, "no", TierFailed),
        (grpc.StatusCode.CANCELLED, "gone", TierUnavailable),
    ],
)
async def test_only_unavailable_is_asked_again_and_each_status_has_its_name(
    tier: Tier, triton: FakeTriton, context: CallContext, code: Any, text: str, named: type[Exception]
) -> None:
    triton.behaviour = failing((code, text))
    with pytest.raises(named):
        await embed(tier, context)
    assert len(triton.requests) == 1


UNKNOWN = (grpc.StatusCode.NOT_FOUND, "Request for unknown model: 'text_embedder' is not found")


async def test_a_model_that_has_answered_is_never_called_missing(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    triton.behaviour = failing()
    await embed(tier, context)
    triton.behaviour = failing(*[UNKNOWN] * 1000)
    with pytest.raises(TierUnavailable, match="starting or reloading"):
        await embed(tier, context)


async def test_a_tier_that_is_still_loading_its_models_is_waited_for(
    triton: FakeTriton, context: CallContext
) -> None:
    triton.behaviour = failing(UNKNOWN, UNKNOWN)
    async with Tier(TierSettings(triton.address, first_pause_s=0.01)) as tier:
        assert (await embed(tier, context)).vectors.shape == (1, 4)


async def test_a_model_counts_as_missing_once_it_has_been_unknown_for_long(
    triton: FakeTriton, context: CallContext
) -> None:
    triton.behaviour = failing(*[UNKNOWN] * 1000)
    async with Tier(TierSettings(triton.address, missing_for_s=0.2, longest_pause_s=0.05)) as tier:
        began = time.monotonic()
        with pytest.raises(TierModelMissing):
            await embed(tier, context)
        assert time.monotonic() - began >= 0.2
        asked = len(triton.requests)
        with pytest.raises(TierModelMissing):
            await embed(tier, context)
        assert len(triton.requests) == asked + 1  # known by now


async def test_control_characters_and_floods_in_a_status_text_do_not_pass(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    text = "bad\x1b[31m\n" + "x" * 3000
    triton.behaviour = failing((grpc.StatusCode.INVALID_ARGUMENT, text))
    with pytest.raises(TierRejected) as caught:
        await embed(tier, context)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 700


async def test_the_deadline_goes_over_the_wire_and_ends_the_call(tier: Tier, triton: FakeTriton) -> None:
    seen: list[float] = []

    async def behaviour(request: Any, context: Any) -> Any:
        seen.append(context.time_remaining())
        await asyncio.sleep(5)

    triton.behaviour = behaviour
    started = time.monotonic()
    with pytest.raises(TierDeadlineExceeded):
        await embed(tier, CallContext("m-7", deadline_s=0.2))
    assert time.monotonic() - started < 1.0
    assert 0 < seen[0] <= 0.2


@pytest.mark.parametrize("deadline", [0, -1, float("nan")])
async def test_a_deadline_in_the_past_never_reaches_the_tier(
    tier: Tier, triton: FakeTriton, deadline: float
) -> None:
    with pytest.raises(TierDeadlineExceeded):
        await embed(tier, CallContext("m-7", deadline_s=deadline))
    assert not triton.requests


async def test_more_calls_than_slots_wait_and_all_are_answered(
    triton: FakeTriton, context: CallContext
) -> None:
    async def behaviour(request: Any, context: Any) -> Any:
        await asyncio.sleep(0.01)
        return vectors(request)

    triton.behaviour = behaviour
    async with Tier(TierSettings(triton.address, in_flight={"text_embedder": 3})) as tier:
        answers = await asyncio.gather(*(embed(tier, context) for _ in range(40)))
    assert len(answers) == 40
    assert triton.most_under_way == 3


async def test_waiting_for_a_slot_counts_against_the_deadline(triton: FakeTriton) -> None:
    async def behaviour(request: Any, context: Any) -> Any:
        await asyncio.sleep(0.5)
        return vectors(request)

    triton.behaviour = behaviour
    async with Tier(TierSettings(triton.address, in_flight={"text_embedder": 1})) as tier:
        first = asyncio.create_task(embed(tier, CallContext("m-7", deadline_s=5)))
        await asyncio.sleep(0.05)
        with pytest.raises(TierDeadlineExceeded, match="free slot"):
            await embed(tier, CallContext("m-7", deadline_s=0.1))
        assert (await first).vectors.shape == (1, 4)
        await embed(tier, CallContext("m-7", deadline_s=5))  # the slot came back


async def test_a_cancelled_call_is_cancelled_in_the_tier_and_gives_its_slot_back(
    triton: FakeTriton, context: CallContext
) -> None:
    arrived = asyncio.Event()

    async def behaviour(request: Any, context: Any) -> Any:
        arrived.set()
        await asyncio.sleep(5)

    triton.behaviour = behaviour
    async with Tier(TierSettings(triton.address, in_flight={"text_embedder": 1})) as tier:
        call = asyncio.create_task(embed(tier, context))
        await asyncio.wait_for(arrived.wait(), 5)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        for _ in range(100):
            if triton.cancelled:
                break
            await asyncio.sleep(0.01)
        assert triton.cancelled == 1
        triton.behaviour = failing()
        await embed(tier, context)


async def test_a_tier_that_is_not_there_is_unavailable_and_is_found_when_it_comes(
    context: CallContext, unused_tcp_port: int
) -> None:
    address = f"127.0.0.1:{unused_tcp_port}"
    async with Tier(TierSettings(address, retry_for_s=0.2, first_pause_s=0.05)) as impatient:
        with pytest.raises(TierUnavailable):
            await embed(impatient, context)
    async with Tier(TierSettings(address, retry_for_s=8)) as patient:
        waiting = asyncio.create_task(embed(patient, context))
        await asyncio.sleep(0.5)
        server = grpc.aio.server()
        late = FakeTriton(behaviour=failing())
        service_pb2_grpc.add_GRPCInferenceServiceServicer_to_server(late, server)
        server.add_insecure_port(address)
        await server.start()
        assert (await waiting).vectors.shape == (1, 4)
        await server.stop(0)


async def test_an_answer_without_the_promised_outputs_is_a_failure_of_the_tier(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    async def behaviour(request: Any, context: Any) -> Any:
        return response({"vector": np.zeros((2, 4), np.float32)})

    triton.behaviour = behaviour
    with pytest.raises(TierFailed, match="shape"):
        await embed(tier, context)


async def test_a_tier_belongs_to_the_loop_it_was_first_used_in(
    tier: Tier, triton: FakeTriton, context: CallContext
) -> None:
    triton.behaviour = failing()
    await embed(tier, context)

    def elsewhere() -> None:
        with pytest.raises(RuntimeError, match="another event loop"):
            asyncio.run(embed(tier, context))

    await asyncio.to_thread(elsewhere)


async def test_calls_go_to_every_server_behind_the_address(context: CallContext) -> None:
    servers = [FakeTriton(behaviour=failing()) for _ in range(2)]
    started = []
    for fake in servers:
        server = grpc.aio.server()
        service_pb2_grpc.add_GRPCInferenceServiceServicer_to_server(fake, server)
        fake.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        await server.start()
        started.append(server)
    async with Tier(TierSettings(",".join(fake.address for fake in servers))) as tier:
        for _ in range(20):
            await embed(tier, context)
    for server in started:
        await server.stop(0)
    assert min(len(fake.requests) for fake in servers) >= 8


async def test_each_model_is_asked_at_its_own_name_where_the_address_says_so(context: CallContext) -> None:
    settings = TierSettings("dns:///tier-{model}:8001")
    assert settings.target("text_generator") == "dns:///tier-text-generator:8001"
    assert TierSettings("tier-{model}.argosy.svc:8001").target("translator") == (
        "dns:///tier-translator.argosy.svc:8001"
    )
    assert TierSettings("tier:8001").target("translator") == "dns:///tier:8001"
    fake = FakeTriton(behaviour=failing())
    server = grpc.aio.server()
    service_pb2_grpc.add_GRPCInferenceServiceServicer_to_server(fake, server)
    with tempfile.TemporaryDirectory() as folder:
        server.add_insecure_port(f"unix:{folder}/text-embedder")
        await server.start()
        async with Tier(TierSettings(f"unix:{folder}/{{model}}", retry_for_s=0.0)) as tier:
            await embed(tier, context)
            with pytest.raises(TierUnavailable):
                await tier.translate(
                    [TranslationRequest("红色", "zh-CN", "es", "title", Constraints())], context=context
                )
        await server.stop(0)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("url", ["", "tier", "http://tier:8001", "tier:port", "a:1,b", "tier-{modell}:8001"])
def test_an_address_that_cannot_be_one_fails_at_the_start_by_name(url: str) -> None:
    with pytest.raises(ValueError, match="ARGOSY_TRITON_URL"):
        TierSettings.from_environment({"ARGOSY_TRITON_URL": url})
