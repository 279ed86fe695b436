"""The process beside Triton: watches, mends, and tells a cluster how the models are."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from argosy_upkeep.asking import ModelFailed, TritonAdmin
from argosy_upkeep.mending import READY, CannotMend, NothingServes, Upkeep

_log = logging.getLogger("argosy_upkeep")
# Loading a model may take minutes; a loop that has not come round for longer than this hangs.
_LONGEST_ROUND_S = 900.0
# A server that a dead model process holds up ends at its own exit timeout; after this it is killed.
_END_WITHIN_S = 60.0


@dataclass(slots=True)
class Watcher:
    """Runs `Upkeep` over a server that comes and goes."""

    admin: TritonAdmin
    upkeep: Upkeep
    end: Callable[[signal.Signals], int | None]
    """Sends Triton a signal; its process id, or None if it cannot."""
    watch_every_s: float = 1.0
    servers_ended: int = 0
    _began: bool = False
    _was_ready: bool = False
    _round_at: float = 0.0

    @property
    def alive(self) -> bool:
        """Whether the loop comes round."""
        return time.monotonic() - self._round_at < _LONGEST_ROUND_S

    @property
    def ready(self) -> bool:
        """All models have answered since the server began, and one at least does now.

        One model that is being mended does not take the others' pod out of the name.
        """
        return self._was_ready and READY in self.upkeep.states.values()

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            self._round_at = time.monotonic()
            try:
                await self._round()
            except CannotMend as error:
                await self._end_server(str(error))
            except (ModelFailed, NothingServes) as error:
                _log.warning("%s", error)
            await asyncio.sleep(self.watch_every_s)

    async def _round(self) -> None:
        if not await self.admin.live():
            if self._began:
                _log.warning("Triton does not answer; its models are asked again when it does")
            self._forget()
            return
        if not self._began:
            await self.upkeep.begin()
            self._began = True
        else:
            mended = dict(self.upkeep.mended)
            await self.upkeep.round()
            for model, times in self.upkeep.mended.items():
                if times > mended[model]:
                    took = self.upkeep.last_mend_s[model]
                    _log.warning("model %s had died; mended in %.1f s", model, took)
        if self.upkeep.serves_all and not self._was_ready:
            _log.info("all models answer: %s", ", ".join(self.upkeep.models))
            self._was_ready = True

    def _forget(self) -> None:
        self._began = self._was_ready = False
        self.upkeep.forget()

    async def _end_server(self, why: str) -> None:
        """Whoever started it starts it again: the kubelet, a service manager."""
        told = self.end(signal.SIGTERM)
        _log.error("%s; ending Triton (%s)", why, f"process {told}" if told else "it is not seen")
        self._forget()
        if told is None:
            return
        self.servers_ended += 1
        deadline = time.monotonic() + _END_WITHIN_S
        while await self.admin.live():
            if time.monotonic() > deadline:
                self.end(signal.SIGKILL)
                return
            await asyncio.sleep(self.watch_every_s)


def pages(watcher: Watcher) -> web.Application:
    """`/livez`, `/readyz` and `/metrics`."""

    async def livez(_: web.Request) -> web.Response:
        return _page(good=watcher.alive, text="" if watcher.alive else "the loop does not come round")

    async def readyz(_: web.Request) -> web.Response:
        states = watcher.upkeep.states
        return _page(good=watcher.ready, text="\n".join(f"{model}: {states[model]}" for model in states))

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(text=_metrics(watcher), headers={"Content-Type": "text/plain; version=0.0.4"})

    app = web.Application()
    app.add_routes([web.get("/livez", livez), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return app


def _page(*, good: bool, text: str) -> web.Response:
    return web.Response(status=200 if good else 503, text=f"{text or 'ok'}\n")


def _metrics(watcher: Watcher) -> str:
    upkeep = watcher.upkeep
    lines = [
        "# HELP argosy_tier_model_up Whether the model answered the last inference that upkeep made.",
        "# TYPE argosy_tier_model_up gauge",
        *(f'argosy_tier_model_up{{model="{model}"}} {int(state == READY)}'
          for model, state in upkeep.states.items()),
        "# HELP argosy_tier_model_mended_total Times that the model's process had died and was brought back.",
        "# TYPE argosy_tier_model_mended_total counter",
        *(f'argosy_tier_model_mended_total{{model="{model}"}} {times}'
          for model, times in upkeep.mended.items()),
        "# HELP argosy_tier_servers_ended_total Times that Triton was ended, as a model did not come back.",
        "# TYPE argosy_tier_servers_ended_total counter",
        f"argosy_tier_servers_ended_total {watcher.servers_ended}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
