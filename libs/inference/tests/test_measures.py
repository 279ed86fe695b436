"""Spans and costs of calls, as an operator will see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grpc
import pytest

from argosy_inference import CallContext, Tier, TierRejected
from argosy_telemetry import Telemetry, TelemetrySettings, names, setup, tracer
from argosy_testing.triton import FakeTriton, vectors


@pytest.fixture
def telemetry() -> Iterator[Telemetry]:
    with setup("test", TelemetrySettings(in_memory=True)) as telemetry:
        yield telemetry


async def test_a_call_has_one_span_under_the_callers_and_one_per_attempt(
    tier: Tier, triton: FakeTriton, context: CallContext, telemetry: Telemetry
) -> None:
    async def full_once(request: Any, context: Any) -> Any:
        if len(triton.requests) == 1:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "full")
        return vectors(request)

    triton.behaviour = full_once
    with tracer().start_as_current_span(names.SPAN_EVENT_HANDLE) as handling:
        await tier.embed(["a", "b"], "query", context=context)
        outer = handling.get_span_context()
    spans: list[Any] = list(telemetry.finished_spans())
    (call,) = [span for span in spans if span.name == names.SPAN_TIER_CALL]
    attempts = [span for span in spans if span.name == names.SPAN_TIER_ATTEMPT]
    assert call.parent.span_id == outer.span_id
    assert [a.parent.span_id for a in attempts] == [call.context.span_id] * 2
    assert attempts[0].attributes[names.ATTR_GRPC_STATUS] == "UNAVAILABLE"
    said = call.attributes
    assert said[names.ATTR_MODEL] == "text_embedder"
    assert said[names.ATTR_TIER_BATCH] == 2
    assert said[names.ATTR_BATCH_SIZE] == 3
    assert said[names.ATTR_TIER_COMPUTE] == pytest.approx(0.002)
    assert said[names.ATTR_TIER_QUEUE] >= 0
    assert said[names.ATTR_TIER_STATUS] == "ok"
    assert said[names.ATTR_ENGINE_NAME] == "scripted"
    assert said[names.ATTR_MERCHANT_ID] == "m-7"
    # The tier's own trace can go on from the attempt that reached it.
    assert triton.metadata[1]["traceparent"].split("-")[2] == f"{attempts[1].context.span_id:016x}"


async def test_cost_is_counted_per_merchant_and_model_and_only_for_answers(
    tier: Tier, triton: FakeTriton, context: CallContext, telemetry: Telemetry
) -> None:
    async def behaviour(request: Any, context: Any) -> Any:
        if len(triton.requests) > 2:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "no")
        return vectors(request)

    triton.behaviour = behaviour
    await tier.embed(["abc", "de"], "query", context=context)
    await tier.embed(["abcdef"], "query", context=CallContext("m-8", deadline_s=5))
    with pytest.raises(TierRejected):
        await tier.embed(["x" * 100], "query", context=context)
    mine: dict[str, str] = {names.ATTR_MODEL: "text_embedder", names.ATTR_MERCHANT_ID: "m-7"}
    assert telemetry.metric(names.METRIC_TIER_COST, mine) == 5
    other: dict[str, str] = {names.ATTR_MERCHANT_ID: "m-8"}
    assert telemetry.metric(names.METRIC_TIER_COST, other) == 6
    # 2 ms of computing shared by the three requests of the batch.
    assert telemetry.metric(names.METRIC_TIER_COST_SECONDS, mine) == pytest.approx(0.002 / 3)
    answered: dict[str, str] = {names.ATTR_TIER_STATUS: "ok"}
    assert telemetry.metric(names.METRIC_TIER_CALL_DURATION, answered) == 2
    rejected: dict[str, str] = {names.ATTR_TIER_STATUS: "TierRejected"}
    assert telemetry.metric(names.METRIC_TIER_CALL_DURATION, rejected) == 1
    assert telemetry.metric(names.METRIC_TIER_IN_FLIGHT) == 0
