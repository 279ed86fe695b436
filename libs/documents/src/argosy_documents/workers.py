"""A process that answers one question at a time, and is ended and started anew where a question holds it up.

What strangers send is decoded in such a process: a hostile file may cost it, never the service. Both ends are
here; a question and an answer are 4 bytes of length (big-endian) and their bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import struct
import sys
from collections.abc import Callable


class WorkerFailed(Exception):
    """No answer: the process took too long or broke. The message says which, in a few words."""


class Worker:
    """The service's end. ``module`` is run with ``python -m`` and calls `serve`. Close it at the end."""

    def __init__(self, module: str, deadline_s: float) -> None:
        self._module = module
        self._deadline_s = deadline_s
        self._process: asyncio.subprocess.Process | None = None
        self._one_at_a_time = asyncio.Lock()

    async def ask(self, question: bytes) -> bytes:
        """The answer to one question. Raises WorkerFailed."""
        async with self._one_at_a_time:
            try:
                return await asyncio.wait_for(self._ask(question), self._deadline_s)
            except TimeoutError:
                await self._end()
                raise WorkerFailed(f"not read within {self._deadline_s:g} s") from None
            except (OSError, asyncio.IncompleteReadError) as error:
                await self._end()
                raise WorkerFailed("broken") from error
            except asyncio.CancelledError:
                await self._end()  # an answer left in the pipe would be taken for the next question's
                raise

    async def close(self) -> None:
        """End the process."""
        async with self._one_at_a_time:
            await self._end()

    async def _ask(self, question: bytes) -> bytes:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self._module,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
        if process.stdin is None or process.stdout is None:
            raise OSError("the worker has no pipes")
        process.stdin.write(struct.pack(">I", len(question)) + question)
        await process.stdin.drain()
        (length,) = struct.unpack(">I", await process.stdout.readexactly(4))
        return await process.stdout.readexactly(length)

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def serve(answer: Callable[[bytes], bytes], most_memory: int) -> None:
    """The process's end: answer until the pipe closes, within ``most_memory`` bytes of address space."""
    resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    logging.disable(logging.CRITICAL)
    pipe_in, pipe_out = sys.stdin.buffer, sys.stdout.buffer
    while len(head := pipe_in.read(4)) == 4:
        answered = answer(pipe_in.read(struct.unpack(">I", head)[0]))
        pipe_out.write(struct.pack(">I", len(answered)) + answered)
        pipe_out.flush()
