"""From a record to its end, without a bus: outcomes, retries, repeats, costly outcomes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from argosy.conversation.v1 import conversation_pb2 as conversation
from argosy_contracts import Event, decode, encode, topic
from argosy_eventing import (
    BusyTooLong,
    EventingSettings,
    HandlerFailed,
    Output,
    ServiceMisconfigured,
    dead_letter,
    output_id,
    publish,
    skip,
)
from argosy_eventing.finished import FinishedKind, from_bytes, to_bytes
from argosy_eventing.handling import Errors, Handling
from argosy_eventing.inbox import Inbox, Kind
from argosy_eventing.service import Service
from argosy_store import OutcomeRepository, StoreUnavailable
from argosy_testing.store import MemoryStore


class Busy(Exception):
    pass


class Rejected(Exception):
    reason = "picture_unreadable"


@dataclass
class Record:
    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    partition: int = 0
    offset: int = 0
    timestamp: int = 0


@dataclass
class Deps:
    calls: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)


def message(number: int = 1, text: str = "where is my parcel", **changes: str) -> Event:
    event = Event.new(
        "chat.message",
        conversation.ChatMessage(conversation_id="c-1", message_id=f"m-{number}", text=text),
        merchant_id="m-7",
        platform="demo",
        source="shop",
        id_=f"e-{number}",
    )
    return replace(event, **changes)


def record(event: Event, *extra: tuple[str, bytes]) -> Record:
    made = encode(event)
    return Record(made.topic, made.key, made.value, (*made.headers, *extra))


def reply(event: Event, text: str = "tomorrow") -> Output:
    data = conversation.ChatReplied(
        conversation_id=event.data.conversation_id, message_id=event.data.message_id, text=text
    )
    return Output("chat.replied", data)


async def answer(event: Event, deps: Deps):
    deps.calls.append(event.id)
    if deps.failures:
        raise deps.failures.pop(0)
    return publish(reply(event, f"answer {len(deps.calls)}"))


@pytest.fixture
def settings() -> EventingSettings:
    return EventingSettings.load(
        kafka_bootstrap="127.0.0.1:1",
        busy_first_delay_s=0.01,
        busy_max_delay_s=0.02,
        busy_budget_s=0.2,
        unknown_delay_s=0.01,
    )


@pytest.fixture
def inbox() -> Inbox:
    return Inbox(window_s=3600, capacity=100)


def handling(settings: EventingSettings, handler=answer, deps=None, outcomes=None) -> Handling:
    return Handling(
        service="cs-agent",
        topic=topic("chat.message"),
        handler=handler,
        deps=deps if deps is not None else Deps(),
        errors=Errors(busy=(Busy, StoreUnavailable), bad=(Rejected,)),
        settings=settings,
        outcomes=outcomes,
    )


async def park(seconds: float) -> None:
    await asyncio.sleep(seconds)


async def test_an_output_inherits_who_it_is_for_and_names_what_it_follows(settings, inbox):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    event = message(traceparent=trace)
    finished = await handling(settings).finish(record(event), inbox, park)
    (made,) = finished.records
    output = decode(made.topic, made.key, made.value, made.headers)
    assert (output.merchant_id, output.platform, output.traceparent) == ("m-7", "demo", trace)
    assert output.id == output_id(event, "cs-agent", "chat.replied", "")
    assert output.cause_id == event.id
    assert output.source == "argosy/cs-agent"
    assert made.key == b"c-1"


async def test_a_repeat_is_not_handled_again(settings, inbox):
    deps = Deps()
    host = handling(settings, deps=deps)
    kinds = [(await host.finish(record(message()), inbox, park)).kind for _ in range(3)]
    assert kinds == [FinishedKind.PUBLISH, FinishedKind.DUPLICATE, FinishedKind.DUPLICATE]
    assert deps.calls == ["e-1"]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (Record("chat.message", b"k", b"\xff\xfe\x00junk", ()), "missing_attribute"),
        (replace(record(message()), value=b"\x0a\xff\xff\xff\xff\x0f"), "undecodable"),
        (replace(record(message()), value=None), "undecodable"),
        (replace(record(message()), topic="chat.replied"), "unknown_type"),
        (replace(record(message()), key=b"another"), "bad_attribute"),
    ],
)
async def test_a_record_that_breaks_its_contract_is_dead_lettered_unseen(settings, inbox, broken, reason):
    deps = Deps()
    finished = await handling(settings, deps=deps).finish(broken, inbox, park)
    assert (finished.kind, finished.reason) == (FinishedKind.DEAD_LETTER, reason)
    assert deps.calls == []


async def test_a_bad_event_is_never_retried(settings, inbox):
    deps = Deps(failures=[Rejected("no JPEG")])
    finished = await handling(settings, deps=deps).finish(record(message()), inbox, park)
    assert (finished.kind, finished.reason) == (FinishedKind.DEAD_LETTER, "picture_unreadable")
    assert len(deps.calls) == 1


async def test_a_busy_dependency_is_waited_for_in_place(settings, inbox):
    deps = Deps(failures=[Busy(), Busy(), Busy()])
    finished = await handling(settings, deps=deps).finish(record(message()), inbox, park)
    assert finished.kind is FinishedKind.PUBLISH
    assert finished.attempts == len(deps.calls) == 4


async def test_a_dependency_that_stays_busy_ends_the_process(settings, inbox):
    deps = Deps(failures=[Busy() for _ in range(1000)])
    with pytest.raises(BusyTooLong, match=r"chat.message e-1: Busy for 0.2 s"):
        await handling(settings, deps=deps).finish(record(message()), inbox, park)


async def test_an_unknown_error_is_tried_three_times_more_and_then_ends_the_process(settings, inbox):
    deps = Deps(failures=[KeyError("x") for _ in range(1000)])
    with pytest.raises(HandlerFailed, match="failed 4 times on event e-1 with KeyError"):
        await handling(settings, deps=deps).finish(record(message()), inbox, park)
    assert len(deps.calls) == 4


async def test_an_answer_that_is_no_outcome_ends_the_process(settings, inbox):
    async def forgetful(event, deps):
        return None

    with pytest.raises(HandlerFailed, match="answered NoneType"):
        await handling(settings, forgetful).finish(record(message()), inbox, park)


async def test_a_dead_lettered_event_passes_again_only_as_a_replay_to_this_service(settings, inbox):
    async def refuse(event, deps):
        return dead_letter("no_order", "the order is unknown")

    first = await handling(settings, refuse).finish(record(message()), inbox, park)
    assert first.kind is FinishedKind.DEAD_LETTER
    assert inbox.kind_of(next(iter(inbox._known))) is Kind.DEAD_LETTERED
    mended = handling(settings)
    assert (await mended.finish(record(message()), inbox, park)).kind is FinishedKind.DUPLICATE
    other = record(message(), ("argosy_replay", b"refund-agent"))
    assert (await mended.finish(other, inbox, park)).kind is FinishedKind.DUPLICATE
    ours = record(message(), ("argosy_replay", b"cs-agent"))
    assert (await mended.finish(ours, inbox, park)).kind is FinishedKind.PUBLISH


async def test_an_output_that_breaks_its_contract_is_a_dead_letter_of_its_event(settings, inbox):
    async def keyless(event, deps):
        return publish(Output("chat.replied", conversation.ChatReplied(text="hello")))

    async def huge(event, deps):
        return publish(reply(event, "x" * 2_000_000))

    finished = await handling(settings, keyless).finish(record(message(1)), inbox, park)
    assert (finished.kind, finished.reason) == (FinishedKind.DEAD_LETTER, "bad_output")
    finished = await handling(settings, huge).finish(record(message(2)), inbox, park)
    assert (finished.kind, finished.reason) == (FinishedKind.DEAD_LETTER, "output_too_large")


async def test_a_costly_outcome_is_paid_once_and_published_with_the_same_bytes(settings):
    store = MemoryStore()
    outcomes = OutcomeRepository(store, "cs-agent")
    deps = Deps()
    host = handling(settings, deps=deps, outcomes=outcomes)
    first = await host.finish(record(message()), Inbox(window_s=60, capacity=9), park)
    # the process dies before its transaction; the event is delivered to one that knows nothing
    second = await host.finish(record(message()), Inbox(window_s=60, capacity=9), park)
    assert first.records == second.records
    assert deps.calls == ["e-1"]


async def test_two_owners_of_a_costly_event_publish_what_the_first_one_kept(settings):
    outcomes = OutcomeRepository(MemoryStore(), "cs-agent")
    release = asyncio.Event()

    async def slow(event, deps):
        await release.wait()
        deps.calls.append(event.id)
        return publish(reply(event, f"answer {len(deps.calls)}"))

    host = handling(settings, slow, Deps(), outcomes)
    both = [
        asyncio.create_task(host.finish(record(message()), Inbox(window_s=60, capacity=9), park))
        for _ in range(2)
    ]
    await asyncio.sleep(0.01)
    release.set()
    one, other = await asyncio.gather(*both)
    assert one.records == other.records


async def test_a_store_that_is_gone_is_waited_for_and_the_handler_is_not_called_twice(settings):
    store = MemoryStore()
    deps = Deps()
    host = handling(settings, deps=deps, outcomes=OutcomeRepository(store, "cs-agent"))
    store.available = False
    task = asyncio.create_task(host.finish(record(message()), Inbox(window_s=60, capacity=9), park))
    await asyncio.sleep(0.05)
    assert host.waiting == 1
    store.available = True
    finished = await task
    assert finished.kind is FinishedKind.PUBLISH
    assert deps.calls == ["e-1"]


async def test_stored_bytes_give_back_the_same_records(settings, inbox):
    finished = await handling(settings).finish(record(message()), inbox, park)
    again = from_bytes(to_bytes(finished))
    assert (again.kind, again.records) == (finished.kind, finished.records)
    with pytest.raises(ValueError, match="format 9"):
        from_bytes(b'{"format":9}')


def test_outcomes_say_what_is_wrong_with_them():
    with pytest.raises(ValueError, match="skip"):
        publish()
    with pytest.raises(ValueError, match="lower-case"):
        skip("Not A Word")
    event = message()
    with pytest.raises(ValueError, match="same id"):
        publish(reply(event), reply(event))


async def test_a_service_says_how_it_was_put_together_wrongly(settings):
    service = Service("cs-agent", settings)
    with pytest.raises(ServiceMisconfigured, match="handles no event"):
        await service.start()
    with pytest.raises(ServiceMisconfigured, match=r"no topic 'chat.massage'"):
        service.on("chat.massage", answer, Deps())
    service.on("chat.message", answer, Deps(), costly=True)
    with pytest.raises(ServiceMisconfigured, match="already"):
        service.on("chat.message", answer, Deps())
    with pytest.raises(ServiceMisconfigured, match="ARGOSY_MONGODB_URI"):
        await service.start()
