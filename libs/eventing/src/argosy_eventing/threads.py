"""Work that would hold the event loop up runs in a thread; what it raises always comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Like ``asyncio.to_thread``, but safe against StopIteration.

    A future cannot carry a StopIteration: whoever waits for it waits for ever, and its partition with it.

    Raises:
        RuntimeError: the work let a StopIteration out, a defect of ours.
    """

    def contained() -> T:
        try:
            return work(*args, **kwargs)
        except StopIteration as error:
            raise RuntimeError(f"{getattr(work, '__name__', work)} let a StopIteration out") from error

    return await asyncio.to_thread(contained)
