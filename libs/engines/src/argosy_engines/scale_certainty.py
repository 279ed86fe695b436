"""How sure a model was of the words it wrote: a mean log probability per answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch


@dataclass(slots=True)
class Certainty:
    """A logits processor that changes nothing and remembers what each drawn token was worth.

    Keeps one step's scores, not all of them: with a vocabulary of 256,000, the scores of 32 answers
    of 60 tokens are 2 GB. For greedy writing only; beams change places between steps.
    """

    skipped: int = 0
    """Tokens at the start that were not the model's to choose."""
    _previous: Any = None
    _spent: list[Any] = field(default_factory=list)

    def __call__(self, input_ids: Any, scores: Any) -> Any:  # noqa: ANN401 — tensors
        if self._previous is not None:
            self._spent.append(_logprobs(self._previous, input_ids[:, -1]))
        self._previous = scores
        return scores

    def means(self, tokens: Any, lengths: Sequence[int]) -> list[float]:  # noqa: ANN401 — a tensor
        """Mean natural log of each answer's token probabilities, its end token included.

        `tokens` `[answers, tokens]` are the ids, of which `lengths` stand before the end token.
        """
        spent = self._spent[self.skipped :]
        if len(spent) < tokens.shape[1]:
            spent = [*spent, _logprobs(self._previous, tokens[:, len(spent)])]
        # In one go: a number fetched alone from a GPU waits for all that is queued there.
        rows: list[list[float]] = torch.stack(spent, dim=1).tolist()
        counted = [row[: min(n + 1, tokens.shape[1])] for row, n in zip(rows, lengths, strict=True)]
        return [sum(row) / max(1, len(row)) for row in counted]


def _logprobs(scores: Any, tokens: Any) -> Any:  # noqa: ANN401 — tensors
    return torch.log_softmax(scores.float(), dim=-1).gather(1, tokens[:, None].to(scores.device)).squeeze(1)
