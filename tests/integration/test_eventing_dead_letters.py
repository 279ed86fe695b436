"""Dead letters on a real broker: poison, the cap, sending again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

from argosy.conversation.v1 import conversation_pb2 as conversation
from argosy_contracts import Record, encode
from argosy_eventing import admin
from argosy_eventing.client import EventTooLarge, Publisher
from argosy_eventing.dead_letter_box import DeadLetterBox, LetterGone
from argosy_telemetry import TelemetrySettings, names, setup
from argosy_testing.eventing import (
    IN,
    ServiceBench,
    answer,
    check_effect_once,
    message,
    messages,
    wait_until,
)

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]


@pytest.fixture
async def bench(kafka: str) -> AsyncIterator[ServiceBench]:
    async with ServiceBench(kafka) as made:
        yield made


async def test_poison_is_dead_lettered_byte_for_byte_and_good_events_go_on(bench):
    await bench.serve()
    good = messages(bench.group, 20)
    valid = encode(message(f"{bench.group}-bad", f"{bench.group}-k"))
    headers = dict(valid.headers)

    def with_headers(**changes: bytes) -> tuple[tuple[str, bytes], ...]:
        return tuple({**headers, **changes}.items())

    noise = random.Random(3).randbytes(400)  # noqa: S311 — the same noise every time
    poison = [
        ("missing_attribute", Record(IN, b"noise", noise, (("x-own", b"\x00"),))),
        ("bad_attribute", Record(IN, b"noise", noise, (("x-own", b"\x00\xff"),))),
        ("undecodable", Record(IN, valid.key, b"\x0a\xff\xff\xff\xff\x0f" + noise, valid.headers)),
        ("unknown_type", Record(IN, valid.key, valid.value, with_headers(ce_type=b"chat.unheard"))),
        ("bad_attribute", Record(IN, valid.key, valid.value, with_headers(ce_time=b"yesterday"))),
        ("wrong_content_type", Record(IN, valid.key, valid.value, with_headers(**{"content-type": b"a/b"}))),
        (
            "missing_key",
            Record(IN, b"", conversation.ChatMessage(text="?").SerializeToString(), valid.headers),
        ),
        ("refused", encode(message(f"{bench.group}-refuse", f"{bench.group}-k", "refuse"))),
    ]
    async with Publisher(bench.settings) as bus:
        await bus.publish(*good[:10])
        await bus.send(*(sent for _, sent in poison))
        await bus.publish(*good[10:])
    await bench.caught_up()
    check_effect_once(good, await bench.effects.read())
    letters = await bench.letters.read()
    found = [
        (letter.header("argosy_error_reason"), letter.key, letter.value, letter.headers[:-8])
        for letter in letters
    ]
    expected = [(reason, sent.key, sent.value, tuple(sent.headers)) for reason, sent in poison]
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    for letter in letters:
        assert letter.header("argosy_service") == bench.group
        assert letter.header("argosy_topic") == IN
        assert letter.header("argosy_attempts") == "1"
        assert letter.header("argosy_failed_at").endswith("Z")
        assert int(letter.header("argosy_offset")) >= 0


async def test_an_event_of_5_mb_is_refused_by_the_emitter_and_by_the_bus(bench):
    big = message(f"{bench.group}-big", f"{bench.group}-k", "x" * 5_000_000)
    async with Publisher(bench.settings) as bus:
        with pytest.raises(EventTooLarge, match="5000"):
            await bus.publish(big)
        with pytest.raises(KafkaError):
            await bus.send(encode(big))


async def test_an_event_of_5_mb_that_the_bus_let_in_is_a_dead_letter_without_its_value(bench):
    """The topic takes more than its contract says, its dead-letter topic does not."""
    await bench.serve()
    big = message(f"{bench.group}-big", f"{bench.group}-k", "x" * 5_000_000)
    good = messages(bench.group, 10)
    await _let_in(bench.kafka, IN, 6_000_000)
    try:
        async with Publisher(bench.settings) as bus:
            await bus.publish(*good[:5])
            await bus.send(encode(big))
            await bus.publish(*good[5:])
        await bench.caught_up()
        check_effect_once(good, await bench.effects.read())
        (letter,) = await bench.open_letters()
        assert (letter.reason, letter.value, letter.value_left_out) == ("too_large", b"", True)
        assert letter.event_id == big.id
    finally:
        await _let_in(bench.kafka, IN, 1_048_576 + 65_536)


async def _let_in(kafka: str, topic: str, size: int) -> None:
    client = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await client.start()
    try:
        await client.alter_configs(
            [ConfigResource(ConfigResourceType.TOPIC, topic, {"max.message.bytes": str(size)})]
        )
    finally:
        await client.close()


# --- 5: a cap on dead letters ------------------------------------------------------------------


async def test_a_flood_of_dead_letters_stops_the_consumer_and_says_why(bench):
    service = await bench.serve(settings=bench.settings_with(batch_records=20))
    poison = [message(f"{bench.group}-{n}", f"{bench.group}-c{n}", "refuse") for n in range(400)]
    await bench.publish(*poison)
    await wait_until(lambda: not service.health.report()["alive"])
    (why,) = service.health.report()["complaints"]
    assert "failed for good" in why
    await asyncio.sleep(1)
    letters = await bench.letters.read()
    assert 50 <= len(letters) <= 100
    lag = sum(row.lag for row in await admin.group_lag(bench.kafka, bench.group, [IN]))
    assert lag >= 300, "events beyond the cap were given up"


# --- looking after them ------------------------------------------------------------------------


async def test_a_letter_sent_again_reaches_the_handler_that_failed_it_and_is_settled(bench):
    mended = False

    async def picky(event, deps):
        if event.data.text == "refuse" and not mended:
            return await answer(event, deps)
        calls.append(event.id)
        return await answer(message_like(event), deps)

    def message_like(event):
        return message(event.id, event.key, "now it works")

    calls: list[str] = []
    await bench.serve(picky)
    bad = message(f"{bench.group}-bad", f"{bench.group}-c", "refuse")
    await bench.publish(bad)
    await bench.caught_up()
    await bench.publish(bad)  # a repeat of a dead-lettered event is no second letter
    await bench.caught_up()
    (letter,) = await bench.open_letters()
    assert (letter.reason, letter.event_id, letter.attempts) == ("refused", bad.id, 1)
    mended = True
    box = DeadLetterBox(bench.settings, [IN])
    await box.replay([await box.get(letter.id)])
    await bench.caught_up()
    assert calls == [bad.id]
    assert [seen.event.cause_id for seen in await bench.effects.read()] == [bad.id]
    assert await bench.open_letters() == []
    with pytest.raises(LetterGone):
        await box.get(letter.id)


async def test_what_a_replay_leads_to_stands_in_the_trace_of_the_event(bench):
    with setup(bench.group, TelemetrySettings(in_memory=True)) as telemetry:
        service = await bench.serve(telemetry=telemetry)
        await bench.publish(message(f"{bench.group}-bad", f"{bench.group}-c", "refuse"))
        await bench.caught_up()
        (letter,) = await bench.open_letters()
        await DeadLetterBox(bench.settings, [IN]).replay([letter])
        await bench.caught_up()
        await service.stop()
        spans = telemetry.finished_spans()
    first, again = (span for span in spans if span.name == names.SPAN_EVENT_EMIT)
    before, after = (span for span in spans if span.name == names.SPAN_EVENT_HANDLE)
    assert before.parent.span_id == again.parent.span_id == first.context.span_id
    assert after.parent.span_id == again.context.span_id
    assert again.attributes[names.ATTR_EVENT_ID] == f"{bench.group}-bad"
    (second,) = await bench.open_letters()
    assert second.value == letter.value
    assert [name for name, _ in second.headers].count("traceparent") == 1


async def test_a_letter_sent_again_in_vain_is_a_new_letter(bench):
    await bench.serve()
    await bench.publish(message(f"{bench.group}-bad", f"{bench.group}-c", "refuse"))
    await bench.caught_up()
    box = DeadLetterBox(bench.settings, [IN])
    (first,) = await bench.open_letters()
    await box.replay([first])
    await bench.caught_up()
    (second,) = await bench.open_letters()
    assert second.id != first.id
    assert (second.reason, second.event_id, second.value) == (first.reason, first.event_id, first.value)


async def test_a_dropped_letter_is_gone_from_the_list(bench):
    await bench.serve()
    bad = [message(f"{bench.group}-{n}", f"{bench.group}-c", "refuse") for n in range(3)]
    await bench.publish(*bad)
    await bench.caught_up()
    letters = await bench.open_letters()
    assert [letter.event_id for letter in letters] == [event.id for event in bad]
    await DeadLetterBox(bench.settings, [IN]).drop(letters[:2])
    assert [letter.event_id for letter in await bench.open_letters()] == [bad[2].id]
