"""What a model's own certainty of its answers is counted from."""

from __future__ import annotations

import math

import pytest

pytest.importorskip("transformers", reason="needs the models environment")
import torch

from argosy_engines.scale_certainty import Certainty

pytestmark = pytest.mark.models


def scores(*rows: tuple[float, ...]) -> torch.Tensor:
    """Scores whose softmax gives these probabilities."""
    return torch.tensor(rows).log()


@pytest.mark.parametrize("skipped", [0, 1])
@pytest.mark.parametrize("steps_beyond", [0, 1])
def test_each_answer_is_worth_its_own_tokens_up_to_its_end(skipped: int, steps_beyond: int) -> None:
    certainty = Certainty(skipped)
    # Two answers over three tokens; the second ends (token 2) after one, and is padded.
    steps = [scores((0.5, 0.25, 0.25), (0.1, 0.8, 0.1)), scores((0.25, 0.5, 0.25), (0.2, 0.2, 0.6))]
    new = torch.tensor([[0, 1], [1, 2]])
    prompt = torch.full((2, 1), 0)
    for _ in range(skipped):
        certainty(prompt, scores((0.9, 0.05, 0.05), (0.9, 0.05, 0.05)))
        prompt = torch.cat([prompt, torch.zeros((2, 1), dtype=torch.long)], dim=1)
    # A step that a generation takes after the last token counts for nothing.
    for step in range(2 + steps_beyond):
        certainty(torch.cat([prompt, new[:, :step]], dim=1), steps[min(step, 1)])

    first, second = certainty.means(new, [2, 1])

    assert first == pytest.approx((math.log(0.5) + math.log(0.5)) / 2)
    assert second == pytest.approx((math.log(0.8) + math.log(0.6)) / 2)
    assert certainty.means(new, [0, 0])[1] == pytest.approx(math.log(0.8))
