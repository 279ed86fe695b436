from __future__ import annotations

import asyncio

import pytest

from argosy_eventing.beside import running


async def forever(seen: list[str], name: str) -> None:
    try:
        seen.append(f"{name} began")
        await asyncio.Event().wait()
    finally:
        seen.append(f"{name} ended")


def test_works_go_on_inside_and_end_with_the_block() -> None:
    async def inside() -> list[str]:
        seen: list[str] = []
        async with running(forever(seen, "a"), forever(seen, "b")):
            await asyncio.sleep(0)
            assert seen == ["a began", "b began"]
        return seen

    assert asyncio.run(inside())[2:] == ["a ended", "b ended"]


def test_they_end_where_the_block_fails_and_its_error_comes_out() -> None:
    seen: list[str] = []

    async def inside() -> None:
        async with running(forever(seen, "a")):
            await asyncio.sleep(0)
            raise LookupError("of the block")

    with pytest.raises(LookupError, match="of the block"):
        asyncio.run(inside())
    assert seen == ["a began", "a ended"]


def test_what_a_work_raised_comes_out_at_the_end() -> None:
    async def breaks() -> None:
        raise LookupError("of the work")

    async def inside() -> None:
        async with running(breaks()):
            await asyncio.sleep(0)

    with pytest.raises(LookupError, match="of the work"):
        asyncio.run(inside())
