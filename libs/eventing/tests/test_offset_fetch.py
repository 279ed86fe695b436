"""What a coordinator that is still loading says about committed offsets."""

from __future__ import annotations

import pytest
from aiokafka import TopicPartition, errors
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.protocol.commit import OffsetFetchResponse_v3

import argosy_eventing.offset_fetch as mended

AT = TopicPartition("chat.message", 0)


class Coordinator:
    """As much of aiokafka's as reads offsets; its broker gives one answer."""

    group_id = "cs-agent"
    _send_req = mended._checked_send
    _do_fetch_commit_offsets = GroupCoordinator._do_fetch_commit_offsets
    dead = False

    def coordinator_dead(self) -> None:
        self.dead = True


def answering(monkeypatch, response) -> Coordinator:
    async def send(self, request):
        return response

    monkeypatch.setattr(mended, "_send", send)
    return Coordinator()


@pytest.mark.parametrize("code", [14, 15, 16])  # loading, not available, not the coordinator
async def test_an_error_of_the_whole_answer_is_no_group_without_offsets(monkeypatch, code):
    coordinator = answering(monkeypatch, OffsetFetchResponse_v3(0, [], code))
    with pytest.raises(errors.for_code(code)) as caught:
        await coordinator._do_fetch_commit_offsets([AT])
    assert caught.value.retriable
    assert coordinator.dead is (code == 16)


async def test_a_good_answer_passes(monkeypatch):
    response = OffsetFetchResponse_v3(0, [("chat.message", [(0, 42, "", 0)])], 0)
    found = await answering(monkeypatch, response)._do_fetch_commit_offsets([AT])
    assert found[AT].offset == 42


def test_every_consumer_of_a_process_that_uses_the_package_is_mended():
    assert GroupCoordinator._send_req is mended._checked_send
