"""The finished prefix and the lanes, against the plainest model of each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_eventing.lanes import Lanes
from argosy_eventing.prefix import Prefix, Slot


@given(
    gaps=st.lists(st.integers(1, 5), min_size=1, max_size=60),
    order=st.randoms(use_true_random=False),
    commits=st.lists(st.booleans(), min_size=60, max_size=60),
)
def test_only_an_unbroken_finished_head_is_ever_committed(gaps, order, commits):
    prefix: Prefix[int, str] = Prefix()
    slots: list[Slot[int, str]] = []
    offset = 0
    for gap in gaps:  # offsets have gaps: transaction markers, compaction, aborted records
        offset += gap
        slots.append(prefix.add(offset, offset))
    finished: set[int] = set()
    committed: list[int] = []
    shuffled = list(slots)
    order.shuffle(shuffled)
    for slot, commit in zip(shuffled, commits, strict=False):
        slot.result = "done"
        finished.add(slot.offset)
        head = [one.offset for one, _ in prefix.finished()]
        expected = []
        for one in slots:
            if one.offset in committed:
                continue
            if one.offset not in finished:
                break
            expected.append(one.offset)
        assert head == expected
        if commit and head:
            assert prefix.drop_through(head[-1]) == len(head)
            committed += head
    assert set(committed) | {one.offset for one, _ in prefix.finished()} == {s.offset for s in slots}
    assert committed == sorted(committed)


def test_records_out_of_order_are_refused():
    prefix: Prefix[str, str] = Prefix()
    prefix.add(7, "a")
    with pytest.raises(ValueError, match="offset 7 came after 7"):
        prefix.add(7, "b")


@given(st.lists(st.integers(0, 4), max_size=80), st.randoms(use_true_random=False))
def test_lanes_keep_each_keys_order_and_never_run_a_key_twice_at_once(keys, chance):
    lanes: Lanes[tuple[int, int]] = Lanes()
    waiting = [(key, number) for number, key in enumerate(keys)]
    running: dict[bytes, tuple[int, int]] = {}
    seen: dict[int, list[int]] = {}
    while waiting or running or lanes.ready:
        step = chance.choice(["add", "take", "done"])
        if step == "add" and waiting:
            work = waiting.pop(0)
            lanes.add(str(work[0]).encode(), work)
        elif step == "take" and (taken := lanes.take()) is not None:
            key, work = taken
            assert key not in running
            running[key] = work
            seen.setdefault(work[0], []).append(work[1])
        elif step == "done" and running:
            key = chance.choice(sorted(running))
            del running[key]
            lanes.done(key)
    for order in seen.values():
        assert order == sorted(order)
    assert sum(map(len, seen.values())) == len(keys)
