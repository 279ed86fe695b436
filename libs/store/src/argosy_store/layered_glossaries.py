"""The glossary that holds for an event, out of the store: its merchant's and its platform's in one."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from argosy_store.connection import Store
from argosy_store.glossaries import GlossaryRepository, PlatformGlossaryRepository
from argosy_store.glossary_cache import GlossaryCache

T = TypeVar("T")
G = TypeVar("G")


class LayeredGlossaries(Generic[T, G]):
    """What ``join`` makes of a merchant's and a platform's glossary, each at most ``ttl_s`` seconds old.

    ``make`` reads an owner's lines (see `GlossaryCache`).
    """

    def __init__(
        self,
        store: Store,
        make: Callable[[Sequence[str]], T],
        join: Callable[[T, T], G],
        *,
        ttl_s: float = 30.0,
    ) -> None:
        self._merchants = GlossaryCache(GlossaryRepository(store), make, ttl_s=ttl_s)
        self._platforms = GlossaryCache(PlatformGlossaryRepository(store), make, ttl_s=ttl_s)
        self._join = join

    async def prepare(self) -> None:
        """Make the store's indexes. Call once at the start."""
        await self._merchants.repository.prepare()
        await self._platforms.repository.prepare()

    async def of(self, merchant_id: str, platform: str) -> G:
        """A merchant's glossary over the platform's.

        Raises:
            StoreUnavailable: worth a retry; nothing is written without the merchant's words meanwhile.
            GlossaryBroken: it cannot be read until somebody imports it again.
        """
        own = await self._merchants.of(merchant_id)
        shared = await self._platforms.of(platform)
        return self._join(own, shared)
