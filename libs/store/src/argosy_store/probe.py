"""Is a document store serving? A real write and a real read, for the launcher and for readiness."""

from __future__ import annotations

import asyncio
import uuid

from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

PROBE_DATABASE = "argosy_readiness"


class StoreNotServing(RuntimeError):
    """The document store did not take a document and give it back; the message says why."""


async def probe_store(uri: str, timeout_s: float = 10.0) -> None:
    """Write one document, read it back, remove it; `StoreNotServing` if any of it fails."""
    client: AsyncMongoClient[dict[str, str]] = AsyncMongoClient(
        uri,
        serverSelectionTimeoutMS=int(timeout_s * 1000),
        connectTimeoutMS=int(timeout_s * 1000),
        retryWrites=False,
    )
    try:
        async with asyncio.timeout(timeout_s):
            await _write_and_read(client)
    except (PyMongoError, TimeoutError, OSError) as error:
        said = f"no answer within {timeout_s:g} s" if isinstance(error, TimeoutError) else error
        raise StoreNotServing(f"the document store is not serving: {said}") from error
    finally:
        await client.close()


async def _write_and_read(client: AsyncMongoClient[dict[str, str]]) -> None:
    collection = client[PROBE_DATABASE]["probe"]
    token = uuid.uuid4().hex
    await collection.insert_one({"_id": token})
    found = await collection.find_one({"_id": token})
    await collection.delete_one({"_id": token})
    if found is None:
        raise StoreNotServing("the document store took a document and did not give it back")
