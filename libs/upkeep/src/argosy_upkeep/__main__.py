"""`python -m argosy_upkeep --triton http://127.0.0.1:8000 --listen 0.0.0.0:8004 --model translator ...`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

from aiohttp import web

from argosy_upkeep.asking import TritonAdmin
from argosy_upkeep.mending import Upkeep
from argosy_upkeep.processes import Stub, end_server, model_processes, server_at
from argosy_upkeep.watching import Watcher, pages


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="argosy_upkeep", description="Keeps a Triton's models answering.")
    parser.add_argument("--triton", required=True, help="base URL of its HTTP side, http://127.0.0.1:8000")
    parser.add_argument("--listen", default="127.0.0.1:8004", help="host:port of /livez, /readyz, /metrics")
    parser.add_argument("--model", action="append", required=True, help="a model that must answer; repeat it")
    parser.add_argument("--watch-s", type=float, default=1.0, help="between looks at the model processes")
    parser.add_argument("--ask-s", type=float, default=60.0, help="between inferences through each model")
    parser.add_argument("--answer-s", type=float, default=30.0, help="how long one inference may take")
    return parser.parse_args(words)


async def _main(said: argparse.Namespace) -> None:
    host, _, port = said.listen.rpartition(":")
    admin = TritonAdmin(said.triton, timeout_s=said.answer_s)
    http_port = urlsplit(said.triton).port or 80

    def look() -> Mapping[int, Stub]:
        server = server_at(http_port)
        return {} if server is None else model_processes(server)

    upkeep = Upkeep(admin, said.model, look, ask_every_s=said.ask_s)
    watcher = Watcher(admin, upkeep, lambda sig: end_server(http_port, sig), watch_every_s=said.watch_s)
    stop = asyncio.Event()
    for sig in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sig, stop.set)
    runner = web.AppRunner(pages(watcher), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, int(port)).start()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(watcher.run())
        await stop.wait()
        watching.cancel()
    await runner.cleanup()


def main(words: list[str] | None = None) -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stdout)
    asyncio.run(_main(_arguments(words)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
