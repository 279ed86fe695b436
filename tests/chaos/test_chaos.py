"""Real processes on a real broker and store, with things taken away: each event keeps its one effect.

After each fault: every input has exactly one output, none is lost or doubled, each key's outputs are in
the order of its inputs, and the service is healthy without help.
"""

from __future__ import annotations

import asyncio
import random
import signal

import pytest

from argosy.conversation.v1 import conversation_pb2 as conversation
from argosy.refund.v1 import refund_pb2 as refund
from argosy.search.v1 import search_pb2 as search
from argosy_contracts import Event
from argosy_eventing.client import Publisher
from argosy_testing.eventing import (
    Effects,
    begin_at_end,
    check_effect_once,
    emit,
    wait_caught_up,
)

pytestmark = [pytest.mark.stack, pytest.mark.chaos, pytest.mark.timeout(150)]

OUTAGE_S = 20.0


def messages(group: str, count: int, *, keys: int = 40, size: int = 200) -> list[Event]:
    """Messages of `keys` conversations, taking turns."""
    return [
        event_of(
            "chat.message",
            conversation.ChatMessage(
                conversation_id=f"{group}-c{number % keys}", message_id=str(number), text="x" * size
            ),
            f"{group}-{number}",
        )
        for number in range(count)
    ]


def queries(group: str, count: int, *, keys: int = 20) -> list[Event]:
    return [
        event_of(
            "search.queried",
            search.SearchQueried(query_id=f"{group}-q{number % keys}", text="red dress"),
            f"{group}-query-{number}",
        )
        for number in range(count)
    ]


def replies(group: str, count: int, *, keys: int = 20) -> list[Event]:
    return [
        event_of(
            "refund.replied",
            refund.RefundReplied(request_id=f"{group}-r{number % keys}", text="no"),
            f"{group}-reply-{number}",
        )
        for number in range(count)
    ]


def event_of(type_: str, data: object, id_: str) -> Event:
    return Event.new(type_, data, merchant_id="m-7", platform="chaos", source="chaos-test", id_=id_)


class Watch:
    """What a test looks at: the effects on one output topic, and that the service is well at the end."""

    def __init__(self, settings, group, process, input_topic, output_topic) -> None:
        self.settings = settings
        self.group = group
        self.process = process
        self.input_topic = input_topic
        self.effects = Effects(settings.kafka_bootstrap, [output_topic])
        self.inputs = Effects(settings.kafka_bootstrap, [input_topic])

    async def begin(self) -> None:
        await begin_at_end(self.settings.kafka_bootstrap, self.group, [self.input_topic])
        await self.effects.mark()
        await self.inputs.mark()

    async def check(self, inputs: list[Event], timeout_s: float = 60.0) -> None:
        await wait_caught_up(
            self.settings.kafka_bootstrap,
            self.group,
            [self.input_topic],
            timeout_s=timeout_s,
            tail=self.process.tails,
        )
        try:
            check_effect_once(inputs, await self.effects.read())
        except AssertionError as error:
            raise AssertionError(f"{error}\n{await self._evidence(inputs)}") from error
        for one in self.process.made:
            if one.running:
                await one.wait_ready()
                status, report = await one.health("/livez")
                assert status == 200, report

    async def _evidence(self, inputs: list[Event]) -> str:
        """For a test that fails: is the input on the bus, where, and is there an output that was aborted?"""
        done = {seen.event.cause_id for seen in await self.effects.read()}
        lost = [event.id for event in inputs if event.id not in done]
        came = {seen.header("ce_id"): (seen.partition, seen.offset) for seen in await self.inputs.read()}
        every = {seen.header("ce_causeid") for seen in await self.effects.read("read_uncommitted")}
        rows = [f"{id_}: input at {came.get(id_)}, aborted output: {id_ in every}" for id_ in lost[:60]]
        return "\n".join([f"{len(lost)} without output:", *rows, self.process.tails()])


@pytest.fixture
async def chat(settings, group, process) -> Watch:
    watch = Watch(settings, group, process, "chat.message", "chat.replied")
    await watch.begin()
    return watch


async def test_kill_9_in_the_middle_of_a_burst(chat, group, settings, process):
    first = process()
    await first.wait_ready()
    inputs = messages(group, 4_000)
    sending = asyncio.create_task(emit(settings, inputs, per_second=1_000))
    chance = random.Random(9)  # noqa: S311 — when to kill, repeatable
    running = first
    for _ in range(2):
        await asyncio.sleep(0.8 + chance.random())
        running.kill()
        running = process()
        await running.wait_ready()
    await sending
    await chat.check(inputs)


async def test_the_broker_is_stopped_for_20_s_and_started_again(chat, group, settings, process, chaos_stack):
    one = process()
    await one.wait_ready()
    inputs = messages(group, 3_000)
    sending = asyncio.create_task(emit(settings, inputs, per_second=600))
    await asyncio.sleep(1.5)
    await chaos_stack.stop_part("kafka")
    await asyncio.sleep(OUTAGE_S)
    status, report = await one.health("/livez")
    assert status == 200, report  # a bus that is gone is no reason to restart the service
    await chaos_stack.start_part("kafka")
    await sending
    await chat.check(inputs)
    assert one.running


async def test_the_broker_is_killed_and_comes_back(chat, group, settings, process, chaos_stack):
    one = process()
    await one.wait_ready()
    inputs = messages(group, 2_000)
    sending = asyncio.create_task(emit(settings, inputs, per_second=600))
    await asyncio.sleep(1.0)
    await chaos_stack.kill("kafka")
    await chaos_stack.until_ready("kafka")
    await sending
    await chat.check(inputs)
    assert one.running


async def test_a_second_instance_joins_and_leaves_under_load(chat, group, settings, process):
    first = process(CHAOS_WORK_S="0.01")
    await first.wait_ready()
    inputs = messages(group, 6_000)
    sending = asyncio.create_task(emit(settings, inputs, per_second=500))
    for leave in ("stop", "kill"):
        await asyncio.sleep(0.5)
        second = process(CHAOS_WORK_S="0.01")
        await second.wait_ready()
        await asyncio.sleep(1.5)
        partitions = (await second.health("/livez"))[1]["partitions"]
        assert any(row["committed"] for row in partitions.values()), "the second instance got nothing to do"
        if leave == "stop":
            assert second.stop() == 0
        else:
            second.kill()
    await sending
    await chat.check(inputs)
    assert first.running


async def test_the_store_and_the_tier_are_gone_for_20_s(group, settings, process, chaos_stack, tmp_path):
    calls = tmp_path / "calls"
    costly = Watch(settings, group, process, "search.queried", "query.interpreted")
    asking = Watch(settings, group, process, "refund.replied", "refund.decided")
    await costly.begin()
    await asking.begin()
    tier = await asyncio.start_server(_tier, "127.0.0.1", 0)
    port = tier.sockets[0].getsockname()[1]
    one = process(CHAOS_CALLS=str(calls), CHAOS_TIER=f"127.0.0.1:{port}")
    await one.wait_ready()
    to_pay, to_ask = queries(group, 500), replies(group, 1_000)
    sending = asyncio.gather(emit(settings, to_pay, per_second=100), emit(settings, to_ask, per_second=200))
    await asyncio.sleep(1.5)
    tier.close()
    await asyncio.gather(tier.wait_closed(), chaos_stack.stop_part("store"))
    await asyncio.sleep(OUTAGE_S)
    status, report = await one.health("/livez")
    assert (status, report["waiting_for_dependency"] > 1) == (200, True), report
    tier = await asyncio.start_server(_tier, "127.0.0.1", port)
    await chaos_stack.start_part("store")
    await sending
    await costly.check(to_pay)
    await asking.check(to_ask)
    paid = calls.read_text().split()
    assert sorted(paid) == sorted({event.id for event in to_pay}), (
        "a costly event was paid for twice, or never"
    )
    assert one.running
    tier.close()


async def _tier(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readline()
    writer.write(b"!\n")
    await writer.drain()
    writer.close()


async def test_a_frozen_instance_that_wakes_up_when_others_have_its_work(chat, group, settings, process):
    """A zombie: it still believes to hold its partitions, with work in hand, and is fenced."""
    frozen = process(CHAOS_WORK_S="0.02")
    await frozen.wait_ready()
    inputs = messages(group, 2_000)
    sending = asyncio.create_task(emit(settings, inputs, per_second=400))
    await asyncio.sleep(1.0)
    frozen.signal(signal.SIGSTOP)
    other = process(CHAOS_WORK_S="0.02")
    await other.wait_ready()
    await asyncio.sleep(2.0)
    frozen.signal(signal.SIGCONT)
    await sending
    await chat.check(inputs)
    assert frozen.running
    assert other.running


async def test_the_same_event_published_three_times_has_one_effect(chat, group, settings, process, tmp_path):
    calls = tmp_path / "calls"
    costly = Watch(settings, group, process, "search.queried", "query.interpreted")
    await costly.begin()
    inputs, paid = messages(group, 200), queries(group, 60)
    one = process(CHAOS_CALLS=str(calls))
    await one.wait_ready()
    async with Publisher(settings) as bus:
        await bus.publish(*inputs, *inputs, *paid, *paid)
        await chat.check(inputs)
        await costly.check(paid)
        one.kill()
        two = process(CHAOS_CALLS=str(calls))
        await two.wait_ready()
        await bus.publish(*inputs, *paid)
    await chat.check(inputs)
    await costly.check(paid)
    assert sorted(calls.read_text().split()) == sorted(event.id for event in paid)
