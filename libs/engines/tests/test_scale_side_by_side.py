"""Answers written side by side, over keys and values that lie still, against the model's own `generate`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from argosy_engines.contracts import EngineSpec, GenerationRequest, Image, SamplingParameters
from argosy_engines.errors import InvalidInput, ProfileError
from argosy_engines.registry import build_spec

pytest.importorskip("transformers", reason="needs the models environment")
import torch
from transformers import Qwen3ForCausalLM

from argosy_engines import scale_static_step
from argosy_engines import scale_tiny_models as tiny
from argosy_engines.scale_text_generator import TransformersGenerator

pytestmark = pytest.mark.models

LONG = SamplingParameters(max_tokens=60, temperature=0.0, ignore_eos=True)
WARM = SamplingParameters(max_tokens=40, temperature=1.3, seed=3)
SAMPLINGS = {
    "greedy": replace(LONG, ignore_eos=False),
    "drawn": WARM,
    "cut": replace(WARM, temperature=1.0, top_p=0.8, top_k=40, min_p=0.01),
    "penalised": replace(WARM, presence_penalty=1.5, frequency_penalty=0.5, repetition_penalty=1.3),
    "at least": replace(LONG, ignore_eos=False, min_tokens=50, max_tokens=55),
    "stopped": replace(WARM, stop=("e", "a")),
}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., TransformersGenerator]:
    base = tmp_path_factory.mktemp("chat")

    def build(name: str, **options: object) -> TransformersGenerator:
        if not (base / name).exists():
            getattr(tiny, name)(base / name)
        engine = "argosy_engines.scale_text_generator:TransformersGenerator"
        built = build_spec(
            EngineSpec("text_generator", "tiny", engine, weights=str(base / name), options=options)
        )
        assert isinstance(built, TransformersGenerator)
        return built

    return build


def picture(seed: int) -> Image:
    return np.random.default_rng(seed).integers(0, 256, (60, 90, 3), dtype=np.uint8)


def say(engine: TransformersGenerator, prompt: str, sampling: SamplingParameters, *images: Image) -> str:
    return "".join(engine.generate(GenerationRequest(prompt, sampling, images), lambda: False))


@pytest.mark.parametrize("name", ["qwen3", "qwen2_5_vl", "qwen3_vl"])
@pytest.mark.parametrize("how", SAMPLINGS)
def test_each_answer_is_what_one_after_the_other_gives(
    build: Callable[..., TransformersGenerator], name: str, how: str
) -> None:
    alone, beside = build(name), build(name, answers_at_once=3)
    assert (alone.at_once, beside.at_once) == (1, 3), beside.decoding
    sampling = SAMPLINGS[how]
    asked = [(f"纯棉连衣裙 {'a black dress ' * i}", replace(sampling, seed=i)) for i in range(7)]

    with ThreadPoolExecutor(7) as threads:
        together = list(threads.map(lambda one: say(beside, *one), asked))

    assert together == [say(alone, *one) for one in asked]
    assert len(set(together)) > 1


@pytest.mark.parametrize("name", ["qwen2_5_vl", "qwen3_vl"])
def test_pictures_are_seen_by_the_row_that_holds_them_only(
    build: Callable[..., TransformersGenerator], name: str
) -> None:
    alone, beside = build(name), build(name, answers_at_once=4)
    asked = [
        ("hi", LONG, picture(1)),
        ("hi", LONG),
        ("hi", LONG, picture(2)),
        ("hi", LONG, picture(1), picture(2)),
    ]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda one: say(beside, *one), asked))

    assert together == [say(alone, *one) for one in asked]
    assert len(set(together)) == 4


def test_the_samples_of_one_prompt_read_it_once(build: Callable[..., TransformersGenerator]) -> None:
    alone, beside = build("qwen3_vl"), build("qwen3_vl", answers_at_once=3)
    read: list[int] = []
    beside._chat._model.register_forward_pre_hook(
        lambda _, __, given: read.append(given["input_ids"].shape[1]), with_kwargs=True
    )
    asked = [("hi", replace(WARM, seed=seed), picture(1)) for seed in range(6)]

    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda one: say(beside, *one), asked))
    other = say(beside, "hi", WARM, picture(2))

    assert together == [say(alone, *one) for one in asked]
    assert other == say(alone, "hi", WARM, picture(2))
    assert len([length for length in read if length > 1]) == 2


def test_an_answer_may_fill_the_context_through_every_length_of_the_step(
    build: Callable[..., TransformersGenerator], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale_static_step, "SHORTEST", 32)
    alone, beside = build("qwen3"), build("qwen3", answers_at_once=2, max_context=300)
    step = beside._chat._beside._step  # type: ignore[union-attr]
    assert step.lengths == (32, 64, 128, 256, 300)
    forever = replace(LONG, max_tokens=8000, temperature=1.0, seed=1)
    inputs = beside._inputs(GenerationRequest("hi", forever))
    room = 300 - inputs["input_ids"].shape[1]

    whole = list(beside._chat.stream_tokens(inputs, forever, lambda: False))

    assert len(whole) == room
    assert whole == list(alone._chat.stream_tokens(inputs, replace(forever, max_tokens=room), lambda: False))
    assert step.at.max() == 299
    again = list(beside._chat.stream_tokens(inputs, forever, lambda: False))
    assert again == whole
    with pytest.raises(InvalidInput, match="takes 299"):
        beside.generate(GenerationRequest("a " * 400), lambda: False)


def test_who_goes_away_frees_his_row_and_the_others_write_on(
    build: Callable[..., TransformersGenerator],
) -> None:
    alone, beside = build("qwen3"), build("qwen3", answers_at_once=2)
    forever = replace(LONG, max_tokens=450)
    gone = beside.generate(GenerationRequest("gone", forever), lambda: False)
    next(gone)
    cancelled = threading.Event()
    other = beside.generate(GenerationRequest("cancelled", forever), cancelled.is_set)
    next(other)

    with ThreadPoolExecutor(1) as threads:
        waits = threads.submit(say, beside, "hi", LONG)
        gone.close()  # type: ignore[attr-defined]  # a generator
        assert waits.result(60) == say(alone, "hi", LONG)
        cancelled.set()
        assert len(list(other)) < 450

    for thread in threading.enumerate():
        if thread.name == "generation":
            thread.join(10)
            assert not thread.is_alive()
    assert say(beside, "hi", LONG) == say(alone, "hi", LONG)


def test_a_prompt_that_breaks_the_model_breaks_its_own_answer_only(
    build: Callable[..., TransformersGenerator],
) -> None:
    alone, beside = build("qwen3"), build("qwen3", answers_at_once=3)
    bad = beside._inputs(GenerationRequest("x" * 99, LONG))["input_ids"].shape[1]

    def breaks(_: object, __: object, given: dict[str, torch.Tensor]) -> None:
        if given["input_ids"].shape[1] == bad:
            raise ValueError("broken")

    beside._chat._model.register_forward_pre_hook(breaks, with_kwargs=True)
    with ThreadPoolExecutor(3) as threads:
        answers = [threads.submit(say, beside, prompt, LONG) for prompt in ("hi", "x" * 99, "ho")]
        with pytest.raises(ValueError, match="broken"):
            answers[1].result()
        assert [answers[i].result() for i in (0, 2)] == [say(alone, prompt, LONG) for prompt in ("hi", "ho")]


def test_a_step_that_breaks_ends_the_answers_in_hand_with_its_error(
    build: Callable[..., TransformersGenerator],
) -> None:
    beside = build("qwen3", answers_at_once=2)
    before = say(beside, "hi", LONG)

    def breaks(_: object, __: object, given: dict[str, torch.Tensor]) -> None:
        if given["input_ids"].shape[1] == 1:
            raise RuntimeError("broken")

    hook = beside._chat._model.register_forward_pre_hook(breaks, with_kwargs=True)
    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(say, beside, prompt, LONG) for prompt in ("hi", "ho")]
        for answer in answers:
            with pytest.raises(RuntimeError, match="broken"):
                answer.result(60)
    hook.remove()
    assert say(beside, "hi", LONG) == before


# --- what it falls back to --------------------------------------------------------------------


def test_a_model_whose_layers_look_back_otherwise_writes_one_after_the_other(
    build: Callable[..., TransformersGenerator], tmp_path: Path
) -> None:
    place = tiny.qwen3(tmp_path / "sliding")
    model = Qwen3ForCausalLM.from_pretrained(str(place))
    layers = ["sliding_attention", "full_attention"]
    model.config.update({"layer_types": layers, "use_sliding_window": True, "sliding_window": 8})
    model.save_pretrained(str(place))
    engine = "argosy_engines.scale_text_generator:TransformersGenerator"
    spec = EngineSpec("text_generator", "tiny", engine, weights=str(place), options={"answers_at_once": 4})
    built = build_spec(spec)
    assert isinstance(built, TransformersGenerator)

    assert built.at_once == 1
    assert "layers that look back otherwise: ['StaticSlidingWindowLayer']" in built.decoding
    assert say(built, "hi", LONG) != ""


def test_a_step_whose_scores_are_not_the_models_is_not_used(
    build: Callable[..., TransformersGenerator], monkeypatch: pytest.MonkeyPatch
) -> None:
    forward = scale_static_step.StaticStep._forward

    def off_by_one(step: scale_static_step.StaticStep, length: int) -> None:
        step._positions.add_(3)
        forward(step, length)

    monkeypatch.setattr(scale_static_step.StaticStep, "_forward", off_by_one)
    built = build("qwen3", answers_at_once=4)

    assert built.at_once == 1
    assert "from the model's own" in built.decoding


@pytest.mark.skipif(torch.cuda.is_available(), reason="there a capture works")
def test_a_step_that_cannot_be_captured_is_queued_anew_each_time(
    build: Callable[..., TransformersGenerator], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = build("qwen3")
    assert alone.decoding == "one answer after the other"
    monkeypatch.setattr("argosy_engines.scale_chat_model.ChatModel.is_on_a_gpu", True)
    beside = build("qwen3")

    assert beside.at_once == 4
    assert "each step queued anew, for it cannot be captured: " in beside.decoding
    assert say(beside, "hi", LONG) == say(alone, "hi", LONG)


@pytest.mark.parametrize("value", [-1, 65, "many", True])
def test_a_number_of_answers_that_is_none_is_refused(
    build: Callable[..., TransformersGenerator], value: object
) -> None:
    with pytest.raises(ProfileError, match=r"'answers_at_once' must be a whole number in 0\.\.64"):
        build("qwen3", answers_at_once=value)
