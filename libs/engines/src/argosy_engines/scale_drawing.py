"""How one answer's next token is drawn from a model's scores: as transformers' `generate` does it.

The same processors in the same order, and a generator of random numbers of its own: a seed gives what it
gives in `generate`, whoever draws beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from transformers import (
    LogitsProcessorList,
    MinNewTokensLengthLogitsProcessor,
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from argosy_engines.contracts import SamplingParameters


class Drawing:
    """One answer's tokens, one after the other."""

    def __init__(self, sampling: SamplingParameters, prompt: Tensor, room: int, end: Sequence[int]) -> None:
        """`prompt` is `[1, tokens]`, `room` how many more may be written, `end` what ends an answer."""
        length = prompt.shape[1]
        self._ids = torch.cat([prompt, prompt.new_zeros((1, room))], dim=1)
        self._count = length
        self._draws = sampling.temperature > 0
        self._processors = _processors(sampling, length, room, end, prompt.device)
        self._random = torch.Generator(prompt.device)
        if sampling.seed is None:
            self._random.seed()
        else:
            self._random.manual_seed(sampling.seed)

    def next(self, scores: Tensor) -> Tensor:
        """The token `[1]` that follows, from the model's scores `[1, vocabulary]`."""
        if self._processors:
            scores = self._processors(self._ids[:, : self._count], scores.clone())
        if self._draws:
            token = torch.multinomial(scores.softmax(dim=-1), 1, generator=self._random).squeeze(1)
        else:
            token = scores.argmax(dim=-1)
        self._ids[:, self._count] = token
        self._count += 1
        return token


def _processors(
    sampling: SamplingParameters, length: int, room: int, end: Sequence[int], device: torch.device
) -> LogitsProcessorList:
    """In the order of `GenerationMixin._get_logits_processor`."""
    chosen: list[Any] = []
    if sampling.repetition_penalty != 1.0:
        chosen.append(RepetitionPenaltyLogitsProcessor(float(sampling.repetition_penalty)))
    if sampling.min_tokens and end and not sampling.ignore_eos:
        least = min(sampling.min_tokens, room)
        chosen.append(MinNewTokensLengthLogitsProcessor(length, least, list(end), device=str(device)))
    chosen += penalties(sampling, length)
    if sampling.temperature > 0:
        if sampling.temperature != 1.0:
            chosen.append(TemperatureLogitsWarper(float(sampling.temperature)))
        if sampling.top_k > 0:
            chosen.append(TopKLogitsWarper(sampling.top_k))
        if sampling.top_p < 1.0:
            chosen.append(TopPLogitsWarper(sampling.top_p))
        if sampling.min_p > 0:
            chosen.append(MinPLogitsWarper(sampling.min_p))
    return LogitsProcessorList(chosen)


def penalties(sampling: SamplingParameters, prompt: int) -> list[Callable[[Any, Any], Any]]:
    """vLLM's presence and frequency penalties, which transformers has not; `prompt` in tokens."""
    presence, frequency = sampling.presence_penalty, sampling.frequency_penalty
    if not presence and not frequency:
        return []

    def penalise(input_ids: Any, scores: Any) -> Any:  # noqa: ANN401 — tensors
        # vLLM counts what was written, not what was asked.
        new = input_ids[:, prompt:]
        counts = torch.zeros_like(scores).scatter_add_(1, new, torch.ones_like(new, dtype=scores.dtype))
        return scores - frequency * counts - presence * (counts > 0)

    return [penalise]
