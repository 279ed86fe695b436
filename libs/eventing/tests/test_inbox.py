"""What the inbox remembers, for how long, and what a repeat may do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from argosy_eventing.identity import digest_of, identity_of
from argosy_eventing.inbox import Claim, Inbox, Kind, content_check
from argosy_eventing.inbox_topic import InboxEntry, inbox_key

DAY_MS = 86_400_000
NOW = 1_790_000_000_000


def digest(name: str) -> bytes:
    return digest_of(identity_of("shop", name))


def test_an_event_is_new_once_and_a_repeat_ever_after():
    inbox = Inbox(window_s=7 * 86_400, capacity=10)
    assert inbox.claim(digest("a"), 1, NOW) is Claim.NEW
    assert inbox.claim(digest("a"), 1, NOW) is Claim.DUPLICATE


def test_a_known_id_with_other_bytes_is_told_apart_and_still_not_handled():
    inbox = Inbox(window_s=60, capacity=10)
    inbox.claim(digest("a"), content_check(b"one"), NOW)
    assert inbox.claim(digest("a"), content_check(b"two"), NOW) is Claim.CONFLICT


def test_a_replay_passes_for_a_dead_lettered_event_only():
    inbox = Inbox(window_s=60, capacity=10)
    inbox.claim(digest("good"), 1, NOW)
    inbox.put(digest("bad"), 1, NOW, Kind.DEAD_LETTERED)
    assert inbox.claim(digest("good"), 1, NOW, replay=True) is Claim.DUPLICATE
    assert inbox.claim(digest("bad"), 1, NOW) is Claim.DUPLICATE
    assert inbox.claim(digest("bad"), 1, NOW, replay=True) is Claim.NEW
    assert inbox.claim(digest("bad"), 1, NOW, replay=True) is Claim.DUPLICATE


def test_ids_are_forgotten_after_the_window_and_not_before():
    inbox = Inbox(window_s=86_400, capacity=10)
    inbox.claim(digest("old"), 1, NOW)
    inbox.claim(digest("young"), 1, NOW + DAY_MS // 2)
    assert inbox.expire(NOW + DAY_MS - 60_000) == 0
    assert inbox.expire(NOW + DAY_MS + 60_000) == 1
    assert inbox.kind_of(digest("old")) is None
    assert inbox.kind_of(digest("young")) is Kind.HANDLED


def test_at_capacity_the_oldest_go_first_and_are_counted():
    inbox = Inbox(window_s=86_400, capacity=3)
    for name in "abcde":
        inbox.claim(digest(name), 1, NOW)
    assert len(inbox) == 3
    assert inbox.forgotten_early == 2
    assert inbox.claim(digest("a"), 1, NOW) is Claim.NEW
    assert inbox.claim(digest("e"), 1, NOW) is Claim.DUPLICATE


def test_two_sources_with_the_same_id_are_two_events():
    assert identity_of("shop-a", "1") != identity_of("shop-b", "1")
    assert inbox_key("product.created", identity_of("shop", "1")) != inbox_key(
        "product.updated", identity_of("shop", "1")
    )


@given(
    kind=st.sampled_from(Kind),
    at=st.integers(0, 2**63),
    check=st.integers(0, 2**32 - 1),
    offset=st.integers(0, 2**63 - 1),
)
def test_an_inbox_entry_is_read_back_as_it_was_written(kind, at, check, offset):
    entry = InboxEntry(kind, at, check, offset)
    assert InboxEntry.decode(entry.encode()) == entry


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 3)), max_size=100), st.integers(1, 5))
def test_the_inbox_answers_as_a_plain_set_of_the_newest_ids_would(events, capacity):
    inbox = Inbox(window_s=60, capacity=capacity)
    model: dict[bytes, int] = {}
    for name, check in events:
        key = digest(name)
        claim = inbox.claim(key, check, NOW)
        if key in model:
            assert claim is (Claim.DUPLICATE if model[key] == check else Claim.CONFLICT)
            continue
        assert claim is Claim.NEW
        if len(model) == capacity:
            del model[next(iter(model))]
        model[key] = check
    assert len(inbox) == len(model)
