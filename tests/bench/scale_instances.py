"""The same engine in several processes on one device, as `instance_group { count: n }` makes them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_context
from typing import Any

from scale_asked import FIXED, Tap, requests, text

from argosy_engines.contracts import EngineSpec, GenerationRequest, SamplingParameters
from argosy_engines.registry import build_spec

BATCHES = {"text_embedder": (1, 64), "translator": (1, 32), "text_generator": (1,)}
WAIT_S = 240.0


def measure(specs: Mapping[str, EngineSpec], counts: Sequence[int], seconds: float) -> dict[str, Any]:
    """Texts or tokens a second, all processes together, per engine, batch and number of processes."""
    context = get_context("spawn")
    barrier, results = context.Barrier(max(counts)), context.Queue()
    processes = [
        context.Process(target=_work, args=(rank, dict(specs), list(counts), seconds, barrier, results))
        for rank in range(max(counts))
    ]
    for process in processes:
        process.start()
    found: dict[str, Any] = {}
    try:
        for _ in range(max(counts) * len(counts) * sum(len(BATCHES[name]) for name in specs)):
            name, batch, count, rate = results.get(timeout=WAIT_S)
            row = found.setdefault(name, {}).setdefault(f"batch {batch}", {})
            row[str(count)] = row.get(str(count), 0.0) + rate
    finally:
        for process in processes:
            process.join(timeout=10)
            process.kill()
    return found


def _work(
    rank: int, specs: dict[str, EngineSpec], counts: list[int], seconds: float, barrier: Any, results: Any
) -> None:
    asks = {name: _ask(name, spec) for name, spec in specs.items()}
    for name, ask in asks.items():
        for batch in BATCHES[name]:
            ask(batch)
            for count in counts:
                barrier.wait(WAIT_S)
                began, done = time.perf_counter(), 0
                while rank < count and time.perf_counter() - began < seconds:
                    done += ask(batch)
                results.put((name, batch, count, done / (time.perf_counter() - began)))
                barrier.wait(WAIT_S)


def _ask(name: str, spec: EngineSpec) -> Callable[[int], int]:
    """Asks an engine of this process for a batch; how many texts, or tokens, it gave."""
    engine: Any = build_spec(spec)
    if name == "text_embedder":
        texts = [text(i, 6 + i % 7) for i in range(256)]
        return lambda batch: len(engine.embed(texts[:batch], ["passage"] * batch))
    if name == "translator":
        Tap(engine._desk.writer._model, "generate", **FIXED)
        return lambda batch: len(engine.translate(requests(batch)))
    sampling = SamplingParameters(max_tokens=32, temperature=0.0, ignore_eos=True)

    def write(_: int) -> int:
        list(engine.generate(GenerationRequest(text(1, 20), sampling), lambda: False))
        return 32

    return write
