"""How many outcomes and blobs a second: `python tests/bench/store.py [mongodb://...]`.

Without an address an embedded store is started for the run. Figures are printed, not judged.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from uuid import uuid4

from argosy_store import BlobStore, OutcomeRepository, Store
from argosy_testing.stack import RunningStack

OUTCOME = os.urandom(1_024)
DOCUMENT = os.urandom(1_000_000).hex().encode()


async def rate(
    label: str, count: int, at_once: int, one: Callable[[int], Awaitable[object]], *, worth: int = 1
) -> None:
    """Run `one` `count` times, `at_once` at a time, and print operations a second and the times of each."""
    gate = asyncio.Semaphore(at_once)
    took: list[float] = []

    async def timed(number: int) -> None:
        async with gate:
            started = time.perf_counter()
            await one(number)
            took.append(time.perf_counter() - started)

    started = time.perf_counter()
    await asyncio.gather(*(timed(number) for number in range(count)))
    elapsed = time.perf_counter() - started
    cuts = statistics.quantiles(took, n=100)
    print(
        f"{label:<34}{at_once:>3} at once {count * worth / elapsed:>8.0f}/s"
        f"   p50 {cuts[49] * 1e3:6.2f} ms   p99 {cuts[98] * 1e3:6.2f} ms"
    )


async def outcomes(uri: str) -> None:
    async with await Store.connect(uri) as store:
        kept = OutcomeRepository(store, f"bench-{uuid4().hex}")
        await kept.prepare()
        for at_once in (1, 16):
            ids = [f"{at_once}-{number}" for number in range(600)]

            def put(number: int, ids: Sequence[str] = ids) -> Awaitable[object]:
                return kept.put("m", ids[number], OUTCOME)

            def get(number: int, ids: Sequence[str] = ids) -> Awaitable[object]:
                return kept.get("m", ids[number % len(ids)])

            await rate("outcome put, 1 kB", len(ids), at_once, put)
            await rate("outcome put, known already", len(ids), at_once, put)
            await rate("outcome get, there", 1_000, at_once, get)
            await rate(
                "outcome get, not there", 1_000, at_once, lambda number: kept.get("m", f"none-{number}")
            )
        await rate(
            "outcome get_many of 100, ids",
            30,
            1,
            lambda number: kept.get_many(("m", f"16-{number * 15 + step}") for step in range(100)),
            worth=100,
        )


async def blobs() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = BlobStore(Path(folder).as_uri())
        kept = await store.put("m", DOCUMENT, "text/plain")
        bodies = [DOCUMENT + str(number).encode() for number in range(60)]
        await rate(
            "blob put, 2 MB, file://", 60, 4, lambda number: store.put("m", bodies[number], "text/plain")
        )
        await rate("blob get, 2 MB, file://", 60, 4, lambda _: store.get("m", kept.url))


def main() -> None:
    if len(sys.argv) > 1:
        asyncio.run(outcomes(sys.argv[1]))
    else:
        stack = RunningStack(Path(tempfile.mkdtemp()), ("store",))
        try:
            asyncio.run(outcomes(stack.mongodb_uri))
        finally:
            stack.stop()
    asyncio.run(blobs())


if __name__ == "__main__":
    main()
