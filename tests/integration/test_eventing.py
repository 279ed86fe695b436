"""The promises of the spine, one by one, in this process on a real broker."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from argosy.conversation.v1 import conversation_pb2 as conversation
from argosy.picture.v1 import picture_pb2 as picture
from argosy_contracts import Event, encode, topic
from argosy_eventing import Service, admin, skip
from argosy_eventing.writer import Line, PartitionWriter
from argosy_telemetry import TelemetrySettings, names, setup
from argosy_testing.eventing import (
    IN,
    OUT,
    ServiceBench,
    answer,
    begin_at_end,
    check_effect_once,
    message,
    messages,
    wait_caught_up,
    wait_until,
)

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]


@pytest.fixture
async def bench(kafka: str) -> AsyncIterator[ServiceBench]:
    async with ServiceBench(kafka) as made:
        yield made


# --- 1 and 2: nothing is lost, nothing is done twice -------------------------------------------


async def test_each_event_has_one_effect_and_the_group_has_no_lag_left(bench):
    service = await bench.serve()
    inputs = messages(bench.group, 500)
    await bench.publish(*inputs, *inputs[:50])
    await bench.caught_up()
    check_effect_once(inputs, await bench.effects.read())
    assert service.health is not None
    assert service.health.ready()
    assert service.health.complaints() == []


async def test_a_restarted_service_still_knows_what_it_has_handled(bench):
    inputs = messages(bench.group, 200)
    first = await bench.serve()
    await bench.publish(*inputs)
    await bench.caught_up()
    await first.stop()
    await bench.serve()
    await bench.publish(*inputs)
    await bench.caught_up()
    check_effect_once(inputs, await bench.effects.read())


async def test_an_earlier_holder_of_a_partition_is_fenced(bench):
    at = TopicPartition(IN, 0)
    late = PartitionWriter(bench.settings, bench.group, at)
    await late.start()
    new = PartitionWriter(bench.settings, bench.group, at)
    await new.start()
    event = message(f"{bench.group}-1", f"{bench.group}-c")
    made = encode(replace(event, type=OUT, data=conversation.ChatReplied(conversation_id=event.key)))
    line = Line(OUT, None, made.key, made.value, made.headers)
    with pytest.raises(KafkaError):
        await late.write([line], 1)
    await new.write([line], 2)
    assert len(await bench.effects.read()) == 1
    for writer in (late, new):
        await writer.close()


async def test_a_topic_written_in_transactions_leaves_no_lag(bench):
    await bench.serve()
    producer = AIOKafkaProducer(bootstrap_servers=bench.kafka, transactional_id=f"{bench.group}-emitter")
    await producer.start()
    inputs = messages(bench.group, 20)
    try:
        for event in inputs:
            made = encode(event)
            async with producer.transaction():
                await producer.send(made.topic, made.value, key=made.key, headers=list(made.headers))
    finally:
        await producer.stop()
    await bench.caught_up()
    check_effect_once(inputs, await bench.effects.read())


async def test_a_topic_that_grows_while_it_is_read_is_read_whole(kafka, bench):
    """Only for a topic of its own: the others keep their partitions."""
    grown = topic("image.requested")
    service = Service(bench.group, bench.settings_with(metadata_max_age_s=1.0))
    seen: list[str] = []

    async def note(event, deps):
        seen.append(event.id)
        return skip("noted")

    service.on(grown.name, note, None)
    bench.services.append(service)
    await begin_at_end(kafka, bench.group, [grown.name])
    await service.start()
    await service.wait_ready()
    more = grown.partitions + 3
    await admin.create_topics(kafka, [admin.TopicSpec(grown.name, more)])
    await wait_until(lambda: len(service.health.report()["partitions"]) == more)
    await service.wait_ready()
    inputs = [
        Event.new(
            grown.name,
            picture.ImageRequested(request_id=f"r-{number}", product_id=f"{bench.group}-p{number}"),
            merchant_id="m-7",
            platform="demo",
            source="test",
        )
        for number in range(60)
    ]
    await bench.publish(*inputs)
    await wait_caught_up(kafka, bench.group, [grown.name])
    assert sorted(seen) == sorted(event.id for event in inputs)


# --- 3: order by key ---------------------------------------------------------------------------


async def test_events_of_a_key_keep_their_order_and_keys_run_side_by_side(bench):
    running: dict[str, int] = defaultdict(int)
    most = 0
    chance = random.Random(1)  # noqa: S311 — how long a handler takes, repeatable

    async def jittery(event, deps):
        nonlocal most
        running[event.key] += 1
        assert running[event.key] == 1, "two events of one key at once"
        most = max(most, sum(running.values()))
        await asyncio.sleep(chance.random() / 100)
        running[event.key] -= 1
        return await answer(event, deps)

    await bench.serve(jittery, concurrency=6)
    inputs = messages(bench.group, 400, keys=20)
    await bench.publish(*inputs)
    await bench.caught_up()
    check_effect_once(inputs, await bench.effects.read())
    assert 3 <= most <= 6


# --- 4: a closed set of outcomes ---------------------------------------------------------------


async def test_an_unknown_error_ends_the_service_and_skips_nothing(bench):
    broken = True

    async def buggy(event, deps):
        if broken and event.id.endswith("-7"):
            raise ZeroDivisionError("a bug")
        return await answer(event, deps)

    settings = bench.settings_with(unknown_delay_s=0.05)
    service = await bench.serve(buggy, settings=settings)
    inputs = messages(bench.group, 20, keys=1)
    await bench.publish(*inputs)
    with pytest.raises(RuntimeError, match=r"failed 4 times on event .*-7 with ZeroDivisionError"):
        async with asyncio.timeout(30):
            await service.wait()
    await service.stop()
    assert len(await bench.effects.read()) <= 7
    broken = False
    await bench.serve(buggy, settings=settings)
    await bench.caught_up()
    check_effect_once(inputs, await bench.effects.read())


async def test_a_skip_publishes_nothing_and_is_done(bench):
    async def ignore(event, deps):
        return skip("not_for_us")

    await bench.serve(ignore)
    await bench.publish(*messages(bench.group, 30))
    await bench.caught_up()
    assert await bench.effects.read() == []
    assert await bench.letters.read() == []


# --- 6: back pressure --------------------------------------------------------------------------


async def test_a_slow_handler_slows_the_reading_down(bench):
    async def slow(event, deps):
        await asyncio.sleep(0.005)
        return await answer(event, deps)

    settings = bench.settings_with(pending_records=40, batch_records=20)
    service = await bench.serve(slow, settings=settings, concurrency=8)
    inputs = messages(bench.group, 1_500, keys=50)
    sending = asyncio.create_task(bench.publish(*inputs))
    most = 0
    for _ in range(40):
        await asyncio.sleep(0.05)
        most = max(most, *(row["pending"] for row in service.health.report()["partitions"].values()))
    await sending
    await bench.caught_up()
    check_effect_once(inputs, await bench.effects.read())
    assert 20 <= most <= 40 + 20


# --- 7: seen end to end ------------------------------------------------------------------------


async def test_one_trace_leads_from_the_emitter_to_the_published_event(bench):
    with setup(bench.group, TelemetrySettings(in_memory=True)) as telemetry:
        service = await bench.serve(telemetry=telemetry)
        await bench.publish(message(f"{bench.group}-1", f"{bench.group}-c"))
        await bench.caught_up()
        await service.stop()
        spans = {span.name: span for span in telemetry.finished_spans()}
        emit, handle, made = (
            spans[name] for name in (names.SPAN_EVENT_EMIT, names.SPAN_EVENT_HANDLE, names.SPAN_EVENT_PUBLISH)
        )
        assert handle.parent.span_id == emit.context.span_id
        assert made.parent.span_id == handle.context.span_id
        assert len({emit.context.trace_id, handle.context.trace_id, made.context.trace_id}) == 1
        (seen,) = await bench.effects.read()
        ids = f"00-{made.context.trace_id:032x}-{made.context.span_id:016x}"
        assert seen.event.traceparent == f"{ids}-{made.context.trace_flags:02x}"
        commit = spans[names.SPAN_BATCH_COMMIT]
        assert made.context.span_id in {link.context.span_id for link in commit.links}
        assert handle.attributes[names.ATTR_OUTCOME] == "publish"
        handled = telemetry.metric(names.METRIC_EVENTS_HANDLED, {names.ATTR_SERVICE: bench.group})
        assert handled == 1


async def test_a_dead_letter_is_seen_in_the_trace_of_its_event(bench):
    with setup(bench.group, TelemetrySettings(in_memory=True)) as telemetry:
        service = await bench.serve(telemetry=telemetry)
        await bench.publish(message(f"{bench.group}-1", f"{bench.group}-c", "refuse"))
        await bench.caught_up()
        await service.stop()
        spans = {span.name: span for span in telemetry.finished_spans()}
        letter, handle = spans[names.SPAN_EVENT_DEAD_LETTER], spans[names.SPAN_EVENT_HANDLE]
        assert letter.parent.span_id == handle.context.span_id
        assert letter.context.trace_id == spans[names.SPAN_EVENT_EMIT].context.trace_id
        assert letter.attributes[names.ATTR_OUTCOME_REASON] == "refused"
        dead = telemetry.metric(names.METRIC_EVENTS_DEAD_LETTERED, {names.ATTR_OUTCOME_REASON: "refused"})
        in_flight = telemetry.metric(names.METRIC_EVENTS_IN_FLIGHT, {names.ATTR_SERVICE: bench.group})
        assert (dead, in_flight) == (1, 0)


# --- 8: liveness means progress ----------------------------------------------------------------


async def test_a_worker_that_hangs_is_unhealthy_although_everything_runs(bench, monkeypatch):
    monkeypatch.setattr("argosy_eventing.health._LOOK_S", 0.3)

    async def hang(event, deps):
        await asyncio.Event().wait()

    service = await bench.serve(hang, settings=bench.settings_with(stall_after_s=3.0, drain_s=0.1))
    await bench.publish(*messages(bench.group, 3, keys=1))
    began = time.monotonic()
    await wait_until(lambda: not service.health.report()["alive"])
    assert time.monotonic() - began > 2.5
    (why,) = service.health.report()["complaints"]
    assert "stands still" in why
    assert "lag of 3" in why


async def test_an_idle_service_is_healthy(bench, monkeypatch):
    monkeypatch.setattr("argosy_eventing.health._LOOK_S", 0.3)
    service = await bench.serve(settings=bench.settings_with(stall_after_s=1.0))
    await asyncio.sleep(3)
    assert service.health.complaints() == []
