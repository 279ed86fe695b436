"""The glossaries of merchants and their platforms, as pictures are lettered with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from argosy_commerce.glossaries import EMPTY, CompiledRules, Glossary, Layer, rule_of_line
from argosy_store import (
    GlossaryBroken,
    GlossaryCache,
    GlossaryRepository,
    PlatformGlossaryRepository,
    Store,
)


class Glossaries(Protocol):
    """Where glossaries come from."""

    async def of(self, merchant_id: str, platform: str) -> Glossary:
        """A merchant's glossary over the platform's."""


class NoGlossaries:
    """Of a service without a document store: the tier alone says what it says."""

    async def of(self, merchant_id: str, platform: str) -> Glossary:  # noqa: ARG002 — nobody has one
        return EMPTY


class StoredGlossaries:
    """Glossaries of the document store, at most ``ttl_s`` seconds old."""

    def __init__(self, store: Store, *, ttl_s: float = 30.0) -> None:
        self._merchants = GlossaryCache(GlossaryRepository(store), _compiled, ttl_s=ttl_s)
        self._platforms = GlossaryCache(PlatformGlossaryRepository(store), _compiled, ttl_s=ttl_s)

    async def prepare(self) -> None:
        """Make the store's indexes. Call once at the start."""
        await self._merchants.repository.prepare()
        await self._platforms.repository.prepare()

    async def of(self, merchant_id: str, platform: str) -> Glossary:
        """A merchant's glossary over the platform's.

        Raises:
            StoreUnavailable: worth a retry; nothing is lettered without the merchant's words meanwhile.
            GlossaryBroken: it cannot be read until somebody imports it again.
        """
        own = await self._merchants.of(merchant_id)
        shared = await self._platforms.of(platform)
        return Glossary({Layer.MERCHANT: own, Layer.PLATFORM: shared})


def _compiled(lines: Sequence[str]) -> CompiledRules:
    try:
        return CompiledRules(rule_of_line(line) for line in lines)
    except ValueError as error:
        raise GlossaryBroken(f"a glossary cannot be read, import it again: {error}") from error
