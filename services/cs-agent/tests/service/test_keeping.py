"""What is kept between messages comes back as it was; a buyer can be taken out of it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from argosy_ledger import Sealer
from argosy_testing.store import MemoryStore
from cs_agent.adapters.conversations import Conversation, ConversationRepository, Told
from cs_agent.adapters.states import read_state, state_fields
from cs_agent.domain.answer import Call
from cs_agent.domain.conversation import Focus, Line, Pending, State, Wish
from cs_agent.domain.understood import Identity, Measured
from cs_agent.forgetting import forget_conversations

AT = datetime(2026, 11, 20, 9, 30, 0, 123_456, tzinfo=UTC)
KEY = "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
words = st.text(max_size=12)
moments = st.datetimes(timezones=st.just(UTC))
told = st.dictionaries(words, words | st.integers(0, 9) | st.lists(words, max_size=2), max_size=2)
calls = st.builds(Call, words, told, st.none() | told)
states = st.builds(
    State,
    st.just("c-1"),
    words,
    st.lists(
        st.builds(
            Line, words, st.sampled_from(["buyer", "agent", "person"]), words, moments,
            st.lists(st.sampled_from(["material", "unclear"]), max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    st.builds(
        Focus, words, words, words, st.none() | st.just("price"),
        st.lists(words, max_size=2).map(tuple), words,
        st.lists(st.builds(Measured, words, st.decimals(0, 300, places=1), words), max_size=2).map(tuple),
        st.lists(words, max_size=2).map(tuple),
    ),
    st.builds(Identity, words, words, words, words),
    words,
    st.none() | st.builds(Pending, calls, words, moments, told, st.booleans(), st.booleans()),
    st.booleans(),
    st.lists(words, max_size=3).map(tuple),
    st.lists(words, max_size=3).map(tuple),
    st.integers(0, 5),
    st.booleans(),
    st.lists(
        st.builds(
            Wish, st.just("cancel_order"), words, words, st.lists(words, max_size=2).map(tuple), told, words,
        ),
        max_size=2,
    ).map(tuple),
)  # fmt: skip


@given(states)
def test_a_state_comes_back_as_it_was(state: State) -> None:
    assert read_state("c-1", state_fields(state)) == state


def marta() -> State:
    return State(
        "c-1",
        "es",
        (Line("m-1", "buyer", "Soy Marta, marta@mail.example", AT),),
        Focus("p-1", order_id="o-9"),
        Identity(email="marta@mail.example"),
        "u-77",
    )


async def test_a_conversation_comes_back_and_its_words_lie_sealed() -> None:
    store = MemoryStore()
    kept = ConversationRepository(store, Sealer.from_text(KEY, "A" * 43 + "="))
    record = Conversation(
        "m-1", marta(), "own_shop", "o-1", "es-ES", ("https://x.example/1.jpg",), AT, (AT,), True, True,
        (Told("shop e-1", b"\x01bytes"),),
    )  # fmt: skip
    fields = kept.encode(record)
    assert kept.decode(fields) == record
    assert "marta" not in repr(fields).casefold()
    assert "bytes" not in repr(fields["told"])


async def test_a_buyer_is_forgotten_with_all_his_conversations_and_no_others() -> None:
    kept = ConversationRepository(MemoryStore(), Sealer())
    await kept.insert("m-1", "c-1", Conversation("m-1", marta()))
    await kept.insert("m-1", "c-2", Conversation("m-1", State("c-2")))
    await kept.insert("m-2", "c-1", Conversation("m-2", marta()))
    would = await forget_conversations("m-1", [], kept, buyer="", email="Marta@mail.example", dry_run=True)
    assert would == ("c-1",)
    assert await kept.get("m-1", "c-1") is not None
    assert await forget_conversations("m-1", [], kept, buyer="u-77", email="", dry_run=False) == ("c-1",)
    assert await kept.get("m-1", "c-1") is None
    assert await kept.get("m-1", "c-2") is not None
    assert await kept.get("m-2", "c-1") is not None
