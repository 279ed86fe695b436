"""The supervisor process: `python -m argosy_local.daemon`, started by `argosy up`.

It holds the stack until SIGTERM or SIGINT and then takes it down. What it does is in
`home/state.json`; what it says is in `home/logs/supervisor.log`.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence

from argosy_local.home import AlreadyRunning, HomeLock
from argosy_local.layout import NotSetUp
from argosy_local.ports import PortTaken
from argosy_local.services import SERVICES
from argosy_local.settings import PARTS, BadSetting, StackSettings
from argosy_local.stack import Stack
from argosy_local.supervision import StartFailed

_log = logging.getLogger("argosy.supervisor")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the stack in this process; 0 after a clean stop, 1 if it did not come up."""
    arguments = _parse(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = StackSettings.from_environment()
        with HomeLock(settings.home):
            asyncio.run(_hold(settings, arguments))
    except (NotSetUp, PortTaken, BadSetting, StartFailed, AlreadyRunning) as error:
        _log.error("%s", error)
        return 1
    return 0


async def _hold(settings: StackSettings, wanted: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sig in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(sig, stop.set)
    stack = Stack(
        settings.home,
        parts=wanted.parts,
        services=wanted.services,
        observers=wanted.observers,
        settings=settings,
    )
    starting = asyncio.create_task(stack.start())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        _log.info("told to stop while starting")
        starting.cancel()
        await asyncio.wait({starting})
        await stack.stop()
        return
    await starting
    _log.info("ready: %s", {part.name: part.address for part in stack.state.parts.values()})
    await stop.wait()
    _log.info("stopping")
    await stack.stop()
    _log.info("stopped")


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="argosy_local.daemon", description=__doc__)
    parser.add_argument("--parts", type=_names, default=list(PARTS))
    parser.add_argument(
        "--services", type=_names, default=[entry.name for entry in SERVICES if entry.installed]
    )
    parser.add_argument("--observers", type=_names, default=[])
    return parser.parse_args(argv)


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
