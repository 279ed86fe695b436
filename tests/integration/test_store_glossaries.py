"""Glossaries on a real server, and the store in memory held to the same behaviour."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from argosy_store import DocumentConflict, GlossaryRepository, Store
from argosy_testing.store import MemoryStore

pytestmark = pytest.mark.stack


@pytest.fixture(params=["memory", "server"])
async def glossaries(request: pytest.FixtureRequest) -> AsyncIterator[GlossaryRepository]:
    if request.param == "memory":
        yield GlossaryRepository(MemoryStore())
        return
    async with await Store.connect(request.getfixturevalue("store")) as made:
        repository = GlossaryRepository(made)
        await repository.prepare()
        yield repository


@pytest.fixture
def merchant() -> str:
    return f"m-{uuid4().hex}"


async def test_twenty_thousand_lines_come_back_and_give_way_as_a_whole(
    glossaries: GlossaryRepository, merchant: str
) -> None:
    old = tuple(f'{{"source": "词{number}", "target": "späť $set"}}' for number in range(20_000))
    new = tuple(line.upper() for line in old[:7_000])
    assert await glossaries.save(merchant, old, version=0) == 1
    assert (await glossaries.load(merchant)).lines == old
    seen = set()

    async def read() -> None:
        for _ in range(10):
            seen.add((await glossaries.load(merchant)).lines)

    reading = asyncio.create_task(read())
    assert await glossaries.save(merchant, new, version=1) == 2
    await reading
    assert seen <= {old, new}
    assert (await glossaries.load(merchant)).lines == new
    assert (await glossaries.load(f"{merchant}-other")).lines == ()


async def test_of_many_who_save_at_once_one_wins(glossaries: GlossaryRepository, merchant: str) -> None:
    async def save(name: str) -> bool:
        try:
            await glossaries.save(merchant, [name] * 10, version=0)
        except DocumentConflict:
            return False
        return True

    wins = await asyncio.gather(*(save(f"writer {number}") for number in range(8)))
    assert sum(wins) == 1
    found = await glossaries.load(merchant)
    assert len(found.lines) == 10
    assert found.lines[0] == f"writer {wins.index(True)}"
