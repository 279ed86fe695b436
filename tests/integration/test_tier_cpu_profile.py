"""The profile `cpu`: transformers' engines in the models environment, behind the same contract."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterator

import numpy as np
import pytest

from argosy_inference import CallContext, Sampling, Tier, TierRejected, TierSettings
from argosy_testing.stack import RunningStack

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]

PATIENT = CallContext("m-7", deadline_s=120)


@pytest.fixture(scope="module")
def cpu_tier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    stack = RunningStack(
        tmp_path_factory.mktemp("cpu"),
        ("triton",),
        profile="cpu",
        models=("text_generator", "text_embedder"),
    )
    yield stack.triton_url
    stack.stop()


@pytest.fixture
async def client(cpu_tier: str) -> AsyncIterator[Tier]:
    async with Tier(TierSettings(cpu_tier)) as client:
        yield client


async def test_a_language_model_writes_in_pieces_and_says_who_it_is(client: Tier) -> None:
    sampling = Sampling(max_tokens=12)
    pieces = [p async for p in client.generate("Name a colour.", sampling, context=PATIENT)]
    assert len(pieces) > 1
    assert "".join(piece.text for piece in pieces).strip()
    assert pieces[0].engine.profile == "cpu"
    assert "SmolLM2" in pieces[0].engine.model
    again = [p.text async for p in client.generate("Name a colour.", sampling, context=PATIENT)]
    assert again == [piece.text for piece in pieces]  # temperature 0


async def test_a_picture_for_a_model_that_cannot_see_is_refused(client: Tier) -> None:
    png = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
    )
    with pytest.raises(TierRejected):
        await anext(client.generate("What is it?", Sampling(), image=png, context=PATIENT))


async def test_vectors_know_meaning_in_english(client: Tier) -> None:
    texts = ["a red summer dress", "crimson frock for warm weather", "a stainless steel drill bit"]
    embedded = await client.embed(texts, "passage", context=PATIENT)
    near, far = embedded.vectors[0] @ embedded.vectors[1], embedded.vectors[0] @ embedded.vectors[2]
    assert np.allclose(np.linalg.norm(embedded.vectors, axis=1), 1.0, atol=1e-4)
    assert near > far + 0.2
    assert embedded.engine.profile == "cpu"
