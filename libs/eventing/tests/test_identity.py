"""Ids and partitions must be those that everybody else computes."""

from __future__ import annotations

import uuid

from aiokafka.partitioner import murmur2
from hypothesis import given
from hypothesis import strategies as st

from argosy.conversation.v1 import conversation_pb2 as conversation
from argosy_contracts import Event
from argosy_eventing import output_id
from argosy_eventing.identity import NAMESPACE
from argosy_eventing.partitioning import partition_of


def event(source: str, id_: str) -> Event:
    said = conversation.ChatMessage(conversation_id="c")
    return Event.new("chat.message", said, merchant_id="m", platform="p", source=source, id_=id_)


@given(st.binary(max_size=80), st.integers(1, 64))
def test_a_key_goes_where_every_kafka_client_sends_it(key, count):
    assert partition_of(key, count) == (murmur2(key) & 0x7FFFFFFF) % count


@given(st.text("abc-1", min_size=1, max_size=40), st.text(max_size=20))
def test_an_output_id_is_a_uuid5_of_all_that_makes_it_what_it_is(id_, discriminator):
    made = output_id(event("shop", id_), "cs-agent", "chat.replied", discriminator)
    name = f"shop\x1f{id_}\x1fcs-agent\x1fchat.replied\x1f{discriminator}"
    assert uuid.UUID(made) == uuid.uuid5(NAMESPACE, name)


def test_output_ids_differ_by_each_part():
    base = output_id(event("shop", "1"), "cs-agent", "chat.replied", "es")
    others = {
        output_id(event("shop-2", "1"), "cs-agent", "chat.replied", "es"),
        output_id(event("shop", "2"), "cs-agent", "chat.replied", "es"),
        output_id(event("shop", "1"), "refund-agent", "chat.replied", "es"),
        output_id(event("shop", "1"), "cs-agent", "chat.delta", "es"),
        output_id(event("shop", "1"), "cs-agent", "chat.replied", "ko"),
    }
    assert len(others | {base}) == 6
