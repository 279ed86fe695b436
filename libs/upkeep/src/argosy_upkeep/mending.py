"""What is known of each model of one Triton server, and how a dead one is brought back.

Triton does not restart a Python model's process that died, and goes on calling the model, the server
and itself ready. `unload` + `load` mends it; `load` alone does nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping

from argosy_upkeep.asking import ModelDead, ModelFailed, TritonAdmin
from argosy_upkeep.processes import Stub, end_stub

READY = "ready"
_NOT_ASKED = "not asked yet"
_MENDING = "mending"
_FAILURES_UNTIL_MEND = 3

Look = Callable[[], Mapping[int, Stub]]
"""Reads the model processes that live now; empty where they cannot be seen."""


class CannotMend(RuntimeError):
    """A model does not come back: the server is to be started anew."""


class NothingServes(RuntimeError):
    """No model of the server answers; the message has Triton's words for each."""


class Upkeep:
    """The models of one Triton server: asked once at its start, then watched.

    A process that vanished is seen by `look` at every round, which costs nothing; an inference through
    each model, which finds those that hang, is made every `ask_every_s`.
    """

    def __init__(
        self, admin: TritonAdmin, models: Iterable[str], look: Look, *, ask_every_s: float = 60.0
    ) -> None:
        self._admin = admin
        self._look = look
        self._ask_every_s = ask_every_s
        self.models = tuple(models)
        self.mended: dict[str, int] = dict.fromkeys(self.models, 0)
        self.last_mend_s: dict[str, float] = {}
        self.forget()

    def forget(self) -> None:
        """The server is another one, or gone: nothing is known of its models."""
        self.states = dict.fromkeys(self.models, _NOT_ASKED)
        self._seen: Mapping[int, Stub] = {}
        self._failures = dict.fromkeys(self.models, 0)
        self._asked = 0.0

    @property
    def serves_all(self) -> bool:
        return all(state == READY for state in self.states.values())

    async def begin(self) -> None:
        """Load what is not loaded and put an inference through every process; `NothingServes`."""
        await self._load_the_failed()
        if self.models and READY not in self.states.values():
            raise NothingServes("no model answers: " + "; ".join(self.states.values()))
        self._asked = time.monotonic()
        self._seen = await asyncio.to_thread(self._look)

    async def round(self) -> None:
        """Mend what has died since the last round; `CannotMend` names a model that stays away."""
        now = await asyncio.to_thread(self._look)
        gone = {stub.model for pid, stub in self._seen.items() if pid not in now}
        self._seen = now
        if time.monotonic() - self._asked >= self._ask_every_s:
            self._asked = time.monotonic()
            await self._load_the_failed()
            suspects = {model for model in self.models if self.states[model] == READY}
        else:
            suspects = gone
        for model in (model for model in self.models if model in suspects):
            await self._examine(model, lost_one=model in gone)

    async def _load_the_failed(self) -> None:
        for model in self.models:
            if self.states[model] == READY:
                continue
            try:
                row = (await self._admin.index()).get(model)
                if row is None or row.state != "READY":
                    await self._admin.load(model)
                # Each process pays for its first call; several calls at once reach several of them.
                calls = await self._admin.instances(model)
                await asyncio.gather(*(self._admin.probe(model) for _ in range(calls)))
            except (ModelFailed, ModelDead) as error:
                self.states[model] = f"failed: {error}"
            else:
                self.states[model] = READY

    async def _examine(self, model: str, *, lost_one: bool) -> None:
        """Ask the model; mend it if it is dead, or has lost one of its processes for good."""
        try:
            await self._admin.probe(model)
        except ModelDead:
            await self._mend(model)
        except ModelFailed as error:
            # A busy model may be late: only a row of failures means that it hangs.
            self._failures[model] += 1
            if self._failures[model] >= _FAILURES_UNTIL_MEND:
                self._failures[model] = 0
                self.states[model] = f"failed: {error}"
                await self._mend(model)
        else:
            self._failures[model] = 0
            self.states[model] = READY
            # Another of its processes may have answered; or somebody loaded it anew, and nothing is lost.
            if lost_one and len(await self._processes(model)) < await self._admin.instances(model):
                await self._mend(model)

    async def _mend(self, model: str) -> None:
        began = time.monotonic()
        self.states[model] = _MENDING
        old = await self._processes(model)
        try:
            await self._admin.unload(model)
            await self._wait_unloaded(model)
            # One that hangs would stay for good, with all its memory, and hold up the server's end.
            for pid in old:
                end_stub(pid)
            await self._admin.load(model)
            await self._admin.probe(model)
        except (ModelFailed, ModelDead) as error:
            self.states[model] = f"failed: {error}"
            raise CannotMend(f"model {model} could not be mended: {error}") from error
        now = await asyncio.to_thread(self._look)
        self._seen = {pid: stub for pid, stub in now.items() if pid not in old}
        self.states[model] = READY
        self.mended[model] += 1
        self.last_mend_s[model] = time.monotonic() - began

    async def _wait_unloaded(self, model: str) -> None:
        """A second at most: a model whose process died stays UNLOADING until it is loaded again."""
        for _ in range(10):
            row = (await self._admin.index()).get(model)
            if row is None or row.state != "UNLOADING":
                return
            await asyncio.sleep(0.1)

    async def _processes(self, model: str) -> set[int]:
        now = await asyncio.to_thread(self._look)
        return {pid for pid, stub in now.items() if stub.model == model}
