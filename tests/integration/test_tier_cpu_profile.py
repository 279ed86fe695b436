"""The profile `cpu`: transformers' engines in the models environment, behind the same contract."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import numpy as np
import pytest

from argosy_inference import CallContext, Sampling, Tier, TierRejected, TierSettings
from argosy_testing.stack import RunningStack, StackFactory

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


TINY_GENERATOR = """
import os
from pathlib import Path

from argosy_engines import scale_tiny_models
from argosy_engines.triton_streaming import GeneratorModel

scale_tiny_models.qwen3(Path({weights!r}))
os.environ["ARGOSY_PROFILE"] = {profile!r}


class TritonPythonModel(GeneratorModel):
    pass
"""


async def test_answers_written_side_by_side_are_those_that_come_alone(
    own_stack: StackFactory, tmp_path: Path
) -> None:
    profile, weights, model = tmp_path / "tiny.yaml", tmp_path / "qwen3", tmp_path / "models/text_generator"
    profile.write_text(
        "profile: tiny\nmodels:\n  text_generator:\n"
        "    engine: argosy_engines.scale_text_generator:TransformersGenerator\n"
        f"    weights: {weights}\n    options: {{answers_at_once: 3}}\n"
    )
    (model / "1").mkdir(parents=True)
    (model / "1/model.py").write_text(TINY_GENERATOR.format(weights=str(weights), profile=str(profile)))
    config = Path(__file__).parents[2] / "deploy/triton/models/text_generator/config.pbtxt"
    (model / "config.pbtxt").write_text(config.read_text())
    stack = own_stack(
        "triton", profile="cpu", model_repository=tmp_path / "models", models=("text_generator",)
    )
    settings = TierSettings(stack.triton_url, in_flight={"text_generator": 8})
    async with Tier(settings) as client:

        async def text(prompt: str, seed: int) -> str:
            sampling = Sampling(100, 1.0, 0.95, seed=seed, extra={"ignore_eos": True})
            return "".join([piece.text async for piece in client.generate(prompt, sampling, context=PATIENT)])

        asked = [("纯棉连衣裙", seed) for seed in range(5)] + [("a black dress", seed) for seed in range(3)]
        together = await asyncio.gather(*(text(*one) for one in asked))
        assert together == [await text(*one) for one in asked]
    assert len(set(together)) == 8
    assert "text_generator: 3 answers at once" in (stack.stack.home / "logs/triton.log").read_text()
