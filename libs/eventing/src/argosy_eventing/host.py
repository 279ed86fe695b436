"""The process of a service: faust hosts its life cycle and timers; signals end it in good order.

faust does not touch the bus here. Its own consumer loses the promises (docs/decisions/0001), and a
producer of its own would only be one more connection.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import faust
from faust.app.base import BootStrategy
from mode import Service as ModeService

from argosy_telemetry import Telemetry, logger, setup

if TYPE_CHECKING:
    from argosy_eventing.service import Service

_log = logger("argosy_eventing")


class _Boot(BootStrategy):
    enable_kafka = False
    enable_web = False


class _App(faust.App):
    BootStrategy = _Boot
    producer_only = True  # no consumer, so no tables to recover before it counts as started

    async def on_first_start(self) -> None:
        """faust would make a data directory here; nothing of ours lives in it."""


class _Hosted(ModeService):
    """Our service as one of faust's."""

    abstract = False

    def __init__(self, service: Service) -> None:
        super().__init__()
        self._service = service

    async def on_start(self) -> None:
        await self._service.start()

    async def on_stop(self) -> None:
        await self._service.stop()


def run_service(service: Service, telemetry: Telemetry | None) -> None:
    """Run a service to its end; raises SystemExit(1) when an error ended it."""
    telemetry = telemetry or setup(service.name)
    service._telemetry = telemetry  # noqa: SLF001 — the host completes the service it hosts
    try:
        failed = asyncio.run(_host(service))
    finally:
        telemetry.shutdown()
    if failed:
        sys.exit(1)


async def _host(service: Service) -> bool:
    app = _App(service.name, broker="kafka://" + service.settings.kafka_bootstrap, autodiscover=False)
    hosted = _Hosted(service)
    for seconds, function in service.timers:
        app.timer(seconds)(function)
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _asker(asked, number))
    failed = False
    try:
        await app.start()
        await app.add_runtime_dependency(hosted)
        failed = await _until(asked, service)
    except Exception as error:  # noqa: BLE001 — the one place where a process of ours ends by an error
        _log.critical("the service cannot start", reason=str(error), exc_info=error)
        failed = True
    finally:
        await hosted.stop()
        await app.stop()
    return failed


async def _until(asked: asyncio.Event, service: Service) -> bool:
    """Until a signal asks, or the service ends by itself; True when an error ended it."""
    asking = asyncio.create_task(asked.wait())
    ending = asyncio.create_task(service.wait())
    await asyncio.wait({asking, ending}, return_when=asyncio.FIRST_COMPLETED)
    failed = ending.done() and ending.exception() is not None
    for task in (asking, ending):
        task.cancel()
    await asyncio.gather(asking, ending, return_exceptions=True)
    return failed


def _asker(asked: asyncio.Event, number: signal.Signals) -> Callable[[], None]:
    def ask() -> None:
        _log.info("asked to stop", signal=number.name)
        asked.set()

    return ask
