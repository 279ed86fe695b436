from __future__ import annotations

from functools import partial

import pytest

from argosy_inference import (
    CallContext,
    EngineIdentity,
    TierDeadlineExceeded,
    TierFailed,
    TierModelMissing,
    TierRejected,
    TierUnavailable,
    Writer,
)
from argosy_testing.tier import FakeTier, WritingTier

WRITER = EngineIdentity("vllm", "some-model", "r7", "gpu")


Scripted = partial(WritingTier, engine=WRITER)


def writer(tier: FakeTier, count: int = 2) -> Writer:
    return Writer(tier, count, temperature=0.4, max_tokens=10, deadline_s=5, longest=1_000)


async def test_each_answer_has_its_own_seed_and_the_merchant_pays() -> None:
    tier = Scripted(answers=["one", "two"])
    answers = await writer(tier).answers("p", "m-1")
    assert answers is not None
    assert answers.texts == ("one", "two")
    assert answers.engine == WRITER
    assert [sampling.seed for _, sampling, _ in tier.asked] == [0, 1]
    assert {(sampling.temperature, sampling.max_tokens) for _, sampling, _ in tier.asked} == {(0.4, 10)}
    assert {context for _, _, context in tier.asked} == {CallContext("m-1", 5)}


async def test_an_answer_without_end_is_cut_and_given_up() -> None:
    tier = Scripted(answers=["x" * 3_000])
    answers = await writer(tier, 1).answers("p", "m-1")
    assert answers is not None
    assert len(answers.texts[0]) == 1_000
    assert tier.closed == 1


async def test_answers_that_came_are_given_where_others_failed() -> None:
    tier = Scripted(answers=["one"])
    tier.fail("generate", TierUnavailable("text_generator", "full"))
    answers = await writer(tier).answers("p", "m-1")
    assert answers is not None
    assert answers.texts == ("one",)


@pytest.mark.parametrize("error", [TierUnavailable, TierDeadlineExceeded])
async def test_what_may_be_answered_later_is_raised(error: type[Exception]) -> None:
    tier = Scripted(answers=["one"])
    tier.fail("generate", error("text_generator", "full"))  # type: ignore[call-arg]
    with pytest.raises(error):
        await writer(tier, 1).answers("p", "m-1")


@pytest.mark.parametrize("error", [TierModelMissing, TierRejected, TierFailed])
async def test_what_cannot_be_answered_is_none(error: type[Exception]) -> None:
    tier = Scripted(answers=["one"])
    tier.fail("generate", error("text_generator", "no"))  # type: ignore[call-arg]
    assert await writer(tier, 1).answers("p", "m-1") is None


async def test_a_missing_generator_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    asking = writer(FakeTier())
    for _ in range(3):
        assert await asking.answers("p", "m-1") is None
    said = [record for record in caplog.records if "serves no text_generator" in record.getMessage()]
    assert len(said) == 1
