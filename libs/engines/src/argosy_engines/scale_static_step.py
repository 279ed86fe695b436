"""One token for several answers at once, over keys and values that lie still.

The step that `generate` takes for each token queues some two thousand small kernels, and the keys and values
grow: the CPU that queues is the limit, not the GPU. Here they lie in tensors of a fixed size, a row for each
answer, so that the whole step can be captured once as a CUDA graph and replayed. Prompts are read by the
model's own `generate`; what it kept of them is copied into a row.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import torch
from torch import Tensor
from transformers import Cache, StaticCache
from transformers.cache_utils import CacheLayerMixin, StaticLayer

SHORTEST = 512
"""Tokens that attention looks at in the cheapest step; the next ones look at twice as many each."""
CLOSE = {torch.float32: 1e-3, torch.bfloat16: 0.05, torch.float16: 0.02}
"""How far scores of a step may be from the model's own, of their length: rounding, by dtype."""


class NoStaticStepError(Exception):
    """Why this model cannot be run so."""


@dataclass(slots=True)
class ReadPrompt:
    """What a model keeps of a prompt that it has read."""

    inputs: Mapping[str, Any]
    cache: Any | None
    """Its keys and values; None once they lie in a row."""
    scores: Tensor
    """`[1, vocabulary]`, of the first token to write."""
    positions: Tensor
    """`[..., 1, 1]`, of the first token to write; several numbers where pictures have rows and columns."""

    @property
    def length(self) -> int:
        return int(self.inputs["input_ids"].shape[1])

    def is_of(self, inputs: Mapping[str, Any]) -> bool:
        """Whether these inputs, pictures and all, are what was read."""
        if self.inputs.keys() != inputs.keys():
            return False
        return all(_is_same(self.inputs[name], value) for name, value in inputs.items())


def _is_same(one: Any, other: Any) -> bool:  # noqa: ANN401 — tensors, or what processors hand over
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return one.shape == other.shape and bool(torch.equal(one, other))
    return bool(one == other)


def read_prompt(model: Any, inputs: Mapping[str, Any]) -> ReadPrompt:  # noqa: ANN401 — transformers' own
    """The prompt read by `generate`, as every prompt is; the token that it would draw is thrown away."""
    seen: dict[str, Any] = {}
    hook = model.register_forward_pre_hook(lambda _, __, given: seen.update(given), with_kwargs=True)
    try:
        read = model.generate(
            **inputs, max_new_tokens=1, do_sample=False, return_dict_in_generate=True, output_logits=True
        )
    finally:
        hook.remove()
    positions = seen.get("position_ids")
    if positions is None:
        raise NoStaticStepError("the model takes no positions")
    return ReadPrompt(dict(inputs), read.past_key_values, read.logits[0], positions[..., -1:] + 1)


class _Rows(CacheLayerMixin):  # type: ignore[misc]  # untyped in transformers
    """One layer's keys and values, `[rows, heads, tokens, width]`; each row writes at its own place."""

    is_compileable = True
    is_sliding = False

    def __init__(self, step: StaticStep, like: Any) -> None:  # noqa: ANN401 — a layer that has read a prompt
        super().__init__()
        self._step = step
        sizes = (step.rows, like.keys.shape[1], step.tokens)
        self.keys = like.keys.new_zeros((*sizes, like.keys.shape[-1]))
        self.values = like.values.new_zeros((*sizes, like.values.shape[-1]))
        self.is_initialized = True

    def lazy_initialization(self, key_states: Tensor, value_states: Tensor) -> None:
        """Nothing is left to do."""

    def update(
        self, key_states: Tensor, value_states: Tensor, *_: object, **__: object
    ) -> tuple[Tensor, Tensor]:
        at = self._step.at.view(-1, 1, 1, 1)
        self.keys.scatter_(2, at.expand_as(key_states), key_states)
        self.values.scatter_(2, at.expand_as(value_states), value_states)
        seen = self._step.length
        return self.keys[:, :, :seen], self.values[:, :, :seen]

    def get_mask_sizes(self, query_length: int) -> tuple[int, int]:  # noqa: ARG002 — transformers' signature
        return self._step.length, 0

    def get_seq_length(self) -> int:
        return self._step.length - 1

    def get_max_length(self) -> int:
        return self._step.tokens


@dataclass(slots=True)
class StaticStep:
    """A model whose next token is computed for `rows` answers at once, of up to `tokens` tokens each."""

    rows: int
    tokens: int
    lengths: Sequence[int]
    """How far back attention may look in a step; the least that reaches is taken."""
    at: Tensor
    """`[rows]`: where each row writes next."""
    length: int
    """How far back the step being run or captured looks."""
    _model: Any
    _drawn: Tensor
    """`[rows, 1]`: the tokens drawn last."""
    _positions: Tensor
    _moves: Tensor
    """`[rows]`: 1 where a row is written, 0 where it rests."""
    _scores: Tensor
    _cache: Any = None
    _graphs: dict[int, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, model: Any, sample: Mapping[str, Any], rows: int, tokens: int) -> Self:  # noqa: ANN401 — transformers' own
        """A step that was held against the model's own on the sample prompt.

        Raises:
            NoStaticStepError: the model cannot be run so, or there is not the memory.
        """
        try:
            _require_static_cache(model)
            read = read_prompt(model, sample)
            step = cls._empty(model, read, rows, tokens)
            step._require_right(read)  # noqa: SLF001 — its own
        except (RuntimeError, TypeError, ValueError, AttributeError) as error:
            raise NoStaticStepError(f"{type(error).__name__}: {str(error)[:300]}") from error
        return step

    @classmethod
    def _empty(cls, model: Any, read: ReadPrompt, rows: int, tokens: int) -> Self:  # noqa: ANN401 — likewise
        device = read.scores.device
        numbers = torch.zeros(rows, dtype=torch.long, device=device)
        shape = list(read.positions.shape)
        shape[-2] = rows
        lengths = [SHORTEST << i for i in range(32) if SHORTEST << i < tokens]
        step = cls(
            rows=rows,
            tokens=tokens,
            lengths=(*lengths, tokens),
            at=numbers,
            length=tokens,
            _model=model,
            _drawn=numbers.clone()[:, None],
            _positions=read.positions.new_zeros(shape),
            _moves=numbers.clone(),
            _scores=read.scores.new_zeros((rows, read.scores.shape[-1])),
        )
        step._cache = Cache(layers=[_Rows(step, layer) for layer in _layers(read)])
        return step

    @property
    def bytes_kept(self) -> int:
        """Of keys and values."""
        return sum(part.nbytes for layer in self._cache.layers for part in (layer.keys, layer.values))

    @property
    def graphs(self) -> int:
        """How many lengths of the step are captured."""
        return len(self._graphs)

    def capture(self) -> None:
        """Capture the step, once for each length. Before it there must be nothing to write.

        Raises:
            NoStaticStepError: it cannot be captured; the step then runs as it did.
        """
        try:
            pool = torch.cuda.graph_pool_handle()
            for length in reversed(self.lengths):
                self._graphs[length] = self._captured(length, pool)
        except (RuntimeError, AssertionError, AttributeError) as error:
            self._graphs.clear()
            gc.collect()
            torch.cuda.empty_cache()
            raise NoStaticStepError(f"{type(error).__name__}: {str(error)[:300]}") from error

    def _captured(self, length: int, pool: Any) -> Any:  # noqa: ANN401 — torch's own
        beside = torch.cuda.Stream()
        beside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(beside):
            for _ in range(2):  # libraries plan and allocate at first, which a capture does not bear
                self._forward(length)
        torch.cuda.current_stream().wait_stream(beside)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=pool):
            self._forward(length)
        return graph

    def seat(self, row: int, read: ReadPrompt) -> None:
        """Put a prompt that was read into a row, to be written on."""
        for mine, its in zip(self._cache.layers, _layers(read), strict=True):
            mine.keys[row, :, : read.length] = its.keys[0]
            mine.values[row, :, : read.length] = its.values[0]
        read.cache = None
        self._start(row, read)

    def seat_beside(self, row: int, other: int, read: ReadPrompt) -> None:
        """The same from a row, or this one, that began with the same prompt."""
        if row != other:
            for mine in self._cache.layers:
                mine.keys[row, :, : read.length] = mine.keys[other, :, : read.length]
                mine.values[row, :, : read.length] = mine.values[other, :, : read.length]
        self._start(row, read)

    def _start(self, row: int, read: ReadPrompt) -> None:
        self.at[row] = read.length
        self._positions[..., row, :] = read.positions[..., 0, :]
        self._moves[row] = 1

    def rest(self, row: int) -> None:
        """Nothing is written in this row until another prompt comes."""
        self._moves[row] = 0

    def draw(self, row: int, token: Tensor) -> None:
        """`token` `[1]` is what the row goes on with."""
        self._drawn[row].copy_(token)

    def scores(self, reach: int) -> Tensor:
        """`[rows, vocabulary]` after the tokens drawn last; `reach`: of the longest row in use, with them."""
        length = next(length for length in self.lengths if length >= reach)
        graph = self._graphs.get(length)
        if graph is None:
            self._forward(length)
        else:
            graph.replay()
        return self._scores

    def _forward(self, length: int) -> None:
        self.length = length
        behind = torch.arange(length, device=self.at.device) > self.at[:, None]
        dtype = self._cache.layers[0].keys.dtype
        mask = torch.zeros(behind.shape, dtype=dtype, device=behind.device)
        mask = mask.masked_fill_(behind, torch.finfo(dtype).min)[:, None, None, :]
        written = self._model(
            input_ids=self._drawn,
            attention_mask=mask,
            position_ids=self._positions,
            past_key_values=self._cache,
            use_cache=True,
        )
        self._scores.copy_(written.logits[:, -1])
        self.at.add_(self._moves)
        self._positions.add_(self._moves.view(-1, 1))

    def _require_right(self, read: ReadPrompt) -> None:
        token = read.scores.argmax(-1)
        ids = torch.cat([read.inputs["input_ids"], token[:, None]], dim=1)
        own = read_prompt(self._model, {"input_ids": ids, "attention_mask": torch.ones_like(ids)}).scores[0]
        row = self.rows - 1
        self.seat(row, read)
        self.draw(row, token)
        got = self.scores(read.length + 1)[row]
        self.rest(row)
        far = float((got - own).norm() / own.norm())
        bound = CLOSE[self._cache.layers[0].keys.dtype]
        if not far <= bound:
            raise NoStaticStepError(f"a step's scores are {far:.2g} of their length from the model's own")


def _layers(read: ReadPrompt) -> list[Any]:
    layers: list[Any] = list(read.cache.layers) if read.cache is not None else []
    if not layers or not all(layer.is_initialized for layer in layers):
        raise NoStaticStepError("the model keeps no keys and values layer by layer")
    return layers


def _require_static_cache(model: Any) -> None:  # noqa: ANN401 — transformers' own
    if not getattr(model, "_can_compile_fullgraph", False):
        raise NoStaticStepError(f"{type(model).__name__} is not made for keys and values that lie still")
    layers = StaticCache(config=model.config, max_cache_len=1).layers
    others = {type(layer).__name__ for layer in layers if type(layer) is not StaticLayer}
    if others:
        raise NoStaticStepError(
            f"{type(model).__name__} has layers that look back otherwise: {sorted(others)}"
        )
