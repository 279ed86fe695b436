"""What `scale_engines.py` measures of the generator: alone, asked as services ask, and step by step.

No prompt is asked twice but where that is what is measured: the generator reads one that it holds only once.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import torch
from scale_asked import picture, text

from argosy_engines.contracts import EngineSpec, GenerationRequest, Image, SamplingParameters

if TYPE_CHECKING:
    from scale_engines import Bench, Figures

TOKENS = 64
ASKED_TOGETHER = {"3 readings of 60": (3, 60, 3), "2 rewordings of 300": (2, 300, 1)}
"""Samples of one prompt, tokens of each, and rounds: as cs-agent asks."""
USUAL_WORDS = 150


def measure(bench: Bench, spec: EngineSpec, at_once: int) -> None:
    """The engine writing `at_once` answers at once (0: one after the other), beside the bare model."""
    chosen = replace(spec, options={**spec.options, "answers_at_once": at_once})
    with bench.measured(f"text_generator, {at_once} at once", chosen) as (engine, found):
        found["decoding"] = engine.decoding
        seeds = itertools.count(1)
        found["first_call_s"], _ = bench.timed(lambda: list(_said(engine, text(next(seeds), 20), 4)))
        image, _ = picture()
        long = 40 if bench.is_tiny else 1200
        for name, words, images in (("short", 20, ()), ("long", long, ()), ("picture", 20, (image,))):
            found[name] = _beside_bare(bench, engine, seeds, words, images)
        for name, (count, tokens, rounds) in ASKED_TOGETHER.items():
            length = bench.few(tokens)
            took = []
            for _ in range(bench.few(rounds)):
                prompt = text(next(seeds), USUAL_WORDS)
                took.append(bench.timed(lambda p=prompt, c=count, n=length: _together(engine, [p] * c, n))[0])
            found[name] = {"p50_s": statistics.median(took), "most_s": max(took)}
        prompt = text(next(seeds), USUAL_WORDS)
        found["tokens of 2 rewordings in 4 s"] = _written_in(
            engine, [prompt] * 2, 0.2 if bench.is_tiny else 4
        )
        prompts = [text(next(seeds), USUAL_WORDS) for _ in range(8)]
        took_s, _ = bench.timed(lambda: _together(engine, prompts, bench.few(TOKENS)))
        found["8 prompts of others"] = {"tokens_per_s": 8 * bench.few(TOKENS) / took_s}
        if at_once:
            found["alone_and_in_company_the_same"] = _is_same_in_company(bench, engine, prompts)
            found["steps"] = _steps(bench, engine)


def compare_tokens(bench: Bench, spec: EngineSpec, at_once: int) -> None:
    """How many tokens of greedy answers are those of the bare model: in the spec's dtype, and exactly."""
    for dtype in dict.fromkeys((spec.dtype, "float32")):
        chosen = replace(spec, dtype=dtype, options={**spec.options, "answers_at_once": at_once})
        with bench.measured(f"text_generator's tokens in {dtype}", chosen) as (engine, found):
            found["decoding"], same = engine.decoding, []
            for seed in range(bench.few(4)):
                request = _request(text(seed, 20 * (1 + seed)), bench.few(TOKENS))
                inputs = engine._inputs(request)
                own = list(engine._chat.stream_tokens(inputs, request.sampling, lambda: False))
                bare = _bare(engine, inputs, len(own))
                pairs = enumerate(zip(own, bare, strict=True))
                same.append(next((i for i, (one, other) in pairs if one != other), len(own)))
            found["tokens"], found["the_same_up_to"] = bench.few(TOKENS), same


def _request(prompt: str, tokens: int, *images: Image, seed: int | None = None) -> GenerationRequest:
    if seed is None:
        sampling = SamplingParameters(max_tokens=tokens, temperature=0.0, ignore_eos=True)
    else:
        sampling = SamplingParameters(
            max_tokens=tokens, temperature=0.3, top_p=0.95, seed=seed, ignore_eos=True
        )
    return GenerationRequest(prompt, sampling, images)


def _said(engine: Any, prompt: str, tokens: int, *images: Image) -> Iterator[str]:
    pieces: Iterator[str] = engine.generate(_request(prompt, tokens, *images), lambda: False)
    return pieces


def _bare(engine: Any, inputs: Any, tokens: int) -> list[int]:
    """What the model itself writes, as transformers runs it."""
    with torch.inference_mode():
        ids = engine._chat._model.generate(**inputs, max_new_tokens=tokens, do_sample=False)
    written: list[int] = ids[0, inputs["input_ids"].shape[1] :].tolist()
    return written


def _beside_bare(
    bench: Bench, engine: Any, seeds: Iterator[int], words: int, images: tuple[Image, ...]
) -> Figures:
    length = bench.few(TOKENS)

    def said(tokens: int) -> Iterator[str]:
        return _said(engine, text(next(seeds), words), tokens, *images)

    inputs = engine._inputs(_request(text(0, words), length, *images))
    list(said(4))
    row: Figures = {"prompt_tokens": int(inputs["input_ids"].shape[1])}
    row["first_piece"] = bench.latency(lambda: next(said(1)), 20)
    own, bare = [], []
    for _ in range(bench.few(2)):
        own.append(bench.timed(lambda: list(said(length)))[0])
        bare.append(bench.timed(lambda: _bare(engine, inputs, length))[0])
    row["engine_s"], row["bare_s"] = statistics.median(own), statistics.median(bare)
    row["tokens_per_s"] = (length - 1) / (row["engine_s"] - row["first_piece"]["p50_s"])
    return row


def _together(engine: Any, prompts: list[str], tokens: int) -> list[str]:
    """All prompts asked at once, each with a seed of its own, as the tier's model asks."""
    asked = [_request(prompt, tokens, seed=seed) for seed, prompt in enumerate(prompts)]
    with ThreadPoolExecutor(engine.at_once) as threads:
        return list(threads.map(lambda one: "".join(engine.generate(one, lambda: False)), asked))


def _written_in(engine: Any, prompts: list[str], seconds: float) -> list[int]:
    """Tokens of each answer to prompts asked at once, cancelled after so many seconds."""
    ends = time.perf_counter() + seconds

    def count(seed: int, prompt: str) -> int:
        request = _request(prompt, 1200, seed=seed)
        inputs = engine._inputs(request)
        tokens = engine._chat.stream_tokens(inputs, request.sampling, lambda: time.perf_counter() > ends)
        return sum(1 for _ in tokens)

    with ThreadPoolExecutor(engine.at_once) as threads:
        return list(threads.map(count, range(len(prompts)), prompts))


def _is_same_in_company(bench: Bench, engine: Any, prompts: list[str]) -> bool:
    company = _together(engine, prompts[: engine.at_once], bench.few(TOKENS))
    return company[:1] == _together(engine, prompts[:1], bench.few(TOKENS))


def _steps(bench: Bench, engine: Any) -> list[Figures]:
    """One token in each row, by how far attention looks back: replayed, and queued anew."""
    step = engine._chat._beside._step
    rows = []
    for length in step.lengths:
        with torch.inference_mode():
            took = [bench.timed(lambda n=length: step.scores(n))[0] for _ in range(bench.few(20))]
            queued = [bench.timed(lambda n=length: step._forward(n))[0] for _ in range(bench.few(5))]
        rows.append({"length": length, "s": statistics.median(took), "queued_s": statistics.median(queued)})
    return rows
