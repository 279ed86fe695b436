"""What emitters send and how others follow, on a real broker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiokafka import AIOKafkaProducer

from argosy_contracts import encode
from argosy_eventing.client import Subscriber
from argosy_testing.eventing import IN, ServiceBench, begin_at_end, check_effect_once, messages

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]


@pytest.fixture
async def bench(kafka: str) -> AsyncIterator[ServiceBench]:
    async with ServiceBench(kafka) as made:
        yield made


# --- what others send, and how others follow ---------------------------------------------------


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
async def test_events_compressed_by_their_emitter_are_read(bench, codec):
    await bench.serve()
    inputs = messages(bench.group, 30)
    producer = AIOKafkaProducer(bootstrap_servers=bench.kafka, compression_type=codec)
    await producer.start()
    try:
        for event in inputs:
            made = encode(event)
            await producer.send(made.topic, made.value, key=made.key, headers=list(made.headers))
    finally:
        await producer.stop()
    await bench.caught_up()
    check_effect_once(inputs, await bench.effects.read())


async def test_a_subscriber_sees_what_comes_after_it_was_opened(bench):
    inputs = messages(bench.group, 20)
    async with Subscriber(bench.settings, [IN]) as events:
        await bench.publish(*inputs)
        seen = []
        async with asyncio.timeout(20):
            async for event in events:
                seen.append(event.id)
                if len(seen) == len(inputs):
                    break
    assert sorted(seen) == sorted(event.id for event in inputs)


async def test_a_subscriber_may_read_what_is_there_and_end(bench):
    inputs = messages(bench.group, 20)
    await bench.publish(*inputs)
    async with (
        Subscriber(bench.settings, [IN], start="earliest", follow=False) as events,
        asyncio.timeout(30),
    ):
        seen = [event.id async for event in events if event.id.startswith(bench.group)]
    assert sorted(seen) == sorted(event.id for event in inputs)


async def test_a_group_of_subscribers_goes_on_where_it_was(bench):
    inputs = messages(bench.group, 40)
    group = f"{bench.group}-followers"
    await begin_at_end(bench.kafka, group, [IN])
    await bench.publish(*inputs[:20])
    seen: list[str] = []

    async def follow(count: int) -> None:
        async with Subscriber(bench.settings, [IN], group=group) as events, asyncio.timeout(40):
            async for event in events:
                seen.append(event.id)
                if len(set(seen)) == count:
                    return

    await follow(20)
    await bench.publish(*inputs[20:])
    await follow(40)
    assert set(seen) == {event.id for event in inputs}
