"""Glossaries as services read them: looked at again after some seconds, and only so many kept."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from argosy_store.errors import GlossaryBroken
from argosy_store.glossaries import GlossaryRepository

T = TypeVar("T")


@dataclass(slots=True)
class _Kept(Generic[T]):
    value: T
    version: int
    lines: int
    looked_at: float


class GlossaryCache(Generic[T]):
    """What ``make`` makes of owners' lines, at most ``ttl_s`` seconds behind the store.

    A change is seen by its version, so that an unchanged glossary costs one small read every ``ttl_s``.
    At most ``most_owners`` are kept, with ``most_lines`` lines in all; who was asked for longest ago goes
    first. ``make`` runs in a thread: thousands of rules take tens of milliseconds. Its ValueError says that
    a line cannot be read.
    """

    def __init__(
        self,
        repository: GlossaryRepository,
        make: Callable[[Sequence[str]], T],
        *,
        ttl_s: float = 30.0,
        most_owners: int = 10_000,
        most_lines: int = 200_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.repository = repository
        self._make = make
        self._ttl_s = ttl_s
        self._most_owners = most_owners
        self._most_lines = most_lines
        self._clock = clock
        self._kept: OrderedDict[str, _Kept[T]] = OrderedDict()
        self._lines = 0

    async def of(self, owner_id: str) -> T:
        """The owner's glossary; nothing old is given while a store is gone.

        Raises as the repository does, and GlossaryBroken if ``make`` cannot read the lines.
        """
        kept = self._kept.get(owner_id)
        now = self._clock()
        if kept is not None and now - kept.looked_at >= self._ttl_s:
            if await self.repository.version(owner_id) == kept.version:
                kept.looked_at = now
            else:
                kept = None
        if kept is None:
            stored = await self.repository.load(owner_id)
            try:
                value = await asyncio.to_thread(self._make, stored.lines)
            except ValueError as error:
                raise GlossaryBroken(f"a glossary cannot be read, import it again: {error}") from error
            kept = _Kept(value, stored.version, len(stored.lines), now)
        self._keep(owner_id, kept)
        return kept.value

    def _keep(self, owner_id: str, kept: _Kept[T]) -> None:
        before = self._kept.pop(owner_id, None)
        self._lines += kept.lines - (before.lines if before else 0)
        self._kept[owner_id] = kept
        while len(self._kept) > 1 and (len(self._kept) > self._most_owners or self._lines > self._most_lines):
            _, gone = self._kept.popitem(last=False)
            self._lines -= gone.lines
