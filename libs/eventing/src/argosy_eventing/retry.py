"""When to try again: exponential back-off with full jitter, inside a time budget."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits between attempts, in seconds.

    The n-th wait is drawn from [half, whole] of ``first * 2**n``, at most ``longest``: spread, so that
    all workers do not come back at the same moment, and never so short that it is no wait.
    """

    first: float
    longest: float

    def wait(self, attempt: int, chance: Callable[[], float] = random.random) -> float:
        """Seconds to wait after failed attempt number ``attempt``, counted from 1."""
        whole = min(self.longest, self.first * 2.0 ** min(attempt - 1, 60))
        return whole * (0.5 + 0.5 * chance())


@dataclass(slots=True)
class Budget:
    """How long one event may wait for busy dependencies, all its waits together."""

    seconds: float
    spent: float = 0.0

    def allows(self, wait: float) -> bool:
        """Whether one more wait of that many seconds fits; if so it is taken."""
        if self.spent + wait > self.seconds:
            return False
        self.spent += wait
        return True
