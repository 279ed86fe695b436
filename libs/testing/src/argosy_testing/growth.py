"""How cost grows with size: a check for quadratic work that a slow or busy machine does not fail."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

Work = TypeVar("Work")

_TICK_S: Final = 0.005  # shorter runs are noise


def cost_growth(work: Callable[[Work], object], small: Work, large: Work) -> float:
    """How many times more processor time ``large`` takes than ``small``, each run once or more.

    The smaller one is run often enough to be measured, after one run that fills caches. Sixteen
    times the size is 16 for linear work, 256 for quadratic work.
    """
    work(small)
    with _no_collection():
        runs, began = 0, time.process_time()
        while (spent := time.process_time() - began) < 4 * _TICK_S:
            work(small)
            runs += 1
        each = spent / runs
        began = time.process_time()
        work(large)
        return (time.process_time() - began) / each


@contextmanager
def _no_collection() -> Iterator[None]:
    """A term base in memory makes one collection cost more than the work that happens to set it off."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
