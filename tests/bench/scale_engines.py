"""The engines of profile `gpu`, at the sizes it names, on random weights: no download, no quality.

    .venv-models/bin/python tests/bench/scale_engines.py --device cuda --out scale.json
    .venv-models/bin/python tests/bench/scale_engines.py --device cpu --tiny      # tries the bench itself

Each engine is made from the profile's entry and asked as Triton's model asks it. Beside each time stands
that of the bare model on the tensors that the engine gave it, in turn in the same run: the ratio is our
own code's share. Random models do not end their answers, so the bench fixes how long these are; nor do
their drafts pass the checks, so times are per pass over the model. Figures go to docs/performance.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import scale_generator
import scale_instances
import scale_weights
import torch
from scale_asked import FIXED, NEW_TOKENS, Tap, picture, requests, text
from transformers.utils import logging as transformers_logging

from argosy_engines.contracts import EngineSpec
from argosy_engines.registry import build_spec, load_profile

PROFILE = Path(__file__).parents[2] / "deploy/triton/profiles/gpu.yaml"
Call = Callable[[], Any]
Figures = dict[str, Any]


@dataclass(slots=True)
class Bench:
    device: str
    is_tiny: bool
    dtype: str | None
    home: Path
    out: Path | None
    at_once: Sequence[int]
    """Answers that the generator writes at once, to be tried in turn; 0: one after the other."""
    figures: Figures = field(default_factory=dict)
    specs: dict[str, EngineSpec] = field(default_factory=dict)
    """Of what was measured, for more instances of it."""

    def spec(self, model: Any, weights: Path, **other: Any) -> EngineSpec:
        """The profile's entry with other weights."""
        entry = load_profile(str(PROFILE)).specs[model]
        return replace(
            entry, weights=str(weights), device=self.device, dtype=self.dtype or entry.dtype, **other
        )

    @contextmanager
    def measured(self, name: str, spec: EngineSpec) -> Iterator[tuple[Any, Figures]]:
        """The engine, and where its figures go; they are printed and written at the end."""
        found: Figures = {"dtype": spec.dtype}
        gc.collect()
        if self.device != "cpu":
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()
        engine: Any = None
        try:
            found["load_s"], engine = self.timed(lambda: build_spec(spec))
            found["weights_gb"] = self.memory(torch.cuda.memory_allocated)
            yield engine, found
        except Exception as error:  # noqa: BLE001 — one engine's fault must not cost the others' figures
            found["error"] = f"{type(error).__name__}: {error}"
        found["peak_gb"] = self.memory(torch.cuda.max_memory_allocated)
        self.note(name, found)

    def note(self, name: str, found: Figures) -> None:
        self.figures[name] = found
        print(name, json.dumps(rounded(found)), flush=True)
        if self.out:
            self.out.write_text(json.dumps(rounded(self.figures), indent=1), encoding="utf-8")

    def memory(self, ask: Callable[[], int]) -> float | None:
        return None if self.device == "cpu" else ask() / 1e9

    def timed(self, call: Call) -> tuple[float, Any]:
        """Seconds, until the device is through, and the answer."""
        began = time.perf_counter()
        answer = call()
        if self.device != "cpu":
            torch.cuda.synchronize()
        return time.perf_counter() - began, answer

    def latency(self, call: Call, count: int) -> Figures:
        took = sorted(self.timed(call)[0] for _ in range(self.few(count)))
        return {"p50_s": statistics.median(took), "p99_s": took[int(len(took) * 0.99)], "calls": len(took)}

    def few(self, count: int) -> int:
        return min(2, count) if self.is_tiny else count

    def beside_bare(self, call: Call, tap: Tap, rounds: int) -> Figures:
        """Medians per pass over the model, the engine and the bare model taking turns."""
        own, bare = [], []
        for _ in range(self.few(rounds)):
            before = tap.calls
            took, _ = self.timed(call)
            own.append(took / (tap.calls - before))
            bare.append(self.timed(tap.bare)[0])
        engine_s, bare_s = statistics.median(own), statistics.median(bare)
        return {"engine_s": engine_s, "bare_s": bare_s, "ratio": engine_s / bare_s}

    def sweep(
        self, call: Callable[[int], Any], tap: Tap, sizes: Iterable[int], rounds: int = 3
    ) -> list[Figures]:
        rows = []
        for size in sizes:
            call(size)  # kernels for new shapes are loaded outside the figures
            row = self.beside_bare(lambda size=size: call(size), tap, rounds)
            rows.append({"batch": size, "per_s": size / row["engine_s"], **row})
        return rows

    def text_embedder(self) -> None:
        place = scale_weights.text_embedder(self.home / "e5", self.device, "float16", is_tiny=self.is_tiny)
        spec = self.spec("text_embedder", place, max_batch=256)
        texts = [text(i, 6 + i % 7) for i in range(256)]
        self.specs["text_embedder"] = spec
        with self.measured("text_embedder", spec) as (engine, found):
            tap = Tap(engine._model, "forward")

            def embed(size: int) -> Any:
                return engine.embed(texts[:size], ["passage"] * size)

            found["first_call_s"], _ = self.timed(lambda: embed(1))
            found["tokens_a_text"] = statistics.mean(map(len, engine._rows(texts, ["passage"] * 256)))
            found["batch_1"] = self.latency(lambda: embed(1), 300)
            found["sweep"] = self.sweep(embed, tap, (1, 8, 32, 64, 128, 256), rounds=9)
            exact = build_spec(replace(spec, device="cpu", dtype="float32"))
            vectors = exact.embed(texts[:32], ["passage"] * 32)  # type: ignore[attr-defined]  # an embedder
            found["least_cosine_to_float32"] = float((vectors * embed(32)).sum(axis=1).min())

    def translator(self) -> None:
        place = scale_weights.translator(self.home / "nllb", self.device, "float16", is_tiny=self.is_tiny)
        self.specs["translator"] = spec = self.spec("translator", place, max_batch=128)
        with self.measured("translator", spec) as (engine, found):
            tap = Tap(engine._desk.writer._model, "generate", **FIXED)
            found["first_call_s"], _ = self.timed(lambda: engine.translate(requests(1)))
            found["new_tokens"] = NEW_TOKENS
            found["source_tokens"] = statistics.mean(engine._desk.writer.length(r.text) for r in requests(32))
            found["batch_1"] = self.latency(lambda: engine.translate(requests(1)), 30)
            found["sweep"] = self.sweep(
                lambda size: engine.translate(requests(size)), tap, (1, 4, 16, 32, 64, 128)
            )

    def text_generator(self) -> None:
        place = scale_weights.text_generator(self.home / "vl", self.device, "bfloat16", is_tiny=self.is_tiny)
        self.specs["text_generator"] = spec = self.spec("text_generator", place)
        for count in self.at_once:
            scale_generator.measure(self, spec, count)
        scale_generator.compare_tokens(self, spec, self.at_once[-1])

    def chat_translator(self) -> None:
        place = self.home / "vl"
        if not place.exists():
            scale_weights.text_generator(place, self.device, "bfloat16", is_tiny=self.is_tiny)
        entry = "argosy_engines.scale_chat_translator:ChatTranslator"
        spec = self.spec("text_generator", place, max_batch=32, engine=entry)
        with self.measured("chat_translator", replace(spec, model="translator")) as (engine, found):
            tap = Tap(engine._desk.writer.chat._model, "generate", **FIXED)
            found["first_call_s"], _ = self.timed(lambda: engine.translate(requests(1)))
            found["prompt_tokens"] = int(tap.last[1]["input_ids"].shape[1])
            found["new_tokens"] = NEW_TOKENS
            found["sweep"] = self.sweep(lambda size: engine.translate(requests(size)), tap, (1, 8, 32), 2)

    def lama(self) -> None:
        file = scale_weights.lama(self.home / "lama/net.pt", self.device, is_tiny=self.is_tiny)
        entry = "argosy_engines.scale_image_eraser:LamaEraser"
        spec = EngineSpec("image_eraser", "gpu", entry, weights=str(file), device=self.device)
        self.eraser("lama", spec, "_network", 30)

    def diffusion(self) -> None:
        place = scale_weights.diffusion(self.home / "sd", self.device, "float16", is_tiny=self.is_tiny)
        entry = "argosy_engines.scale_diffusion_eraser:DiffusionEraser"
        dtype = self.dtype or "float16"
        spec = EngineSpec(
            "image_eraser", "gpu", entry, weights=str(place), device=self.device, dtype=dtype,
            options={"size": 64, "steps": 2} if self.is_tiny else {},
        )  # fmt: skip
        self.eraser("diffusion", spec, "_pipeline", 6)

    def eraser(self, name: str, spec: EngineSpec, part: str, calls: int) -> None:
        image, mask = picture()
        with self.measured(name, spec) as (engine, found):
            tap = Tap(engine, part)
            found["first_call_s"], erased = self.timed(lambda: engine.erase(image, mask))
            found["outside_is_untouched"] = bool((erased[mask == 0] == image[mask == 0]).all())
            found["batch_1"] = self.latency(lambda: engine.erase(image, mask), calls)
            found["a_window"] = self.beside_bare(lambda: engine.erase(image, mask), tap, max(3, calls // 4))


ENGINES = ("text_embedder", "translator", "lama", "diffusion", "text_generator", "chat_translator")


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: rounded(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [rounded(inner) for inner in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--dtype", help="instead of the profile's")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--instances", default="", help="e.g. 1,2,4: processes beside each other")
    parser.add_argument("--at-once", default="0,4", help="answers that the generator writes at once")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--home", type=Path, help="where weights are written and stay")
    given = parser.parse_args()
    transformers_logging.disable_progress_bar()
    with tempfile.TemporaryDirectory() as passing:
        home = given.home or Path(passing)
        at_once = [int(count) for count in given.at_once.split(",")]
        bench = Bench(given.device, given.tiny, given.dtype, home, given.out, at_once)
        for name in filter(None, given.engines.split(",")):
            getattr(bench, name)()
        if given.instances:
            counts = [int(count) for count in given.instances.split(",")]
            bench.note("instances", scale_instances.measure(bench.specs, counts, 1 if given.tiny else 4))


if __name__ == "__main__":
    main()
