"""What `scale_engines.py` asks of the engines, and how it listens to the models inside them."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import torch

from argosy_engines.contracts import Image, Mask, TranslationRequest
from argosy_engines.scale_tiny_models import CORPUS

WORDS = " ".join(CORPUS[:1] + CORPUS[3:]).split()
OURS = {"logits_processor", "stopping_criteria", "streamer"}
"""What engines add to a call of `generate`."""
NEW_TOKENS = 32
"""Of each translation: about a title."""
FIXED = {"min_new_tokens": NEW_TOKENS, "max_new_tokens": NEW_TOKENS}


def text(seed: int, words: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))  # noqa: S311 — no secret


def requests(count: int) -> list[TranslationRequest]:
    return [TranslationRequest(text(i, 8), "en", "es", "title") for i in range(count)]


def picture() -> tuple[Image, Mask]:
    """800 x 800 with a marked line of lettering."""
    image = np.random.default_rng(1).integers(120, 200, (800, 800, 3), dtype=np.uint8)
    mask = np.zeros((800, 800), np.uint8)
    mask[380:440, 150:650] = 255
    return image, mask


class Tap:
    """Stands in a model's place: fixes arguments, remembers the last ones, counts calls."""

    def __init__(self, owner: object, name: str, **fixed: Any) -> None:
        self.original = getattr(owner, name)
        self.fixed = fixed
        self.calls = 0
        self.last: tuple[tuple[Any, ...], dict[str, Any]] = ((), {})
        object.__setattr__(owner, name, self)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        self.last = args, {**kwargs, **self.fixed}
        return self.original(*args, **self.last[1])

    def bare(self, **other: Any) -> Any:
        """The last call again, without what the engine adds to it."""
        args, kwargs = self.last
        with torch.inference_mode():
            return self.original(*args, **{k: v for k, v in {**kwargs, **other}.items() if k not in OURS})
