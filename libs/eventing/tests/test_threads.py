import asyncio

import pytest

from argosy_eventing.threads import in_thread


async def test_what_was_worked_out_comes_back() -> None:
    assert await in_thread(divmod, 7, 2) == (3, 1)


async def test_a_stop_iteration_is_an_error_and_holds_nobody_up() -> None:
    def first_of_none() -> int:
        return next(iter(()))

    with pytest.raises(RuntimeError, match="first_of_none let a StopIteration out"):
        await asyncio.wait_for(in_thread(first_of_none), timeout=5)
