"""A few frames of videos, taken in a process of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import numpy as np

from argosy_documents import Worker, WorkerFailed
from argosy_pictures.looks import Pixels

MOST_BYTES: Final = 36 * 1024 * 1024


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Frames in their order, or why there are none."""

    pixels: tuple[Pixels, ...] = ()
    fault: str = ""


class Videos:
    """Takes frames from one video at a time. Close it at the end."""

    def __init__(self, deadline_s: float = 8.0) -> None:
        self._worker = Worker("refund_agent.adapters.video_worker", deadline_s)

    async def frames(self, data: bytes) -> Frames:
        """Never raises on any bytes: what is wrong with them is the answer's fault."""
        if len(data) > MOST_BYTES:
            return Frames(fault=f"larger than {MOST_BYTES // 1024**2} MB")
        try:
            head, _, rest = (await self._worker.ask(data)).partition(b"\n")
            told = json.loads(head)
            return Frames(tuple(_cut(rest, told["frames"])), told["fault"])
        except WorkerFailed as error:
            return Frames(fault=str(error))
        except (ValueError, KeyError, TypeError):
            return Frames(fault="broken")

    async def start(self) -> None:
        """Have the process ready, so that no video waits for it."""
        await self.frames(b"")

    async def close(self) -> None:
        """End the process."""
        await self._worker.close()


def _cut(rest: bytes, shapes: list[list[int]]) -> list[Pixels]:
    found, start = [], 0
    for high, wide in shapes:
        size = high * wide * 3
        found.append(np.frombuffer(rest, np.uint8, size, start).reshape(high, wide, 3))
        start += size
    return found
