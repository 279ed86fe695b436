"""Is a document store serving? A real write and a real read, for the launcher."""

from __future__ import annotations

import asyncio

from argosy_store.connection import Store
from argosy_store.errors import StoreUnavailable


async def probe_store(uri: str, timeout_s: float = 10.0) -> None:
    """Write a document and read it back on a connection of its own; a `StoreError` says what failed."""
    store = Store.open(uri)
    try:
        async with asyncio.timeout(timeout_s):
            await store.check()
    except TimeoutError as error:
        raise StoreUnavailable(
            f"the store at {store.address} did not answer within {timeout_s:g} s"
        ) from error
    finally:
        await store.close()
